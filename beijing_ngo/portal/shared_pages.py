"""The association's own pages and the lists as they are passed on, and what stands on their pictures."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import kept, sharing
from beijing_ngo.core.language import plain
from beijing_ngo.core.models import Page
from beijing_ngo.core.sharing import Card, Shared, heading
from beijing_ngo.core.structured import association_in_full, organisation, page_of, thing
from beijing_ngo.portal import home
from members.models import StatusKind


@dataclass(frozen=True)
class Section:
    """A list: the name of its address, its plate, its title and what it holds."""

    page: str
    plate: str
    title: str
    line: str


SECTIONS = {
    "events": Section(
        "events:list",
        "forum",
        _("Events"),
        _(
            "Forums, side events, trainings, walks and Earth Hour: what the association and its members hold, by kind, theme and time."  # noqa: E501, one message
        ),
    ),
    "delegations": Section(
        "delegations:list",
        "delegation",
        _("Delegations"),
        _("Who went where, and who came to Beijing: the delegations of the association and its members."),
    ),
    "submissions": Section(
        "reports:submission_list",
        "submission",
        _("UN submissions"),
        _(
            "Reports and statements sent to United Nations bodies, in full, in both languages, with symbols and files."
        ),
    ),
    "reports": Section(
        "reports:list",
        "article",
        _("Reports"),
        _("What the association and its members did, at home and abroad, told by those who were there."),
    ),
    "members": Section(
        "members:list",
        "organisation",
        _("Directory of members"),
        _("The member organisations of the association, by legal form, theme and international status."),
    ),
    "impact": Section(
        "impact",
        "exhibition",
        _("Impact"),
        _(
            "What the association and its members did, in figures: events, delegations, papers to the United Nations, projects abroad, with the data to download."  # noqa: E501, one message
        ),
    ),
}


def register() -> None:
    sharing.records("page", page="page", rows=lambda: Page.objects.public(), card=of_page)
    sharing.others("section", section)


def of_page(page: Page) -> Card:
    return Card(plate="page", slug=page.slug, title=heading(page))


def section(name: str) -> Shared | None:
    """A list under its name; the home page under what the association is."""
    if name == "home":
        title, line = gettext("A window between Beijing and the world"), plain(kept.site(), "motto")
        return Shared("section", name, reverse("home"), Card("home", name, title, line=line))
    about = SECTIONS.get(name)
    if about is None:
        return None
    card = Card(about.plate, name, str(about.title), line=str(about.line))
    return Shared("section", name, reverse(about.page), card)


# ---------------------------------------------------------------- in the words of schema.org


def association(statuses=None) -> dict:
    """The association with its seat, its year, and the bodies it is a member of; a consultative status is no membership."""
    statuses = home.statuses() if statuses is None else statuses
    bodies = [status.body for status in statuses if status.kind == StatusKind.MEMBER]
    return association_in_full(memberOf=[organisation(plain(body, "name"), page_of(body)) for body in bodies])


def website() -> dict:
    """The site by its name, for the line above a search result."""
    whole = association_in_full()
    names = {name: whole[name] for name in ("name", "alternateName", "url") if name in whole}
    return thing("WebSite", **names, publisher={"@id": whole["@id"]})
