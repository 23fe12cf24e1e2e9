"""The page of a conference: how its badges stand, who is on the list, and what can be done about it."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext, pgettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from beijing_ngo.core import dates
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_pages import sent
from delegations import ors
from delegations.emails import days_left
from delegations.models import (
    BadgeKind,
    DelegationMember,
    DelegationState,
    NominationState,
    Participation,
)
from delegations.models.participation import validate_english
from delegations.operations import participation as operations
from events.admin import bulk

LATE = gettext_lazy("why the secretariat of the conference accepted it late")
# What can be done to several people at once, and whether it may be late.
ACTS = {
    "nominate": (operations.nominate, True),
    "confirm": (operations.confirm, True),
    "collected": (operations.mark_collected, False),
    "not_collected": (operations.take_back_collected, False),
    "withdraw": (operations.withdraw, False),
}
DONE = {
    "nominate": ngettext_lazy("%(count)d person is nominated.", "%(count)d people are nominated.", "count"),
    "confirm": ngettext_lazy("%(count)d person is confirmed.", "%(count)d people are confirmed.", "count"),
    "collected": ngettext_lazy(
        "%(count)d badge is marked as collected.", "%(count)d badges are marked as collected.", "count"
    ),
    "not_collected": ngettext_lazy(
        "%(count)d badge is no longer marked as collected.",
        "%(count)d badges are no longer marked as collected.",
        "count",
    ),
    "withdraw": ngettext_lazy("%(count)d person is withdrawn.", "%(count)d people are withdrawn.", "count"),
}


def may_see(user) -> bool:
    return user.has_perm("delegations.view_nomination") or user.has_perm("delegations.change_nomination")


def nominations_page(pk, page="nominations", *args) -> str:
    return reverse(f"admin:delegations_participation_{page}", args=[pk, *args])


@dataclass(frozen=True)
class Deadline:
    label: str
    words: str
    left: str
    has_passed: bool


def deadlines(participation: Participation) -> list[Deadline]:
    """By the clock of the secretariat of the conference and by ours, with the days that are left."""
    now = timezone.now()
    found = []
    for label, moment in (
        (_("Nominate by"), participation.nominate_by),
        (_("Confirm by"), participation.confirm_by),
    ):
        if moment:
            left = (dates.to_date(moment) - timezone.localtime(now).date()).days
            words = dates.moment_here_and_there(moment, participation.deadline_zone)
            has_passed = moment < now
            found.append(
                Deadline(
                    label,
                    words,
                    pgettext("deadline", "passed") if has_passed else days_left(left),
                    has_passed,
                )
            )
    return found


def of_the_conference(participation: Participation):
    """Everybody who travels to the conference with a delegation of ours."""
    rows = DelegationMember.objects.filter(delegation__conference=participation.conference_id)
    rows = rows.exclude(delegation__state=DelegationState.CANCELLED).select_related("delegation")
    return rows.order_by("delegation__starts_on", "delegation_id", "order", "id")


class People(forms.ModelMultipleChoiceField):
    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def label_from_instance(self, member):
        return " · ".join(str(part) for part in (member.name, member.position, member.delegation) if part)


class Person(forms.ModelChoiceField):
    widget = UnfoldAdminSelectWidget

    def label_from_instance(self, member):
        return " · ".join(str(part) for part in (member.name, member.delegation) if part)


class ProposeForm(forms.Form):
    members = People(label=pgettext_lazy("nomination", "people"), queryset=DelegationMember.objects.none())
    badge_kind = forms.ChoiceField(
        label=gettext_lazy("badge"), choices=BadgeKind, initial=BadgeKind.NGO, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args, participation: Participation, visit: str = "", **kwargs):
        """Who comes from the dossier of a visit means the people of that visit."""
        super().__init__(*args, **kwargs)
        listed = participation.nominations.exclude(state__in=operations.OFF_THE_LIST).values("member")
        people = of_the_conference(participation).exclude(pk__in=listed)
        self.fields["members"].queryset = people
        if visit.isdecimal():
            self.initial["members"] = people.filter(delegation=int(visit))


class SubstituteForm(forms.Form):
    member = Person(label=gettext_lazy("who goes instead"), queryset=DelegationMember.objects.none())
    function = forms.CharField(label=gettext_lazy("function in English"), max_length=120)
    affiliation = forms.CharField(label=gettext_lazy("affiliation in English"), max_length=160)
    relationship = forms.CharField(
        label=gettext_lazy("relationship to the association, in English"), max_length=160
    )
    told_on = forms.DateField(
        label=gettext_lazy("told that the name becomes public on"), widget=UnfoldAdminDateWidget
    )
    late_reason = forms.CharField(
        label=LATE,
        max_length=300,
        help_text=gettext_lazy("The deadline for nominations has passed."),
    )

    def __init__(self, *args, participation: Participation, **kwargs):
        super().__init__(*args, **kwargs)
        closes = participation.nominate_by
        if closes is None or timezone.now() <= closes:
            del self.fields["late_reason"]
        self.fields["member"].queryset = of_the_conference(participation).exclude(
            pk__in=participation.nominations.exclude(
                state__in=[*operations.OFF_THE_LIST, NominationState.PROPOSED]
            ).values("member")
        )
        for name, field in self.fields.items():
            if name == "member":
                continue
            field.required = False
            if isinstance(field, forms.CharField):
                field.widget = UnfoldAdminTextInputWidget()
                field.widget.attrs["maxlength"] = field.max_length
            if name in ("function", "affiliation", "relationship"):
                field.validators.append(validate_english)
                field.help_text = _("May stay empty where the list has it already.")


class NominationPages:
    """Part of the admin of participations."""

    actions_detail = ["nominations_of"]

    def get_urls(self):
        view = self.admin_site.admin_view
        pages = {
            "<int:pk>/nominations/": (self.nominations, "nominations"),
            "<int:pk>/propose/": (self.propose, "propose"),
            "<int:pk>/substitute/<int:nomination_pk>/": (self.substitute, "substitute"),
            "<int:pk>/ors.csv": (self.ors, "ors"),
        }
        own = [
            path(route, view(page), name=f"delegations_participation_{name}")
            for route, (page, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    @staff.action(
        description=gettext_lazy("Badges and people"), url_path="people", icon="badge", permissions=["view"]
    )
    def nominations_of(self, request, object_id):
        return redirect(nominations_page(object_id))

    def response_post_save_change(self, request, obj):
        return redirect(nominations_page(obj.pk))

    def _participation(self, request, pk, right="") -> Participation:
        if not may_see(request.user) or (right and not request.user.has_perm(right)):
            raise PermissionDenied
        return get_object_or_404(Participation.objects.select_related("conference", "owner"), pk=pk)

    # ---------------------------------------------------------------- the list

    def nominations(self, request, pk):
        participation = self._participation(request, pk)
        if request.method != "POST":
            return self._list(request, participation)
        if not request.user.has_perm("delegations.change_nomination"):
            raise PermissionDenied
        act = request.POST.get("act", "")
        chosen = [row for row in self._rows(participation) if str(row.pk) in request.POST.getlist("chosen")]
        if act not in ACTS or not chosen:
            self.message_user(request, _("Please choose people first."), messages.WARNING)
            return self._list(request, participation)
        if act == "withdraw" and "confirmed" not in request.POST:
            return self._ask_to_withdraw(request, participation, chosen)
        return self._do(request, participation, act, chosen)

    def _do(self, request, participation, act, chosen):
        """Each by itself; whoever is refused stays chosen, so that what is wrong can be mended and sent again."""
        operation, may_be_late = ACTS[act]
        given = {"late_reason": request.POST.get("late_reason", "")[:300]} if may_be_late else {}
        done = bulk.each(self, request, chosen, lambda row: operation(nomination=row, **given))
        for nomination in done:
            self.log_change(request, nomination, [{"changed": {"fields": ["state"]}}])
        if done:
            words = DONE[act] % {"count": len(done)}
            self.message_user(request, words, messages.SUCCESS)
        left = {row.pk for row in chosen} - {row.pk for row in done}
        if not left:
            return redirect(nominations_page(participation.pk))
        return self._list(
            request, participation, chosen=left, late_reason=request.POST.get("late_reason", "")
        )

    @staticmethod
    def _rows(participation):
        return list(
            participation.nominations.for_page().order_by("member__delegation", "member__order", "pk")
        )

    def _list(self, request, participation, *, chosen=frozenset(), late_reason=""):
        found, user = self._rows(participation), request.user
        told = deadlines(participation)
        return self.staff_page(
            request,
            "admin/delegations/participation/nominations.html",
            title=_("Badges and people: %(conference)s") % {"conference": participation},
            participation=participation,
            deadlines=told,
            is_late=any(deadline.has_passed for deadline in told),
            standings=participation.standings(),
            rows=[row for row in found if row.state not in operations.OFF_THE_LIST],
            gone=[row for row in found if row.state in operations.OFF_THE_LIST],
            chosen=chosen,
            late_reason=late_reason,
            may_act=user.has_perm("delegations.change_nomination"),
            may_propose=user.has_perm("delegations.add_nomination"),
            may_change=self.has_change_permission(request, participation),
            ors_headings=ors.HEADINGS,
            ors_rows=ors.rows(participation),
        )

    def _ask_to_withdraw(self, request, participation, chosen):
        title = ngettext("Withdraw %(count)d person?", "Withdraw %(count)d people?", len(chosen))
        back = nominations_page(participation.pk)
        return self.staff_page(
            request,
            "admin/chosen.html",
            title=title % {"count": len(chosen)},
            subtitle=str(participation),
            action=back,
            hidden=[
                ("act", "withdraw"),
                ("confirmed", "yes"),
                *(("chosen", row.pk) for row in chosen),
            ],
            number=len(chosen),
            names=[f"{row.member.name} · {row.get_state_display()}" for row in chosen],
            told=_(
                "Their badges are free again. If somebody else goes instead, choose “Somebody else goes” beside the name: "
                "that keeps the badge."
            ),
            send=pgettext("nomination", "Withdraw"),
            danger=True,
            back=back,
        )

    # ---------------------------------------------------------------- who comes on it

    def propose(self, request, pk):
        participation = self._participation(request, pk, "delegations.add_nomination")
        back = nominations_page(pk)
        form = ProposeForm(
            sent(request),
            participation=participation,
            visit=request.GET.get("delegation", ""),
        )
        if form.is_valid():
            try:
                listed = operations.propose(participation=participation, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                text = ngettext(
                    "%(count)d person is on the list now.",
                    "%(count)d people are on the list now.",
                    len(listed),
                )
                self.message_user(request, text % {"count": len(listed)}, messages.SUCCESS)
                return redirect(back)
        return self.staff_page(
            request,
            form=form,
            title=_("Propose people"),
            subtitle=str(participation),
            told=_("People of the delegations to this conference who are not on the list yet.")
            if form.fields["members"].queryset.exists()
            else _("Nobody else travels to this conference with a delegation of ours."),
            send=_("Put them on the list"),
            back=back,
        )

    def substitute(self, request, pk, nomination_pk):
        participation = self._participation(request, pk, "delegations.change_nomination")
        nomination = get_object_or_404(participation.nominations.select_related("member"), pk=nomination_pk)
        back = nominations_page(pk)
        form = SubstituteForm(sent(request), participation=participation)
        if form.is_valid():
            try:
                new = operations.substitute(nomination=nomination, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                self.log_change(request, nomination, [{"changed": {"fields": ["state"]}}])
                text = _("%(new)s goes in place of %(old)s.") % {"new": new, "old": nomination}
                self.message_user(request, text, messages.SUCCESS)
                return redirect(back)
        return self.staff_page(
            request,
            form=form,
            title=_("Somebody else goes"),
            subtitle=_("%(name)s, %(conference)s") % {"name": nomination, "conference": participation},
            told=_("Whoever goes instead has the same badge and is confirmed anew."),
            send=_("Substitute"),
            back=back,
        )

    def ors(self, request, pk):
        participation = self._participation(request, pk)
        response = HttpResponse(ors.as_csv(participation), content_type="text/csv; charset=utf-8")
        name = f"ors-{participation.conference.slug}-{timezone.localdate():%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
