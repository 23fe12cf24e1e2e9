"""Pages of the admin that look over all apps: what needs doing, and which texts wait for a translator."""

from dataclasses import dataclass

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, Q, Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from beijing_ngo.core.models import Message, Page, TranslationState
from beijing_ngo.core.staff_admin import STATE_COLOURS, in_publication
from beijing_ngo.portal import staff_papers, staff_visits
from beijing_ngo.portal.staff_boxes import Box, Entry
from beijing_ngo.portal.staff_desks import at_the_desks
from beijing_ngo.portal.staff_notices import changes_to_tell
from beijing_ngo.portal.staff_waiting import applications, undelivered
from delegations.models import ChecklistItem, Delegation, Outcome, Participation
from events.models import Conference, Event, RegistrationDesk, Series
from members.models import CooperationProject, Membership, Organisation
from reports.models import Article, Endorsement, Submission

# Every kind of record that counts how far its translation has come.
KINDS = (Event, Series, Conference, Delegation, Submission, Article, Organisation, CooperationProject, Page)
AT_MOST = 8  # rows in a box of the overview


def _may_view(user, model):
    name = f"{model._meta.app_label}.{{}}_{model._meta.model_name}"
    return user.has_perm(name.format("view")) or user.has_perm(name.format("change"))


def _visible_kinds(user):
    return [model for model in KINDS if _may_view(user, model)]


def _list_url(model, **filters):
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?{urlencode(filters)}" if filters else url


def _change_url(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


# ---------------------------------------------------------------- what needs doing


@dataclass(frozen=True)
class Waiting:
    """How many records of a kind wait for something, and where they are listed."""

    label: str
    number: int
    url: str


def dashboard(request, context):
    """The overview a colleague starts from: only what they may see."""
    user = request.user
    return context | {"counts": _counts(_visible_kinds(user)), "boxes": boxes_of(user)}


def boxes_of(user) -> list[Box]:
    return [build(user) for model, build in BOXES if _may_view(user, model)]


def _counts(kinds):
    """Drafts, scheduled records and unfinished translations of each kind, in one statement."""
    questions = {
        "drafts": lambda rows: in_publication(rows, "draft"),
        "scheduled": lambda rows: in_publication(rows, "scheduled"),
        "untranslated": lambda rows: rows.needing_translation(),
    }
    filters = {
        "drafts": {"publication": "draft"},
        "scheduled": {"publication": "scheduled"},
        "untranslated": {"translation": "todo"},
    }
    found = _tally(kinds, questions)
    titles = {
        "drafts": _("Drafts"),
        "scheduled": _("Scheduled for publication"),
        "untranslated": _("Waiting for a translator"),
    }
    return [
        {
            "title": title,
            "counts": [
                Waiting(model._meta.verbose_name_plural, number, _list_url(model, **filters[key]))
                for model in kinds
                if (number := found.get((key, model._meta.label_lower), 0))
            ],
        }
        for key, title in titles.items()
    ]


def _tally(kinds, questions):
    parts = [
        question(model._default_manager.order_by())
        .annotate(question=Value(key, CharField()), record=Value(model._meta.label_lower, CharField()))
        .values("question", "record")
        .annotate(number=Count("pk"))
        .values_list("question", "record", "number")
        for model in kinds
        for key, question in questions.items()
    ]
    return {(key, record): number for key, record, number in _together(parts)}


def _together(parts):
    """Rows of several kinds in one statement."""
    if not parts:
        return Page.objects.none()
    first, *rest = parts
    return first.union(*rest, all=True) if rest else first


def _events_to_come(user):
    events = (
        Event.objects.upcoming()
        .exclude(state="cancelled")
        .only("title_zh_hans", "title_en", "source_language", "starts_at", "time_zone")
    )
    return Box(
        _("Next events"),
        [
            Entry(
                str(event),
                _change_url(event),
                event.starts_at.astimezone(event.zone).date(),
                is_work=False,
            )
            for event in events[:AT_MOST]
        ],
        _list_url(Event),
        _("No event is planned."),
    )


BOXES = (
    (Event, _events_to_come),
    (Event, changes_to_tell),
    (RegistrationDesk, at_the_desks),
    (Membership, applications),
    (Outcome, staff_visits.follow_ups),
    (Delegation, staff_visits.reports),
    (ChecklistItem, staff_visits.checklists),
    (Participation, staff_visits.nominations),
    (Submission, staff_papers.deadlines),
    (Submission, staff_papers.in_review),
    (Endorsement, staff_papers.unanswered),
    (Message, undelivered),
)


# ---------------------------------------------------------------- translations


@dataclass(frozen=True)
class Row:
    kind: str
    title: str
    url: str
    source: str
    states: list  # (words, colour) for each language


class TranslationsView(TemplateView):
    """Every record in two languages and how far each language has come, the latest change first."""

    template_name = "admin/translations.html"
    paginate_by = 50

    def get_context_data(self, **kwargs):
        kinds = _visible_kinds(self.request.user)
        chosen = self.request.GET.get("kind", "")
        state = self.request.GET.get("state", "todo")
        shown = [model for model in kinds if model._meta.label_lower == chosen] or kinds
        page = Paginator(self._rows(shown, state), self.paginate_by).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **admin.site.each_context(self.request),
            title=_("Translations"),
            page=page,
            rows=[self._row(values) for values in page],
            kinds=[(model._meta.label_lower, model._meta.verbose_name_plural) for model in kinds],
            states=[("todo", _("needs a translator")), ("all", _("all")), *TranslationState.choices[1:]],
            chosen_kind=chosen,
            chosen_state=state,
            filters=urlencode({"kind": chosen, "state": state}),
            **kwargs,
        )

    @staticmethod
    def _rows(kinds, state):
        """All kinds in one statement, of which the paginator asks a page."""
        parts = []
        for model in kinds:
            name = model.required_text[0]
            rows = model._default_manager.order_by().annotate(
                record=Value(model._meta.label_lower, CharField()),
                chinese=F(f"{name}_zh_hans"),
                english=F(f"{name}_en"),
            )
            if state in TranslationState.values:
                rows = rows.filter(Q(zh_hans_state=state) | Q(en_state=state))
            elif state != "all":
                rows = rows.needing_translation()
            parts.append(
                rows.values_list(
                    "record",
                    "pk",
                    "chinese",
                    "english",
                    "source_language",
                    "zh_hans_state",
                    "en_state",
                    "updated_at",
                )
            )
        return _together(parts).order_by("-updated_at", "record", "pk")

    @staticmethod
    def _row(values):
        record, pk, chinese, english, source, *states, _updated = values
        model = next(model for model in KINDS if model._meta.label_lower == record)
        return Row(
            kind=model._meta.verbose_name,
            title=(english if source == "en" else chinese) or chinese or english,
            url=reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk]),
            source=source,
            states=[(TranslationState(state).label, STATE_COLOURS[state]) for state in states],
        )
