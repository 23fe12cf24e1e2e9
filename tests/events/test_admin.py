"""Events in the admin: from a Chinese draft to a published, bilingual page; wrong input beside its field."""

import io
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from beijing_ngo.core.models import Status, TranslationState
from events.models import AgendaItem, Event, Partnership, Registration, RegistrationDesk, Series
from tests.admin_forms import errors, filled, page
from tests.factories import (
    AgendaItemFactory,
    AttendeeFactory,
    EventFactory,
    OrganisationFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SeriesFactory,
    SpeakerFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db

TIMES = {
    "starts_at_0": "2027-03-20",
    "starts_at_1": "20:30",
    "ends_at_0": "2027-03-20",
    "ends_at_1": "21:30",
}


@pytest.fixture
def admin(client):
    client.force_login(SuperuserFactory())
    return client


def add(admin, model=Event, **typed):
    url = page(model, "add")
    return admin.post(url, filled(admin.get(url), **typed))


def change(admin, record, **typed):
    url = page(type(record), "change", record.pk)
    return admin.post(url, filled(admin.get(url), **typed))


def draft(**typed):
    return {"kind": "forum", "title_zh_hans": "国际民间组织论坛", **TIMES} | typed


def test_a_draft_needs_chinese_alone(admin):
    response = add(admin, **draft())

    event = Event.objects.get()
    assert response.status_code == 302
    assert (event.status, event.zh_hans_state, event.en_state) == (
        Status.DRAFT,
        TranslationState.SOURCE,
        TranslationState.MISSING,
    )
    assert event.slug.startswith("event-2027-03-20-")
    assert str(TranslationState.MISSING.label) in admin.get(page(Event)).content.decode()


def test_a_draft_may_be_in_english_alone(admin):
    add(admin, **draft(title_zh_hans="", title_en="Forum of NGOs", source_language="en"))

    event = Event.objects.get()
    assert (event.slug, event.zh_hans_state, event.en_state) == (
        "forum-of-ngos",
        TranslationState.MISSING,
        TranslationState.SOURCE,
    )


def test_the_original_language_must_be_written(admin):
    response = add(admin, **draft(title_zh_hans="", title_en="Forum"))

    assert list(errors(response)) == ["title_zh_hans"]


def test_addresses_are_made_from_the_english_title_and_stay_apart(admin):
    EventFactory(slug="earth-hour-2027")

    add(admin, **draft(title_en="Earth Hour 2027"))

    assert set(Event.objects.values_list("slug", flat=True)) == {"earth-hour-2027", "earth-hour-2027-2"}


def test_from_draft_to_public_page(admin):
    add(admin, **draft(body_zh_hans="<p>正文</p><script>x()</script>"))
    event = Event.objects.get()
    assert event.body_zh_hans == "<p>正文</p>"
    visible = lambda: event in Event.objects.public()  # noqa: E731
    moment = timezone.now().replace(microsecond=0, second=0) + timedelta(days=2)
    local = timezone.localtime(moment)

    change(admin, event, title_en="Forum", body_en="<p>Text</p>")
    change(
        admin,
        event,
        status="published",
        published_at_0=f"{local:%Y-%m-%d}",
        published_at_1=f"{local:%H:%M}",
    )

    event.refresh_from_db()
    assert (event.en_state, event.published_at, visible()) == (TranslationState.CURRENT, moment, False)
    with time_machine.travel(moment + timedelta(seconds=1)):
        assert visible()


def test_published_without_a_date_is_published_now(admin):
    event = EventFactory(status=Status.DRAFT, published_at=None)

    change(admin, event, status="published")

    assert Event.objects.get().is_public


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"ends_at_0": "2027-03-19"}, "ends_at", "活动结束时间须晚于开始时间"),
        ({"latitude": "39.9"}, "longitude", "经纬度"),
        ({"longitude": "116.4"}, "latitude", "纬度"),
        ({"latitude": "99", "longitude": "116.4"}, "latitude", "90"),
        ({"time_zone": "Beijing"}, "time_zone", "Asia/Shanghai"),
        ({"slug": "taken"}, "slug", "已存在"),
        ({"slug": "论坛"}, "slug", ""),
        ({"kind": ""}, "kind", "必填"),
        ({"starts_at_0": "yesterday"}, "starts_at", ""),
        ({"sdgs": ["18"]}, "sdgs", ""),
        ({"online_url": "javascript:alert(1)"}, "online_url", ""),
    ],
)
def test_wrong_input_is_answered_at_its_field(admin, typed, field, message):
    EventFactory(slug="taken")

    response = add(admin, **draft(**typed))

    found = errors(response)
    assert list(found) == [field]
    assert response.status_code == 200
    assert message in found[field][0]


