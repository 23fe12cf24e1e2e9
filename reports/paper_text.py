"""A submission as it stands on paper, in one language: what its Word file and its PDF have in common.

Organisations are named as in the United Nations' lists: those in general consultative status first, then special, then the
roster, each group with its status. Where a paper is for holders of a status only, the others stand in a note to the title.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import pgettext

from beijing_ngo.core import dates, kept
from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import CHINESE, ENGLISH, is_chinese, plain, written
from beijing_ngo.core.typography import close_up
from members.models import InternationalStatus, Organisation, StatusKind
from reports.models import EndorsementState, Paragraph, Submission, SubmissionKind, SubmissionState

LANGUAGES = (CHINESE, ENGLISH)
# Papers that only organisations in consultative status may send.
FOR_STATUS_HOLDERS = {
    SubmissionKind.WRITTEN_STATEMENT,
    SubmissionKind.ORAL_STATEMENT,
    SubmissionKind.VIDEO_STATEMENT,
}
SENT = (SubmissionState.FILED, SubmissionState.PUBLISHED)
GENERAL, SPECIAL, ROSTER = StatusKind.GENERAL, StatusKind.SPECIAL, StatusKind.ROSTER
# The United Nations' own words: one organisation, several.
_STATUS = {
    GENERAL: (
        "a non-governmental organization in general consultative status",
        "non-governmental organizations in general consultative status",
    ),
    SPECIAL: (
        "a non-governmental organization in special consultative status",
        "non-governmental organizations in special consultative status",
    ),
    ROSTER: ("a non-governmental organization on the roster", "non-governmental organizations on the roster"),
}
_STATUS_ZH = {
    GENERAL: "具有全面咨商地位的非政府组织",
    SPECIAL: "具有特别咨商地位的非政府组织",
    ROSTER: "列入名册的非政府组织",
}


@dataclass(frozen=True)
class Section:
    """Paragraphs below one heading, each a number and its lines."""

    heading: str
    paragraphs: list[tuple[int, list[str]]]


@dataclass(frozen=True)
class PaperText:
    language: str
    title: str
    about: list[str]  # to whom, when, under which item, about which State
    submitted_by: str
    note: str  # who shares the views without a status
    sections: list[Section] = field(default_factory=list)
    symbol: str = ""
    filed: str = ""
    authors: list[str] = field(default_factory=list)
    is_sent: bool = True


def languages_of(paragraphs: Iterable[Paragraph]) -> list[str]:
    """The languages there is a text in."""
    rows = list(paragraphs)
    return [code for code in LANGUAGES if any(written(row, "text", code).strip() for row in rows)]


def paper_text(submission: Submission, language: str) -> PaperText:
    with translation.override(language):
        organisations = signatories(submission)
        submitted_by, note = named(submission, organisations, language)
        return PaperText(
            language=language,
            title=plain(submission, "title", language),
            about=_about(submission, language),
            submitted_by=submitted_by,
            note=note,
            sections=list(_sections(submission.paragraphs.all(), language)),
            symbol=submission.symbol,
            filed=dates.day(submission.filed_on, language=language) if submission.filed_on else "",
            authors=[plain(one, "name", language) for one in organisations]
            or [plain(kept.site(), "name", language)],
            is_sent=submission.state in SENT,
        )


def signatories(submission: Submission) -> list:
    """The lead organisation, then whoever has signed, in the order of the list; where nobody is named, the association."""
    signed = submission.endorsements.filter(state=EndorsementState.ENDORSED).select_related("organisation")
    others = [endorsement.organisation for endorsement in signed]
    lead = [submission.lead] if submission.lead else []
    named_ones = lead + [one for one in others if one.pk != submission.lead_id]
    return named_ones or list(Organisation.objects.filter(name_zh_hans=kept.site().name_zh_hans)[:1])


# ---------------------------------------------------------------- who submits


def named(submission: Submission, organisations: list, language: str) -> tuple[str, str]:
    """The line that names them, and the note for those who have no status where one is needed."""
    groups = _by_status(organisations)
    without = groups.pop(None, [])
    names = {kind: [plain(one, "name", language) for one in group] for kind, group in groups.items()}
    bare = [plain(one, "name", language) for one in without]
    in_note = bool(names) and submission.kind in FOR_STATUS_HOLDERS
    write = _in_chinese if is_chinese(language) else _in_english
    if not names and not bare:
        bare = [plain(kept.site(), "name", language)]
    return write(names, [] if in_note else bare), _note(bare, language) if in_note and bare else ""


def _by_status(organisations: list) -> dict[str | None, list]:
    """The highest status with ECOSOC that each has; the association's own order within a status."""
    rows = InternationalStatus.objects.filter(organisation__in=organisations, kind__in=list(_STATUS))
    order = list(_STATUS)
    best: dict[int, str] = {}
    for organisation, kind in rows.values_list("organisation_id", "kind"):
        known = best.get(organisation)
        if known is None or order.index(StatusKind(kind)) < order.index(known):
            best[organisation] = StatusKind(kind)
    groups: dict[str | None, list] = {}
    for kind in (*order, None):
        if found := [one for one in organisations if best.get(one.pk) == kind]:
            groups[kind] = found
    return groups


def _in_english(names: dict, bare: list[str]) -> str:
    parts = [f"{_listed(group)}, {_STATUS[kind][len(group) > 1]}" for kind, group in names.items()]
    parts += [_listed(bare)] if bare else []
    return f"Submitted by {'; '.join(parts)}"


def _in_chinese(names: dict, bare: list[str]) -> str:
    parts = [f"{'、'.join(group)}（{_STATUS_ZH[kind]}）" for kind, group in names.items()]
    parts += ["、".join(bare)] if bare else []
    return f"{'、'.join(parts)}提交"


def _note(bare: list[str], language: str) -> str:
    if is_chinese(language):
        return f"不具有咨商地位的非政府组织{'、'.join(bare)}赞同本发言所表达的观点。"
    several = len(bare) > 1
    return (
        f"{_listed(bare)}, {'NGOs' if several else 'an NGO'} without consultative status, "
        f"also share{'' if several else 's'} the views expressed in this statement."
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# ---------------------------------------------------------------- the rest


def _about(submission: Submission, language: str) -> list[str]:
    session, lines = submission.conference, []
    lines.append(plain(submission.mechanism.body, "name", language))
    if session:
        lines.append(plain(session, "name", language))
        if session.starts_on:
            lines.append(dates.date_range(session.starts_on, session.ends_on, language=language))
    if submission.agenda_item:
        item = pgettext("on a paper", "Agenda item %(number)s: %(words)s")
        words = {"number": submission.agenda_item, "words": submission.get_agenda_item_display()}
        lines.append(item % words)
    if submission.country_under_review:
        review = pgettext("on a paper", "State under review: %(country)s")
        lines.append(review % {"country": country_name(submission.country_under_review.code)})
    return [line for line in lines if line]


def _sections(paragraphs: Iterable[Paragraph], language: str):
    """What is not written in this language is left out, and keeps its number."""
    heading, rows = "", []
    for paragraph in paragraphs:
        own = close_up(written(paragraph, "heading", language).strip())
        if own and own != heading:
            if rows:
                yield Section(heading, rows)
            heading, rows = own, []
        if lines := _lines(written(paragraph, "text", language)):
            rows.append((paragraph.number, lines))
    if rows:
        yield Section(heading, rows)


def _lines(text: str) -> list[str]:
    return [close_up(line.strip()) for line in text.splitlines() if line.strip()]
