"""manage.py make_pictures: the smaller versions of photographs that lack them."""

import sys

from django.core.management.base import BaseCommand, CommandError

from beijing_ngo.core import pictures
from beijing_ngo.core.models import Photo


class Command(BaseCommand):
    help = (
        "Makes the smaller versions of photographs that are missing: after a restore without them, or a change of widths. "
        "Photographs themselves are never touched. It may be stopped and begun again at any time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="make all of them anew, as after a change of quality"
        )

    def handle(self, *, again, verbosity, **options):
        photos = {photo.image.name: photo for photo in Photo.objects.order_by("-pk") if photo.image}
        wanted = [
            name
            for name, photo in photos.items()
            if again or not (pictures.is_up_to_date(photo) and pictures.are_there(photo))
        ]
        failed = []
        for number, name in enumerate(wanted, start=1):
            try:
                pictures.make(name, again=True)
            except OSError as error:
                failed.append(name)
                self.stderr.write(f"{name}: {error}")
            if verbosity and sys.stdout.isatty():
                self.stdout.write(f"\r{number}/{len(wanted)} ", ending="")
                self.stdout.flush()
        if verbosity:
            self.stdout.write(f"{len(photos)} photographs, {len(wanted) - len(failed)} made")
        if failed:
            raise CommandError(f"{len(failed)} could not be made.")