def test_complaints_are_in_the_language_of_the_editor(client):
    shown = {}
    for language in ("zh-hans", "en"):
        client.force_login(SuperuserFactory(preferred_language=language))
        shown[language] = errors(add(client, **draft(kind="")))["kind"]

    assert shown == {"zh-hans": ["这个字段是必填项。"], "en": ["This field is required."]}


def test_a_minor_edit_keeps_the_translation_in_step(admin):
    event = EventFactory()

    change(admin, event, title_zh_hans="改了标点。", minor_edit="on")
    event.refresh_from_db()
    after_minor = event.en_state
    change(admin, event, title_zh_hans="改了意思")
    event.refresh_from_db()

    assert (after_minor, event.en_state) == (TranslationState.CURRENT, TranslationState.OUTDATED)


def test_translations_are_marked_as_reviewed_together(admin):
    done, untranslated = EventFactory(), EventFactory(title_en="", summary_en="", city_en="")

    response = admin.post(
        page(Event), {"action": "mark_reviewed", "_selected_action": [done.pk, untranslated.pk]}, follow=True
    )

    states = set(Event.objects.values_list("pk", "en_state"))
    assert states == {(done.pk, "reviewed"), (untranslated.pk, "missing")}
    assert len(list(response.context["messages"])) == 2


def test_history_tells_who_changed_what(admin):
    event = EventFactory(title_zh_hans="旧名", starts_at=timezone.now().replace(microsecond=0))
    change(admin, event, title_zh_hans="新名")

    response = admin.get(page(Event, "history", event.pk))

    text = response.content.decode()
    assert "旧名" in text
    assert "新名" in text
    assert "王芳" in text
    newest = response.context["page_obj"].object_list[0]
    assert [(change["old"], change["new"]) for change in newest.history_delta_changes] == [("旧名", "新名")]


# ---------------------------------------------------------------- rows below an event


def photograph(name="a.jpg"):
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


PHOTOS = "core-photo-content_type-object_id"
FILES = "core-document-content_type-object_id"


def test_the_first_photograph_that_may_be_published_becomes_the_cover(admin):
    event = EventFactory()

    change(
        admin,
        event,
        **{f"{PHOTOS}-TOTAL_FORMS": 3},
        **{f"{PHOTOS}-0-image": photograph(), f"{PHOTOS}-0-order": 3, f"{PHOTOS}-0-consent": "on"},
        **{f"{PHOTOS}-1-image": photograph(), f"{PHOTOS}-1-order": 2, f"{PHOTOS}-1-consent": "on"},
        **{f"{PHOTOS}-2-image": photograph(), f"{PHOTOS}-2-order": 1},
    )

    event.refresh_from_db()
    assert event.cover.order == 2


def test_only_its_own_photographs_can_be_the_cover(admin):
    event, other = EventFactory(), EventFactory()
    foreign = other.photos.create(image=photograph())

    response = change(admin, event, cover=foreign.pk)

    assert list(errors(response)) == ["cover"]


