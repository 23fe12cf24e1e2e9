"""Rows of each kind in bulk, with all that belongs to them. No signal is sent and no history written."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from beijing_ngo.core.models import SDG, Language, Status
from beijing_ngo.portal.scale import words
from beijing_ngo.portal.scale.texts import Writer, note_translation
from delegations.models import (
    Delegation,
    DelegationMember,
    DelegationRole,
    DelegationState,
    Direction,
    ItineraryItem,
    ItineraryKind,
    Outcome,
    OutcomeKind,
)
from events.models import (
    AgendaItem,
    AttendanceMode,
    Audience,
    Event,
    EventKind,
    EventState,
    Partnership,
    PartnershipRole,
    RegistrationDesk,
)
from members.models import Organisation, OrganisationKind
from reports.models import Article

BEGIN = date(2007, 8, 1)
UPCOMING = 0.02
EVENTS_PER_DESK = 10  # one event in ten takes registrations


@dataclass
class Ground:
    """What the new rows refer to."""

    today: date
    themes: list[int]
    series: list[int]
    conferences: list[int]
    organisations: list[int] = field(default_factory=list)

    def day(self, dice) -> date:
        """Some day since the association was founded; one in fifty lies in the next two years."""
        if dice.random() < UPCOMING:
            return self.today + timedelta(days=dice.randint(1, 730))
        return BEGIN + timedelta(days=dice.randint(0, (self.today - BEGIN).days - 1))

    def published(self, dice, day: date) -> dict:
        if dice.random() < 0.03:
            return {"status": Status.DRAFT}
        day = min(day, self.today - timedelta(days=1))
        return {"status": Status.PUBLISHED, "published_at": _at(day, time(9))}


def slug(kind: str, number: int) -> str:
    """scale-event-000001"""
    return f"scale-{kind.removesuffix('s')}-{number:06d}"


def organisations(numbers, ground: Ground):
    rows, dices = [], []
    for number in numbers:
        write = Writer("organisation", number)
        dice = write.dice
        brand, branch, (form, legal_form) = (
            dice.choice(choices) for choices in (words.BRANDS, words.FIELDS, words.FORMS)
        )
        name = words.Words(
            f"{write.place.zh}{brand.zh}{branch.zh}{form.zh}",
            f"{brand.en} {form.en} for {branch.en}, {write.place.en}",
        )
        row = Organisation(
            slug=slug("organisation", number),
            kind=dice.choices([*OrganisationKind], weights=[60, 20, 10, 1, 3, 6])[0],
            legal_form=legal_form,
            founded_year=dice.randint(1985, 2024),
            country=write.place.country,
            email=f"organisation{number}@example.org",
            sdgs=_sdgs(dice),
            listed=dice.random() < 0.9,
            **write.both("name", name),
            **write.both("short_name", words.Words(brand.zh + branch.zh[:2], brand.en)),
            **write.both("city", words.Words("{place}", "{place}")),
            **write.one_of("description", words.ABOUT),
            **ground.published(dice, BEGIN),
        )
        note_translation(row, dice, may_lack=["description"])
        rows.append(row)
        dices.append(dice)
    Organisation.objects.bulk_create(rows)
    _link_themes(Organisation, rows, dices, ground)


def events(numbers, ground: Ground):
    rows, dices, desks = [], [], []
    for number in numbers:
        write = Writer("event", number)
        row = _event(write, number, ground)
        note_translation(row, write.dice, may_lack=["body"])
        rows.append(row)
        dices.append(write.dice)
        if number % EVENTS_PER_DESK == 1:
            desks.append(_desk(row, write.dice))
    Event.objects.bulk_create(rows)
    RegistrationDesk.objects.bulk_create(desks)
    _link_themes(Event, rows, dices, ground)
    Partnership.objects.bulk_create(
        Partnership(event=row, organisation_id=organisation, role=role, order=order)
        for row, dice in zip(rows, dices, strict=True)
        for order, (organisation, role) in enumerate(_partners(dice, ground))
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(event=row, starts=starts, ends=ends, title_zh_hans=title.zh, title_en=title.en)
        for row in rows
        for title, starts, ends in words.AGENDA[: row.pk % (len(words.AGENDA) + 1)]
    )


def _event(write, number, ground):
    dice, place = write.dice, write.place
    kind = dice.choice([*EventKind])
    day = ground.day(dice)
    starts_at = _at(day, time(dice.choice([9, 10, 13, 14, 19])), place.zone)
    mode = dice.choices([*AttendanceMode], weights=[80, 10, 10])[0]
    where = {} if mode == AttendanceMode.ONLINE else write.one_of("venue", words.VENUES)
    return Event(
        slug=slug("event", number),
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=dice.choice([2, 3, 8, 32])),
        time_zone=place.zone,
        attendance_mode=mode,
        country=place.country,
        latitude=Decimal(place.latitude),
        longitude=Decimal(place.longitude),
        series_id=dice.choice(ground.series) if ground.series and dice.random() < 0.4 else None,
        edition=dice.randint(1, 15),
        conference_id=dice.choice(ground.conferences)
        if ground.conferences and kind == EventKind.SIDE_EVENT
        else None,
        working_languages=["zh-hans", "en"] if dice.random() < 0.7 else [dice.choice(Language.values)],
        sdgs=_sdgs(dice),
        state=dice.choices([*EventState], weights=[95, 2, 3])[0],
        participants_count=dice.randint(20, 800) if day < ground.today else None,
        **where,
        **write.both("title", words.EVENT_TITLES[kind]),
        **write.one_of("theme_line", words.THEME_LINES),
        **write.one_of("summary", words.SUMMARIES),
        **write.body("body"),
        **write.both("city", words.Words("{place}", "{place}")),
        **ground.published(dice, day - timedelta(days=21)),
    )


def _desk(event, dice):
    return RegistrationDesk(
        event=event,
        audience=dice.choice([Audience.MEMBERS, Audience.EVERYONE]),
        opens_at=event.starts_at - timedelta(days=60),
        closes_at=event.starts_at - timedelta(days=2),
        capacity=dice.choice([15, 20, 30, 60]),
        quota=5,
    )


def _partners(dice, ground):
    if not ground.organisations:
        return []
    count = min(dice.randint(1, 3), len(ground.organisations))
    roles = [PartnershipRole.HOST, PartnershipRole.ORGANISER, PartnershipRole.SUPPORTER]
    return list(zip(dice.sample(ground.organisations, count), roles, strict=False))


def delegations(numbers, ground: Ground):
    rows, writers = [], []
    for number in numbers:
        write = Writer("delegation", number, places=words.ABROAD)
        dice = write.dice
        direction = dice.choice([*Direction])
        starts_on = ground.day(dice)
        ends_on = starts_on + timedelta(days=dice.randint(2, 8))
        row = Delegation(
            slug=slug("delegation", number),
            direction=direction,
            state=DelegationState.COMPLETED if ends_on < ground.today else DelegationState.APPROVED,
            starts_on=starts_on,
            ends_on=ends_on,
            countries=[write.place.country],
            host_organisation_id=dice.choice(ground.organisations) if ground.organisations else None,
            sdgs=_sdgs(dice),
            internal=dice.random() < 0.1,
            **write.both("title", words.OUTGOING if direction == Direction.OUTGOING else words.INCOMING),
            **write.both("purpose", words.PURPOSE),
            **write.one_of("summary", words.SUMMARIES),
            **write.body("report"),
            **ground.published(dice, starts_on - timedelta(days=7)),
        )
        note_translation(row, dice, may_lack=["report"])
        rows.append(row)
        writers.append(write)
    Delegation.objects.bulk_create(rows)
    _link_themes(Delegation, rows, [write.dice for write in writers], ground)
    pairs = list(zip(rows, writers, strict=True))
    DelegationMember.objects.bulk_create(_traveller(*pair, n) for pair in pairs for n in range(3))
    ItineraryItem.objects.bulk_create(_stop(*pair, n) for pair in pairs for n in range(2))
    Outcome.objects.bulk_create(
        Outcome(
            delegation=row,
            kind=OutcomeKind.CONSENSUS,
            public=True,
            **write.one_of("text", words.OUTCOMES),
        )
        for row, write in pairs
    )


def _traveller(delegation, write, order):
    return DelegationMember(
        delegation=delegation,
        role=DelegationRole.MEMBER if order else DelegationRole.HEAD,
        order=order,
        public=not order,
        **write.person(),
        **write.one_of("position", words.POSITIONS),
    )


def _stop(delegation, write, day):
    home = delegation.direction == Direction.INCOMING
    city = words.BEIJING if home else write.place
    return ItineraryItem(
        delegation=delegation,
        date=delegation.starts_on + timedelta(days=day),
        kind=ItineraryKind.DISCUSSION,
        country=city.country,
        city_zh_hans=city.zh,
        city_en=city.en,
        **write.one_of("title", words.STOPS),
    )


def articles(numbers, ground: Ground):
    rows, dices = [], []
    for number in numbers:
        write = Writer("article", number)
        day = min(ground.day(write.dice), ground.today - timedelta(days=1))
        row = Article(
            slug=slug("article", number),
            date=day,
            sdgs=_sdgs(write.dice),
            **write.one_of("title", words.ARTICLE_TITLES),
            **write.both("source", words.SOURCE),
            **write.body("body"),
            **ground.published(write.dice, day),
        )
        note_translation(row, write.dice, may_lack=["body"])
        rows.append(row)
        dices.append(write.dice)
    Article.objects.bulk_create(rows)
    _link_themes(Article, rows, dices, ground)
    if ground.organisations:
        link = Article.organisations.through
        link.objects.bulk_create(
            link(article=row, organisation_id=dice.choice(ground.organisations))
            for row, dice in zip(rows, dices, strict=True)
        )


def _at(day, clock, zone="Asia/Shanghai"):
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone))


def _sdgs(dice):
    return dice.sample(SDG.values, dice.randint(1, 3))


def _link_themes(model, rows, dices, ground):
    link = model.themes.through
    link.objects.bulk_create(
        link(**{model._meta.model_name: row, "theme_id": theme})
        for row, dice in zip(rows, dices, strict=True)
        for theme in dice.sample(ground.themes, min(dice.randint(1, 2), len(ground.themes)))
    )
