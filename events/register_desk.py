"""What the registration form needs to know about an event's desk, and what it tells about it."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core import kept
from events.models import (
    Event,
    EventState,
    Question,
    RegistrationDesk,
    WaitingListPolicy,
)
from events.operations.places import Standing, standing
from events.refusals import DeskClosed, EventNotHeld, NotOpenYet
from events.registration_words import policy
from events.ways import Way


def find_event(slug: str, user) -> Event | None:
    """An event this reader may see that has a desk, with the desk: one statement where it is public."""
    for events in (Event.objects.public(), user.is_authenticated and Event.objects.visible_to(user)):
        event = events is not False and _with_desk(events, slug)
        if event:
            return event
    return None


def find_event_to_register_for(slug: str, user) -> Event | None:
    """The same for a form that is sent: a public event as it was last saved, kept. How many places are taken is not to be
    read off it: that is counted under the desk's lock.
    """
    event = kept.value(("event with desk", slug), lambda: _with_desk(Event.objects.public(), slug))
    return event or find_event(slug, user)


def _with_desk(events, slug) -> Event | None:
    return events.filter(desk__isnull=False, slug=slug).select_related("desk").first()


def questions_of(event: Event) -> list[Question]:
    """The same for everybody until one of them changes."""
    desk = event.desk
    return kept.value(("questions", desk.pk), lambda: list(Question.objects.filter(desk=desk)))


def why_closed(desk: RegistrationDesk):
    """Why nobody can register at this moment; None where the desk is open."""
    if desk.event.state == EventState.CANCELLED or desk.event.is_over:
        return EventNotHeld()
    if not desk.has_opened:
        return NotOpenYet()
    return DeskClosed() if desk.has_closed else None


@dataclass
class DeskView:
    """How things stand at the desk for somebody who is about to register there."""

    desk: RegistrationDesk
    way: Way

    @cached_property
    def standing(self) -> Standing:
        return standing(self.desk, self.way.organisation)

    @property
    def quota(self) -> int | None:
        return self.desk.quota if self.way.organisation else None

    @property
    def quota_used(self) -> int:
        return self.standing.quota_used

    @property
    def quota_left(self) -> int | None:
        return None if self.quota is None else max(self.quota - self.quota_used, 0)

    @property
    def waiting(self) -> int:
        return self.standing.people_waiting

    @property
    def needs_a_yes(self) -> bool:
        return self._asks_contact or self.desk.staff_approval

    @property
    def joins_waiting_list(self) -> bool:
        """Whether a party that is sent now waits, as far as can be foreseen."""
        if self.needs_a_yes:
            return False
        strict = self.desk.waiting_list_policy == WaitingListPolicy.STRICT
        return self.desk.waiting_list and (self.desk.is_full or bool(self.waiting and strict))

    @property
    def what_happens(self) -> list[str]:
        """What sending the form leads to, in sentences."""
        if self._asks_contact:
            return [
                _(
                    "Your organisation's contact is asked first. No place is held until then; an e-mail tells the decision."
                )
            ]
        if self.desk.staff_approval:
            return [
                _(
                    "The secretariat looks at every registration. No place is held until then; an e-mail tells the decision."
                )
            ]
        if self.joins_waiting_list:
            return [
                _("Everybody on the form joins the waiting list together."),
                self.people_ahead,
                policy(self.desk),
            ]
        if self.desk.is_full:
            return [_("All places are taken, and there is no waiting list.")]
        words = [_("Sending the form confirms the places at once; each person gets a ticket by e-mail.")]
        if self.desk.waiting_list:
            words.append(_("Who registers after the last place joins the waiting list."))
        return words

    @property
    def people_ahead(self) -> str:
        if not self.waiting:
            return _("Nobody waits so far.")
        return ngettext("%(count)d person waits already.", "%(count)d people wait already.", self.waiting) % {
            "count": self.waiting
        }

    @property
    def when_overtaken(self) -> str:
        """What becomes of a form whose places are gone before it is sent."""
        if self.needs_a_yes or self.joins_waiting_list or self.desk.is_full:
            return ""
        if self.desk.waiting_list:
            return _(
                "Everybody on the form then joins the waiting list together and moves up together; nobody is left "
                "behind. An e-mail tells you."
            )
        return _("The form then comes back to you with all that you typed, and nobody on it is registered.")

    @property
    def _asks_contact(self) -> bool:
        return bool(self.way.organisation) and not self.way.is_contact and self.desk.contact_approval
