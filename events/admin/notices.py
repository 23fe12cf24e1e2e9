"""A change of an event: asked about right after the event is saved, and kept with what was decided."""

from collections import Counter

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from beijing_ngo.core import outbox
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.language import CHINESE, ENGLISH, TAGS, current
from beijing_ngo.core.refusals import Refusal
from events import notice_words, notices
from events.models import EventChange, RegistrationState

ALSO = (RegistrationState.PENDING, RegistrationState.WAITLISTED)
ALWAYS = RegistrationState.CONFIRMED
NAMES = {CHINESE: "中文", ENGLISH: "English"}


class NoticeForm(forms.Form):
    """Whom to tell beside those with a place, and what else to say. `readers` counts who reads which language."""

    note_zh_hans = forms.CharField(
        label=gettext_lazy("note in Chinese"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "lang": "zh-Hans"}),
        help_text=gettext_lazy("Stands in the message. May stay empty."),
    )
    note_en = forms.CharField(
        label=gettext_lazy("note in English"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "lang": "en"}),
        help_text=gettext_lazy("Stands in the message. May stay empty."),
    )
    also = forms.MultipleChoiceField(
        label=gettext_lazy("tell also"), required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    def __init__(self, *args, change: EventChange, **kwargs):
        super().__init__(*args, **kwargs)
        self.change = change
        self.fields["also"].choices = [
            (state.value, self._label(state, count)) for state in ALSO if (count := self._more(state))
        ]
        self.fields["also"].initial = self._all()
        if not self.fields["also"].choices:
            del self.fields["also"]

    def _more(self, state) -> int:
        """How many parties there are to hear of it."""
        return sum(1 for _person in notices.recipients(self.change, [state]))

    @staticmethod
    def _label(state, count):
        text = {
            RegistrationState.PENDING: ngettext(
                "with a pending registration (%(count)d person)",
                "with a pending registration (%(count)d people)",
                count,
            ),
            RegistrationState.WAITLISTED: ngettext(
                "on the waiting list (%(count)d person)",
                "on the waiting list (%(count)d people)",
                count,
            ),
        }
        return text[state] % {"count": count}

    @property
    def states(self) -> list[str]:
        """As typed; before anything was, everybody."""
        chosen = self.cleaned_data.get("also", []) if self.is_bound else self._all()
        return [ALWAYS.value, *chosen]

    def _all(self):
        return [state for state, _label in self.fields["also"].choices] if "also" in self.fields else []

    def note(self) -> dict[str, str]:
        return {CHINESE: self.cleaned_data["note_zh_hans"], ENGLISH: self.cleaned_data["note_en"]}

    def clean(self):
        """Nobody gets a note in the language they do not read."""
        data = super().clean()
        notes = {CHINESE: data.get("note_zh_hans", ""), ENGLISH: data.get("note_en", "")}
        if any(notes.values()) and not all(notes.values()):
            chosen = [ALWAYS.value, *data.get("also", [])]
            readers = Counter(person.language for person in notices.recipients(self.change, chosen))
            missing = next(language for language, text in notes.items() if not text)
            if readers[missing]:
                text = ngettext(
                    "%(count)d person reads it in this language: please write the note here too.",
                    "%(count)d people read it in this language: please write the note here too.",
                    readers[missing],
                )
                self.add_error(f"note_{missing.replace('-', '_')}", text % {"count": readers[missing]})
        return data


@admin.register(EventChange)
class EventChangeAdmin(staff.ReadOnlyAdmin):
    """Whoever may see events sees what was told of them; whoever may change events decides."""

    list_display = ["event", "what_is_new", "at", "by", "decided", "told_count"]
    list_filter = [*staff.choices("decision")]
    list_select_related = ["event", "by"]
    search_fields = staff.both("event__title")
    date_hierarchy = "at"
    fields = [
        "event",
        "what_is_new",
        ("at", "by"),
        "decision",
        ("decided_at", "decided_by"),
        "told_count",
        *staff.both("note"),
    ]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("events.view_event") or request.user.has_perm("events.change_event")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_urls(self):
        own = path("<int:pk>/tell/", self.admin_site.admin_view(self.tell), name="events_eventchange_tell")
        return [own, *super().get_urls()]

    @staff.display(description=gettext_lazy("what has changed"))
    def what_is_new(self, change):
        rows = notice_words.rows(change, current())
        told = _("%(label)s: %(text)s")
        lines = ([told % {"label": row.label, "text": f"{row.old} → {row.new}"}] for row in rows)
        return format_html_join(mark_safe("<br>"), "{}", lines)

    @staff.display(
        description=pgettext_lazy("about a change", "decision"),
        ordering="decision",
        label={"": "warning", "told": "success", "not_told": "default"},
    )
    def decided(self, change):
        return change.decision, change.get_decision_display()

    # ---------------------------------------------------------------- the question

    def tell(self, request, pk):
        if not request.user.has_perm("events.change_event"):
            raise PermissionDenied
        change = get_object_or_404(EventChange.objects.select_related("event"), pk=pk)
        if change.is_decided:
            return self._back(request, change, str(notices.AlreadyDecided()), messages.WARNING)
        if request.POST.get("act") == "keep_quiet":
            return self._do(request, change, lambda: self._keep_quiet(request, change))
        form = NoticeForm(request.POST or None, change=change)
        if form.is_valid():
            change.note_zh_hans, change.note_en = (
                form.cleaned_data["note_zh_hans"],
                form.cleaned_data["note_en"],
            )
            if request.POST.get("act") == "tell" and request.POST.get("seen") == _seen(change, form.states):
                return self._do(request, change, lambda: self._tell(request, change, form))
        return self._ask(request, change, form)

    def _do(self, request, change, decision):
        try:
            words = decision()
        except Refusal as refusal:
            return self._back(request, change, str(refusal), messages.WARNING)
        return self._back(request, change, words, messages.SUCCESS)

    def _tell(self, request, change, form) -> str:
        told = notices.tell(change=change, states=form.states, note=form.note(), by=request.user)
        text = ngettext("%(count)d person is told by e-mail.", "%(count)d people are told by e-mail.", told)
        return text % {"count": told}

    def _keep_quiet(self, request, change) -> str:
        notices.keep_quiet(change=change, by=request.user)
        return _("Nobody is told of the change.")

    def _back(self, request, change, words, level):
        self.message_user(request, words, level)
        return redirect("admin:events_event_change", change.event_id)

    def _ask(self, request, change, form):
        """The page. It says how many will be told; where somebody else is to be told than it said, it is shown again."""
        states = form.states
        number = sum(1 for _person in notices.recipients(change, states))
        title = ngettext(
            "Tell %(count)d person of the change?", "Tell %(count)d people of the change?", number
        )
        return self.staff_page(
            request,
            "admin/events/notice.html",
            title=title % {"count": number},
            subtitle=str(change.event),
            change=change,
            form=form,
            number=number,
            hidden=[("seen", _seen(change, states))],
            is_new_number=request.POST.get("act") == "tell" and form.is_valid(),
            languages=[
                {
                    "name": NAMES[language],
                    "tag": TAGS[language],
                    "rows": notice_words.rows(change, language),
                    "mail": outbox.message(notice_words.sample(change, language)),
                }
                for language in (CHINESE, ENGLISH)
            ],
            back=reverse("admin:events_event_change", args=[change.event_id]),
        )


def _seen(change, states) -> str:
    """What the page has shown: which state of the change, and who was counted."""
    return f"{change.at.isoformat()} {' '.join(sorted(states))}"


class AsksWhomToTell:
    """For the event's own page: what is undecided stands on it, and a save that matters leads to the question."""

    change_form_outer_before_template = "admin/events/notice_waiting.html"

    def save_model(self, request, obj, form, change):
        before = notices.held_facts(obj.pk) if change else None
        super().save_model(request, obj, form, change)
        if before:
            obj.change_to_tell = notices.record(event=obj, before=before, by=request.user)

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        if (waiting := getattr(obj, "change_to_tell", None)) is not None:
            return redirect("admin:events_eventchange_tell", waiting.pk)
        return response

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and request.user.has_perm("events.change_event"):
            waiting = EventChange.objects.waiting().filter(event=obj).first()
            context |= {"change_to_tell": waiting}
            if waiting:
                context |= {"what_to_tell": notice_words.rows(waiting, current())}
        return super().render_change_form(request, context, obj=obj, **kwargs)
