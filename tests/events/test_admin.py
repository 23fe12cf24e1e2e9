"""Events in the admin: from a Chinese draft to a published, bilingual page; wrong input beside its field."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from beijing_ngo.core.models import Status, TranslationState
from events.models import Event
from tests.admin_forms import add, change, errors, page
from tests.factories import (
    EventFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db

TIMES = {
    "starts_at_0": "2027-03-20",
    "starts_at_1": "20:30",
    "ends_at_0": "2027-03-20",
    "ends_at_1": "21:30",
}


def draft(**typed):
    return {"kind": "forum", "title_zh_hans": "国际民间组织论坛", **TIMES} | typed


def test_a_draft_needs_chinese_alone(admin):
    response = add(admin, Event, **draft())

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
    add(admin, Event, **draft(title_zh_hans="", title_en="Forum of NGOs", source_language="en"))

    event = Event.objects.get()
    assert (event.slug, event.zh_hans_state, event.en_state) == (
        "forum-of-ngos",
        TranslationState.MISSING,
        TranslationState.SOURCE,
    )


def test_the_original_language_must_be_written(admin):
    response = add(admin, Event, **draft(title_zh_hans="", title_en="Forum"))

    assert list(errors(response)) == ["title_zh_hans"]


def test_addresses_are_made_from_the_english_title_and_stay_apart(admin):
    EventFactory(slug="earth-hour-2027")

    add(admin, Event, **draft(title_en="Earth Hour 2027"))

    assert set(Event.objects.values_list("slug", flat=True)) == {"earth-hour-2027", "earth-hour-2027-2"}


def test_from_draft_to_public_page(admin):
    add(admin, Event, **draft(body_zh_hans="<p>正文</p><script>x()</script>"))
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
        ({"slug": "taken"}, "slug", "已有"),
        ({"slug": "论坛"}, "slug", ""),
        ({"kind": ""}, "kind", "请填写此项"),
        ({"starts_at_0": "yesterday"}, "starts_at", ""),
        ({"sdgs": ["18"]}, "sdgs", ""),
        ({"online_url": "javascript:alert(1)"}, "online_url", ""),
    ],
)
def test_wrong_input_is_answered_at_its_field(admin, typed, field, message):
    EventFactory(slug="taken")

    response = add(admin, Event, **draft(**typed))

    found = errors(response)
    assert list(found) == [field]
    assert response.status_code == 200
    assert message in found[field][0]


def test_complaints_are_in_the_language_of_the_editor(client):
    shown = {}
    for language in ("zh-hans", "en"):
        client.force_login(SuperuserFactory(preferred_language=language))
        shown[language] = errors(add(client, Event, **draft(kind="")))["kind"]

    assert shown == {"zh-hans": ["请填写此项。"], "en": ["This field is required."]}


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


def test_times_are_typed_by_the_clock_of_the_place(admin):
    add(
        admin,
        Event,
        **draft(slug="geneva", time_zone="Europe/Zurich", starts_at_1="13:15", ends_at_1="14:45"),
    )
    event = Event.objects.get()

    form = admin.get(page(Event, "change", event.pk)).context["adminform"].form
    change(admin, event, theme_line_zh_hans="从措辞到行动")

    event.refresh_from_db()
    assert event.starts_at == datetime(2027, 3, 20, 12, 15, tzinfo=UTC)
    assert timezone.localtime(form["starts_at"].value()).strftime("%H:%M") == "13:15"
    assert event.theme_line_zh_hans == "从措辞到行动"
    assert "2027年3月20日 13:15 日内瓦时间" in admin.get(page(Event)).content.decode()
