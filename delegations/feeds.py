"""The visits of the list under its filter, those told of last first."""

from django.utils.translation import gettext as _

from beijing_ngo.core import atom, dates
from beijing_ngo.core.lists import joined
from delegations.filters import DelegationFilters
from delegations.models import Delegation
from delegations.views import INTERNAL


class DelegationFeed(atom.FilteredFeed):
    filters_class = DelegationFilters
    page_name = "delegations:list"

    def labels(self):
        return [label for label, _address in self.filters.active]

    def title(self):
        return _("Delegations")

    def entries(self):
        return entries(self.filters.apply(Delegation.objects.public()))


def entries(delegations) -> list[atom.Entry]:
    rows = delegations.defer("report_zh_hans", "report_en", *INTERNAL).prefetch_related("themes")
    return [entry(row) for row in atom.latest(rows)]


def entry(delegation: Delegation) -> atom.Entry:
    days = dates.date_range(
        delegation.starts_on, delegation.ends_on, precision=dates.precision_of(delegation.date_precision)
    )
    countries = joined(country.name for country in delegation.countries)
    facts = [delegation.get_direction_display(), days, countries]
    return atom.Entry(
        record=delegation,
        summary=atom.summary(delegation, facts, "summary"),
        categories=[(delegation.direction, delegation.get_direction_display()), *atom.themes(delegation)],
    )
