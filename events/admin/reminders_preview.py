"""A rule as one of its recipients will read it, and a trial of it to whoever looks at it."""

import secrets
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from beijing_ngo.core import lists, outbox
from beijing_ngo.core.language import CHINESE, ENGLISH, TAGS, written
from beijing_ngo.core.models import MessageLanguage
from events import reminders
from events.admin import reminders_words as words
from events.models import Event, ReminderAudience, ReminderRule
from events.reminders import audiences, mails

FIRST = 50
TRIAL = "reminder.trial"
WHY_TRIAL = gettext_lazy("This is a trial of a reminder. You sent it to yourself.")
# A ticket's or a registration's link in a reminder opens what it leads to, so it is shown to those who may change that.
RIGHTS = {
    ReminderAudience.ATTENDEES: "events.change_attendee",
    ReminderAudience.NOT_REGISTERED: "members.view_representative",
}
SEARCHED = {
    ReminderAudience.ATTENDEES: (
        *("family_name", "given_name", "latin_name", "email", "registration__reference"),
    ),
    ReminderAudience.NOT_REGISTERED: (
        *("user__family_name", "user__given_name", "user__latin_name", "user__email"),
        *("organisation__name_zh_hans", "organisation__name_en"),
    ),
}
OF_REGISTRANTS = (
    *("contact__family_name", "contact__given_name", "contact__latin_name", "contact__email"),
    *("guest_email", "reference"),
)
LABELS = {
    CHINESE: "中文",
    ENGLISH: "English",
    MessageLanguage.BOTH: pgettext_lazy("of one mail", "Both languages"),
}


@dataclass(frozen=True)
class Version:
    """A reminder in one language, or in both below each other. `is_theirs`: so the recipient gets it."""

    language: str
    label: str
    is_theirs: bool
    mail: outbox.Mail

    @property
    def tag(self) -> str:
        return TAGS.get(self.language, "")

    @cached_property
    def message(self):
        return outbox.message(self.mail)

    @property
    def html(self) -> str:
        return outbox.html_of(self.message)


def may_preview(user, rule: ReminderRule) -> bool:
    return user.has_perm("events.view_reminderrule") and user.has_perm(
        RIGHTS.get(rule.to, "events.change_registration")
    )


def versions(rule: ReminderRule, event: Event, recipient) -> list[Version]:
    """As the recipient gets it first; then in the other language, where the rule is written in it."""
    writer = mails.Writer(rule, event, reminders.moment(rule, event) or timezone.now())
    theirs = writer.languages(recipient.language)
    others = [code for code in (CHINESE, ENGLISH) if code not in theirs and written(rule, "body", code)]
    first = theirs[0] if len(theirs) == 1 else MessageLanguage.BOTH
    return [
        Version(
            language=code,
            label=LABELS[code],
            is_theirs=code == first,
            mail=writer.mail(replace(recipient, language="" if code == MessageLanguage.BOTH else code)),
        )
        for code in (first, *others)
    ]


def send_trial(rule: ReminderRule, version: Version, user) -> None:
    """The mail exactly as previewed, marked as a trial, to the colleague who asked; each click is a mail of its own."""
    trial = replace(
        version.mail,
        key=f"trial:{rule.pk}:{user.pk}:{secrets.token_hex(8)}",
        kind=TRIAL,
        words={code: (_marked(subject, code), body) for code, (subject, body) in version.mail.words.items()},
        person=user,
        address=user.email,
        topic="",
        about=rule,
        reason=WHY_TRIAL,
    )
    message = outbox.message(trial)
    message.to_name = str(user)[:120]  # it greets the recipient and goes to the colleague
    outbox.write([message])


def _marked(subject, language) -> str:
    with override(language):
        return _("[Trial] %(subject)s") % {"subject": subject}


def events_to_choose(rule: ReminderRule) -> list[Event]:
    """Those of the kind to come, the next one first, then those that were."""
    events = Event.objects.filter(kind=rule.event_kind).only(
        *("kind", "title_zh_hans", "title_en", "source_language", "starts_at", "time_zone")
    )
    now = timezone.now()
    return [
        *events.filter(starts_at__gte=now).order_by("starts_at", "pk")[:FIRST],
        *events.filter(starts_at__lt=now).order_by("-starts_at", "-pk")[:10],
    ]


def people_found(rule: ReminderRule, event: Event, query: str) -> list:
    """The first of the rule's audience who have all words of the query in their name, address or reference."""
    rows = audiences.audience(rule, event)
    for word in query.split()[:8]:
        condition = Q()
        for field in SEARCHED.get(rule.to, OF_REGISTRANTS):
            condition |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(condition)
    return list(rows.order_by("pk")[:FIRST])


def person(rule: ReminderRule, row) -> str:
    """A row of the audience by name and address."""
    if rule.to == ReminderAudience.ATTENDEES:
        return f"{row.name} · {row.email}"
    user = row.user if rule.to == ReminderAudience.NOT_REGISTERED else row.contact
    return f"{user} · {user.email}" if user else row.guest_email


class PreviewPage:
    """Part of the admin of reminder rules."""

    def preview(self, request, pk):
        rule = get_object_or_404(ReminderRule.objects.select_related("event__desk"), pk=pk)
        if not may_preview(request.user, rule):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        events = [] if rule.event_id else events_to_choose(rule)
        event = rule.event or self._event(events, asked.get("event", ""))
        query = lists.words(asked)
        people = people_found(rule, event, query) if event else []
        others = people if request.method == "GET" else []
        recipient = self._recipient(rule, event, people, asked.get("to", ""), others)
        shown = versions(rule, event, recipient) if recipient else []
        if request.method == "POST":
            return self._send(request, rule, event, recipient, shown, query)
        return self.staff_page(
            request,
            "admin/events/reminderrule/preview.html",
            title=_("Preview of a reminder"),
            subtitle=str(rule),
            rule=rule,
            events=events,
            event=event,
            query=query,
            people=[(row.pk, person(rule, row)) for row in people],
            recipient=recipient,
            versions=shown,
            when=words.when(rule),
            moment=words.due(rule, event) if event else "",
            back=reverse("admin:events_reminderrule_change", args=[rule.pk]),
        )

    @staticmethod
    def _event(events, asked) -> Event | None:
        chosen = next((event.pk for event in events if str(event.pk) == asked), None)
        first = chosen or (events[0].pk if events else None)
        return first and Event.objects.select_related("desk").get(pk=first)

    @staticmethod
    def _recipient(rule, event, people, asked, others):
        """The one asked for among those found, or else the first of the others."""
        chosen = [one for one in people if str(one.pk) == asked]
        row = next(iter([*chosen, *others]), None)
        return audiences.page(rule, event, after=row.pk - 1, size=1)[0] if row else None

    def _send(self, request, rule, event, recipient, shown, query):
        version = next((one for one in shown if one.language == request.POST.get("language")), None)
        if version is None:
            self.message_user(request, _("There is nobody to show the reminder for."), messages.WARNING)
        else:
            send_trial(rule, version, request.user)
            text = _("The trial is on its way to %(address)s.") % {"address": request.user.email}
            self.message_user(request, text, messages.SUCCESS)
        url = reverse("admin:events_reminderrule_preview", args=[rule.pk])
        place = {"event": event.pk if event else "", "q": query, "to": recipient.place if recipient else ""}
        return redirect(f"{url}?{urlencode(place)}")
