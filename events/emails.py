"""What is told about a registration, and to whom: to whoever registered, to each person who has or loses a place, to
the contacts who have to say yes. Each in their own language.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import public_address
from beijing_ngo.core.language import current
from beijing_ngo.core.names import display_name
from beijing_ngo.core.outbox import Mail, post_all
from events import words
from events.calendar_files import has_a_day, invitation, withdrawal
from events.calendar_items import places_lost
from events.models import Awaits, EventState, RegistrationChange, RegistrationState
from members.models import Representative, RepresentativeRole

WHY_REGISTRAR = _("You receive this message because you registered people for this event.")
WHY_ATTENDEE = _("You receive this message because you are registered for this event.")
WHY_NO_LONGER = _("You receive this message because you were registered for this event.")
WHY_CONTACT = _("You receive this message because you are a contact of your organisation.")
# What puts the event into the calendar of whom it is told, and what takes it out.
COMES = ("ticket", "confirmed", "promoted", "added", "edited", "substituted")
GOES = ("place_cancelled", "cancelled", "declined", "withdrawn")
STATE_TEMPLATES = {
    RegistrationState.CONFIRMED: "confirmed",
    RegistrationState.WAITLISTED: "waitlisted",
    RegistrationState.PENDING: "pending",
}


class EventInWords:
    """An event as a mail speaks of it, in the language the mail is being written in."""

    def __init__(self, event):
        self.event = event

    @property
    def title(self) -> str:
        return words.title(self.event, current())

    @property
    def when(self) -> str:
        return words.when(self.event, current())

    @property
    def where(self) -> str:
        return words.where(self.event, current())

    @property
    def online_url(self) -> str:
        """Told to those who have a place, and to nobody else."""
        return self.event.online_url


def registration_page(registration, language: str) -> str:
    """Where a registration is managed: in the account, or by the guest's secret link."""
    if registration.contact_id:
        return public_address.page("registrations:detail", registration.reference, language=language)
    return public_address.page(
        "guest:detail", registration.reference, registration.guest_secret, language=language
    )


# ---------------------------------------------------------------- what happened


def post_registered(change: RegistrationChange, attendees) -> None:
    registration = change.registration
    mails = [_to_registrar(change, STATE_TEMPLATES[registration.state], attendees=attendees)]
    if registration.is_confirmed:
        mails += _tickets(change, attendees)
    if registration.awaits == Awaits.CONTACT:
        mails += _to_contacts(change, attendees)
    _post(change, mails)


def post_decided(change: RegistrationChange) -> None:
    """Somebody said yes: the party is in, waits, or waits for the secretariat."""
    attendees = list(change.registration.attendees.live())
    mails = [_to_registrar(change, STATE_TEMPLATES[change.registration.state], attendees=attendees)]
    if change.registration.is_confirmed:
        mails += _tickets(change, attendees)
    _post(change, mails)


def post_promoted(change: RegistrationChange) -> None:
    attendees = list(change.registration.attendees.live())
    _post(change, [_to_registrar(change, "promoted", attendees=attendees), *_tickets(change, attendees)])


def post_declined(change: RegistrationChange, *, had_places: bool) -> None:
    attendees = list(change.registration.attendees.filter(cancelled_at=change.registration.decided_at))
    _post(change, _ended(change, "declined", attendees, had_places))


def post_cancelled(change: RegistrationChange, attendees, *, had_places: bool) -> None:
    _post(change, _ended(change, "cancelled", attendees, had_places))


def _ended(change, kind, attendees, had_places) -> list[Mail | None]:
    mails = [_to_registrar(change, kind, attendees=attendees, had_places=had_places)]
    return [*mails, *(_void_tickets(change, attendees) if had_places else [])]


def post_edited(change: RegistrationChange) -> None:
    """A corrected address gets the ticket that went to the wrong one."""
    attendees = list(change.registration.attendees.live())
    moved = {key.removesuffix(".email") for key in change.details if key.endswith(".email")}
    mails = [_to_registrar(change, "edited", attendees=attendees, moved=moved)]
    if change.registration.is_confirmed:
        mails += _tickets(change, [one for one in attendees if str(one.number) in moved])
    _post(change, mails)


def post_added(change: RegistrationChange, attendee) -> None:
    mails = [_to_registrar(change, "added", attendees=[attendee])]
    if change.registration.is_confirmed:
        mails += _tickets(change, [attendee])
    _post(change, mails)


def post_withdrawn(change: RegistrationChange, attendee) -> None:
    mails = [_to_registrar(change, "withdrawn", attendees=[attendee])]
    if change.registration.is_confirmed:
        mails += _void_tickets(change, [attendee])
    _post(change, mails)


def post_substituted(change: RegistrationChange, *, old, new) -> None:
    mails = [_to_registrar(change, "substituted", attendees=[new], old=old)]
    if change.registration.is_confirmed:
        mails += [*_void_tickets(change, [old]), *_tickets(change, [new])]
    _post(change, mails)


# ---------------------------------------------------------------- to whom


def _post(change, mails) -> None:
    post_all(_with_calendars(change, [mail for mail in mails if mail is not None]))


