"""The programme booklet: who travels, what happens on which day, whom to call. In Chinese or in English, from one record.

What it says is gathered once, for the page to print as for the PDF. The booklet is handed to guests, so internal notes and
talking points are not in it; an edition for our own people has the talking points.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beijing_ngo.core import issuing, pdf
from beijing_ngo.core.language import ENGLISH, TAGS, other, plain, written
from beijing_ngo.core.typography import has_han
from delegations import programme
from delegations.models import Delegation, DelegationMember, ItineraryItem, ItineraryKind
from delegations.papers import words
from delegations.papers.cover import plate_file

TEMPLATE = "delegations/documents/booklet.typ"


@dataclass(frozen=True)
class Gap:
    """A text that the booklet's language lacks; the other language's stands in its place."""

    what: str
    text: str

    def __str__(self):
        text = self.text if len(self.text) <= 60 else f"{self.text[:57]}…"
        return _("%(what)s: “%(text)s”") % {"what": self.what, "text": text}


class Texts:
    """Takes texts from records in the language of the booklet; remembers which had to be taken from the other one."""

    def __init__(self, language: str):
        self.language = language
        self.missing: dict[Gap, None] = {}  # each once, in the order of the booklet

    def __call__(self, record, field: str, what) -> dict[str, str]:
        said = plain(record, field, self.language)
        if said and not written(record, field, self.language):
            return self._foreign(said, what)
        return self.own(said)

    def organisation(self, organisation) -> dict[str, str]:
        if organisation is None:
            return self.own("")
        return self(organisation, "name", gettext_lazy("name of the organisation"))

    def name(self, person) -> dict[str, str]:
        return self.untranslated(words.name(person, self.language), gettext_lazy("name in Latin letters"))

    def untranslated(self, text: str, what) -> dict[str, str]:
        """What is kept in one form only: guests cannot read it where that is Chinese."""
        text = text.strip()
        return self._foreign(text, what) if self.language == ENGLISH and has_han(text) else self.own(text)

    def own(self, text) -> dict[str, str]:
        return {"text": str(text), "tag": TAGS[self.language]}

    def _foreign(self, text, what):
        self.missing[Gap(what, text)] = None
        return {"text": text, "tag": TAGS[other(self.language)]}


def booklet(delegation: Delegation, language: str, *, for_ourselves: bool = False) -> dict:
    """Everything the booklet says; `missing` is what stands in it in the other language."""
    texts = Texts(language)
    people = list(delegation.members.in_protocol_order().select_related("organisation"))
    stops = delegation.itinerary.for_programme().defer("note")
    stops = list(stops if for_ourselves else stops.without_internal_words())
    with translation.override(language):
        return {
            "language": language,
            "tag": TAGS[language],
            "edition": _("For our own people only; not to be handed on.") if for_ourselves else "",
            "sender": {code: issuing.letterhead(code) for code in words.BOTH},
            "kind": _("Programme booklet"),
            "plate": plate_file(delegation.plate_kind, delegation.slug),
            "title": texts(delegation, "title", gettext_lazy("title of the visit")),
            "direction": delegation.get_direction_display(),
            "days_in_words": words.days(delegation, language),
            "facts": _facts(delegation, stops, texts),
            "headings": {
                "people": _("The delegation"),
                "programme": _("Programme"),
                "contacts": _("Useful contacts"),
                "talking_points": _("Talking points"),
                "page": _("Page {page} of {pages}"),
            },
            "count": ngettext("%(count)d person", "%(count)d people", len(people)) % {"count": len(people)},
            "groups": _groups(people, texts),
            "days": _days(delegation, stops, people, texts, for_ourselves),
            "contacts": _contacts(delegation, texts),
            "missing": list(texts.missing),
        }


def booklet_pdf(delegation: Delegation, language: str, *, for_ourselves: bool = False) -> bytes:
    said = booklet(delegation, language, for_ourselves=for_ourselves)
    del said["missing"]  # told on the page, before anything is printed
    return pdf.compile(TEMPLATE, said)


def _facts(delegation, stops: Iterable[ItineraryItem], texts: Texts) -> list[dict]:
    language = texts.language
    cities = [
        texts(stop, "city", gettext_lazy("city"))
        for stop in stops
        if stop.city and stop.kind != ItineraryKind.TRAVEL
    ]
    where = words.listed(dict.fromkeys(city["text"] for city in cities), language)
    hosts = delegation.host_organisation_id != delegation.inviting_organisation_id
    facts = [
        (_("Where"), texts.own(where or words.countries(delegation, language))),
        (_("Conference"), texts.own(delegation.conference.label if delegation.conference else "")),
        (_("Sent by"), texts.organisation(delegation.sending_organisation)),
        (_("Invited by"), texts.organisation(delegation.inviting_organisation)),
        (_("Received by"), texts.organisation(delegation.host_organisation if hosts else None)),
        (_("Purpose"), texts(delegation, "purpose", gettext_lazy("purpose"))),
    ]
    return [{"label": label, **said} for label, said in facts if said["text"]]


def _groups(people: list[DelegationMember], texts: Texts) -> list[dict]:
    """By organisation, in the order in which protocol names the first of each; in each, by protocol."""
    first = {}
    for place, person in enumerate(people):
        first.setdefault(person.organisation_id, place)
    by_organisation = sorted(people, key=lambda person: first[person.organisation_id])
    groups = []
    for _pk, members in groupby(by_organisation, key=lambda person: person.organisation_id):
        members = list(members)
        groups.append(
            {
                "organisation": texts.organisation(members[0].organisation)
                if members[0].organisation
                else texts.own(_("Without an organisation")),
                "people": [
                    {
                        "name": texts.name(person),
                        "position": texts(person, "position", gettext_lazy("position")),
                        "role": person.get_role_display(),
                    }
                    for person in members
                ],
            }
        )
    return groups


def _days(delegation, stops, people, texts: Texts, for_ourselves) -> list[dict]:
    return [
        {
            "label": day.label,
            "weekday": day.weekday,
            "number": day.number,
            "stops": [_stop(stop, people, texts, for_ourselves) for stop in day.stops],
        }
        for day in programme.by_day(delegation, stops)
    ]


def _stop(stop: ItineraryItem, people, texts: Texts, for_ourselves) -> dict:
    attending = {person.pk for person in stop.attendees.all()}
    named = [texts.name(person) for person in people if person.pk in attending]
    all_go = not attending or len(named) == len(people)
    facts = [
        (_("Where"), _joined([_city(stop, texts), _place(stop, texts)], texts)),
        (_("With"), texts.organisation(stop.organisation_met)),
        (_("Whom we meet"), texts(stop, "hosts", gettext_lazy("whom they meet"))),
        (
            _("Who attends"),
            texts.own("")
            if all_go
            else texts.own(words.listed((one["text"] for one in named), texts.language)),
        ),
        (_("Interpreter"), texts.untranslated(stop.interpreter, gettext_lazy("interpreter"))),
    ]
    return {
        "hours": words.hours(stop, texts.language),
        "kind": stop.get_kind_display(),
        "title": texts(stop, "title", gettext_lazy("title of the meeting")),
        "facts": [{"label": label, **said} for label, said in facts if said["text"]],
        "talking_points": stop.talking_points.strip() if for_ourselves else "",
    }


def _city(stop, texts):
    return texts(stop, "city", gettext_lazy("city"))


def _place(stop, texts):
    return texts(stop, "place", gettext_lazy("place"))


def _joined(parts: list[dict[str, str]], texts: Texts) -> dict[str, str]:
    """Several texts in one line; it is in the booklet's language unless all of it is in the other one."""
    parts = [part for part in parts if part["text"]]
    tags = {part["tag"] for part in parts}
    line = words.beside((part["text"] for part in parts), texts.language)
    return {"text": line, "tag": tags.pop()} if len(tags) == 1 else texts.own(line)


