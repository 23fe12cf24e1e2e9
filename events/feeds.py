"""What is announced: the events of the list under its filter, those announced or changed last first."""

from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from beijing_ngo.core import atom
from beijing_ngo.core.language import current
from events import calendar_views, words
from events.filters import EventFilter
from events.models import Event, EventState


class EventFeed(atom.FilteredFeed):
    """An event that is moved or called off is news too, so the latest change counts and not the first announcement.

    As in the list, what is over is not part of it unless somebody asks for it.
    """

    filters_class = EventFilter.read
    page_name = "events:list"

    def labels(self):
        return [label for _field, label in self.filters.labels()]

    def title(self):
        return _("Events")

    def entries(self):
        return entries(self.filters.in_span(), Greatest("updated_at", "published_at").desc(), "-pk")

    def changed_at(self, entries):
        return calendar_views.changed_at(self.filters)


def entries(events, *order) -> list[atom.Entry]:
    rows = events.defer("body_zh_hans", "body_en", "online_url").prefetch_related("themes")
    return [entry(row) for row in atom.latest(rows, *order)]


def entry(event: Event) -> atom.Entry:
    called_off = "" if event.state == EventState.SCHEDULED else event.get_state_display()
    facts = [called_off, words.when(event, current()), words.where(event, current())]
    return atom.Entry(
        record=event,
        summary=atom.summary(event, facts, "summary"),
        categories=[(event.kind, event.get_kind_display()), *atom.themes(event)],
    )
