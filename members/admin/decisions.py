"""The page between choosing a decision and making it: about whom, what is told to them, what has to be given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from beijing_ngo.core.models import Status
from beijing_ngo.core.refusals import Refusal
from members import operations
from members.models import Membership, MembershipState
from members.models.membership import TO_DECIDE
from members.operations.decisions import RIGHT, proposed_end, proposed_start

MOST = 200  # applications decided at once


class NothingForm(forms.Form):
    """A decision that needs nothing but a yes."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)


class ReasonForm(NothingForm):
    reason = forms.CharField(
        label=pgettext_lazy("membership", "Reason"),
        max_length=300,
        help_text=gettext_lazy("The applicant reads it."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )


class QuestionForm(NothingForm):
    reason = forms.CharField(
        label=gettext_lazy("What is missing"),
        max_length=2000,
        help_text=gettext_lazy("The applicant reads it."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )


class TermForm(NothingForm):
    """The tier in both languages, the same for all; dates are proposed, each renewal goes on from its own term."""

    tier_zh_hans = forms.CharField(
        label=gettext_lazy("Tier in Chinese"),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    tier_en = forms.CharField(
        label=gettext_lazy("Tier in English"),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=UnfoldAdminDateWidget)
    expires_on = forms.DateField(label=gettext_lazy("Last day"), widget=UnfoldAdminDateWidget)

    def __init__(self, *args, rows, **kwargs):
        starts_on = max(proposed_start(row, timezone.localdate()) for row in rows)
        proposed = {"starts_on": starts_on, "expires_on": proposed_end(starts_on)}
        for name in ("tier_zh_hans", "tier_en"):
            proposed[name] = rows[0].__dict__.get(name) or ""
        super().__init__(*args, rows=rows, initial=proposed, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if (first := cleaned.get("starts_on")) and (last := cleaned.get("expires_on")) and last < first:
            self.add_error("expires_on", _("The end is not before the start."))
        return cleaned


@dataclass(frozen=True)
class DecisionPage:
    title: Any
    told: Any
    send: Any
    form: type[NothingForm]
    act: Callable
    states: tuple = TO_DECIDE
    danger: bool = False

    @staticmethod
    def way(verb, chosen):
        """Where the decision is made; `chosen` is a queryset, or the key of one application."""
        is_one = isinstance(chosen, int | str)
        pks = [chosen] if is_one else list(chosen.values_list("pk", flat=True)[:MOST])
        return redirect(f"{reverse(f'admin:members_membership_{verb}')}?ids={','.join(map(str, pks))}")


DECISIONS = {
    "accept": DecisionPage(
        gettext_lazy("Accept applications"),
        gettext_lazy("The applicants and the contacts are told by mail. A renewal follows its present term."),
        gettext_lazy("Accept"),
        TermForm,
        operations.accept,
    ),
    "review": DecisionPage(
        gettext_lazy("Begin the review"),
        gettext_lazy("The applicants are told by mail that the review has begun."),
        gettext_lazy("Begin the review"),
        NothingForm,
        operations.start_review,
        states=(MembershipState.APPLIED,),
    ),
    "ask": DecisionPage(
        gettext_lazy("Ask for more"),
        gettext_lazy("The applicants get the question by mail and answer on their page; the state stays."),
        gettext_lazy("Send the question"),
        QuestionForm,
        operations.ask_for_more,
    ),
    "decline": DecisionPage(
        gettext_lazy("Decline applications"),
        gettext_lazy("The applicants are told by mail, with the reason. They may apply again."),
        pgettext_lazy("membership", "Decline"),
        ReasonForm,
        operations.decline,
        danger=True,
    ),
    "resign": DecisionPage(
        gettext_lazy("Record the resignation"),
        gettext_lazy("The membership ends today. The contacts are told by mail."),
        gettext_lazy("End the membership"),
        ReasonForm,
        operations.resign,
        states=(MembershipState.ACTIVE,),
        danger=True,
    ),
}


def decision_page(model_admin, request, verb):
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    page = DECISIONS[verb]
    pks = [part for part in request.GET.get("ids", "").split(",") if part.isdecimal()][:MOST]
    rows = list(Membership.objects.filter(pk__in=pks).select_related("organisation", "renews").order_by("pk"))
    back = reverse("admin:members_membership_changelist")
    if not rows:
        return redirect(back)
    if len(rows) == 1:
        back = reverse("admin:members_membership_change", args=[rows[0].pk])
    form = page.form(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        decide(model_admin, request, page, rows, form.cleaned_data)
        return redirect(back)
    return model_admin.staff_page(
        request,
        "admin/chosen.html",
        form=form,
        title=page.title,
        hidden=[("confirmed", "yes")],
        number=len(rows),
        names=[_named(row) for row in rows],
        told=page.told,
        send=page.send,
        danger=page.danger,
        back=back,
    )


def _named(row) -> str:
    parts = (row.organisation, row.get_state_display(), _("renewal") if row.renews_id else "")
    return " · ".join(str(part) for part in parts if part)


def decide(model_admin, request, page, rows, given) -> None:
    """Each by itself; whoever was left as they were is named, with the reason."""
    done = []
    for row in rows:
        try:
            done.append(page.act(membership=row, by=request.user, **given))
        except Refusal as refusal:
            text = _("%(record)s was left as it is: %(why)s") % {"record": row.organisation, "why": refusal}
            model_admin.message_user(request, text, messages.WARNING)
    if done:
        text = ngettext("%(count)d membership is changed.", "%(count)d memberships are changed.", len(done))
        model_admin.message_user(request, text % {"count": len(done)}, messages.SUCCESS)
    for membership in done:
        organisation = membership.organisation
        if membership.state == MembershipState.ACTIVE and organisation.status == Status.DRAFT:
            url = reverse("admin:members_organisation_change", args=[organisation.pk])
            words = _("The page of %(name)s is still a draft: an editor completes and publishes it.") % {
                "name": organisation
            }
            model_admin.message_user(
                request, format_html('{} <a href="{}">{}</a>', words, url, _("Open it")), messages.WARNING
            )
