"""The log of all mail: found, read as it was sent, and what the secretariat does about what did not arrive."""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import TextField
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core import mail_kinds, message_operations
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.delivery import letters
from beijing_ngo.core.language import TAGS
from beijing_ngo.core.message_lists import DaysFilter, KindFilter, TopicFilter
from beijing_ngo.core.message_pages import MessagePages
from beijing_ngo.core.models import Message, MessageState
from beijing_ngo.core.staff_links import Shown, shown

STATE_COLOURS = {
    MessageState.SENT: "success",
    MessageState.FAILED: "danger",
    MessageState.UNCERTAIN: "warning",
    MessageState.QUEUED: "info",
    MessageState.SENDING: "info",
}
LONG = [field.name for field in Message._meta.fields if isinstance(field, TextField)]
NOT_IN_A_LIST = ("parts", "resends", *(name for name in LONG if name != "error"))

ASKED_BY = {"state", "kind", "topic", "language", "created_at", "created_at_from", "created_at_to"}


@admin.register(Message)
class MessageAdmin(MessagePages, staff.ReadOnlyAdmin):
    change_form_template = "admin/core/message/change_form.html"
    fieldsets = [
        (
            _("Delivery"),
            {
                "fields": [
                    ("created_at", "not_before"),
                    ("claimed_at", "sent_at"),
                    "attempts",
                    "key",
                    "message_id",
                ]
            },
        ),
    ]
    readonly_fields = ["message_id"]
    list_display = [
        "title",
        "recipient_in_words",
        "kind_in_words",
        "delivery",
        "said",
        "created_at",
        "sent_at",
    ]
    list_filter = [
        *staff.choices("state"),
        KindFilter,
        TopicFilter,
        *staff.choices("language"),
        ("created_at", DaysFilter),
    ]
    list_reads = ("error",)
    search_fields = ["open_subject", "to_address", "to_name", "key"]
    ordering = ["-id"]
    actions = ["retry", "drop"]

    def get_queryset(self, request):
        """No more of a message than a list shows; the page of one reads it whole."""
        rows = super().get_queryset(request).with_open_subject()
        match = request.resolver_match
        is_list = match and (match.url_name or "").endswith("_changelist")
        return rows.defer(*NOT_IN_A_LIST) if is_list else rows

    def lookup_allowed(self, lookup, value, request=None):
        """By the filters alone: any other question in the address could feel its way through what is not shown."""
        return lookup.partition("__")[0] in ASKED_BY

    # ---------------------------------------------------------------- the list

    @staff.display(description=_("subject"), ordering="open_subject")
    def title(self, message):
        return message.title

    @staff.display(description=pgettext_lazy("mail", "to"), ordering="to_address")
    def recipient_in_words(self, message):
        known = message.to_name and message.to_name != message.to_address
        return f"{message.to_name} · {message.to_address}" if known else message.to_address

    @staff.display(description=_("kind"), ordering="kind")
    def kind_in_words(self, message):
        return mail_kinds.words(message.kind)

    @staff.display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def delivery(self, message):
        return message.state, message.get_state_display()

    @staff.display(description=pgettext_lazy("mail", "what was said"))
    def said(self, message):
        return Truncator(message.error).chars(80) or None

    # ---------------------------------------------------------------- the page

    @staff.display(description="Message-ID")
    def message_id(self, message):
        """By which the people of a mail server find the message in their own log."""
        return letters.message_id(message)

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            refusal = message_operations.resend_refusal(obj)
            may_act = self.has_resend_permission(request)
            context |= {
                "message": obj,
                "language_tag": TAGS.get(obj.language, ""),
                "kind": mail_kinds.words(obj.kind),
                "person": shown(request, obj.recipient),
                "about": about(request, obj),
                "may_act": may_act,
                "may_resend": may_act and refusal is None,
                "why_not": refusal if may_act and obj.state in message_operations.SENDABLE_AGAIN else None,
                "has_html": bool(obj.html or obj.parts) and not obj.is_secret,
                "resends": resends(obj),
            }
        return super().render_change_form(request, context, obj=obj, **kwargs)


def about(request, message) -> Shown | None:
    """The record a message tells of: its name and the way to it for whoever may see it, for others its kind alone."""
    name, _colon, pk = message.about.rpartition(":")
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        return None
    return shown(request, model=model, pk=pk)


def resends(message) -> list[dict]:
    """Who sent it again, when, and how it stood before; the latest first."""
    names = get_user_model().objects.in_bulk({again["by"] for again in message.resends})
    states = dict(MessageState.choices)
    return [
        {
            "by": names.get(again["by"], ""),
            "at": parse_datetime(again["at"]),
            "state": states.get(again["from"], again["from"]),
            "said": again.get("said", ""),
            "sent_at": parse_datetime(again["sent_at"]) if again.get("sent_at") else None,
        }
        for again in reversed(message.resends)
    ]
