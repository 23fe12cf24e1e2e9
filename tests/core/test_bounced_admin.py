"""Addresses that bounced: listed with what the server said, cleared by hand, marked wherever people are looked at."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beijing_ngo.core.models import AddressTrouble, MailOptOut, Message
from events.models import Attendee, Registration
from members.models import User
from tests.admin_forms import page
from tests.factories import AttendeeFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db

SAID = "550 5.1.1 <gone@example.org>: no such user"
MARK = "550 5.1.1 &lt;gone@example.org&gt;: no such user"


@pytest.fixture
def colleague(client):
    def sign_in(*rights):
        user = UserFactory(is_staff=True, preferred_language="en")
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return sign_in


@pytest.fixture
def trouble():
    message = Message.objects.create(
        key="news:1", kind="news", to_address="gone@example.org", language="en", subject="A <letter>"
    )
    return AddressTrouble.objects.create(address="gone@example.org", said=SAID, message=message)


def marked(response):
    """The rows of a list that carry the mark."""
    return [row.pk for row in response.context["cl"].result_list if row.bounced]


# ---------------------------------------------------------------- the list of addresses


def test_an_address_is_shown_with_what_the_server_said(colleague, trouble):
    client = colleague("view_addresstrouble", "view_message")

    answer = client.get(page(AddressTrouble)).content.decode()

    assert "gone@example.org" in answer
    assert MARK in answer
    assert f'href="{page(Message, "change", trouble.message_id)}"' in answer
    assert "A &lt;letter&gt;" in answer


@pytest.mark.parametrize("number", [1, 8])
def test_the_list_takes_the_same_statements_for_any_number(colleague, number, django_assert_max_num_queries):
    for place in range(number):
        message = Message.objects.create(key=f"news:{place}", kind="news", to_address="a@b.cn", language="en")
        AddressTrouble.objects.create(address=f"{place}@example.org", said=SAID, message=message)
    client = colleague("view_addresstrouble")

    with django_assert_max_num_queries(8):
        client.get(page(AddressTrouble))


def test_an_address_that_works_again_goes_from_the_list(colleague, trouble):
    other = AddressTrouble.objects.create(address="other@example.org", said=SAID)
    client = colleague("view_addresstrouble", "delete_addresstrouble")
    button = page(AddressTrouble, "works_again", trouble.pk)
    assert button in client.get(page(AddressTrouble, "change", trouble.pk)).content.decode()

    client.get(button)
    assert AddressTrouble.objects.count() == 2
    answer = client.post(button, follow=True)

    assert list(AddressTrouble.objects.all()) == [other]
    assert "1 address gets all mail again" in answer.content.decode()
    client.post(page(AddressTrouble), {"action": "work_again", "_selected_action": [other.pk]})
    assert not AddressTrouble.objects.exists()
    assert Message.objects.count() == 1


def test_who_may_only_look_clears_nothing(colleague, trouble):
    client = colleague("view_addresstrouble")
    button = page(AddressTrouble, "works_again", trouble.pk)

    assert client.post(button).status_code == 403
    client.post(page(AddressTrouble), {"action": "work_again", "_selected_action": [trouble.pk]})

    assert AddressTrouble.objects.count() == 1
    assert button not in client.get(page(AddressTrouble, "change", trouble.pk)).content.decode()


def test_switched_off_mail_is_read_and_not_changed(colleague):
    row = MailOptOut.objects.create(address="li.na@example.org", topic="calls")
    client = colleague("view_mailoptout", "change_mailoptout", "delete_mailoptout", "add_mailoptout")

    assert "li.na@example.org" in client.get(page(MailOptOut)).content.decode()
    answers = [
        client.post(page(MailOptOut, "change", row.pk), {"address": "x@example.org"}),
        client.post(page(MailOptOut, "delete", row.pk), {"post": "yes"}),
        client.post(page(MailOptOut, "add"), {"address": "x@example.org", "topic": "calls"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert list(MailOptOut.objects.values_list("address", flat=True)) == ["li.na@example.org"]


# ---------------------------------------------------------------- the mark


@pytest.mark.usefixtures("trouble")
def test_users_whose_mail_bounces_are_marked_and_found(colleague):
    gone, fine = UserFactory(email="Gone@Example.org"), UserFactory()
    client = colleague("view_user")

    everybody = client.get(page(User))

    assert (marked(everybody), everybody.content.decode().count(MARK)) == ([gone.pk], 1)
    found = {
        value: {row.pk for row in client.get(page(User) + f"?bounced={value}").context["cl"].result_list}
        for value in ("yes", "no")
    }
    assert found["yes"] == {gone.pk}
    assert gone.pk not in found["no"]
    assert fine.pk in found["no"]


@pytest.mark.usefixtures("trouble")
def test_attendees_whose_mail_bounces_are_marked_and_found(colleague):
    gone, _fine = AttendeeFactory(email="GONE@example.org"), AttendeeFactory()
    client = colleague("view_attendee")

    assert marked(client.get(page(Attendee))) == [gone.pk]
    found = client.get(page(Attendee) + "?bounced=yes")
    assert [row.pk for row in found.context["cl"].result_list] == [gone.pk]
    assert found.content.decode().count(MARK) == 1


@pytest.mark.parametrize("model", [User, Attendee])
def test_the_mark_costs_no_statement_a_row(colleague, model):
    """One row, then many, marked or not."""
    client = colleague("view_user", "view_attendee")
    client.get(page(model))  # what is kept is kept now

    def statements(number):
        for place in range(number):
            address = f"{model.__name__}{number}.{place}@example.org"
            AttendeeFactory(email=address) if model is Attendee else UserFactory(email=address)
            AddressTrouble.objects.create(address=address.lower(), said=SAID)
        with CaptureQueriesContext(connection) as taken:
            response = client.get(page(model))
        assert len(marked(response)) >= number
        return len(taken)

    assert statements(1) == statements(7)


@pytest.mark.usefixtures("trouble")
def test_the_page_of_a_registration_marks_people_and_whoever_registered(colleague):
    registration = RegistrationFactory(people=3, contact=UserFactory(email="gone@example.org"))
    person = registration.attendees.first()
    Attendee.objects.filter(pk=person.pk).update(email="Gone@example.org")
    client = colleague("view_registration", "view_attendee")

    with CaptureQueriesContext(connection) as taken:
        answer = client.get(page(Registration, "change", registration.pk)).content.decode()

    assert answer.count(MARK) == 2
    assert "Mail to whoever registered does not arrive:" in answer
    assert sum("core_addresstrouble" in one["sql"] for one in taken) == 1


def test_a_registration_without_trouble_has_no_mark(colleague):
    registration = RegistrationFactory(people=2)
    client = colleague("view_registration", "view_attendee")

    assert 'class="bounced"' not in client.get(page(Registration, "change", registration.pk)).content.decode()
