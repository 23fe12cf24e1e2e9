"""The pages of events: list, event, series, conference."""

from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from beijing_ngo.core import dates, kept, public_address, seo
from beijing_ngo.core.htmx import PartialMixin
from beijing_ngo.core.language import TAGS, current, other
from beijing_ngo.core.paging import NearEndPaginator
from beijing_ngo.core.templatetags.portal import text
from beijing_ngo.core.views import reader
from events import pages, rows, structured
from events.calendar import Month
from events.filters import ALL, UPCOMING, EventFilter, series_in_order
from events.models import Conference, Event, Series

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
            views=views(asked, "list", self.month(asked, page)),
            pager=pager(asked, page),
            top=top(),
            trail=trail(),
            aside=aside(),
            feed=feed(asked),
            all_times=asked.without("when").address(path, when=ALL) if asked.span != ALL else "",
            **kwargs,
        )

    def page(self, asked):
        events = rows.listed(asked.rows())
        paginator = NearEndPaginator(events, PER_PAGE, asked.found().count)
        return paginator.get_page(self.request.GET.get("page"))

    @staticmethod
    def month(asked, page) -> Month | None:
        """Where the calendar opens: at the first event in view, if that is not of the days to come."""
        if asked.span == UPCOMING or not page.object_list:
            return None
        first = rows.read(page.object_list[:1])[0]
        month = Month.of(dates.to_date(first.starts_at, first.time_zone))
        return month if month.has_page else None

    def render_to_response(self, context, **response_kwargs):
        response = super().render_to_response(context, **response_kwargs)
        if self.wants_partial():
            # The address without the fields left empty.
            asked, page = context["asked"], context["page"]
            response.headers["HX-Push-Url"] = asked.address(self.request.path, page.number)
        return response


class EventDetailView(TemplateView):
    template_name = "events/event_detail.html"

    def get_context_data(self, slug, **kwargs):
        found = pages.standing(Event.objects.public().filter(slug=slug))
        if found:
            return self.context(found, pages.page_of(found["pk"]))
        # Not for everybody; for staff perhaps, and then as it is at this moment.
        user = reader(self.request)
        found = user.is_authenticated and pages.standing(Event.objects.visible_to(user).filter(slug=slug))
        if not found:
            raise Http404
        record = Event.objects.only("status", "published_at").get(pk=found["pk"])
        return self.context(found, pages.draw(found["pk"]), draft=record, **kwargs)

    def context(self, found, page, **kwargs):
        return super().get_context_data(
            section="events",
            page=page,
            page_facts=page.facts,
            desk=pages.desk_box(found),
            desk_bar=pages.desk_bar(found),
            **kwargs,
        )


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
            crumbs=trail((text(self.object, "name"), "")),
            page_facts=seo.facts("series", self.object, [structured.of_series(self.object)]),
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
            crumbs=trail((conference.label, "")),
            page_facts=seo.facts("conference", conference, [structured.of_conference(conference, body)]),
            **kwargs,
        )


# ---------------------------------------------------------------- what stands around list and month


def trail(*crumbs) -> list[tuple[str, str]]:
    """The way here from the home page."""
    return [(_("Events"), reverse("events:list")), *crumbs]


def top(*crumbs) -> str:
    """The head of the page."""

    def build():
        there = other(current())
        return render_to_string(
            "events/_top.html", {"crumbs": trail(*crumbs), "other_code": there, "other_tag": TAGS[there]}
        )

    return kept.value(("events top", current(), crumbs), build)


def aside() -> str:
    def build():
        return render_to_string("events/_series.html", {"series": series_in_order()})

    return kept.value(("events aside", current()), build)


def filter_bar(asked, path, *, with_time=True) -> str:
    """The filter form. It is the same for everybody who asks the same; free words are not kept."""

    def build():
        context = {"asked": asked, "path": path, "boxes": asked.choices(with_time=with_time)}
        return render_to_string("events/_filters.html", context)

    return build() if asked.q else kept.value(("events bar", current(), asked, path), build)


def chosen(asked, path) -> list[tuple[str, str]]:
    """What was asked for, each with the address of the list without it."""
    return [(label, asked.without(name).address(path)) for name, label in asked.labels()]


def views(asked, current_page, month: Month | None = None) -> list[dict]:
    """The ways to look at it: as a list, as a month, as an agenda; a month in view stays in view."""
    of_all_times = asked.without("when", "year")
    pages = [
        ("list", _("List"), asked.address(reverse("events:list"))),
        ("month", _("Month"), of_all_times.address(calendar_path("month", month))),
        ("agenda", _("Agenda"), of_all_times.address(calendar_path("agenda", month))),
    ]
    return [{"label": label, "url": url, "is_current": name == current_page} for name, label, url in pages]


def calendar_path(page: str, month: Month | None = None) -> str:
    """The month or the agenda; without a month the present one, and the agenda of the weeks to come."""
    if month is None:
        return reverse({"month": "events:calendar", "agenda": "events:agenda"}[page])
    return reverse({"month": "events:month", "agenda": "events:month_agenda"}[page], args=[month.address])


def feed(asked) -> dict:
    """What is in view to subscribe to: as a calendar, at a touch or by its address, and as news of what is announced."""
    address = public_address.full(asked.address(reverse("events:feed")))
    return {
        "address": address,
        "webcal": f"webcal:{address.partition(':')[2]}",
        "atom": asked.address(reverse("events:atom")),
    }


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
