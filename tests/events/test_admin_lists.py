"""Lists of events in the admin: search, filters, spreadsheets, statements."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from beijing_ngo.core.models import Status, TranslationState
from events.models import AgendaItem, Event, Registration, RegistrationDesk, Series
from tests.admin_forms import page
from tests.factories import (
    AgendaItemFactory,
    AttendeeFactory,
    EventFactory,
    RegistrationDeskFactory,
    SeriesFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "found"),
    [("气候", {"a"}), ("climate", {"a"}), ("b-slug", {"b"}), ("nothing", set())],
)
def test_a_search_looks_at_both_languages(admin, query, found):
    EventFactory(title_zh_hans="气候论坛", title_en="Climate forum", slug="a")
    EventFactory(slug="b-slug")

    response = admin.get(page(Event), {"q": query})

    assert {event.slug[0] for event in response.context["cl"].result_list} == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"publication": "draft"}, {"draft"}),
        ({"publication": "scheduled"}, {"later"}),
        ({"publication": "published"}, {"out", "chinese"}),
        ({"translation": "en"}, {"chinese"}),
        ({"translation": "todo"}, {"chinese"}),
        ({"translation": "zh-hans"}, set()),
        ({"kind__exact": "walk"}, {"out"}),
        ({"publication": "nonsense"}, {"draft", "later", "out", "chinese"}),
    ],
)
def test_filters(admin, filters, found):
    EventFactory(slug="draft", status=Status.DRAFT)
    EventFactory(slug="later", published_at=timezone.now() + timedelta(days=1))
    EventFactory(slug="out", kind="walk")
    EventFactory(slug="chinese", title_en="", summary_en="", city_en="")

    response = admin.get(page(Event), filters)

    assert {event.slug for event in response.context["cl"].result_list} == found


def test_events_leave_and_come_back_in_a_spreadsheet(admin):
    SeriesFactory(slug="earth-hour")
    EventFactory(
        slug="forum", title_zh_hans="论坛", title_en='=HYPERLINK("http://example.org")', kind="forum"
    )
    fields = {f"eventresource_{name}": "on" for name in ("slug", "title_zh_hans", "title_en", "kind")}
    response = admin.post(
        page(Event, "export"), {"format": "1", "resource": "0", "eventresource_id": "", **fields}
    )
    exported = b"".join(response) if response.streaming else response.content
    assert "HYPERLINK" in exported.decode()
    assert "=HYPERLINK" not in exported.decode()

    sheet = (
        "slug,kind,title_zh_hans,starts_at,ends_at,series,time_zone\n"
        "forum,walk,论坛,2027-03-20 09:00:00,2027-03-20 10:00:00,earth-hour,Asia/Shanghai\n"
        "new,walk,徒步,2027-03-20 09:00:00,2027-03-20 10:00:00,,Asia/Shanghai\n"
    )
    response = bring_in(admin, sheet)

    assert set(Event.objects.values_list("slug", "kind", "series__slug")) == {
        ("forum", "walk", "earth-hour"),
        ("new", "walk", None),
    }
    assert Event.objects.get(slug="new").en_state == TranslationState.MISSING


def bring_in(admin, sheet):
    url = page(Event, "import")
    response = admin.post(
        url, {"format": "1", "import_file": SimpleUploadedFile("events.csv", sheet.encode())}
    )
    if confirm := response.context and response.context.get("confirm_form"):
        return admin.post(page(Event, "process_import"), confirm.initial)
    return response


def test_an_import_refuses_what_the_form_refuses(admin):
    sheet = (
        "slug,kind,title_zh_hans,starts_at,ends_at,time_zone\n"
        "bad,walk,徒步,2027-03-20 09:00:00,2027-03-19 10:00:00,Asia/Shanghai\n"
    )

    response = bring_in(admin, sheet)

    assert response.context["result"].has_validation_errors()
    assert not Event.objects.exists()


@pytest.mark.parametrize("model", [Event, AgendaItem, RegistrationDesk, Registration, Series])
def test_lists_take_the_same_statements_for_any_number(admin, model, django_assert_max_num_queries):
    makers = {
        Event: EventFactory,
        AgendaItem: AgendaItemFactory,
        RegistrationDesk: RegistrationDeskFactory,
        Registration: lambda: AttendeeFactory().registration,
        Series: SeriesFactory,
    }
    counts = []
    for number in (1, 9):
        for _n in range(number):
            makers[model]()
        admin.get(page(model))
        with django_assert_max_num_queries(14) as captured:
            admin.get(page(model))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_view_on_site_leads_to_the_page(admin):
    event = EventFactory()
    response = admin.get(page(Event, "change", event.pk))
    link = response.context["absolute_url"]

    target = admin.get(link)

    assert unquote(target["Location"]).endswith(f"/zh-hans/events/{event.slug}/")
