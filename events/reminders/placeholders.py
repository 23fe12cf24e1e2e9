"""What stands in curly brackets in the text of a rule, and what is put there.

{name} is a placeholder; a bracket that is meant as one is written twice: {{ and }}.
"""

import re
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from beijing_ngo.core import dates, public_address
from beijing_ngo.core.models import DatePrecision
from beijing_ngo.core.names import display_name
from beijing_ngo.core.references import grouped
from events import words
from events.emails import registration_page
from events.models import AttendanceMode, ReminderAudience

PLACEHOLDERS = {
    "name": gettext_lazy("the recipient's name"),
    "event": gettext_lazy("the title of the event"),
    "date": gettext_lazy("the day or days, with the day of the week"),
    "time": gettext_lazy("the hour it starts, by the event's own clock"),
    "venue": gettext_lazy("venue, address and city; for an event online: “Online”"),
    "reference": gettext_lazy("the reference of the ticket or of the registration"),
    "link": gettext_lazy("the ticket, the registration, or for those not registered the page to register"),
    "closes": gettext_lazy("when registration closes"),
}
NOTHING = "—"
PLACE = "SECRET"
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_FULL_WIDTH = re.compile(r"｛\s*(\w+)\s*｝")


def check(text: str, to: str = "") -> list[str]:
    """What is wrong with a text, in words for whoever wrote it; with the audience, also what it cannot be told."""
    errors = []
    for token in _TOKEN.finditer(text):
        name = token[1]
        if token[0] in ("{", "}"):
            errors.append(
                _("A curly bracket stands alone: “%(near)s”. One that is meant as such is written twice.")
                % {"near": _near(text, token.start())}
            )
        elif name is not None and name not in PLACEHOLDERS:
            errors.append(_unknown(name))
        elif name == "reference" and to == ReminderAudience.NOT_REGISTERED:
            errors.append(_("Who has not registered has no {reference}."))
    for token in _FULL_WIDTH.finditer(text):
        if token[1] in PLACEHOLDERS:
            errors.append(_("“%(typed)s” has full-width brackets; please type {%(name)s}.") % {
                "typed": token[0], "name": token[1]
            })  # fmt: skip
    return list(dict.fromkeys(errors))


def _unknown(name: str) -> str:
    if (meant := name.strip().lower()) in PLACEHOLDERS:
        return _("“%(typed)s” has to be written {%(name)s}.") % {"typed": f"{{{name}}}", "name": meant}
    return _("There is no placeholder “%(typed)s”. There are: %(all)s.") % {
        "typed": f"{{{name}}}",
        "all": " ".join(f"{{{known}}}" for known in PLACEHOLDERS),
    }


def _near(text: str, place: int) -> str:
    return text[max(place - 12, 0) : place + 12].strip().replace("\n", " ")


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its placeholders filled. What is none is left as it was typed; values are never looked into."""

    def filled(token):
        if token[0] in ("{{", "}}"):
            return token[0][0]
        return values.get(token[1], token[0]) if token[1] is not None else token[0]

    return _TOKEN.sub(filled, text)


def values(rule, event, recipient, language: str) -> dict[str, str]:
    """What stands for each placeholder in a mail to this recipient."""
    return of_event(event, language) | of_recipient(event, recipient, language)


def of_event(event, language: str) -> dict[str, str]:
    """What is the same for everybody who is told of the event."""
    desk = event.open_desk
    with override(language):
        return {
            "event": words.title(event, language),
            "date": _date(event, language),
            "time": _time(event, language),
            "venue": _venue(event, language),
            "closes": dates.moment(desk.closes_at, event.time_zone, language) if desk else NOTHING,
        }


def _date(event, language) -> str:
    return dates.when(
        event.starts_at,
        event.ends_at,
        zone=event.time_zone,
        all_day=True,
        precision=event.date_precision,
        language=language,
    )


def _time(event, language) -> str:
    if event.date_precision != DatePrecision.DAY:
        return _("to be announced")
    if event.all_day:
        return _("all day")
    return dates.time_range(event.starts_at, zone=event.time_zone, language=language)


def _venue(event, language) -> str:
    online = event.attendance_mode == AttendanceMode.ONLINE
    return (
        str(AttendanceMode.ONLINE.label) if online else words.where(event, language) or _("to be announced")
    )


def of_recipient(event, recipient, language: str) -> dict[str, str]:
    return {
        "name": _name(recipient, language),
        "reference": _reference(recipient),
        "link": _link(event, recipient, language),
    }


def _name(recipient, language) -> str:
    who = recipient.attendee or recipient.person
    if who is None:
        return recipient.name
    return display_name(who.family_name, who.given_name, who.latin_name, language) or recipient.name


def _reference(recipient) -> str:
    if recipient.attendee is not None:
        return recipient.attendee.ticket_reference
    return grouped(recipient.registration.reference) if recipient.registration is not None else NOTHING


def _link(event, recipient, language) -> str:
    if recipient.attendee is not None:
        return public_address.full(_ticket(language).replace(PLACE, recipient.attendee.ticket_secret))
    if recipient.registration is not None:
        return registration_page(recipient.registration, language)
    return public_address.page("events:register", event.slug, language=language)


@cache
def _ticket(language: str) -> str:
    """The path of a ticket with a place for its secret: a hundred thousand reminders look it up once."""
    with override(language):
        return reverse("ticket", args=[PLACE])
