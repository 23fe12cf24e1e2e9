"""“Copy as a new event” in the admin: the new start is asked for, and it is told what came along."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from beijing_ngo.core.models import Status
from events.models import Event
from members.models import User
from tests.admin_forms import page
from tests.events.reminders.rules import NOW, rule_of
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    PartnershipFactory,
    QuestionFactory,
    RegistrationDeskFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]

TYPED = {"starts_at_0": "2027-05-08", "starts_at_1": "10:00"}


@pytest.fixture
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def copy_page(event):
    return page(Event, "copy_as_new", event.pk)


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_the_event_s_page_leads_to_the_copy(office):
    event = EventFactory()

    html = office.get(page(Event, "change", event.pk)).content.decode()

    assert copy_page(event) in html
    assert "Copy as a new event" in html


def test_the_same_weekday_and_hour_of_the_next_year_to_come_is_proposed(office):
    event = EventFactory(
        starts_at=datetime(2024, 3, 23, 19, 30, tzinfo=UTC), time_zone="Europe/Zurich"
    )  # a Saturday, 20:30 in Geneva

    form = office.get(copy_page(event)).context["form"]

    assert form["starts_at"].value() == datetime(2027, 3, 20, 20, 30)
    assert str(form["starts_at"].help_text) == "By the event's own clock: Geneva time."


def test_the_copy_is_a_draft_at_the_new_start_by_the_event_s_clock(office):
    event = EventFactory(
        starts_at=datetime(2026, 5, 9, 8, tzinfo=UTC), time_zone="Europe/Zurich", title_en="Forum"
    )
    RegistrationDeskFactory(event=event)
    QuestionFactory(desk=event.desk)
    PartnershipFactory.create_batch(2, event=event)
    AgendaItemFactory(event=event)
    rule_of(event)
    rule_of(event, amount=200)

    response = office.post(copy_page(event), TYPED, follow=True)

    copy = Event.objects.exclude(pk=event.pk).get()
    assert response.redirect_chain == [(page(Event, "change", copy.pk), 302)]
    assert (copy.status, copy.starts_at) == (Status.DRAFT, datetime(2027, 5, 8, 8, tzinfo=UTC))
    assert told(response) == [
        "This is a draft of the new event, copied from “Forum”. Copied: the texts, the place and the themes, "
        "the registration desk, 2 partners, 1 item of the agenda, 1 question at registration, 2 reminder rules.",
        "Not copied: photographs, documents, speakers, the conference, the link to join online, invitations, "
        "registrations, the figures, the approval number.",
        "1 reminder rule is switched off: its moment has passed.",
    ]


def test_what_the_event_does_not_have_is_not_told_of(office):
    event = EventFactory(title_en="Forum")

    response = office.post(copy_page(event), TYPED, follow=True)

    assert told(response)[0] == (
        "This is a draft of the new event, copied from “Forum”. Copied: the texts, the place and the themes."
    )
    assert len(told(response)) == 2


@pytest.mark.parametrize("typed", [{}, {"starts_at_0": "2027-02-30", "starts_at_1": "10:00"}])
def test_without_a_day_nothing_is_copied(office, typed):
    event = EventFactory()

    response = office.post(copy_page(event), typed)

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["starts_at"])
    assert Event.objects.get() == event


def test_only_who_may_enter_events_copies_them(client):
    event = EventFactory()
    answers = []
    for rights in (["view_event", "change_event"], ["add_event"], ["view_event", "add_event"]):
        user = UserFactory(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(User.objects.get(pk=user.pk))
        answers.append(client.post(copy_page(event), TYPED).status_code)

    assert answers == [403, 403, 302]
    assert Event.objects.count() == 2


@pytest.mark.parametrize("key", ["999999", "abc"])
def test_an_event_that_is_not_there_is_not_found(office, key):
    assert office.get(page(Event, "copy_as_new", key)).status_code == 404
