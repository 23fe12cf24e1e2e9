"""Who travels: the list of one visit, in the order of protocol."""

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSelectWidget

from beijing_ngo.core import lists
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.dates import date_range
from beijing_ngo.core.language import CHINESE, ENGLISH, TAGS, written
from beijing_ngo.core.staff_pages import SHEET, sent
from delegations import people_checks
from delegations.admin.visit_pages import VisitPages, from_choices, may_see
from delegations.models import Delegation, DelegationMember, DelegationRole
from delegations.operations import people as operations

ROWS = (
    ("family_name", "given_name"),
    ("latin_name", "role"),
    ("position_zh_hans", "position_en"),
    ("organisation", "badge_kind"),
    ("public",),
)
MODEL = "delegationmember"


@dataclass(frozen=True)
class Row:
    person: DelegationMember
    place: int
    positions: list[tuple[str, str]]  # (lang, text)
    has_above: bool  # somebody of the same rank to change places with
    has_below: bool

    @property
    def may_lead(self) -> bool:
        return self.person.role != DelegationRole.HEAD

    @property
    def may_be_deputy(self) -> bool:
        return self.person.role != DelegationRole.DEPUTY_HEAD


def people_of(delegation) -> list[DelegationMember]:
    return list(delegation.members.in_protocol_order().select_related("organisation"))


def by_organisation(people) -> list[tuple]:
    """(organisation, rows): neighbours of one organisation stand under its name once."""
    rows = [
        Row(
            person,
            number + 1,
            [
                (TAGS[code], text)
                for code in (CHINESE, ENGLISH)
                if (text := written(person, "position", code))
            ],
            number > 0 and people[number - 1].rank == person.rank,
            number + 1 < len(people) and people[number + 1].rank == person.rank,
        )
        for number, person in enumerate(people)
    ]
    return [
        (group[0].person.organisation, group)
        for _pk, group in ((pk, list(g)) for pk, g in groupby(rows, lambda row: row.person.organisation_id))
    ]


def section(request, delegation) -> dict | None:
    """The delegation in short, for its dossier."""
    if not may_see(request.user, MODEL):
        return None
    people = people_of(delegation)
    return {
        "groups": by_organisation(people),
        "count": len(people),
        "remarks": people_checks.remarks(delegation, people),
        "url": reverse("admin:delegations_delegation_people", args=[delegation.pk]),
        "may_change": request.user.has_perm("delegations.change_delegationmember"),
    }


