"""“Copy as a new event”: the next edition of a meeting, as a draft of its own."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from beijing_ngo.core import lists
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.staff_pages import sent
from beijing_ngo.core.zones import zone_name
from events import operations
from events.models import Event

YEAR_OF_WEEKS = timedelta(weeks=52)
LEFT_BEHIND = _(
    "Not copied: photographs, documents, speakers, the conference, the link to join online, invitations, registrations, "
    "the figures, the approval number."
)


class NewStartForm(forms.Form):
    """When the new event starts, by the clock of its place."""

    starts_at = forms.SplitDateTimeField(label=_("new start"), widget=UnfoldAdminSplitDateTimeWidget)

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        self.initial.setdefault("starts_at", self._next_year())
        self.fields["starts_at"].help_text = _("By the event's own clock: %(zone)s.") % {
            "zone": zone_name(event.time_zone)
        }

    def _next_year(self) -> datetime:
        """The same weekday and hour a year on, the first that is still to come."""
        start = self.event.starts_at.astimezone(self.event.zone).replace(tzinfo=None)
        now = timezone.now().astimezone(self.event.zone).replace(tzinfo=None)
        start += YEAR_OF_WEEKS
        while start <= now:
            start += YEAR_OF_WEEKS
        return start

    def clean_starts_at(self) -> datetime:
        typed = self.cleaned_data["starts_at"]
        return timezone.make_naive(typed).replace(tzinfo=self.event.zone)


def copied(event: Event) -> list[str]:
    """What the copy has, in words; what the first one did not have is not told of."""
    desk = event.open_desk
    counted = {
        "partners": event.partnerships.count(),
        "agenda": event.agenda.count(),
        "questions": desk.questions.count() if desk else 0,
        "rules": event.reminder_rules.count(),
    }
    told = {
        "partners": ngettext("%(count)d partner", "%(count)d partners", counted["partners"]),
        "agenda": ngettext(
            "%(count)d item of the agenda", "%(count)d items of the agenda", counted["agenda"]
        ),
        "questions": ngettext(
            "%(count)d question at registration", "%(count)d questions at registration", counted["questions"]
        ),
        "rules": ngettext("%(count)d reminder rule", "%(count)d reminder rules", counted["rules"]),
    }
    return [
        str(_("the texts, the place and the themes")),
        *([str(_("the registration desk"))] if desk else []),
        *(told[name] % {"count": count} for name, count in counted.items() if count),
    ]


class CopyPage:
    """Part of the admin of events."""

    actions_detail = ["copy_as_new"]

    def has_copy_permission(self, request, obj=None):
        """Whoever may enter an event may enter one by copying."""
        return self.has_add_permission(request) and self.has_view_permission(request)

    @staff.action(
        description=_("Copy as a new event"),
        url_path="copy",
        icon="content_copy",
        permissions=["copy"],
    )
    def copy_as_new(self, request, object_id):
        event = self.get_object(request, object_id)
        if event is None:
            raise Http404
        form = NewStartForm(sent(request), event=event)
        if form.is_valid():
            starts_at = form.cleaned_data["starts_at"]
            copy = operations.clone_event(event, starts_at=starts_at, by=request.user)
            self._tell_of_the_copy(request, event, copy)
            return redirect("admin:events_event_change", copy.pk)
        return self.staff_page(
            request,
            title=_("Copy as a new event"),
            subtitle=str(event),
            form=form,
            told=_("Copied: %(what)s. Days move with the new start and keep their hours. %(left_behind)s")
            % {"what": lists.joined(copied(event)), "left_behind": LEFT_BEHIND},
            send=_("Copy as a new event"),
            back=reverse("admin:events_event_change", args=[event.pk]),
        )

    def _tell_of_the_copy(self, request, event, copy) -> None:
        text = _("This is a draft of the new event, copied from “%(event)s”. Copied: %(what)s.")
        values = {"event": event, "what": lists.joined(copied(copy))}
        self.message_user(request, text % values, messages.SUCCESS)
        self.message_user(request, str(LEFT_BEHIND), messages.INFO)
        was_on = event.reminder_rules.filter(active=True).count()
        if off := was_on - copy.reminder_rules.filter(active=True).count():
            text = ngettext(
                "%(count)d reminder rule is switched off: its moment has passed.",
                "%(count)d reminder rules are switched off: their moments have passed.",
                off,
            )
            self.message_user(request, text % {"count": off}, messages.WARNING)
