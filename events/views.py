"""The pages of events: list, month, event, series, conference."""

from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from beijing_ngo.core import kept, public_address
from beijing_ngo.core.htmx import PartialMixin
from beijing_ngo.core.language import TAGS, current, other
from beijing_ngo.core.paging import NearEndPaginator
from beijing_ngo.core.templatetags.portal import text
from beijing_ngo.core.views import reader
from events import calendar, pages, rows
from events.filters import ALL, EventFilter, series_in_order
from events.models import Conference, Event, EventKind, Series

PER_PAGE = 20


class EventListView(PartialMixin, TemplateView):
    template_name = "events/event_list.html"
    partial_name = "results"

    def get_context_data(self, **kwargs):
        asked, path = EventFilter.read(self.request.GET), self.request.path
        page = self.page(asked)
        return super().get_context_data(
            section="events",
            asked=asked,
            page=page,
            months=rows.by_month(page.object_list),
            bar=filter_bar(asked, path),
            chosen=chosen(asked, path),
            views=views(asked, path),
            pager=pager(asked, page),
            top=top(),
            aside=aside(),
            feed=feed(asked),
            all_times=asked.without("when").address(path, when=ALL) if asked.span != ALL else "",
            **kwargs,
        )

    def page(self, asked):
        events = rows.listed(asked.rows())
        paginator = NearEndPaginator(events, PER_PAGE, asked.found().count)
        return paginator.get_page(self.request.GET.get("page"))

    def render_to_response(self, context, **response_kwargs):
        response = super().render_to_response(context, **response_kwargs)
        if self.wants_partial():
            # The address without the fields left empty.
            number = context["page"].number
            more = {"page": number} if number > 1 else {}
            response.headers["HX-Push-Url"] = context["asked"].address(self.request.path, **more)
        return response


class CalendarView(TemplateView):
    """A month; without one, the present."""

    template_name = "events/event_calendar.html"

    def get_context_data(self, month=None, **kwargs):
        today = timezone.localdate()
        month = calendar.Month(int(month[:4]), int(month[5:])) if month else calendar.Month.of(today)
        asked, path = EventFilter.read(self.request.GET).without("when", "year"), self.request.path
        events = list(calendar.events_of(month, asked.matching()))
        weeks = calendar.weeks(month, events, today)
        undated = calendar.without_a_day(month, events)
        there = {event.kind for week in weeks for day in week for event in day.events}
        return super().get_context_data(
            section="events",
            asked=asked,
            month=month,
            weeks=weeks,
            undated=undated,
            count=len({event.pk for week in weeks for day in week for event in day.events}) + len(undated),
            kinds=[(value, label) for value, label in EventKind.choices if value in there],
            previous_url=self.address(month.previous, asked),
            next_url=self.address(month.next, asked),
            bar=filter_bar(asked, path, with_time=False),
            chosen=chosen(asked, path),
            views=views(asked, path),
            feed=feed(asked),
            top=top((month.name, "")),
            weekdays=calendar.weekdays(),
            **kwargs,
        )

    @staticmethod
    def address(month, asked):
        if not calendar.FIRST_YEAR <= month.year <= calendar.LAST_YEAR:
            return ""
        return asked.address(reverse("events:month", args=[month.address]))


class EventDetailView(TemplateView):
    template_name = "events/event_detail.html"

    def get_context_data(self, slug, **kwargs):
        found = pages.standing(Event.objects.public().filter(slug=slug))
        if found:
            return super().get_context_data(
                section="events", page=pages.page_of(found["pk"]), **self.desk(found)
            )
        # Not for everybody; for staff perhaps, and then as it is at this moment.
        user = reader(self.request)
        found = user.is_authenticated and pages.standing(Event.objects.visible_to(user).filter(slug=slug))
        if not found:
            raise Http404
        record = Event.objects.only("status", "published_at").get(pk=found["pk"])
        return super().get_context_data(
            section="events", page=pages.draw(found["pk"]), draft=record, **self.desk(found), **kwargs
        )

    @staticmethod
    def desk(found):
        return {"desk": pages.desk_box(found), "desk_bar": pages.desk_bar(found)}


