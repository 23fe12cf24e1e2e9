"""A portal with one public record of each kind, all of them related."""

from datetime import UTC, datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from beijing_ngo.core.models import Document, Photo
from tests.factories import (
    AgendaItemFactory,
    ArticleFactory,
    ConferenceFactory,
    CooperationProjectFactory,
    DelegationFactory,
    DelegationMemberFactory,
    EventFactory,
    InternationalStatusFactory,
    ItineraryItemFactory,
    MembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    ParagraphFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    SeriesFactory,
    SpeakerFactory,
    SubmissionFactory,
    ThemeFactory,
)

LISTS = ("events", "organisations", "delegations", "submissions", "articles")
ONES = (
    *("events/earth-hour", "organisations/greenovation", "delegations/geneva"),
    *("submissions/our-report", "articles/a-day"),
)
ADDRESSES = [f"/api/v1/{name}" for name in (*LISTS, *ONES)]


def make() -> None:
    theme = ThemeFactory(slug="climate")
    member = OrganisationFactory(slug="greenovation", sdgs=[13], city_zh_hans="北京", city_en="Beijing")
    MembershipFactory(organisation=member)
    InternationalStatusFactory(organisation=member, symbol="E/2015/32", since_year=2015)
    CooperationProjectFactory(organisation=member)
    series, conference = SeriesFactory(slug="earth-hours"), ConferenceFactory(slug="cop-27")
    event = EventFactory(
        slug="earth-hour", series=series, conference=conference, sdgs=[13, 17], starts_at=in_ten_days()
    )
    RegistrationDeskFactory(event=event)
    PartnershipFactory(event=event, organisation=member)
    SpeakerFactory(
        agenda_item=AgendaItemFactory(
            event=event, starts=datetime(2027, 1, 1, 9), ends=datetime(2027, 1, 1, 10)
        )
    )
    visit = DelegationFactory(
        slug="geneva", conference=conference, inviting_organisation=member, host_organisation=member
    )
    DelegationMemberFactory(delegation=visit, organisation=member)
    ItineraryItemFactory(delegation=visit, organisation_met=member)
    OutcomeFactory(delegation=visit, kind="follow_up")
    paper = SubmissionFactory(
        slug="our-report", lead=member, conference=conference, symbol="A/HRC/51/NGO/112", agenda_item=3
    )
    ParagraphFactory(submission=paper)
    paper.endorsements.create(organisation=OrganisationFactory(slug="signed-it"), state="endorsed")
    article = ArticleFactory(
        slug="a-day", series_name_zh_hans="走进日内瓦", series_name_en="In Geneva", part=1
    )
    for record in (event, member, visit, paper, article):
        record.themes.add(theme)
    article.events.add(event)
    article.delegations.add(visit)
    article.submissions.add(paper)
    article.organisations.add(member)
    for record in (event, visit, article):
        attach(record)


def in_ten_days():
    return timezone.now().replace(microsecond=0) + timedelta(days=10)


def attach(record, *, consent=True, access="public", words="Picture"):
    """A photograph and a file, which everybody may see or nobody."""
    photo = Photo(
        caption_en=words, caption_zh_hans=words, alt_en=words, credit=words, consent=consent, subject=record
    )
    photo.image.name = f"photos/{words}-{record.pk}.jpg"  # as if it lay there
    photo.width, photo.height = 1200, 800
    Photo.objects.bulk_create([photo])
    return Document.objects.create(
        file=ContentFile(words.encode(), f"{words}.pdf"),
        title_en=words,
        title_zh_hans=words,
        access=access,
        language="en",
        subject=record,
    )


def at(*moment) -> datetime:
    return datetime(*moment, tzinfo=UTC)
