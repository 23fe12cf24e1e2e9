"""The sizes in which photographs are shown: made after an upload, by a worker, and gone with the photograph.

A row of Photo remembers which renditions there are, so that no page looks at the disk. Until they are there, pages show the
photograph itself. Several rows may show one file (an article takes over the photographs of its event): they share the
renditions, and the last of them takes the files along.

What is to be made is what the rows say, and not what lies in a queue: one is claimed at a time, and one that failed or whose
worker died is released by the clock.
"""

import secrets
import time
from functools import partial
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_save

from beijing_ngo.core import renditions, shown
from beijing_ngo.core.bell import Bell
from beijing_ngo.core.models import Photo

LONGEST_MAKING = 180  # seconds; then whoever was at it has died
AN_HOUR = 3600

# ---------------------------------------------------------------- making


def is_up_to_date(photo: Photo) -> bool:
    """Whether it has every width it should have, as far as its row knows."""
    widths = photo.renditions.get("widths")
    return bool(widths) and widths == renditions.widths_for(photo.width or widths[-1])


def are_there(photo: Photo) -> bool:
    """Whether the files lie where the row says; asked after a restore, never by a page."""
    return all(map(default_storage.exists, renditions.names(photo.image.name, photo.renditions)))


def make(original: str, *, again: bool = False) -> bool:
    """Make the renditions of the photograph that lies under this name, and note them on every row that shows it.

    `again`: even where they are there already. Tells whether any were made.
    """
    own = None
    photos = list(_rows(original))
    if not photos:
        return False
    if again or not _ready(photos):
        own = _store(original)
    with transaction.atomic():
        photos = list(_rows(original).select_for_update())
        # Meanwhile another worker may have been quicker, and the photograph may have gone.
        noted = own if again else _ready(photos) or own
        _rows(original).update(renditions=noted or {})
        makings = [photo.renditions for photo in photos] + [own or {}]
        left = [made for made in makings if not photos or made != noted]
        names = [name for made in left for name in renditions.names(original, made)]
        transaction.on_commit(partial(_delete, *names))
    return own is not None


def _rows(original):
    return Photo.objects.filter(image=original)


def _ready(photos) -> dict | None:
    return next((photo.renditions for photo in photos if is_up_to_date(photo)), None)


def _store(original) -> dict:
    with default_storage.open(original) as file:
        image = renditions.opened(file)
    made = {"key": secrets.token_hex(4), "widths": renditions.widths_for(image.width)}
    try:
        for width, kind, content in renditions.draw(image, made["widths"]):
            default_storage.save(renditions.name(original, made["key"], width, kind), ContentFile(content))
    except BaseException:
        _delete(*renditions.names(original, made))
        raise
    return made


# ---------------------------------------------------------------- one after the other


def claim() -> str | None:
    """The photograph that has waited longest, now ours to make; none while another worker is at one."""
    if Photo.objects.filter(renditions__begun__gt=time.time() - LONGEST_MAKING).exists():
        return None
    waiting = Photo.objects.filter(renditions={})
    for original in waiting.order_by("pk").values_list("image", flat=True)[:10]:
        if _note(waiting.filter(image=original), begun=time.time()):
            return original
    return None


def set_aside(original: str) -> None:
    """It could not be made: others have their turn before it is tried again."""
    _note(_rows(original).filter(renditions__has_key="begun"), failed=time.time())


def release() -> None:
    """Let what failed, or was begun and never finished, wait again after an hour."""
    before = time.time() - AN_HOUR
    _note(Photo.objects.filter(Q(renditions__begun__lt=before) | Q(renditions__failed__lt=before)))


def _note(photos, **state):
    with shown.unseen():  # no page shows how far a worker has come
        return photos.update(renditions=state)


def wake() -> None:
    """Have a worker look for what waits, once it is committed. If it does not hear, the clock wakes it."""
    transaction.on_commit(_bell.ring, robust=True)


_bell = Bell("make_pictures", settings.BELL_PAUSE)


# ---------------------------------------------------------------- taking away


def remove(original: str) -> None:
    """Take a photograph's files away, unless another row shows them too.

    Whoever asks for that often has a reason, so the folder itself is asked what there is: a worker may just have been at it.
    """
    if not _rows(original).exists():
        folder, _slash, file = original.rpartition("/")
        _folders, files = default_storage.listdir(folder)
        beside = f"{PurePosixPath(file).stem}-"
        _delete(original, *(f"{folder}/{name}" for name in files if name.startswith(beside)))


def _delete(*names):
    for name in names:
        default_storage.delete(name)


# ---------------------------------------------------------------- when


def listen() -> None:
    """Every way of saving or deleting a photograph comes by here."""
    pre_save.connect(_before_saving, sender=Photo, dispatch_uid="pictures")
    post_save.connect(_saved, sender=Photo, dispatch_uid="pictures")
    post_delete.connect(_deleted, sender=Photo, dispatch_uid="pictures")


def _before_saving(instance, **_signal):
    instance.replaced = ""
    if not instance.image._committed:
        instance.replaced = _stored_name(instance)
        instance.renditions = {}


def _stored_name(photo):
    return Photo.objects.filter(pk=photo.pk).values_list("image", flat=True).first() or ""


def _saved(instance, **_signal):
    if not instance.renditions:
        wake()
    if instance.replaced:
        transaction.on_commit(partial(remove, instance.replaced), robust=True)


def _deleted(instance, **_signal):
    transaction.on_commit(partial(remove, instance.image.name), robust=True)