@pytest.mark.parametrize(
    ("prefix", "field", "name", "content"),
    [
        (PHOTOS, "image", "words.jpg", b"only words"),
        (FILES, "file", "film.pdf", b"\x00\x00\x00\x18ftypmp42"),
        (FILES, "file", "program.exe", b"MZ"),
    ],
)
def test_false_files_are_refused_at_their_field(admin, prefix, field, name, content):
    event = EventFactory()

    response = change(
        admin,
        event,
        **{f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-{field}": SimpleUploadedFile(name, content)},
        **{f"{prefix}-0-title_zh_hans": "附件", f"{prefix}-0-language": "zh-hans"},
        **{f"{prefix}-0-access": "public", f"{prefix}-0-order": 0},
    )

    assert list(errors(response)) == [f"{prefix}-0-{field}"]


@pytest.mark.parametrize(("prefix", "field"), [(PHOTOS, "image"), (FILES, "file")])
def test_files_over_the_limit_are_refused_at_their_field(admin, settings, prefix, field):
    settings.MAX_PHOTO_BYTES = settings.MAX_DOCUMENT_BYTES = 100
    event = EventFactory()

    response = change(
        admin,
        event,
        **{f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-{field}": SimpleUploadedFile("a.jpg", b"x" * 200)},
        **{f"{prefix}-0-title_zh_hans": "附件", f"{prefix}-0-language": "zh-hans"},
        **{f"{prefix}-0-access": "public", f"{prefix}-0-order": 0},
    )

    found = errors(response)
    assert list(found) == [f"{prefix}-0-{field}"]
    assert "200" in found[f"{prefix}-0-{field}"][0]


def test_an_agenda_item_ends_after_it_starts(admin):
    event = EventFactory()

    response = change(
        admin,
        event,
        **{"agenda-TOTAL_FORMS": 1, "agenda-0-day": 1, "agenda-0-title_zh_hans": "开幕"},
        **{"agenda-0-starts": "10:00", "agenda-0-ends": "09:00"},
    )

    assert list(errors(response)) == ["agenda-0-ends"]


def test_a_row_is_written_in_at_least_one_language(admin):
    event = EventFactory()
    row = {"agenda-TOTAL_FORMS": 1, "agenda-0-day": 1, "agenda-0-starts": "09:00", "agenda-0-ends": "10:00"}

    refused = change(admin, event, **row)
    change(admin, event, **row, **{"agenda-0-title_en": "Opening"})

    assert list(errors(refused)) == ["agenda-0-title_zh_hans"]
    assert [item.title_en for item in AgendaItem.objects.all()] == ["Opening"]


def test_the_same_part_of_the_same_organisation_is_refused(admin):
    partner = OrganisationFactory()
    event = PartnershipFactory(organisation=partner, role="host").event

    response = change(
        admin,
        event,
        **{"partnerships-TOTAL_FORMS": 2, "partnerships-1-organisation": partner.pk},
        **{"partnerships-1-role": "host", "partnerships-1-order": 0},
    )

    assert list(errors(response)) == ["partnerships-1-role"]
    assert Partnership.objects.count() == 1


def test_partners_may_swap_their_parts(admin):
    event = EventFactory()
    one, two = (PartnershipFactory(event=event, role=role) for role in ("host", "organiser"))

    change(admin, event, partnerships__0__role="organiser", partnerships__1__role="host")

    assert set(Partnership.objects.values_list("pk", "role")) == {(one.pk, "organiser"), (two.pk, "host")}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"closes_at_0": "2020-01-01"}, "closes_at"),
        ({"audience": "members_first"}, "members_first_until"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_a_registration_desk_has_its_rules(admin, typed, field):
    desk = RegistrationDeskFactory()

    response = change(admin, desk, **typed)

    assert list(errors(response)) == [field]


def test_places_taken_are_counted_and_not_typed(admin):
    desk = RegistrationDeskFactory(places_taken=7)

    change(admin, desk, places_taken="1", capacity="50")

    assert RegistrationDesk.objects.values_list("places_taken", "capacity").get() == (7, 50)


def test_a_registration_is_decided_by_the_desk_and_not_typed(admin):
    registration = RegistrationFactory(state="pending")

    response = change(admin, registration, state="confirmed", reason="电话确认", registered_at_0="2020-01-01")

    assert response.status_code == 302
    assert Registration.objects.values_list("state", "reason").get() == ("pending", "电话确认")
    assert admin.get(page(Registration, "add")).status_code == 403


def test_a_speaker_s_portrait_is_one_of_the_event_s_photographs(admin):
    item = SpeakerFactory().agenda_item
    own = item.event.photos.create(image=photograph())
    EventFactory().photos.create(image=photograph())

    response = admin.get(page(AgendaItem, "change", item.pk))

    formset = response.context["inline_admin_formsets"][0].formset
    assert list(formset.forms[0].fields["portrait"].queryset) == [own]


# ---------------------------------------------------------------- lists and spreadsheets


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


def test_times_are_typed_by_the_clock_of_the_place(admin):
    add(admin, **draft(slug="geneva", time_zone="Europe/Zurich", starts_at_1="13:15", ends_at_1="14:45"))
    event = Event.objects.get()

    form = admin.get(page(Event, "change", event.pk)).context["adminform"].form
    change(admin, event, theme_line_zh_hans="从措辞到行动")

    event.refresh_from_db()
    assert event.starts_at == datetime(2027, 3, 20, 12, 15, tzinfo=UTC)
    assert timezone.localtime(form["starts_at"].value()).strftime("%H:%M") == "13:15"
    assert event.theme_line_zh_hans == "从措辞到行动"
    assert "2027年3月20日 13:15 日内瓦时间" in admin.get(page(Event)).content.decode()
