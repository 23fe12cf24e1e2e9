"""How long travel documents stay, and under which key: what the clock and the keeper of the keys do."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from beijing_ngo.core.refusals import Refusal
from delegations import scans, sealing
from delegations.models import Delegation, DelegationState, TravelDocument, TravelDocumentKind
from delegations.operations.travel_documents import Content, delete_all, expires_early, last_day, place_of

logger = logging.getLogger(__name__)


# ---------------------------------------------------------------- the day of deletion


@transaction.atomic
def redate(*, delegation: Delegation | None = None, today: date | None = None) -> int:
    """Bring the day of deletion up to date with a visit's dates, or with those of all visits. Returns how many moved."""
    found = TravelDocument.objects.select_for_update(of=("self",)).select_related("member__delegation")
    if delegation is not None:
        found = found.filter(member__delegation=delegation)
    moved = []
    for document in found.order_by("id"):
        visit = document.member.delegation
        day = last_day(visit, document.keep_days, today=today)
        if visit.state == DelegationState.CANCELLED:
            day = min(day, document.delete_on)  # once counted down, not counted again from every new today
        if day != document.delete_on:
            document.delete_on = day
            document.expires_early = _expires_early(document, visit)
            moved.append(document)
    TravelDocument.objects.bulk_update(moved, ["delete_on", "expires_early"], batch_size=200)
    return len(moved)


@sensitive_variables()
def _expires_early(document, visit) -> bool | None:
    if document.kind != TravelDocumentKind.PASSPORT:
        return None
    try:
        content = Content.from_bytes(sealing.unseal(document.sealed, place_of(document)))
    except Refusal:
        return None  # without its key nothing is known of it
    return expires_early(content, visit)


def follow_the_visit(sender, instance, raw=False, created=False, **_signal) -> None:
    if not (raw or created):
        redate(delegation=instance)


def forget_scan(sender, instance, **_signal) -> None:
    """However a document goes, with its person or with the visit, its scan goes too."""
    if name := instance.scan_name:
        transaction.on_commit(lambda: _drop(name))


def _drop(name: str) -> bool:
    try:
        scans.drop(name)
    except OSError:
        # The row is gone and stays gone; the next purge finds the scan without one and tries again.
        logger.exception("A scan of a travel document could not be deleted: %s", name)
        return False
    return True


def listen() -> None:
    post_save.connect(follow_the_visit, sender=Delegation, dispatch_uid="travel-documents-follow")
    post_delete.connect(forget_scan, sender=TravelDocument, dispatch_uid="travel-documents-scan")


# ---------------------------------------------------------------- deletion by the clock


@dataclass(frozen=True)
class Purged:
    documents: int
    scans: int
    unclaimed: int


def purge(*, today: date | None = None) -> Purged:
    """Delete what has served its time, a visit at a time, and scans that belong to no document."""
    today = today or timezone.localdate()
    redate(today=today)
    due = defaultdict(list)
    for pk, visit in TravelDocument.objects.due(today).values_list("pk", "member__delegation"):
        due[visit].append(pk)
    documents = gone = 0
    for visit, rows in due.items():
        with transaction.atomic():
            done = delete_all(TravelDocument.objects.filter(pk__in=rows), delegation_id=visit)
        documents, gone = documents + done.documents, gone + done.scans
    return Purged(documents, gone, drop_unclaimed())


def drop_unclaimed() -> int:
    claimed = set(TravelDocument.objects.exclude(scan_name="").values_list("scan_name", flat=True))
    return sum(_drop(name) for name in scans.unclaimed(claimed))


# ---------------------------------------------------------------- another key


@dataclass(frozen=True)
class Resealed:
    pk: int
    done: int
    of: int
    refusal: Refusal | None = None


def reseal_all() -> Iterator[Resealed]:
    """Everything under the first key, a document at a time: whatever stops it, the next run goes on from there."""
    name = sealing.sealing_key()
    waiting = list(TravelDocument.objects.exclude(key_name=name).order_by("id").values_list("pk", flat=True))
    for number, pk in enumerate(waiting, start=1):
        try:
            _reseal(pk)
        except Refusal as refusal:
            yield Resealed(pk, number, len(waiting), refusal)
        else:
            yield Resealed(pk, number, len(waiting))


@sensitive_variables()
def _reseal(pk: int) -> None:
    path = ""
    try:
        with transaction.atomic():
            document = TravelDocument.objects.select_for_update().filter(pk=pk).first()
            if document is None:
                return
            old = document.scan_name
            plain = sealing.unseal(document.sealed, place_of(document))
            path = scans.put(scans.get(old)) if old else ""
            document.sealed = sealing.seal(plain, place_of(document))
            document.key_name, document.scan_name = sealing.key_of(document.sealed), path
            document.save(update_fields=["sealed", "key_name", "scan_name", "updated_at"])
            if old:
                transaction.on_commit(lambda: _drop(old))
    except BaseException:
        scans.drop(path)
        raise
