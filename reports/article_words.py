"""How an article about an event or a visit begins: the facts that are known, in one language."""

from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beijing_ngo.core import dates, rich_text
from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import is_chinese, plain, written
from beijing_ngo.core.lists import joined
from beijing_ngo.core.models import DatePrecision
from beijing_ngo.core.numbers import thousands
from delegations.models import Delegation, Direction
from events import words
from events.models import Event, PartnershipRole


def body(record: Event | Delegation, language: str) -> str:
    """A paragraph of the facts, then the summary; nothing in a language the record is not written in."""
    if not written(record, "title", language):
        return ""
    with translation.override(language):
        told = _event(record, language) if isinstance(record, Event) else _visit(record, language)
        facts = ("" if is_chinese(language) else " ").join(told)
    summary = written(record, "summary", language).split("\n")
    paragraphs = [facts, *(line.strip() for line in summary if line.strip())]
    return rich_text.clean("".join(format_html("<p>{}</p>", paragraph) for paragraph in paragraphs))


def attendance(event: Event) -> tuple[int, int]:
    """People and organisations: as they were entered by hand, else as they were counted at the door."""
    desk = event.open_desk
    came = desk.attendees.checked_in() if desk else None
    people, organisations = event.participants_count, event.organisations_count
    if people is None:
        people = came.count() if came is not None else 0
    if organisations is None:
        rows = came.exclude(registration__organisation=None) if came is not None else None
        organisations = (
            rows.values("registration__organisation").distinct().count() if rows is not None else 0
        )
    return people, organisations


# ---------------------------------------------------------------- an event


def _event(event: Event, language: str) -> list[str]:
    facts = {
        "title": plain(event, "title", language),
        "days": words.days(event, language),
        "where": words.where(event, language),
    }
    to_the_day = event.date_precision == DatePrecision.DAY
    if facts["where"]:
        took_place = (
            _("“%(title)s” took place on %(days)s at %(where)s.")
            if to_the_day
            else _("“%(title)s” took place in %(days)s at %(where)s.")
        )
    else:
        took_place = (
            _("“%(title)s” took place on %(days)s.")
            if to_the_day
            else _("“%(title)s” took place in %(days)s.")
        )
    return [took_place % facts, *_who_came(*attendance(event)), *_partners(event, language)]


def _who_came(people: int, organisations: int) -> list[str]:
    if not people:
        return []
    if not organisations:
        return [_("%(people)s took part.") % {"people": _people(people)}]
    text = _("%(people)s from %(organisations)s took part.")
    return [text % {"people": _people(people), "organisations": _organisations(organisations)}]


def _partners(event: Event, language: str) -> list[str]:
    by_role = {
        PartnershipRole.HOST: _("Hosts: %(names)s."),
        PartnershipRole.ORGANISER: _("Organisers: %(names)s."),
        PartnershipRole.CO_ORGANISER: _("Co-organisers: %(names)s."),
        PartnershipRole.SUPPORTER: _("Supported by %(names)s."),
    }
    names: dict[str, list[str]] = {}
    for partnership in event.partnerships.select_related("organisation"):
        names.setdefault(partnership.role, []).append(plain(partnership.organisation, "name", language))
    return [text % {"names": joined(names[role])} for role, text in by_role.items() if role in names]


# ---------------------------------------------------------------- a visit


def _visit(visit: Delegation, language: str) -> list[str]:
    """How many travelled and from how many organisations; who they are is told by those who may be named."""
    members = visit.members.all()
    people = members.count()
    organisations = members.exclude(organisation=None).values("organisation").distinct().count()
    facts = {
        "places": joined(country_name(country.code, language) for country in visit.countries),
        "days": dates.date_range(
            visit.starts_on, visit.ends_on, precision=visit.date_precision, language=language
        ),
        "people": _people(people) if people else "",
    }
    told = [_travelled(visit.direction == Direction.OUTGOING, facts)]
    if organisations > 1:
        told.append(_("They came from %(organisations)s.") % {"organisations": _organisations(organisations)})
    if visit.conference:
        conference = plain(visit.conference, "name", language)
        told.append(_("The delegation took part in %(conference)s.") % {"conference": conference})
    for organisation, text in (
        (visit.inviting_organisation, _("It was invited by %(name)s.")),
        (visit.host_organisation, pgettext("visit", "It was received by %(name)s.")),
    ):
        if organisation:
            told.append(text % {"name": plain(organisation, "name", language)})
    return told


def _travelled(is_outgoing: bool, facts: dict[str, str]) -> str:
    if not facts["places"]:
        text = (
            _("A delegation travelled (%(days)s).")
            if is_outgoing
            else _("A delegation came on a visit (%(days)s).")
        )
    elif not facts["people"]:
        text = (
            _("A delegation visited %(places)s (%(days)s).")
            if is_outgoing
            else _("A delegation from %(places)s came on a visit (%(days)s).")
        )
    else:
        text = (
            _("A delegation of %(people)s visited %(places)s (%(days)s).")
            if is_outgoing
            else _("A delegation of %(people)s from %(places)s came on a visit (%(days)s).")
        )
    return text % facts


def _people(count: int) -> str:
    return ngettext("%(number)s person", "%(number)s people", count) % {"number": thousands(count)}


def _organisations(count: int) -> str:
    text = ngettext("%(number)s organisation", "%(number)s organisations", count)
    return text % {"number": thousands(count)}
