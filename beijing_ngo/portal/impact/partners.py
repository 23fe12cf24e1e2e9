"""With whom: the organisations that are most often partners of events and of projects."""

from django.db.models import Count
from django.utils.translation import gettext as _

from beijing_ngo.core import kept
from beijing_ngo.core.templatetags.portal import text
from beijing_ngo.portal.impact.tables import Cell, Column, Table, counted, with_bars
from events.filters import HELD
from events.models import Event, Partnership
from members.models import CooperationProject, Organisation

MOST, SHOWN = 100, 8


def partners() -> tuple[Table, Table]:
    """Of events that took place, and of projects. The association itself is no partner of its own."""
    others, own = Organisation.objects.public(), kept.site().name_zh_hans
    if own:
        others = others.exclude(name_zh_hans=own)
    held, projects = Event.objects.public().held().order_by(), CooperationProject.objects.public().order_by()
    of_events = Partnership.objects.filter(event__in=held.values("pk"))
    of_projects = CooperationProject.partners.through.objects.filter(
        cooperationproject__in=projects.values("pk")
    )
    events = _most_often(of_events, others, Count("event", distinct=True))
    works = _most_often(of_projects, others, Count("pk"))
    names = Organisation.objects.only("slug", "name_zh_hans", "name_en").in_bulk({*events, *works})
    return (
        _table(
            events,
            names,
            name="partners-of-events",
            title=_("Partners in events"),
            source=_(
                "Hosts, organisers and supporters of events that took place, the association itself left out."
            ),
            number=Column("events", _("Events")),
            link=lambda slug, count: counted(count, "events:list", when=HELD, partner=slug),
        ),
        _table(
            works,
            names,
            name="partners-of-projects",
            title=_("Partners in projects"),
            source=_("As the organisations told us."),
            number=Column("projects", _("Projects")),
            link=lambda slug, count: counted(count, "members:project_list", partner=slug),
        ),
    )


def _most_often(links, organisations, count) -> dict[int, int]:
    found = links.filter(organisation__in=organisations.values("pk")).order_by().values_list("organisation")
    return dict(found.annotate(count=count).order_by("-count", "organisation")[:MOST])


def _table(found, names, *, number, link, **words) -> Table:
    return with_bars(
        columns=(Column("organisation", _("Organisation"), is_number=False), number),
        rows=(
            (Cell(str(one), one.get_absolute_url(), text(one, "name")), link(one.slug, count))
            for one, count in ((names[pk], count) for pk, count in found.items())
        ),
        shown=SHOWN,
        **words,
    )
