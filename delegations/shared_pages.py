"""The pages of visits that are passed on, what stands on their pictures, and their facts in the words of schema.org."""

from beijing_ngo.core import dates, lists, sharing
from beijing_ngo.core.language import plain
from beijing_ngo.core.public_address import full
from beijing_ngo.core.sharing import Card, dotted, heading
from beijing_ngo.core.structured import association, period, thing
from delegations.models import Delegation


def register() -> None:
    sharing.records(
        "delegation", page="delegations:detail", rows=lambda: Delegation.objects.public(), card=of_delegation
    )


def of_delegation(delegation: Delegation) -> Card:
    return Card(
        plate=delegation.plate_kind,
        slug=delegation.slug,
        title=heading(delegation),
        kind_line=delegation.get_direction_display(),
        line=dotted(
            dates.date_range(delegation.starts_on, delegation.ends_on, precision=delegation.date_precision),
            lists.joined(country.name for country in delegation.countries),
        ),
    )


def account(delegation: Delegation) -> dict:
    """The page is the association's account of a journey: nobody can attend it, so it is no Event."""
    start, end = (
        dates.machine_date(day, precision=delegation.date_precision)
        for day in (delegation.starts_on, delegation.ends_on)
    )
    countries = [thing("Country", name=country.name) for country in delegation.countries]
    title, url = plain(delegation, "title"), full(delegation.get_absolute_url())
    return thing(
        "Article",
        at_id=f"{url}#account",
        headline=title,
        description=plain(delegation, "summary"),
        url=url,
        author=association(),
        publisher=association(),
        temporalCoverage=period(start, end),
        spatialCoverage=countries,
        about=thing("Trip", name=title, itinerary=countries),
    )
