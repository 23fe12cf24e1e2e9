"""Forms of the programme: one item, its new place, a day's copy."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget, UnfoldAdminTimeWidget

from beijing_ngo.core import lists
from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.staff_pages import sent
from delegations.admin.visit_pages import reads_internal
from delegations.models import ItineraryItem

ROWS = (
    ("date", "kind"),
    ("starts", "ends"),
    ("title_zh_hans", "title_en"),
    ("country", "organisation_met"),
    ("city_zh_hans", "city_en"),
    ("place_zh_hans", "place_en"),
    ("hosts_zh_hans", "hosts_en"),
    ("attendees",),
    ("interpreter", "public"),
    ("talking_points",),
    ("note",),
)
INTERNAL_FIELDS = ("talking_points", "note")
STAYS, REPLACED = "stays", "replaced"


def item_form(site, request, item: ItineraryItem):
    """The form of one item; internal words stand on it for those only who may read them."""
    editor = site.get_model_admin(ItineraryItem)
    internal = reads_internal(request.user)
    fields = [name for row in ROWS for name in row if internal or name not in INTERNAL_FIELDS]
    form = editor.get_form(request, item, fields=fields)(sent(request), instance=item)
    people = form.fields["attendees"]
    people.queryset = item.delegation.members.in_protocol_order().select_related("organisation")
    people.label_from_instance = lambda person: lists.joined([person, person.organisation])
    people.help_text = ItineraryItem._meta.get_field(
        "attendees"
    ).help_text  # without how to use a list of several
    people.widget = staff.Checkboxes(choices=people.choices)
    for name, field in form.fields.items():
        if name.endswith(("_zh_hans", "_en")):
            field.widget.attrs["lang"] = "en" if name.endswith("_en") else "zh-Hans"
    return form


class DayField(forms.TypedChoiceField):
    """One of the days of a visit."""

    widget = UnfoldAdminSelectWidget

    def __init__(self, **kwargs):
        super().__init__(coerce=date.fromisoformat, **kwargs)

    def offer(self, days):
        self.choices = [(day.isoformat(), words) for day, words in days]


class MoveForm(forms.Form):
    to = DayField(label=_("day"))
    starts = forms.TimeField(
        label=_("from"),
        required=False,
        widget=UnfoldAdminTimeWidget,
        help_text=_("Left empty, it has no hours."),
    )

    def __init__(self, *args, item, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].offer(days)
        self.initial |= {"to": item.date.isoformat(), "starts": item.starts}


class CopyDayForm(forms.Form):
    """Where something is planned on the day chosen, the form comes back with a question about that."""

    target = DayField(label=_("to the day"))
    there = forms.ChoiceField(required=False, widget=UnfoldAdminRadioSelectWidget)

    def __init__(self, *args, delegation, days, may_replace, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].offer(days)
        self.planned_there = self._planned_there(delegation, days)
        if not self.planned_there:
            del self.fields["there"]
            return
        there = self.fields["there"]
        text = ngettext(
            "%(count)d item planned there already",
            "%(count)d items planned there already",
            self.planned_there,
        )
        there.label = text % {"count": self.planned_there}
        there.choices = [
            (STAYS, _("stays; the copies are added")),
            *([(REPLACED, _("is deleted; the copies take its place"))] if may_replace else []),
        ]

    def _planned_there(self, delegation, days) -> int:
        chosen = self.data.get("target", "")
        known = {day.isoformat() for day, _words in days}
        return delegation.itinerary.on(chosen).count() if chosen in known else 0

    @property
    def replacing(self) -> bool | None:
        """None: nobody has been asked yet."""
        chosen = self.cleaned_data.get("there")
        return None if not chosen else chosen == REPLACED

    @property
    def seen(self) -> int:
        """How many items the page spoke of when it asked."""
        typed = self.data.get("seen", "")
        return int(typed) if typed.isdecimal() else 0
