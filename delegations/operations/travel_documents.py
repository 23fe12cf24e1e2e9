"""Travel documents: kept with consent, read with a reason, deleted when they have served."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from beijing_ngo.core.models import SiteSettings
from beijing_ngo.core.refusals import Refusal
from delegations import scans, sealing
from delegations.models import (
    ConsentChannel,
    Delegation,
    DelegationMember,
    DelegationState,
    ReadingOf,
    TravelDocument,
    TravelDocumentKind,
    TravelDocumentPurge,
    TravelDocumentReading,
)
from delegations.scans import Scan

OF_AGE = 14  # under it, personal data are sensitive and a parent or guardian agrees
MONTHS_LEFT = 6  # what many countries ask of a passport on the day of the return
CALLED_OFF = timedelta(days=7)  # after a visit is called off there is nothing left to keep it for


class ReasonMissing(Refusal):
    message = _("Please say why.")


class VisitLongOver(Refusal):
    message = _("This visit is so long over that travel documents would have to be deleted at once.")


class VisitCalledOff(Refusal):
    message = _("This visit is called off: there is nothing to keep travel documents for.")


class ConsentMissing(Refusal):
    message = _("Please enter what the person agreed to, and when.")


class ConsentAhead(Refusal):
    message = _("Consent is given before the data are entered, not in the future.")


class SeparateConsentMissing(Refusal):
    message = _(
        "A separate consent is needed, and the moment it was given: for keeping a scan, for handing the data on, and, for "
        "somebody under 14, that of a parent or guardian."
    )


class NothingEntered(Refusal):
    message = _("Please enter at least the number of the document, or attach its scan.")


class PersonGone(Refusal):
    message = _("This person is not on the list of the visit any more.")


class NobodysDocument(Refusal):
    message = _("This travel document has been deleted in the meantime.")


class NothingToErase(Refusal):
    message = _("No travel documents of this person are kept for this visit.")


class NoScan(Refusal):
    message = _("This travel document has no scan.")


@dataclass(frozen=True, repr=False)
class Content:
    """What a travel document says. Never shown but to somebody who has given a reason, never written in clear."""

    number: str = ""
    holder: str = ""  # as printed
    date_of_birth: date | None = None
    sex: str = ""
    nationality: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    place: str = ""
    visa_kind: str = ""
    note: str = ""

    @sensitive_variables()
    def to_bytes(self) -> bytes:
        facts = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value
        }
        return json.dumps(facts, ensure_ascii=False).encode()

    @classmethod
    @sensitive_variables()
    def from_bytes(cls, plain: bytes) -> "Content":
        facts = json.loads(plain)
        known = {field.name: facts[field.name] for field in fields(cls) if field.name in facts}
        for name in ("date_of_birth", "issued_on", "expires_on"):
            if name in known:
                known[name] = date.fromisoformat(known[name])
        return cls(**known)


@dataclass(frozen=True)
class Consent:
    purpose: str
    given_at: datetime
    text: str
    channel: str = ConsentChannel.PAPER
    separate_at: datetime | None = None
    passed_to: str = ""


def last_day(delegation: Delegation, keep_days: int, *, today: date | None = None) -> date:
    """The day on which a travel document of a visit is to be deleted.

    So many days after the return as the person was told; fewer where the site's rule is shorter now. Soon where the visit
    is called off.
    """
    days = min(keep_days, SiteSettings.load().travel_data_days)
    day = delegation.ends_on + timedelta(days=days)
    if delegation.state == DelegationState.CANCELLED:
        return min(day, (today or timezone.localdate()) + CALLED_OFF)
    return day


def expires_early(content: Content, delegation: Delegation) -> bool | None:
    """Whether the document runs out within six months of the return; None where its end is not known."""
    if content.expires_on is None:
        return None
    return content.expires_on < _months_after(delegation.ends_on, MONTHS_LEFT)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):  # 31 August and six months are the end of February
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _is_minor(content: Content, today: date) -> bool:
    born = content.date_of_birth
    return born is not None and _months_after(born, OF_AGE * 12) > today


def place_of(document: TravelDocument) -> str:
    """What sealed content is bound to: it opens in the rows of its holder only."""
    return f"member {document.member_id}"


# ---------------------------------------------------------------- entering


@sensitive_variables()
def enter(
    *, member: DelegationMember, kind: str, content: Content, consent: Consent, scan: Scan | None = None
) -> TravelDocument:
    """Keep a travel document, sealed, for the purpose the person agreed to."""
    document = TravelDocument(member=member)
    return _store(document, kind, content, consent, scan, keep_scan=False)


@sensitive_variables()
def replace(
    *,
    document: TravelDocument,
    kind: str,
    content: Content,
    consent: Consent,
    scan: Scan | None = None,
    keep_scan: bool = False,
) -> TravelDocument:
    """Put new data in the place of the old, which are gone then; the scan only stays where somebody says so."""
    return _store(document, kind, content, consent, scan, keep_scan=keep_scan)


@sensitive_variables()
def _store(document, kind, content, consent, scan, *, keep_scan) -> TravelDocument:
    old_scan = document.scan_name
    keeps = bool(keep_scan and old_scan and scan is None)
    _check(content, consent, has_scan=bool(scan) or keeps)
    # A scan that stays is sealed anew: then all of a document is under one key.
    new_scan = scan or (scans.get(old_scan) if keeps else None)
    path = scans.put(new_scan) if new_scan else ""
    try:
        with transaction.atomic():
            _write(document, kind, content, consent, path)
            if old_scan:
                transaction.on_commit(lambda: scans.drop(old_scan))
    except BaseException:
        scans.drop(path)
        raise
    return document


def _check(content: Content, consent: Consent, *, has_scan: bool) -> None:
    now = timezone.now()
    if not (content.number or has_scan):
        raise NothingEntered
    if not (consent.text.strip() and consent.purpose.strip()):
        raise ConsentMissing
    if consent.given_at > now or (consent.separate_at and consent.separate_at > now):
        raise ConsentAhead
    is_sensitive = has_scan or consent.passed_to or _is_minor(content, timezone.localdate())
    if is_sensitive and consent.separate_at is None:
        raise SeparateConsentMissing


@sensitive_variables("content", "sealed")
def _write(document, kind, content, consent, path) -> None:
    # The day of deletion comes from the visit's dates, which must not move meanwhile.
    members = DelegationMember.objects.filter(pk=document.member_id).values("delegation")
    delegation = Delegation.objects.select_for_update().filter(pk__in=members).first()
    if delegation is None:
        raise PersonGone
    if delegation.state == DelegationState.CANCELLED:
        raise VisitCalledOff
    days = SiteSettings.load().travel_data_days
    day = last_day(delegation, days)
    if day <= timezone.localdate():
        raise VisitLongOver
    if document.pk and not TravelDocument.objects.select_for_update().filter(pk=document.pk).exists():
        raise NobodysDocument
    document.kind = kind
    document.sealed = sealing.seal(content.to_bytes(), place_of(document))
    document.key_name = sealing.key_of(document.sealed)
    document.scan_name = path
    document.purpose, document.consent_text = consent.purpose, consent.text
    document.consent_at, document.consent_channel = consent.given_at, consent.channel
    document.separate_consent_at, document.passed_to = consent.separate_at, consent.passed_to
    document.keep_days, document.delete_on = days, day
    document.expires_early = (
        expires_early(content, delegation) if kind == TravelDocumentKind.PASSPORT else None
    )
    document.save()


# ---------------------------------------------------------------- reading


def read(*, document: TravelDocument, by, reason: str) -> Content:
    """What the document says. That somebody read it, and why, is on record before it is opened."""
    _record(document, by, reason, ReadingOf.CONTENT)
    return Content.from_bytes(sealing.unseal(document.sealed, place_of(document)))


def read_scan(*, document: TravelDocument, by, reason: str) -> Scan:
    """The scan, on record in the same way."""
    if not document.scan_name:
        raise NoScan
    _record(document, by, reason, ReadingOf.SCAN)
    return scans.get(document.scan_name)


# Whatever happens to the answer, this has been committed by then.
@transaction.atomic(durable=True)
def _record(document, by, reason, what) -> None:
    if not reason.strip():
        raise ReasonMissing
    if not TravelDocument.objects.select_for_update().filter(pk=document.pk).exists():
        raise NobodysDocument
    TravelDocumentReading.objects.create(
        document=document, about=about(document), what=what, reader=by, reason=reason.strip()
    )


def about(document: TravelDocument) -> str:
    """Of whom and which visit a document is, for records that outlive it."""
    member = document.member
    return f"{member.name} · {document.get_kind_display()} · {member.delegation}"[:200]


# ---------------------------------------------------------------- deleting


@transaction.atomic
def delete(*, document: TravelDocument, by, reason: str) -> None:
    """Before its day: the reason stays, the document does not."""
    if not reason.strip():
        raise ReasonMissing
    found = TravelDocument.objects.select_for_update().filter(pk=document.pk)
    if not found.exists():
        raise NobodysDocument
    delete_all(found, delegation_id=document.member.delegation_id, by=by, reason=reason.strip())


@transaction.atomic
def erase_person(*, member: DelegationMember, by, reason: str) -> int:
    """All travel documents of one person of a visit, as they may ask at any time. Returns how many there were."""
    if not reason.strip():
        raise ReasonMissing
    found = TravelDocument.objects.select_for_update().filter(member=member)
    if not found.exists():
        raise NothingToErase
    purge = delete_all(found, delegation_id=member.delegation_id, by=by, reason=reason.strip())
    return purge.documents


def delete_all(
    documents: Iterable[TravelDocument], *, delegation_id: int, by=None, reason: str = ""
) -> TravelDocumentPurge:
    """Rows and scans of one visit, and the record that they are gone. A scan that is missing already is no obstacle."""
    rows = {row.pk: row.scan_name for row in documents.without_content()}
    there = sum(1 for name in rows.values() if scans.exists(name))
    TravelDocument.objects.filter(
        pk__in=rows
    ).delete()  # their scans follow: see travel_retention.forget_scan
    return TravelDocumentPurge.objects.create(
        delegation_id=delegation_id, documents=len(rows), scans=there, deleted_by=by, reason=reason
    )
