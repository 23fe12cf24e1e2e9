"""Put all travel documents under the first key of TRAVEL_DOCUMENT_KEYS."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from beijing_ngo.core.refusals import Refusal
from delegations import sealing
from delegations.operations.travel_retention import reseal_all

A_LINE_EVERY = 20


class Command(BaseCommand):
    help = "Encrypt travel documents and their scans anew, under the first key of TRAVEL_DOCUMENT_KEYS."

    def add_arguments(self, parser):
        parser.add_argument("--new", action="store_true", help="Print a fresh key and change nothing.")

    def handle(self, *, new, **_options):
        if new:
            name = f"k{timezone.localdate():%Y%m%d}"
            self.stdout.write(f"{name}:{sealing.new_key()}")
            return
        try:
            name = sealing.sealing_key()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        done, left = 0, []
        for one in reseal_all():
            if one.refusal:
                left.append(one)
                self.stderr.write(f"{one.done}/{one.of}: document {one.pk} is left as it is. {one.refusal}")
            else:
                done += 1
                if one.done % A_LINE_EVERY == 0 or one.done == one.of:
                    self.stdout.write(f"{one.done}/{one.of}")
        self.stdout.write(f"{done} documents were encrypted anew with the key “{name}”.")
        if left:
            raise CommandError(
                f"{len(left)} documents are still under other keys: keep those keys and run this again."
            )
        self.stdout.write(
            "Everything is under this key: the others are no longer needed, except for old backups."
        )