class SeriesView(DetailView):
    template_name = "events/series_detail.html"
    context_object_name = "series"

    def get_queryset(self):
        return Series.objects.visible_to(reader(self.request))

    def get_context_data(self, **kwargs):
        events = self.object.events.public().order_by("-starts_at", "-id")
        paginator = NearEndPaginator(rows.listed(events), PER_PAGE, events.count())
        page = paginator.get_page(self.request.GET.get("page"))
        kind = next((series.kind for series in series_in_order() if series.pk == self.object.pk), None)
        return super().get_context_data(
            section="events",
            page=page,
            years=rows.by_year(page.object_list),
            kind=kind or "",
            crumbs=[(_("Events"), reverse("events:list")), (text(self.object, "name"), "")],
            **kwargs,
        )


class ConferenceView(DetailView):
    template_name = "events/conference_detail.html"
    context_object_name = "conference"

    def get_queryset(self):
        return Conference.objects.visible_to(reader(self.request)).select_related("body")

    def get_context_data(self, **kwargs):
        conference = self.object
        body = conference.body
        return super().get_context_data(
            section="events",
            rows=rows.drawn(rows.listed(conference.events.public().order_by("starts_at", "id"))),
            delegations=conference.delegations.public().for_rows().order_by("starts_on", "id"),
            submissions=conference.submissions.public().for_rows(),
            body_url=body.get_absolute_url() if body and body.has_page else "",
            crumbs=[(_("Events"), reverse("events:list")), (conference.label, "")],
            **kwargs,
        )


# ---------------------------------------------------------------- what stands around list and month


def top(*crumbs) -> str:
    """The head of the page."""

    def build():
        trail = [(_("Events"), reverse("events:list")), *crumbs]
        there = other(current())
        return render_to_string(
            "events/_top.html", {"crumbs": trail, "other_code": there, "other_tag": TAGS[there]}
        )

    return kept.value(("events top", current(), crumbs), build)


def aside() -> str:
    def build():
        return render_to_string("events/_series.html", {"series": series_in_order()})

    return kept.value(("events aside", current()), build)


def filter_bar(asked, path, *, with_time=True) -> str:
    """The filter form. It is the same for everybody who asks the same; free words are not kept."""

    def build():
        context = {
            "asked": asked,
            "path": path,
            "boxes": asked.choices(with_time=with_time),
            "swaps": with_time,
        }
        return render_to_string("events/_filters.html", context)

    return build() if asked.q else kept.value(("events bar", current(), asked, path), build)


def chosen(asked, path) -> list[tuple[str, str]]:
    """What was asked for, each with the address of the list without it."""
    return [(label, asked.without(name).address(path)) for name, label in asked.labels()]


def views(asked, path) -> list[dict]:
    """The ways to look at it: as a list, as a month."""
    listed, month = reverse("events:list"), reverse("events:calendar")
    return [
        {"label": _("List"), "url": asked.address(listed), "is_current": path == listed},
        {
            "label": _("Month"),
            "url": asked.without("when", "year").address(month),
            "is_current": path != listed,
        },
    ]


def feed(asked) -> dict:
    """The calendar of what is in view: to subscribe to at a touch, and its address to copy."""
    address = public_address.full(asked.address(reverse("events:feed")))
    return {"address": address, "webcal": f"webcal:{address.partition(':')[2]}"}


def pager(asked, page) -> str:
    if not page.has_other_pages():
        return ""

    def build():
        context = {
            "page": page,
            "query": QueryDict(asked.address("").removeprefix("?")),
            "target": "#results",
        }
        return render_to_string("components/pager.html", context)

    return kept.value(("events pager", current(), asked, page.number, page.paginator.num_pages), build)
