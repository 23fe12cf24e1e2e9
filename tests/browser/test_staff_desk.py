"""A colleague works through a registration desk: decides, makes room, lets somebody in, takes the list along."""

from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from events.models import Registration
from tests.browser.conftest import press
from tests.factories import (
    EventFactory,
    OrganisationFactory,
    QuestionFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SuperuserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture
def office(visitor, language):
    """Somebody of the secretariat, signed in."""
    return visitor(language, user=SuperuserFactory(preferred_language=language))


@pytest.fixture
def desk():
    event = EventFactory(
        starts_at=timezone.now() + timedelta(days=30), title_zh_hans="论坛", title_en="Forum"
    )
    return RegistrationDeskFactory(event=event, capacity=1)


def state(registration):
    return Registration.objects.values_list("state", flat=True).get(pk=registration.pk)


def choose(page, rows, action):
    """Tick rows of the list and run an action on them."""
    for row in rows:
        page.check(f"input[name=_selected_action][value='{row.pk}']")
    page.select_option("select[name=action]", action)
    with page.expect_navigation():
        page.locator("button[name=index]").first.click()


def test_a_day_at_the_desk(office, desk, language):
    one, two, three = (RegistrationFactory(desk=desk, state="pending", people=1) for _n in range(3))
    hub = OrganisationFactory(name_zh_hans="绿色枢纽", name_en="Green 枢纽")
    rows = f"/admin/events/registration/?desk__id__exact={desk.pk}"

    # One yes takes the last place, the next waits; a no needs a reason.
    office.goto(rows)
    choose(office, [one], "approve")
    choose(office, [two], "approve")
    choose(office, [three], "decline")
    press(office, ".sheet button[type=submit]")
    expect(office.locator(".sheet .errorlist, .sheet .errors").first).to_be_visible()
    office.fill("textarea[name=reason]", "名额已满。")
    press(office, ".sheet button[type=submit]")
    assert [state(row) for row in (one, two, three)] == ["confirmed", "waitlisted", "declined"]

    # Moved to the front; a second place goes to whoever stands there.
    office.goto(f"/admin/events/registration/{two.pk}/change/")
    press(office, ".acts form button")
    assert state(two) == "waitlisted"
    office.goto(f"/admin/events/registrationdesk/{desk.pk}/change/")
    office.fill("input[name=capacity]", "2")
    press(office, "button[name=_continue]")
    assert state(two) == "confirmed"
    expect(office.locator("body")).to_contain_text(str(two))

    # Somebody stands at the door, sent by a member.
    office.fill("input[name=capacity]", "3")
    press(office, "button[name=_continue]")
    press(office, "a[href$='/walk-in/']")
    office.fill("input[name=given_name]", "芳")
    office.fill("input[name=email]", "new@example.org")
    office.click(".select2-selection")
    office.fill(".select2-search__field", "枢纽")
    office.locator(".select2-results__option", has_text="枢纽").click()
    expect(office.locator("select[name=organisation]")).to_have_value(str(hub.pk))
    press(office, ".sheet button[type=submit]")
    desk.refresh_from_db()
    assert (desk.capacity, desk.places_taken) == (3, 3)
    assert desk.attendees.checked_in().get().registration.organisation == hub

    # The list of those who have a place.
    press(office, "a[href*='export-people']")
    with office.expect_download() as download:
        office.click(".sheet button[type=submit]")
    [sheet] = load_workbook(download.value.path().open("rb")).worksheets
    assert sheet.max_row == 4
    assert sheet["A1"].value == {"zh-hans": "报名编号", "en": "Reference"}[language]
    assert office.complaints == []


def test_an_answer_is_corrected(office, desk, language):
    kinds = {
        "single_choice": "米饭\n面条",
        "multiple_choice": "上午\n下午",
        "yes_no": "",
        "date": "",
        "consent": "",
    }
    for kind, choices in kinds.items():
        QuestionFactory(desk=desk, kind=kind, choices_zh_hans=choices, choices_en=choices)
    QuestionFactory(desk=desk, kind="file", per="registration")
    registration = RegistrationFactory(desk=desk, people=1)
    choice, several, yes, day, consent = desk.questions.filter(per="attendee")
    file = desk.questions.get(per="registration")

    office.goto(f"/admin/events/registration/{registration.pk}/change/")
    press(office, ".listing__links a[href*='/answers/?person=1']")
    office.get_by_label("面条").check()
    office.get_by_label("下午").check()
    office.check(f"#id_person1-q{yes.pk}_0")
    office.fill(f"#id_person1-q{day.pk}", "2027-03-20")
    office.check(f"#id_person1-q{consent.pk}")
    paper = {"name": "论文.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a paper"}
    office.set_input_files(f"input[name=all-q{file.pk}-file]", paper)
    press(office, ".sheet__buttons button")

    given = dict(registration.answers.values_list("question", "value"))
    assert given == {
        choice.pk: "2",
        several.pk: ["2"],
        yes.pk: True,
        day.pk: "2027-03-20",
        consent.pk: True,
        file.pk: "论文.pdf",
    }
    expect(office.locator("body")).to_contain_text({"zh-hans": "空 → 面条", "en": "empty → 面条"}[language])
    assert office.complaints == []
