"""Why a registration is not possible, in words for the person who asked."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beijing_ngo.core.refusals import Refusal


class RegistrationRefusal(Refusal):
    pass


# ---------------------------------------------------------------- the desk


class NotOpenYet(RegistrationRefusal):
    message = _("Registration for this event is not open yet.")


class DeskClosed(RegistrationRefusal):
    message = _("Registration for this event is closed.")


class EventNotHeld(RegistrationRefusal):
    message = _("This event is cancelled or over.")


class MembersOnly(RegistrationRefusal):
    message = _("Registration for this event is open to member organisations only.")


class NotInvited(RegistrationRefusal):
    message = _(
        "Registration for this event is by invitation, and neither you nor your organisation is on the list."
    )


class ChangesClosed(RegistrationRefusal):
    message = _("This registration can no longer be changed here. Please write to the secretariat.")


# ---------------------------------------------------------------- people


class NobodyNamed(RegistrationRefusal):
    message = _("Please name at least one person.")


class PersonProblem(RegistrationRefusal):
    """About certain people; `emails` says which, so that a form can point at them."""

    def __init__(self, emails):
        self.emails = sorted(emails)
        super().__init__(people=", ".join(self.emails))


class NamedTwice(PersonProblem):
    message = _("The same person is on the list twice: %(people)s.")


class AlreadyRegistered(PersonProblem):
    message = _("Registered for this event already: %(people)s.")


class OfAnotherOrganisation(PersonProblem):
    message = _("Belongs to another organisation, whose contact has to register them: %(people)s.")


class UnknownPerson(RegistrationRefusal):
    message = _("This person is not on the registration any more.")


# ---------------------------------------------------------------- places


class QuotaExceeded(RegistrationRefusal):
    def __init__(self, *, quota: int, used: int, asked: int):
        self.quota, self.used = quota, used
        left = max(quota - used, 0)
        text = ngettext(
            "Your organisation may send %(quota)d person; %(left)d more can be registered, you asked for %(asked)d.",
            "Your organisation may send %(quota)d people; %(left)d more can be registered, you asked for %(asked)d.",
            quota,
        )
        super().__init__(text, quota=quota, left=left, asked=asked)


class NotEnoughPlaces(RegistrationRefusal):
    def __init__(self, *, left: int):
        text = ngettext(
            "There is %(left)d place left, which is not enough.",
            "There are %(left)d places left, which is not enough.",
            left,
        )
        super().__init__(text, left=left)


class OthersWait(RegistrationRefusal):
    message = _(
        "Others are waiting for a place before you. Register the additional people separately to join the list."
    )


class WaitingPartyCannotGrow(RegistrationRefusal):
    message = _(
        "While you wait, people can be taken off the list but not added. Register the additional people separately."
    )


class ApprovedPartyCannotGrow(RegistrationRefusal):
    message = _("The secretariat approves everybody who comes. Register the additional people separately.")


class CapacityBelowTaken(RegistrationRefusal):
    def __init__(self, *, taken: int):
        text = ngettext(
            "%(taken)d person has a place already; there cannot be fewer places than that.",
            "%(taken)d people have a place already; there cannot be fewer places than that.",
            taken,
        )
        super().__init__(text, taken=taken)


# ---------------------------------------------------------------- questions


class QuestionsChanged(RegistrationRefusal):
    message = _(
        "The questions have changed since you opened the form. Please look through your answers once more."
    )


class NotAsked(RegistrationRefusal):
    message = _("There is an answer to a question that is not asked here.")


# ---------------------------------------------------------------- decisions


class NotPending(RegistrationRefusal):
    message = _("There is nothing to decide: this registration does not wait for your yes.")


class NotLive(RegistrationRefusal):
    message = _("This registration is cancelled or declined.")


class NotWaiting(RegistrationRefusal):
    message = _("This registration is not on the waiting list.")


class ReasonMissing(RegistrationRefusal):
    message = _("Please say why; the reason is told to those who registered.")


class NotTheContact(RegistrationRefusal):
    message = _("Only a contact of the organisation can do this.")


# ---------------------------------------------------------------- at the door


class WrongTicket(RegistrationRefusal):
    message = _("There is no such ticket.")


class TicketOfAnotherEvent(RegistrationRefusal):
    message = _("This ticket is for another event: %(event)s.")


class TicketCancelled(RegistrationRefusal):
    message = _("This ticket was cancelled: %(name)s.")


class NoPlaceYet(RegistrationRefusal):
    message = _("%(name)s has no place: the registration is not confirmed (%(state)s).")


class CheckedInAlready(RegistrationRefusal):
    message = _("%(name)s was checked in already, at %(time)s by %(by)s.")


class NotCheckedIn(RegistrationRefusal):
    message = _("%(name)s is not checked in.")
