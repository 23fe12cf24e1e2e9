"""What the home page gathers from all over the portal. Every figure is counted from the records, or not shown."""

from dataclasses import dataclass

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core import kept
from beijing_ngo.core.numbers import thousands
from beijing_ngo.core.places import on_the_map
from delegations.filters import overview
from delegations.models import Delegation, Direction
from events.models import Audience, Event, EventKind, EventState
from members import directory
from members.models import InternationalStatus, Organisation
from reports.models import Article, Paragraph, Submission
from reports.reading import first_sentences

EVENTS, ARTICLES, SUBMISSIONS, MEMBERS = 4, 5, 3, 12
LONGEST_QUOTATION = 240


def coming_events() -> list[Event]:
    return list(Event.objects.public().upcoming().for_rows()[:EVENTS])


def next_event() -> Event | None:
    """The next event that still has places for whoever comes; failing that, simply the next one."""
    now = timezone.now()
    to_come = Event.objects.public().upcoming().for_rows().filter(state=EventState.SCHEDULED)
    with_places = to_come.filter(
        desk__opens_at__lte=now, desk__closes_at__gte=now, desk__places_taken__lt=F("desk__capacity")
    ).exclude(desk__audience=Audience.INVITATION)
    return with_places.first() or to_come.first()


@dataclass(frozen=True)
class Quotation:
    """What the association last told a UN body: the end of a paper, where its recommendations stand."""

    paragraph: Paragraph
    words_zh_hans: str
    words_en: str

    @property
    def url(self) -> str:
        return f"{self.paragraph.submission.get_absolute_url()}#p{self.paragraph.number}"


@dataclass(frozen=True)
class Home:
    """What changes only when somebody edits a record."""

    kinds: list[tuple[str, str, int]]  # kind of event, its name, how many
    visits: int
    quotation: Quotation | None
    submissions: list[Submission]
    figures: list[tuple[str, str, str]]  # what is counted, the count, and the list behind it
    places: list[tuple]
    articles: list[Article]
    members: list[Organisation]
    statuses: list[InternationalStatus]


def gather() -> Home:
    visits = overview()
    return Home(
        kinds=kinds(),
        visits=sum(visits.directions.values()),
        quotation=quotation(),
        submissions=list(Submission.objects.public().for_rows()[:SUBMISSIONS]),
        figures=figures(visits),
        places=on_the_map(visits.countries),
        articles=list(Article.objects.public().for_rows()[:ARTICLES]),
        members=members(),
        statuses=statuses(),
    )


def kinds() -> list[tuple[str, str, int]]:
    counts = dict(
        Event.objects.public()
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
        .values_list("kind", "count")
    )
    return [(value, label, counts[value]) for value, label in EventKind.choices if counts.get(value)]


def quotation() -> Quotation | None:
    paragraph = (
        Paragraph.objects.filter(submission__in=Submission.objects.public())
        .select_related("submission__mechanism__body")
        .order_by("-submission__filed_on", "-submission_id", "-number")
        .first()
    )
    return paragraph and Quotation(
        paragraph=paragraph,
        words_zh_hans=first_sentences(paragraph.text_zh_hans or "", LONGEST_QUOTATION),
        words_en=first_sentences(paragraph.text_en or "", LONGEST_QUOTATION),
    )


def figures(visits) -> list[tuple[str, str, str]]:
    """In words and numbers, each with the list behind it; what there is none of is left out."""
    sent, received = visits.directions[Direction.OUTGOING], visits.directions[Direction.INCOMING]
    countries, listed = len(visits.countries), reverse("delegations:list")
    first = (
        Delegation.objects.public()
        .filter(direction=Direction.OUTGOING, conference__acronym="COP")
        .order_by("starts_on", "id")
        .only("slug", "starts_on")
        .first()
    )
    rows = [
        (
            _("first delegation to a UN climate conference"),
            str(first.starts_on.year) if first else "",
            first.get_absolute_url() if first else "",
        ),
        (
            ngettext("delegation sent", "delegations sent", sent),
            thousands(sent or None),
            f"{listed}?direction={Direction.OUTGOING}",
        ),
        (
            ngettext("delegation received", "delegations received", received),
            thousands(received or None),
            f"{listed}?direction={Direction.INCOMING}",
        ),
        (
            ngettext(
                "country or region visited or received",
                "countries and regions visited or received",
                countries,
            ),
            thousands(countries or None),
            f"{listed}#map",
        ),
    ]
    return [row for row in rows if row[1]]


def members() -> list[Organisation]:
    """The head of the directory, in its order."""
    listed = Organisation.objects.listed().order_by().values_list("pk", flat=True)
    first = directory.in_order(listed)[:MEMBERS]
    rows = Organisation.objects.defer("description").in_bulk(first)
    return [rows[pk] for pk in first]


def statuses() -> list[InternationalStatus]:
    """The association's own standing: that of the organisation with the site's name."""
    name = kept.site().name_zh_hans
    if not name:
        return []
    own = InternationalStatus.objects.filter(organisation__name_zh_hans=name)
    return list(own.select_related("body"))
