"""Messages of the outbox in any state, colleagues with any right, and what the log says to them."""

from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core import outbox
from beijing_ngo.core.models import Message, MessageState
from members.models import User
from tests.factories import UserFactory

LIST = "/admin/core/message/"
WORDS = {"zh-hans": ("活动<通知>", "正文 & 内容"), "en": ("Event <notice>", "Body & soul")}
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:论坛\r\nEND:VCALENDAR\r\n"


def message(state=MessageState.QUEUED, *, number=0, **facts):
    """A message as the outbox writes it, in the state asked for."""
    defaults = {
        "key": f"news:{number or Message.objects.count()}",
        "kind": "registration.ticket",
        "address": "wang.fang@example.org",
        "name": "王芳",
        "language": "zh-hans",
        "words": WORDS,
        "reason": "您已报名参加本次活动，故收到此邮件。",
    }
    fields = {
        name: facts.pop(name) for name in ("error", "attempts", "claimed_at", "sent_at") if name in facts
    }
    outbox.post(**defaults | facts)
    row = Message.objects.latest("pk")
    if state != MessageState.QUEUED:
        now = timezone.now()
        tried = {"claimed_at": now, "attempts": 3}
        sent = {"sent_at": now} if state == MessageState.SENT else {}
        Message.objects.filter(pk=row.pk).update(state=state, **tried | sent | fields)
    row.refresh_from_db()
    return row


def colleague(client, *rights):
    user = UserFactory(is_staff=True, preferred_language="en", family_name="欧阳")
    for right in rights:
        app, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client.force_login(User.objects.get(pk=user.pk))
    return user


def url(name, row):
    return reverse(f"admin:core_message_{name}", args=[row.pk])


def opened(client, row):
    return client.get(url("change", row)).content.decode()


def said(response):
    return [str(one) for one in response.context["messages"]]


def state(row):
    return Message.objects.values_list("state", flat=True).get(pk=row.pk)
