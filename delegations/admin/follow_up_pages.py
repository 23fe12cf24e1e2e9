"""What is still to be done after visits: over all visits, and for one in its dossier."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_pages import sent
from delegations.emails import when
from delegations.models import Delegation, Outcome, OutcomeKind
from delegations.operations import follow_ups
from members.models import User

A_PAGE = 50
LATELY = timedelta(days=30)
MOST_DONE = 20
MINE, ALL, NOBODY = "mine", "all", "nobody"


def colleagues():
    return User.objects.colleagues().order_by("family_name", "given_name", "email")


class DoneForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("how it was done"),
        max_length=300,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label=gettext_lazy("new owner"), queryset=User.objects.none(), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues()


class FollowUpForm(forms.Form):
    text_zh_hans = forms.CharField(
        label=gettext_lazy("what is to be done, in Chinese"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2, "lang": "zh-Hans"}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("what is to be done, in English"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2, "lang": "en"}),
    )
    due_on = forms.DateField(label=gettext_lazy("due on"), required=False, widget=UnfoldAdminDateWidget)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("owner"),
        queryset=User.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Is told by e-mail; without an owner the officer in charge is reminded."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues()

    def clean(self):
        data = super().clean()
        if not (data.get("text_zh_hans") or data.get("text_en")):
            self.add_error("text_zh_hans", _("Please say in one language at least what is to be done."))
        return data

    def given(self) -> dict:
        data = self.cleaned_data
        return {
            "text": {"zh-hans": data["text_zh_hans"], "en": data["text_en"]},
            "due_on": data["due_on"],
            "owner": data["owner"],
        }


@dataclass(frozen=True)
class Row:
    outcome: Outcome
    when: str
    is_late: bool
    may_act: bool


def rows(outcomes, user) -> list[Row]:
    today = timezone.localdate()
    return [
        Row(
            outcome,
            when(outcome.due_on, today) if outcome.due_on else _("no day is set"),
            bool(outcome.due_on and outcome.due_on < today),
            outcome.may_be_worked_on_by(user),
        )
        for outcome in outcomes
    ]


def _back(request, default: str) -> str:
    """Where somebody came from, if that is a page of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else default


def _may_see_all(user) -> bool:
    return user.has_perm("delegations.view_outcome") or user.has_perm("delegations.change_outcome")


