"""The question whom to tell, as the admin asks it after an event is saved."""

import pytest
from django.contrib.auth.models import Permission
from tablib import Dataset

from beijing_ngo.core.models import Message
from events.models import Event, EventChange
from events.resources import EventResource
from tests.admin_forms import change as type_into
from tests.admin_forms import page
from tests.events.changed_events import said, somebody_registered, told, water_desk
from tests.factories import EventFactory, RegistrationFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return water_desk()


@pytest.fixture
def staff():
    return SuperuserFactory()


def landed(response):
    return response.url.startswith("/admin/events/eventchange/")


@pytest.fixture
def ask(office, desk):
    """Move the event in the admin; returns the page that asks whom to tell."""
    somebody_registered(desk, email="one@example.org", language="en")
    RegistrationFactory(desk=desk, state="pending", contact__email="pending@example.org")
    response = type_into(office, desk.event, venue_en="Library", venue_zh_hans="图书馆")
    assert landed(response)
    return response.url


def press(client, url, act="tell", **typed):
    context = client.get(url).context
    data = {"act": act, "seen": dict(context["hidden"])["seen"], "also": context["form"].states[1:], **typed}
    return client.post(url, data)


def test_saving_an_event_leads_to_the_question(office, desk, ask):
    response = office.get(ask)

    assert response.context["number"] == 3
    html = response.content.decode()
    for words in (
        "Tell 3 people",
        "Friendship Hotel, Beijing",
        "图书馆，北京",
        "Changed: Forum on water",
        "活动变更：水论坛",
    ):
        assert words in html
    assert not {"one@example.org", desk.attendees.get().ticket_secret} & set(html.split())


def test_saving_what_nobody_has_to_hear_of_leads_to_the_list(office, desk):
    somebody_registered(desk)

    assert not landed(type_into(office, desk.event, summary_en="Another summary"))
    assert not landed(type_into(office, EventFactory(), venue_en="Library"))
    assert not EventChange.objects.exists()


def test_telling_them(office, desk, ask):
    response = press(office, ask)

    assert response.url == page(Event, "change", desk.event_id)
    assert len(told()) == 3
    assert "3 people are told by e-mail." in office.get(response.url).content.decode()
    assert office.get(ask).url == response.url
    press_again = office.post(ask, {"act": "tell"})
    assert (press_again.status_code, len(told())) == (302, 3)


def test_another_number_than_the_page_said_is_shown_first(office, ask):
    response = press(office, ask, also=[])

    assert told() == []
    assert response.context["number"] == 2
    assert "Now 2 people would be told." in response.content.decode()


def test_a_note_is_written_in_the_languages_that_are_read(office, ask):
    seen = dict(office.get(ask).context["hidden"])["seen"]
    typed = {"act": "tell", "seen": seen, "also": ["pending"], "note_zh_hans": "请走东门。"}
    refused = office.post(ask, typed)
    previewed = office.post(ask, typed | {"note_en": "East gate.", "act": "preview"})
    nobody_yet = told()
    office.post(ask, typed | {"note_en": "East gate."})

    assert "note_en" in refused.context["form"].errors
    assert "East gate." in previewed.content.decode()
    assert nobody_yet == []
    assert "East gate." in Message.objects.get(to_address="one@example.org").text


def test_not_telling_them(office, desk, ask):
    response = press(office, ask, act="keep_quiet")

    assert told() == []
    assert response.url == page(Event, "change", desk.event_id)
    assert EventChange.objects.get().decision == "not_told"


def test_leaving_the_page_loses_nothing(office, desk, ask):
    on_its_page = office.get(page(Event, "change", desk.event_id)).content.decode()
    in_the_overview = office.get("/admin/").content.decode()
    press(office, ask, act="keep_quiet")

    assert ask in on_its_page
    assert ask in in_the_overview
    assert ask not in office.get(page(Event, "change", desk.event_id)).content.decode()
    assert ask not in office.get("/admin/").content.decode()


def test_whoever_may_change_events_may_tell(client, desk, ask):
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_event", "view_registration"]))
    client.force_login(user)
    refused = client.get(ask).status_code, client.post(ask, {"act": "keep_quiet"}).status_code
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_event", "change_event"]))

    assert refused == (403, 403)
    assert client.get(ask).status_code == 200
    assert client.get(page(EventChange)).status_code == 200


def test_the_record_of_what_was_told(office, desk, ask):
    press(office, ask)

    listed = office.get(page(EventChange)).content.decode()
    kept = office.get(page(EventChange, "change", EventChange.objects.get().pk)).content.decode()

    assert "Friendship Hotel, Beijing → Library, Beijing" in listed
    assert "Friendship Hotel, Beijing → Library, Beijing" in kept


def test_a_spreadsheet_that_moves_an_event_asks_too(desk, staff):
    somebody_registered(desk)
    data = Dataset(headers=["slug", "venue_en"])
    data.append([desk.event.slug, "Library"])

    result = EventResource().import_data(data, user=staff, raise_errors=True)

    change = EventChange.objects.get()
    assert (result.totals["update"], change.by) == (1, staff)
    assert said(change, "en") == [("Where", "Friendship Hotel, Beijing", "Library, Beijing")]