class WhichVisitForm(forms.Form):
    """Which visit to copy people from."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("from the visit"),
        queryset=Delegation.objects.none(),
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args, delegation, **kwargs):
        super().__init__(*args, **kwargs)
        others = Delegation.objects.exclude(pk=delegation.pk).filter(members__isnull=False).distinct()
        self.fields["source"].queryset = others.defer("summary", "purpose", "report", "relations_note")
        self.fields["source"].label_from_instance = _with_date


def _with_date(delegation):
    when = date_range(delegation.starts_on, delegation.ends_on, precision=delegation.date_precision)
    return f"{delegation} · {when}"


class WhoForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("who travels again"),
        queryset=DelegationMember.objects.none(),
        required=False,  # that nobody is chosen, the operation says
        widget=staff.Checkboxes,
        help_text=gettext_lazy(
            "Copied: names, organisation, position, role. Badges and whether somebody is named in public are decided anew."
        ),
    )

    def __init__(self, *args, source, there, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        field.queryset = source.members.in_protocol_order().select_related("organisation")
        field.label_from_instance = _with_organisation
        field.initial = [
            person.pk
            for person in field.queryset
            if not any(people_checks.same_person(person, other) for other in there)
        ]


def _with_organisation(person):
    return lists.joined([person, person.organisation])


class PeoplePages(VisitPages):
    """Part of the admin of delegations."""

    def get_urls(self):
        pages = {
            "": (self.people, "people"),
            "add/": (self.add_person, "people_add"),
            "copy/": (self.copy_people, "people_copy"),
            "<int:person>/": (self.edit_person, "people_edit"),
            "<int:person>/move/": (self.move_person, "people_move"),
            "<int:person>/role/": (self.give_role, "people_role"),
            "<int:person>/remove/": (self.remove_person, "people_remove"),
        }
        own = [
            path(
                f"<int:pk>/people/{route}",
                self.admin_site.admin_view(view),
                name=f"delegations_delegation_{name}",
            )
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def people(self, request, pk):
        delegation = self.visit_for(request, pk, see=MODEL)
        people = people_of(delegation)
        may = lambda right: request.user.has_perm(f"delegations.{right}_{MODEL}")  # noqa: E731
        return self.visit_page(
            request,
            delegation,
            "admin/delegations/delegation/people.html",
            title=_("The delegation"),
            groups=by_organisation(people),
            remarks=people_checks.remarks(delegation, people),
            count=len(people),
            dossier=reverse("admin:delegations_delegation_dossier", args=[pk]),
            may_add=may("add"),
            may_change=may("change"),
            may_remove=may("delete"),
        )

    # ---------------------------------------------------------------- the form of one person

    def _person_form(self, request, person):
        editor = self.admin_site.get_model_admin(DelegationMember)
        fields = [name for row in ROWS for name in row]
        form = editor.get_form(request, person, fields=fields)(sent(request), instance=person)
        form.fields["position_zh_hans"].widget.attrs["lang"] = "zh-Hans"
        form.fields["position_en"].widget.attrs["lang"] = "en"
        return form

    def _put(self, request, delegation, person, *, title, send, said):
        def do(form):
            operations.put_person(person=form.save(commit=False), by=request.user)
            return said % {"person": form.instance}

        return self.ask_about_visit(
            request,
            delegation,
            title=title,
            send=send,
            form=self._person_form(request, person),
            rows=ROWS,
            do=do,
            back=_list(delegation.pk),
        )

    def add_person(self, request, pk):
        delegation = self.visit_for(request, pk, see=MODEL, rights=["add_delegationmember"])
        return self._put(
            request,
            delegation,
            DelegationMember(delegation=delegation),
            title=_("Add a person to the delegation"),
            send=_("Add"),
            said=_("%(person)s is on the list."),
        )

    def edit_person(self, request, pk, person):
        delegation, person = self._one(request, pk, person, "change_delegationmember")
        return self._put(
            request,
            delegation,
            person,
            title=_("Edit a person of the delegation"),
            send=_("Save"),
            said=_("What is said of %(person)s is saved."),
        )

    def _one(self, request, pk, person, right):
        delegation = self.visit_for(request, pk, see=MODEL, rights=[right])
        return delegation, get_object_or_404(delegation.members.select_related("organisation"), pk=person)

    # ---------------------------------------------------------------- places and roles

    def move_person(self, request, pk, person):
        _delegation, person = self._one(request, pk, person, "change_delegationmember")
        places = {"up": -1, "down": 1}
        return self.do_at_once(
            request,
            do=lambda: operations.move_person(
                person=person, places=places[from_choices(request.POST.get("to"), places)], by=request.user
            ),
            back=_list(pk, person),
        )

    def give_role(self, request, pk, person):
        _delegation, person = self._one(request, pk, person, "change_delegationmember")
        return self.do_at_once(
            request,
            do=lambda: operations.give_role(
                person=person,
                role=from_choices(request.POST.get("role"), DelegationRole.values),
                by=request.user,
            ),
            back=_list(pk, person),
        )

    def remove_person(self, request, pk, person):
        delegation, person = self._one(request, pk, person, "delete_delegationmember")
        name = str(person)

        def do(_form):
            operations.remove_person(person=person, by=request.user)
            return _("%(person)s is off the list.") % {"person": name}

        return self.ask_about_visit(
            request,
            delegation,
            title=_("Take %(person)s off the list?") % {"person": name},
            told=_("In the programme nobody of that name attends any more."),
            send=_("Take off the list"),
            danger=True,
            do=do,
            back=_list(pk),
        )

    # ---------------------------------------------------------------- from another visit

    def copy_people(self, request, pk):
        delegation = self.visit_for(request, pk, see=MODEL, rights=["add_delegationmember"])
        which = WhichVisitForm(request.GET or None, delegation=delegation)
        source = which.cleaned_data["source"] if which.is_bound and which.is_valid() else None
        if source is None:
            return self.visit_page(
                request,
                delegation,
                SHEET,
                method="get",
                title=_("Copy people from another visit"),
                send=_("Choose the people"),
                form=which,
                back=_list(pk),
            )

        def do(form):
            return _told(
                operations.copy_people(
                    delegation=delegation, people=form.cleaned_data["people"], by=request.user
                )
            )

        return self.ask_about_visit(
            request,
            delegation,
            title=_("Copy people from “%(visit)s”") % {"visit": source},
            send=_("Copy"),
            form=WhoForm(sent(request), source=source, there=list(delegation.members.all())),
            rows=[["people"]],
            do=do,
            back=_list(pk),
        )


def _list(pk, person=None) -> str:
    url = reverse("admin:delegations_delegation_people", args=[pk])
    return f"{url}#person-{person.pk}" if person else url


def _told(copied) -> str:
    count = len(copied.people)
    said = ngettext("%(count)d person is copied.", "%(count)d people are copied.", count) % {"count": count}
    if copied.there_already:
        there = _("On the list already: %(people)s.") % {"people": lists.joined(copied.there_already)}
        return _("%(done)s %(there)s") % {"done": said, "there": there}
    return said
