"""The secretariat finds a message that failed, reads it, sends it again and sees that it has gone."""

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from beijing_ngo.core import delivery, outbox
from beijing_ngo.core.models import AddressTrouble, Message, MessageState
from tests.browser.conftest import press, violations
from tests.factories import EventFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/core/message/"
SUBJECTS = {"zh-hans": "活动变更", "en": "The event has changed"}


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture
def message(language):
    """Refused by the server last night."""
    with_words = {code: (subject, "…\n\n正文 & text") for code, subject in SUBJECTS.items()}
    row = outbox.message(
        outbox.Mail(
            key="event-change:1:wang.fang@example.org",
            kind="event.changed",
            words=with_words,
            person=UserFactory(email="wang.fang@example.org", preferred_language=language),
            about=EventFactory(title_zh_hans="论坛", title_en="Forum"),
            calendar="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
            calendar_method="REQUEST",
        )
    )
    row.state, row.attempts, row.error = MessageState.FAILED, 10, "451 4.7.1 try again later"
    row.claimed_at = timezone.now()
    row.save()
    return row


def test_what_failed_is_read_and_sent_again(visitor, language, message):
    page = visitor(language, user=SuperuserFactory(preferred_language=language))

    # Found in the list, read as it would have been sent.
    page.goto(f"{LIST}?state__exact=failed&kind=event.changed")
    expect(page.locator("#result_list")).to_contain_text("451 4.7.1 try again later")
    press(page, "#result_list tbody th a")
    frame = page.frame_locator("iframe.letter")
    expect(frame.locator("h1")).to_have_text(SUBJECTS[language])
    expect(frame.locator("body")).to_contain_text("正文 & text")
    expect(page.get_by_role("link", name="论坛" if language == "zh-hans" else "Forum")).to_be_visible()
    # axe does not get into the frame, which runs no script: it is said to be untested.
    assert [one for one in violations(page) if one[0] != "frame-tested"] == []

    # Asked first, then sent again: the worker of the tests has it before the page is back.
    press(page, ".acts .act--main")
    expect(page.locator(".sheet__refusal")).to_have_count(0)
    press(page, ".sheet button[type=submit]")
    delivery.deliver()
    page.reload()

    message.refresh_from_db()
    assert (message.state, message.attempts, len(message.resends)) == ("sent", 1, 1)
    assert [one.subject for one in mail.outbox] == [SUBJECTS[language]]
    expect(page.locator(".glance").first).to_contain_text("451 4.7.1 try again later")  # how it stood before
    expect(frame.locator("h1")).to_have_text(SUBJECTS[language])

    # Once more: the page says that the person gets it twice.
    press(page, ".acts .act--main")
    expect(page.locator(".sheet__refusal")).to_have_count(1)
    assert violations(page) == []
    assert page.complaints == []


def test_an_address_that_bounced_is_marked_and_cleared(visitor, language):
    AddressTrouble.objects.create(address="gone@example.org", said="550 5.1.1 no such user")
    UserFactory(email="Gone@example.org")
    page = visitor(language, user=SuperuserFactory(preferred_language=language))

    page.goto("/admin/members/user/?bounced=yes")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator(".bounced + .bounced__said")).to_have_text("550 5.1.1 no such user")
    page.goto("/admin/core/addresstrouble/")
    press(page, "#result_list tbody th a")
    press(page, ".acts button")

    assert not AddressTrouble.objects.exists()
    page.goto("/admin/members/user/")
    expect(page.locator(".bounced")).to_have_count(0)
    assert page.complaints == []


def test_what_waits_is_kept_back_with_a_reason(visitor, language, message):
    Message.objects.filter(pk=message.pk).update(state=MessageState.QUEUED)
    page = visitor(language, user=SuperuserFactory(preferred_language=language))

    page.goto(LIST)
    page.check("input[name=_selected_action]")
    page.select_option("select[name=action]", "drop")
    press(page, "button[name=index]")
    press(page, ".sheet button[type=submit]")
    expect(page.locator(".sheet .errorlist, .sheet .errors").first).to_be_visible()
    page.fill("input[name=reason]", "已电话通知。")
    press(page, ".sheet button[type=submit]")

    message.refresh_from_db()
    assert (message.state, message.error) == ("dropped", "已电话通知。")
    assert page.complaints == []
