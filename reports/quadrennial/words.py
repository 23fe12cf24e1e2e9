"""What a record says in the report, in the language of the moment. The words are a draft: an editor goes over them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core import dates, lists
from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import comma, current, is_chinese, plain
from beijing_ngo.core.models import DatePrecision


def paragraph(sentences: Iterable[str]) -> str:
    """Sentences one after the other, as their language sets them."""
    return ("" if is_chinese() else " ").join(sentence for sentence in sentences if sentence)


def _facts(*parts: str) -> str:
    """Short facts in one sentence: “Side event, 9 November 2022, Sharm el-Sheikh.”"""
    said = comma().join(str(part) for part in parts if part)
    return said and said + ("。" if is_chinese() else ".")


def _named(record, field="name") -> str:
    return plain(record, field, current()) if record else ""


def _goals(record) -> str:
    if not record.sdgs:
        return ""
    return _("Sustainable Development Goals: %(numbers)s.") % {"numbers": lists.joined(record.sdgs)}


def _countries(record) -> str:
    return lists.joined(country_name(country.code, current()) for country in record.countries)


def _people(people: int, organisations: int) -> str:
    who = ngettext("%(count)d participant", "%(count)d participants", people) % {"count": people}
    where = ngettext("%(count)d organisation", "%(count)d organisations", organisations) % {
        "count": organisations
    }
    if people and organisations:
        return _("%(participants)s from %(organisations)s.") % {"participants": who, "organisations": where}
    if people or organisations:
        return _("%(number)s took part.") % {"number": who if people else where}
    return ""


def of_event(event) -> tuple[str, str]:
    zone = event.time_zone
    sentences = [
        _facts(
            event.get_kind_display(),
            dates.date_range(event.starts_at, event.ends_at, precision=event.date_precision, zone=zone),
            _named(event, "venue"),
            _named(event, "city") or country_name(event.country.code, current()),
        ),
        _people(event.people, event.houses),
    ]
    if event.conference:
        sentences.append(
            _("Held on the occasion of %(conference)s.") % {"conference": event.conference.label}
        )
    if partners := lists.joined(_named(one) for one in event.partner_houses):
        sentences.append(_("Held together with: %(partners)s.") % {"partners": partners})
    return _named(event, "title"), paragraph([*sentences, _named(event, "summary"), _goals(event)])


def of_delegation(visit) -> tuple[str, str]:
    sentences = [
        _facts(
            visit.get_direction_display(),
            dates.date_range(visit.starts_on, visit.ends_on, precision=visit.date_precision),
            _countries(visit),
            ngettext("%(count)d person", "%(count)d people", visit.size) % {"count": visit.size}
            if visit.size
            else "",
        )
    ]
    if visit.conference:
        sentences.append(_("Attended: %(conference)s.") % {"conference": visit.conference.label})
    if host := _named(visit.host_organisation):
        sentences.append(_("Host: %(organisation)s.") % {"organisation": host})
    return _named(visit, "title"), paragraph([*sentences, _named(visit, "summary"), _goals(visit)])


def of_submission(paper) -> tuple[str, str]:
    body = paper.mechanism.body
    sentences = [
        _facts(
            paper.get_kind_display(),
            _named(body),
            paper.conference.label if paper.conference else "",
            _("filed on %(day)s") % {"day": dates.day(paper.filed_on)},
            _("document %(symbol)s") % {"symbol": paper.symbol} if paper.symbol else "",
        )
    ]
    if paper.signed:
        text = ngettext(
            "Signed together with %(count)d other organisation.",
            "Signed together with %(count)d other organisations.",
            paper.signed,
        )
        sentences.append(text % {"count": paper.signed})
    return _named(paper, "title"), paragraph([*sentences, _named(paper, "summary"), _goals(paper)])


def of_project(project) -> tuple[str, str]:
    end = project.period_end
    years = (
        dates.date_range(project.period_start, end, precision=DatePrecision.YEAR)
        if end
        else _("since %(year)d") % {"year": project.period_start.year}
    )
    sentences = [
        _facts(project.get_kind_display(), _named(project.organisation), _countries(project), years),
        _facts(project.quantities),
    ]
    if project.beneficiaries:
        text = ngettext("%(count)d person benefited.", "%(count)d people benefited.", project.beneficiaries)
        sentences.append(text % {"count": project.beneficiaries})
    return _named(project, "title"), paragraph([*sentences, _named(project, "summary"), _goals(project)])


def of_status(status) -> tuple[str, str]:
    names = {
        "organisation": _named(status.organisation),
        "status": status.get_kind_display(),
        "body": _named(status.body),
        "year": status.since_year,
    }
    heading = _("%(status)s with %(body)s") % names
    text = _("%(organisation)s: %(status)s with %(body)s since %(year)d.") % names
    symbol = _("Document %(symbol)s.") % {"symbol": status.symbol} if status.symbol else ""
    return heading, paragraph([text, symbol])


def of_conference(conference, counted) -> tuple[str, str]:
    """What the association did at a meeting of an international body, in numbers."""
    visits, people, events, papers = counted
    told = [
        ngettext("%(count)d delegation", "%(count)d delegations", visits) % {"count": visits}
        if visits
        else "",
        ngettext("%(count)d person", "%(count)d people", people) % {"count": people} if people else "",
        ngettext("%(count)d event held", "%(count)d events held", events) % {"count": events}
        if events
        else "",
        ngettext("%(count)d paper filed", "%(count)d papers filed", papers) % {"count": papers}
        if papers
        else "",
    ]
    place = _named(conference, "city") or country_name(conference.country.code, current())
    when = dates.date_range(conference.starts_on, conference.ends_on)
    heading = _("%(label)s: %(name)s") % {"label": conference.label, "name": _named(conference)}
    return heading, paragraph([_facts(place, when), _facts(*told)])