class FollowUpPages:
    """Part of the admin of outcomes."""

    change_form_outer_before_template = "admin/delegations/outcome/acts.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("open/", view(self.open_ones), name="delegations_outcome_open"),
            path("<int:pk>/done/", view(self.done), name="delegations_outcome_done"),
            path("<int:pk>/hand-over/", view(self.hand_over), name="delegations_outcome_hand_over"),
            path("<int:pk>/reopen/", view(self.reopen), name="delegations_outcome_reopen"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj and obj.kind == OutcomeKind.FOLLOW_UP and obj.may_be_worked_on_by(request.user):
            context |= {"follow_up": obj, "here": request.path}
        return super().render_change_form(request, context, obj=obj, **kwargs)

    # ---------------------------------------------------------------- all that is open

    def open_ones(self, request):
        """Overdue first. Who may not see all outcomes sees what they look after themselves."""
        user = request.user
        may_see_all = _may_see_all(user)
        if not (may_see_all or Outcome.objects.filter(owner=user).exists()):
            raise PermissionDenied
        known = [(ALL, _("everybody's")), (MINE, _("mine")), (NOBODY, _("without an owner"))]
        known += [(str(one.pk), str(one)) for one in self._owners() if one != user] if may_see_all else []
        whose = request.GET.get("whose", ALL)
        whose = whose if whose in dict(known) else ALL
        page = Paginator(self._of(whose, Outcome.objects.open(), user), A_PAGE).get_page(
            request.GET.get("page")
        )
        done = self._of(whose, Outcome.objects.done_lately(timezone.localdate() - LATELY), user)
        return self.staff_page(
            request,
            "admin/delegations/outcome/open.html",
            title=_("Open follow-ups"),
            page=page,
            rows=rows(page, user),
            done=rows(done.select_related("done_by")[:MOST_DONE], user),
            may_see_all=may_see_all,
            known=known,
            whose=whose,
            filters=urlencode({"whose": whose}),
            here=request.get_full_path(),
            may_see_visits=user.has_perm("delegations.view_delegation"),
        )

    @staticmethod
    def _owners():
        return colleagues().filter(outcomes_owned__in=Outcome.objects.open().order_by()).distinct()

    @staticmethod
    def _of(whose, outcomes, user):
        found = outcomes.for_colleague(user).select_related("delegation", "owner")
        if whose == MINE:
            return found.filter(owner=user)
        if whose == NOBODY:
            return found.filter(owner__isnull=True)
        return found if whose == ALL else found.filter(owner=int(whose))

    # ---------------------------------------------------------------- one of them

    def _one(self, request, pk) -> Outcome:
        outcome = get_object_or_404(Outcome.objects.select_related("delegation", "owner"), pk=pk)
        if not outcome.may_be_worked_on_by(request.user):
            raise PermissionDenied
        return outcome

    def done(self, request, pk):
        """In one step from any list: what was typed there arrives here, and stays where it is refused."""
        outcome = self._one(request, pk)
        back = _back(request, reverse("admin:delegations_outcome_open"))
        form = DoneForm(sent(request))
        if form.is_valid():
            try:
                follow_ups.mark_done(outcome=outcome, note=form.cleaned_data["note"], by=request.user)
            except Refusal as refusal:
                form.add_error("note", str(refusal))
            else:
                self.log_change(request, outcome, [{"changed": {"fields": ["done_on"]}}])
                self.message_user(request, _("“%(text)s” is done.") % {"text": outcome}, messages.SUCCESS)
                return redirect(back)
        return self.staff_page(
            request,
            form=form,
            hidden=[("next", back)],
            title=_("Mark as done"),
            subtitle=str(outcome),
            told=str(outcome.delegation),
            send=_("Mark as done"),
            back=back,
        )

    def hand_over(self, request, pk):
        outcome = self._one(request, pk)
        back = _back(request, reverse("admin:delegations_outcome_open"))
        form = HandOverForm(sent(request))
        if form.is_valid():
            to = form.cleaned_data["to"]
            try:
                follow_ups.hand_over(outcome=outcome, to=to, by=request.user)
            except Refusal as refusal:
                form.add_error("to", str(refusal))
            else:
                self.log_change(request, outcome, [{"changed": {"fields": ["owner"]}}])
                text = _("%(name)s looks after “%(text)s” from now on.") % {"name": to, "text": outcome}
                self.message_user(request, text, messages.SUCCESS)
                return redirect(back)
        return self.staff_page(
            request,
            form=form,
            hidden=[("next", back)],
            title=_("Hand over the follow-up"),
            subtitle=str(outcome),
            told=_("The new owner is told by e-mail."),
            send=_("Hand over the follow-up"),
            back=back,
        )

    def reopen(self, request, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        outcome = self._one(request, pk)
        try:
            follow_ups.reopen(outcome=outcome, by=request.user)
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
        else:
            self.log_change(request, outcome, [{"changed": {"fields": ["done_on"]}}])
            self.message_user(request, _("“%(text)s” is open again.") % {"text": outcome}, messages.SUCCESS)
        return redirect(_back(request, reverse("admin:delegations_outcome_open")))


# ---------------------------------------------------------------- in the dossier of a visit


def section(request, delegation) -> dict | None:
    user = request.user
    found = list(
        delegation.outcomes.for_colleague(user).select_related("owner", "done_by").order_by("order", "id")
    )
    may_add = user.has_perm("delegations.add_outcome")
    if not (found or may_add or _may_see_all(user)):
        return None
    follow_up = [one for one in found if one.kind == OutcomeKind.FOLLOW_UP]
    waiting = [one for one in follow_up if one.done_on is None]
    waiting.sort(key=lambda one: (one.due_on is None, one.due_on or timezone.localdate(), one.pk))
    return {
        "results": [one for one in found if one.kind != OutcomeKind.FOLLOW_UP],
        "rows": rows(waiting, user),
        "done": rows([one for one in follow_up if one.done_on], user),
        "add": reverse("admin:delegations_delegation_add_follow_up", args=[delegation.pk]) if may_add else "",
        "may_see_outcomes": _may_see_all(user),
        "here": request.path,
    }


class AddFollowUpPage:
    """Part of the admin of visits."""

    def get_urls(self):
        own = path(
            "<int:pk>/follow-ups/add/",
            self.admin_site.admin_view(self.add_follow_up),
            name="delegations_delegation_add_follow_up",
        )
        return [own, *super().get_urls()]

    def add_follow_up(self, request, pk):
        if not request.user.has_perm("delegations.add_outcome"):
            raise PermissionDenied
        delegation = get_object_or_404(Delegation, pk=pk)
        back = _back(request, reverse("admin:delegations_delegation_dossier", args=[pk]))
        form = FollowUpForm(sent(request))
        if form.is_valid():
            try:
                outcome = follow_ups.add_follow_up(delegation=delegation, by=request.user, **form.given())
            except Refusal as refusal:
                form.add_error("owner", str(refusal))
            else:
                text = _("“%(text)s” is to be done.") % {"text": outcome}
                self.message_user(request, text, messages.SUCCESS)
                return redirect(back)
        return self.staff_page(
            request,
            form=form,
            hidden=[("next", back)],
            title=_("Add a follow-up"),
            subtitle=str(delegation),
            send=_("Add the follow-up"),
            back=back,
        )
