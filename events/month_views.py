"""The calendar: a month, and the agenda of a month or of the weeks to come. Both keep to the filters of the list."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from beijing_ngo.core import kept, public_address, turns
from beijing_ngo.core.context import name_in_title
from beijing_ngo.core.htmx import PartialMixin
from beijing_ngo.core.language import current
from beijing_ngo.core.numbers import thousands
from events import calendar, rows
from events.calendar import Entry, Month
from events.filters import EventFilter, offer
from events.models import EventKind
from events.views import calendar_path, chosen, feed, filter_bar, pager, top, trail, views

TILE, LINE = "events/_calendar_tile.html", "events/_agenda_line.html"
PER_PAGE = 100
BELOW_THE_MONTH = 40
MOST_DRAWN = 32  # of some 80 KB


@dataclass(frozen=True)
class Drawn:
    """Some days as HTML, the number of their events, and which page of them it is."""

    count: int
    html: str
    page: int


class DaysView(PartialMixin, TemplateView):
    """What month and agenda share: some days, the events on them, and the way to the days before and after."""

    template_name = "events/event_calendar.html"
    partial_name = "calendar"
    days_template = ""
    page = ""

    def setup(self, request, *args, month="", **kwargs):
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.present = Month.of(self.today)
        self.month = Month(int(month[:4]), int(month[5:])) if month else self.present
        self.asked = EventFilter.read(request.GET).without("when", "year")

    @property
    def first(self):
        return self.month.first

    @property
    def last(self):
        return self.month.last

    def get_context_data(self, **kwargs):
        asked, path, drawn = self.asked, self.request.path, self.drawn
        return super().get_context_data(
            section="events",
            asked=asked,
            days_html=drawn.html,
            told=self.told(drawn.count),
            bar=filter_bar(asked, path, with_time=False),
            chosen=chosen(asked, path),
            views=views(asked, self.page, None if self.month == self.present else self.month),
            feed=feed(asked),
            top=top((_("Calendar"), "")),
            trail=trail((_("Calendar"), "")),
            title=self.title(),
            site_name=name_in_title(kept.site()),
            description=self.description(),
            robots=self.robots(drawn.count),
            **kwargs,
        )

    # ------------------------------------------------------------ the days

    @cached_property
    def drawn(self) -> Drawn:
        """Built once for each state of records and desks: a busy month has hundreds of events. Free words are not kept."""
        if self.asked.q:
            return self.draw()
        state = kept.state()
        # So that what is kept does not outlive the next event that ends or is published.
        turns.until(kept.generation())
        held = kept.value(("events days", current()), dict)
        days = (self.page, self.first, self.last, self.today)
        key = (state, public_address.full(""), *days, self.asked, self.request.GET.get("page"))
        if key not in held:
            if len(held) >= MOST_DRAWN:
                held.clear()
            held[key] = self.draw()
        return held[key]

    def draw(self) -> Drawn:
        undated = calendar.without_a_day(self.first, self.last, self.events)
        count = len({entry.event.pk for entry in self.entries}) + len(undated)
        context = {
            "name": self.name(),
            "count": count,
            "told": self.told(count),
            "elsewhere": [] if count else self.elsewhere(),
            "undated": rows.drawn_by_pk(undated, template=LINE).values(),
            "feed": feed(self.asked),
            **self.neighbours(),
            **self.days_context(),
        }
        return Drawn(count, render_to_string(self.days_template, context), context.get("page", 1))

    def days_context(self) -> dict:
        """What the template of the days takes besides."""
        raise NotImplementedError

    @cached_property
    def events(self) -> list:
        """Those of whole months: what has no day yet may stand on any of them."""
        first, last = Month.of(self.first).first, Month.of(self.last).last
        return rows.read(rows.listed(calendar.around(first, last, self.asked.matching())))

    @cached_property
    def entries(self) -> list[Entry]:
        return calendar.entries(self.first, self.last, self.events)

    @cached_property
    def bounds(self) -> tuple[Month, Month]:
        return calendar.ends_of(offer().years, self.today)

    def name(self) -> str:
        return self.month.name

    def title(self) -> str:
        return _("Events in %(month)s") % {"month": self.month.name}

    def description(self) -> str:
        return _("What takes place in %(month)s, day by day.") % {"month": self.month.name}

    def told(self, count: int) -> str:
        """What is in view, in words, which also tell somebody who cannot see it that another month has come."""
        if count:
            words = ngettext("%(figure)s event in %(month)s", "%(figure)s events in %(month)s", count)
        elif self.asked.is_empty:
            words = _("No events in %(month)s")
        else:
            words = _("No event in %(month)s fits this")
        return words % {"figure": thousands(count), "month": self.month.name}

    def elsewhere(self) -> list[tuple[str, str]]:
        """Where there is nothing: the next month that has something, and the last one that had."""
        before, after = calendar.nearest(self.first, self.last, self.events, self.asked.matching())
        labels = (after, _("Next in %(month)s")), (before, _("Last in %(month)s"))
        return [
            (label % {"month": month.name}, self.address(month))
            for month, label in labels
            if month and month.has_page
        ]

    def around(self) -> tuple[Month, Month]:
        """The months that follow on either side, so that no day is skipped."""
        return self.month.previous, self.month.next

    def neighbours(self) -> dict:
        (before, after), (earliest, latest) = self.around(), self.bounds
        return {
            "previous": (before, self.address(before)) if before >= earliest else None,
            "next": (after, self.address(after)) if after <= latest else None,
            "today_url": self.address() if self.month != self.present else "",
        }

    def robots(self, count: int) -> str:
        """An empty month tells nobody anything, and from one far from all events no machine need go on."""
        if count and self.asked.is_empty:
            return ""
        earliest, latest = self.bounds
        return "noindex, follow" if earliest <= self.month <= latest else "noindex, nofollow"

    def address(self, month: Month | None = None) -> str:
        return self.asked.address(calendar_path(self.page, month))

    def agenda(self, entries: list[Entry]) -> list[tuple]:
        """Each day that has any event, with its lines and where in a longer event it stands."""
        html = rows.drawn_by_pk({entry.event.pk: entry.event for entry in entries}.values(), template=LINE)
        return [
            (day, [(html[entry.event.pk], entry) for entry in day.entries if entry.event.pk in html])
            for day in calendar.days(entries, self.today)
        ]

    def render_to_response(self, context, **response_kwargs):
        response = super().render_to_response(context, **response_kwargs)
        if self.wants_partial():
            # The address without the fields left empty.
            response.headers["HX-Push-Url"] = self.asked.address(self.request.path, self.drawn.page)
        return response


class CalendarView(DaysView):
    """A month; without one, the present. Below the table, where the screen is too small for titles in it, its agenda."""

    days_template = "events/_month.html"
    page = "month"

    def days_context(self):
        weeks = calendar.weeks(self.month, self.entries, self.today)
        squares = [square for week in weeks for square in week]
        shown = {event.pk: event for square in squares for event in square.events}
        html = rows.drawn_by_pk(shown.values(), template=TILE)
        for square in squares:
            square.tiles = [html[event.pk] for event in square.events if event.pk in html]
            square.agenda_url = self.agenda_of(square.date) if square.more else ""
        there = {entry.event.kind for entry in self.entries}
        rest = self.entries[BELOW_THE_MONTH:]
        return {
            "weeks": weeks,
            "weekdays": calendar.weekdays(),
            "kinds": [(value, label) for value, label in EventKind.choices if value in there],
            "days": self.agenda(self.entries[:BELOW_THE_MONTH]),
            "more_days_url": self.agenda_of(rest[0].day) if rest else "",
        }

    def agenda_of(self, day) -> str:
        """Where the whole of a day stands."""
        page = sum(entry.day < day for entry in self.entries) // PER_PAGE + 1
        path = calendar_path("agenda", self.month)
        return f"{self.asked.address(path, page)}#d-{day.isoformat()}"


class AgendaView(DaysView):
    """The days of a month one below the other."""

    days_template = "events/_agenda_days.html"
    page = "agenda"

    def days_context(self):
        page = Paginator(self.entries, PER_PAGE).get_page(self.request.GET.get("page"))
        return {
            "days": self.agenda(page.object_list),
            "page": page.number,
            "pager": pager(self.asked, page),
        }

    def title(self):
        return _("Agenda of %(month)s") % {"month": self.month.name}

    def robots(self, count):
        """The month tells machines the same already."""
        return super().robots(count) or "noindex, follow"


class ComingView(AgendaView):
    """The agenda from today on, for five weeks."""

    @property
    def first(self):
        return self.today

    @property
    def last(self):
        return self.today + calendar.FIVE_WEEKS

    def name(self):
        return _("The next five weeks")

    def title(self):
        return _("Events in the next five weeks")

    def description(self):
        return _("What takes place in the next five weeks, day by day.")

    def told(self, count):
        if count:
            words = ngettext(
                "%(figure)s event in the next five weeks", "%(figure)s events in the next five weeks", count
            )
            return words % {"figure": thousands(count)}
        if self.asked.is_empty:
            return _("No events in the next five weeks")
        return _("No event in the next five weeks fits this")

    def around(self):
        return self.present, Month.of(self.last + calendar.ONE_DAY)