def _contacts(delegation, texts: Texts) -> list[dict]:
    """Whoever receives, invites and sends; our officer in charge; the association."""
    us = issuing.letterhead(texts.language)
    labels: dict[int, list[str]] = {}
    organisations = {}
    for label, organisation in (
        (_("Received by"), delegation.host_organisation),
        (_("Invited by"), delegation.inviting_organisation),
        (_("Sent by"), delegation.sending_organisation),
    ):
        if organisation and plain(organisation, "name", texts.language) != us["name"]:
            organisations[organisation.pk] = organisation
            labels.setdefault(organisation.pk, []).append(label)
    contacts = [
        _contact(
            words.listed(labels[pk], texts.language),
            texts.organisation(organisation),
            organisation.phone,
            organisation.email,
            organisation.website,
        )
        for pk, organisation in organisations.items()
    ]
    if owner := delegation.owner:
        name = texts.name(owner) if owner.name else texts.own(owner.email)
        contacts.append(_contact(_("Officer in charge"), name, owner.phone, owner.email))
    contacts.append(
        _contact(_("The association"), texts.own(us["name"]), us["address"], us["phone"], us["email"])
    )
    return contacts


def _contact(label: str, name: dict[str, str], *lines) -> dict:
    return {"label": label, "name": name, "lines": [str(line) for line in lines if line]}
