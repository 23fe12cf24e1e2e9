"""The overview of the account: what waits for the person, what is next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from events import operations
from events.models import Question
from tests.events.people import contact, party, somebody
from tests.factories import MembershipFactory, RegistrationDeskFactory, RepresentativeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def way():
    return contact()


def register(desk, way, people=None):
    return operations.register(desk_pk=desk.pk, way=way, people=people or party(1), language="en")


def home(client, user):
    client.force_login(user)
    return client.get(reverse("account:home"))


def todos(client, user):
    return [(todo.sign, todo.url) for todo in home(client, user).context["todos"]]


def test_somebody_new_is_led_to_the_events(client):
    response = home(client, UserFactory())

    context = response.context
    assert (context["todos"], context["rows"], context["ticket"], context["people"]) == ([], [], None, [])
    assert reverse("events:list") in response.content.decode()


def test_answers_that_are_owed(client, way):
    desk = RegistrationDeskFactory()
    Question.objects.create(desk=desk, label_en="Passport?", moment="approval", required=True)
    registration = register(desk, way, party(2))

    [todo] = home(client, way.user).context["todos"]

    assert todo.words == f"{desk.event.title_en}: 2 answers are still missing"
    assert todo.url == reverse("registrations:edit", args=[registration.reference])


def test_a_place_in_the_line(client, way):
    desk = RegistrationDeskFactory(capacity=1)
    register(desk, contact())
    registration = register(desk, way)

    assert todos(client, way.user) == [
        ("Waiting list: no. 1", reverse("registrations:detail", args=[registration.reference]))
    ]


def test_colleagues_to_approve_are_for_the_contact(client, way):
    desk = RegistrationDeskFactory(contact_approval=True)
    delegate = contact(way.organisation, role="delegate")
    register(desk, delegate)

    assert todos(client, way.user) == [("To approve", reverse("registrations:approvals"))]
    assert todos(client, delegate.user) == []


def test_a_membership_that_ends_soon_is_told_to_the_contact(client):
    end = timezone.localdate() + timedelta(days=20)
    row = RepresentativeFactory()
    MembershipFactory(organisation=row.organisation, expires_on=end)
    delegate = RepresentativeFactory(organisation=row.organisation, role="delegate")
    far = RepresentativeFactory()
    MembershipFactory(organisation=far.organisation, expires_on=end + timedelta(days=300))

    [todo] = home(client, row.user).context["todos"]

    assert todo.url == f"{reverse('account:membership')}?organisation={row.organisation.slug}"
    assert todos(client, delegate.user) == []
    assert todos(client, far.user) == []


def test_the_next_ticket_and_the_people(client, way):
    colleague = RepresentativeFactory(organisation=way.organisation, role="delegate").user
    register(RegistrationDeskFactory(), way, [somebody(email=way.user.email)])

    context = home(client, way.user).context

    assert context["ticket"]["attendee"].user == way.user
    assert [person for person, _role in context["people"]] == [way.user, colleague]


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_statements_for_any_number(client, way, count, django_assert_num_queries):
    for _place in range(count):
        desk = RegistrationDeskFactory(quota=3)
        Question.objects.create(desk=desk, label_en="Passport?", moment="approval", required=True)
        register(desk, way, [somebody(email=way.user.email), somebody()])
        full = RegistrationDeskFactory(capacity=1)
        register(full, contact())
        register(full, way)
    home(client, way.user)

    with django_assert_num_queries(18):
        client.get(reverse("account:home"))


def test_nobody_else_sees_it(client):
    assert client.get(reverse("account:home")).status_code == 302
