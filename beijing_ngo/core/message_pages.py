"""What is reached from a message: its HTML and its calendar file, sending it again, and doing so with many."""

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from beijing_ngo.core import message_operations, unsubscribing
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.models import Message, MessageState
from beijing_ngo.core.refusals import Refusal

# What a mail needs and no more: its own styles, pictures of this site. No script, no form, no way out of its frame.
LETTER_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
)
AT_MOST = 10  # complaints told one by one
NAMED = 30  # messages named on the page between


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("It stands with the message in the log."),
    )


class MessagePages:
    """Part of the admin of messages."""

    def get_urls(self):
        pages = {
            "html": self.html_view,
            "calendar": self.calendar_view,
            "resend": self.resend_view,
            "arrived": self.arrived_view,
            "drop": self.drop_view,
        }
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"core_message_{name}")
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def has_resend_permission(self, request) -> bool:
        """To send again, to say that a message arrived, to keep one from being sent."""
        return self.has_view_permission(request) and request.user.has_perm("core.resend_message")

    def _found(self, request, pk) -> Message:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _readable(self, request, pk) -> Message:
        """What opens an account is nobody's to read but the recipient's."""
        message = self._found(request, pk)
        if message.is_secret:
            raise Http404
        return message

    def _to_act_on(self, request, pk) -> Message:
        if not self.has_resend_permission(request):
            raise PermissionDenied
        return self._found(request, pk)

    # ---------------------------------------------------------------- as it was sent

    def html_view(self, request, pk):
        html = message_operations.html_as_sent(self._readable(request, pk))
        if not html:
            raise Http404
        response = HttpResponse(html)
        response.headers["Content-Security-Policy"] = LETTER_POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def calendar_view(self, request, pk):
        message = self._readable(request, pk)
        if not message.calendar:
            raise Http404
        response = HttpResponse(message.calendar, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="invite.ics"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    # ---------------------------------------------------------------- one message

    def resend_view(self, request, pk):
        """Asks first, and asks anew where the message is no longer as the page said."""
        message = self._to_act_on(request, pk)
        refusal = message_operations.resend_refusal(message)
        if request.method == "POST" and refusal is None:
            if request.POST.get("state") == message.state:
                done = _("The message is on its way again.")
                refusal = self._try(
                    request,
                    message,
                    done,
                    lambda: message_operations.resend(message=message, by=request.user),
                )
                if refusal is None:
                    return self._back(pk)
                message.refresh_from_db(fields=["state"])
            else:
                refusal = _("Meanwhile the message is in the state “%(state)s”. Please look again.") % {
                    "state": message.get_state_display()
                }
        return self._ask(
            request,
            message=message,
            title=_("Send again"),
            may_come_twice=message.state in message_operations.MAY_COME_TWICE,
            bounced=unsubscribing.trouble(message.to_address),
            refusal=refusal,
            may_send=message_operations.resend_refusal(message) is None,
            send=_("Send again"),
        )

    def arrived_view(self, request, pk):
        message = self._to_act_on(request, pk)
        if request.method == "POST":
            done = _("The message counts as sent.")
            refusal = self._try(
                request, message, done, lambda: message_operations.confirm_arrival(message=message)
            )
            if refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        return self._back(pk)

    def drop_view(self, request, pk):
        message = self._to_act_on(request, pk)
        form = DropForm(request.POST or None)
        refusal = None
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            done = _("The message is not sent.")
            refusal = self._try(
                request, message, done, lambda: message_operations.drop(message=message, reason=reason)
            )
            if refusal is None:
                return self._back(pk)
        return self._ask(
            request,
            message=message,
            title=_("Do not send"),
            form=form,
            refusal=refusal,
            may_send=message.state == MessageState.QUEUED,
            send=_("Do not send"),
            danger=True,
        )

    def _try(self, request, message, done, operation) -> Refusal | None:
        try:
            operation()
        except Refusal as refusal:
            return refusal
        log(request.user, [message], str(done))
        self.message_user(request, done, messages.SUCCESS)
        return None

    def _ask(self, request, *, message, **context):
        return self.staff_page(
            request,
            "admin/core/message/ask.html",
            subtitle=message.title,
            message=message,
            hidden=[("state", message.state)],
            back=reverse("admin:core_message_change", args=[message.pk]),
            **context,
        )

    @staticmethod
    def _back(pk):
        return redirect("admin:core_message_change", pk)

    # ---------------------------------------------------------------- many

    @staff.action(description=_("Send again what failed"), permissions=["resend"])
    def retry(self, request, queryset):
        """Only what certainly did not arrive: what may come twice is sent again one by one, from its page."""

        def again(message):
            if message.state != MessageState.FAILED:
                raise message_operations.NotNow(state=message.get_state_display())
            message_operations.resend(message=message, by=request.user)

        done = self._each(request, queryset, again)
        if done:
            log(request.user, done, str(_("The message is on its way again.")))
            text = ngettext(
                "%(count)d message is on its way again.",
                "%(count)d messages are on their way again.",
                len(done),
            )
            self.message_user(request, text % {"count": len(done)}, messages.SUCCESS)

    @staff.action(description=pgettext_lazy("many messages", "Do not send…"), permissions=["resend"])
    def drop(self, request, queryset):
        form = DropForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self._ask_about_many(request, queryset, form)
        done = self._each(
            request,
            queryset,
            lambda row: message_operations.drop(message=row, reason=form.cleaned_data["reason"]),
        )
        if done:
            log(request.user, done, str(_("The message is not sent.")))
            text = ngettext("%(count)d message is not sent.", "%(count)d messages are not sent.", len(done))
            self.message_user(request, text % {"count": len(done)}, messages.SUCCESS)
        return None

    def _ask_about_many(self, request, queryset, form):
        """Where the whole list was chosen, the page sends back just that, and not each row's number."""
        is_all = request.POST.get("select_across") == "1"
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        hidden = [("action", "drop"), ("confirmed", "yes"), *([("select_across", "1")] if is_all else [])]
        return self.staff_page(
            request,
            "admin/chosen.html",
            title=_("Do not send"),
            number=queryset.count(),
            names=[f"{row} · {row.get_state_display()}" for row in queryset[:NAMED]],
            hidden=[*hidden, *((ACTION_CHECKBOX_NAME, pk) for pk in (chosen[:1] if is_all else chosen))],
            told=_("Only what still waits is kept back; whatever is in another state stays as it is."),
            form=form,
            send=_("Do not send"),
            danger=True,
            back=request.get_full_path(),
        )

    def _each(self, request, queryset, operation) -> list[Message]:
        """Those it worked for; of the others it is told why they were left as they are."""
        done, refused = [], []
        for message in queryset.defer(None).defer("text", "html", "parts", "calendar"):
            try:
                operation(message)
            except Refusal as refusal:
                refused.append((message, str(refusal)))
            else:
                done.append(message)
        for message, why in refused[:AT_MOST]:
            text = _("%(record)s was left as it is: %(why)s") % {"record": message, "why": why}
            self.message_user(request, text, messages.WARNING)
        if more := len(refused[AT_MOST:]):
            text = ngettext(
                "%(count)d more was left as it is.", "%(count)d more were left as they are.", more
            )
            self.message_user(request, text % {"count": more}, messages.WARNING)
        return done


def log(user, rows, text: str) -> None:
    """Who did it, in the history of each message; under its number, for the log of the staff outlives the address."""
    kind = ContentType.objects.get_for_model(Message)
    LogEntry.objects.bulk_create(
        [
            LogEntry(
                user_id=user.pk,
                content_type=kind,
                object_id=str(row.pk),
                object_repr=f"{row._meta.verbose_name} {row.pk}",
                action_flag=CHANGE,
                change_message=text,
            )
            for row in rows
        ],
        batch_size=500,
    )
