"""Issuing documents under a number, printing them again, revoking them."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import dates, kept, pdf, public_address
from beijing_ngo.core.language import CHINESE, ENGLISH, other
from beijing_ngo.core.models import IssuedDocument, IssuedKind, IssuedLanguage, NumberSeries
from beijing_ngo.core.models.issued import PREFIXES
from beijing_ngo.core.qr import qr_file
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.zones import BEIJING


class RevokedAlready(Refusal):
    message = _("%(number)s is revoked already.")


class ReasonMissing(Refusal):
    message = _("Please say why the document is revoked; whoever verifies it reads it.")


@dataclass(frozen=True)
class Paper:
    """What is to be issued: to whom, for what, what it says and what may be shown to whoever verifies it."""

    to_name: str
    content: dict
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    subject: object = None


def issue(
    *,
    kind: IssuedKind,
    template: str,
    paper: Paper,
    language: str = IssuedLanguage.BOTH,
    by=None,
) -> IssuedDocument:
    """Give a document its number; asked again for the same, the one that is valid."""
    [document] = issue_all(kind=kind, template=template, papers=[paper], language=language, by=by)
    return document


@transaction.atomic
def issue_all(
    *,
    kind: IssuedKind,
    template: str,
    papers: list[Paper],
    language: str = IssuedLanguage.BOTH,
    by=None,
) -> list[IssuedDocument]:
    """Number several at once, in their order; who has a valid one keeps it."""
    if not papers:
        return []
    now = timezone.now()
    series = _locked_series(PREFIXES[kind], dates.to_date(now, BEIJING).year)
    valid = _valid_ones(kind, papers)
    sender = {code: letterhead(code) for code in (CHINESE, ENGLISH)}
    new = {}
    for paper in papers:
        about = _about(paper)
        if about and (about in valid or about in new):
            continue
        series.last += 1
        new[about or id(paper)] = IssuedDocument(
            number=f"{series}-{series.last:04d}",
            kind=kind,
            language=language,
            to_name=paper.to_name,
            facts=paper.facts,
            template=template,
            content={"sender": sender, **paper.content},
            content_type_id=about and about[0],
            object_id=about and about[1],
            issued_at=now,
            issued_by=by,
        )
    series.save(update_fields=["last"])
    IssuedDocument.objects.bulk_create(new.values())
    documents = {**valid, **new}
    return [documents[_about(paper) or id(paper)] for paper in papers]


@transaction.atomic
def revoke(*, document: IssuedDocument, reason: str, by) -> IssuedDocument:
    """The document stays in the record, and whoever verifies it learns since when and why it is not valid."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    document = IssuedDocument.objects.select_for_update().get(pk=document.pk)
    if not document.is_valid:
        raise RevokedAlready(number=document.number)
    document.revoked_at, document.revoked_by, document.revoked_reason = timezone.now(), by, reason
    document.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    return document


def printed(*documents: IssuedDocument) -> bytes:
    """The documents, of one kind, as one PDF; from what was kept when they were issued, not from today's records."""
    first = documents[0]
    return pdf.compile(
        first.template,
        {"documents": [_set(document) for document in documents]},
        timestamp=first.issued_at,
    )


def letterhead(language: str) -> dict[str, str]:
    """Who sends a document, as its head and foot say it in one language."""
    site = kept.site()
    column = language.replace("-", "_")

    def text(name):
        return getattr(site, f"{name}_{column}", "") or ""

    name = text("name") or getattr(site, f"name_{other(language).replace('-', '_')}", "") or ""
    return {
        "name": name,
        "standing": text("standing"),
        "address": text("address"),
        "phone": site.phone,
        "email": site.email,
        "signatory": text("letter_signatory"),
        "signatory_position": text("letter_signatory_position"),
    }


def _set(document):
    language = ENGLISH if document.language == IssuedLanguage.ENGLISH else CHINESE
    address = public_address.page("verify", document.code, language=language)
    return {
        **document.content,
        "language": document.language,
        "number": document.number,
        "code": document.spoken_code,
        "issued": {code: dates.day(document.issued_at, BEIJING, code) for code in (CHINESE, ENGLISH)},
        "address": address.partition("://")[2].partition(document.code)[0],
        "qr": qr_file(address),
    }


def _locked_series(prefix, year) -> NumberSeries:
    NumberSeries.objects.get_or_create(prefix=prefix, year=year)
    return NumberSeries.objects.select_for_update().get(prefix=prefix, year=year)


def _valid_ones(kind, papers) -> dict[tuple[int, int], IssuedDocument]:
    subjects = [about for paper in papers if (about := _about(paper))]
    found = IssuedDocument.objects.valid().filter(
        kind=kind,
        content_type__in={content_type for content_type, _pk in subjects},
        object_id__in={pk for _type, pk in subjects},
    )
    return {(document.content_type_id, document.object_id): document for document in found}


def _about(paper) -> tuple[int, int] | None:
    if paper.subject is None:
        return None
    return ContentType.objects.get_for_model(paper.subject).pk, paper.subject.pk