def _with_calendars(change, mails: list[Mail]) -> list[Mail]:
    """The event goes into the calendar of whoever has a place, and out of it with the place; not of who registers others."""
    desk = change.registration.desk
    entries = [_calendar_entry(change.registration, mail) for mail in mails]
    addresses = [attendee.email for attendee, _comes in entries if attendee]
    if not addresses or not has_a_day(desk.event):
        return mails
    lost = places_lost(desk.pk, addresses)
    return [
        _with_calendar(mail, desk.event, attendee, comes, lost)
        for mail, (attendee, comes) in zip(mails, entries, strict=True)
    ]


def _calendar_entry(registration, mail: Mail):
    """Whose calendar a mail is for, and whether they come."""
    kind, told = mail.kind.removeprefix("registration."), mail.context
    person = told.get("attendee") or told.get("own")
    if kind in GOES:
        had_place = told.get("had_places", kind == "place_cancelled" or registration.is_confirmed)
        return (person if had_place else None), False
    if kind not in COMES or not registration.is_confirmed:
        return None, True
    if kind == "substituted" and person is None and _is_registrar(told["old"], registration):
        return told["old"], False
    if kind == "edited" and person and str(person.number) not in told["moved"]:
        return None, True
    return person, True


def _with_calendar(mail, event, attendee, comes, lost) -> Mail:
    if attendee is None or (comes and event.state == EventState.CANCELLED):
        return mail
    write, language = (invitation if comes else withdrawal), mail.language or attendee.language
    file, method = write(event, attendee, language, places_lost=lost[attendee.email.lower()])
    return replace(mail, calendar=file, calendar_method=method)


def _to_registrar(change, kind, *, attendees, **context) -> Mail | None:
    registration = change.registration
    if registration.contact is None and not registration.guest_email:
        return None
    language = registration.contact.preferred_language if registration.contact else registration.language
    own = next((one for one in attendees if _is_registrar(one, registration)), None)
    return Mail(
        key=f"registration:{kind}:{change.pk}",
        kind=f"registration.{kind}",
        template=f"events/emails/{kind}",
        person=registration.contact,
        address=registration.guest_email,
        name=_name(own, language) if own and registration.contact is None else "",
        language=language,
        reason=WHY_REGISTRAR,
        context={
            **_context(change),
            **context,
            "attendees": attendees,
            "own": own,
            "is_for_self": own is not None and len(attendees) == 1,
            "ticket_url": ticket_page(own, language) if own else "",
            "url": registration_page(registration, language),
        },
    )


def ticket_page(attendee, language: str) -> str:
    return public_address.page("ticket", attendee.ticket_secret, language=language)


def _registrars_address(registration) -> str:
    return (registration.contact.email if registration.contact else registration.guest_email).lower()


def _is_registrar(attendee, registration) -> bool:
    return attendee.email.lower() == _registrars_address(registration)


def _name(attendee, language: str) -> str:
    return display_name(attendee.family_name, attendee.given_name, attendee.latin_name, language)


def _tickets(change, attendees) -> list[Mail]:
    """To everybody but whoever registered: their own ticket stands in the mail that tells them how it went."""
    return [
        _to_attendee(change, "ticket", attendee)
        for attendee in attendees
        if not _is_registrar(attendee, change.registration)
    ]


def _void_tickets(change, attendees) -> list[Mail | None]:
    """Only who knew of a place is told that it is gone; whoever registered has been told already."""
    return [
        _to_attendee(change, "place_cancelled", attendee)
        for attendee in attendees
        if not _is_registrar(attendee, change.registration)
    ]


def _to_attendee(change, kind, attendee) -> Mail:
    return Mail(
        key=f"registration:{kind}:{change.pk}:{attendee.pk}",
        kind=f"registration.{kind}",
        template=f"events/emails/{kind}",
        person=attendee.user,
        address=attendee.email,
        name=_name(attendee, attendee.language),
        language=attendee.language,
        reason=WHY_NO_LONGER if kind in GOES else WHY_ATTENDEE,
        context={
            **_context(change),
            "attendee": attendee,
            "url": ticket_page(attendee, attendee.language),
        },
    )


def _to_contacts(change, attendees) -> list[Mail]:
    contacts = Representative.objects.filter(
        organisation=change.registration.organisation, role=RepresentativeRole.CONTACT, user__is_active=True
    ).select_related("user")
    return [
        Mail(
            key=f"registration:approval_asked:{change.pk}:{row.user_id}",
            kind="registration.approval_asked",
            template="events/emails/approval_asked",
            person=row.user,
            reason=WHY_CONTACT,
            context={
                **_context(change),
                "attendees": attendees,
                "url": public_address.page("registrations:approvals", language=row.user.preferred_language),
            },
        )
        for row in contacts
    ]


def _context(change) -> dict:
    registration = change.registration
    return {
        "registration": registration,
        "event": EventInWords(registration.desk.event),
        "awaits_contact": registration.awaits == Awaits.CONTACT,
        "reason_given": change.reason,
        "policy": registration.desk.waiting_list_policy,
    }
