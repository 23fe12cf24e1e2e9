"""Records that make the figures of the impact page, and such as must not; and what stands on the page."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser

from django.utils import timezone

from delegations.models import DelegationState, Direction
from events.models import AttendanceMode, EventKind, EventState
from tests.factories import (
    CooperationProjectFactory,
    DelegationFactory,
    DelegationMemberFactory,
    EventFactory,
    MechanismFactory,
    OrganisationFactory,
    PartnershipFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    ThemeFactory,
)


def at(*moment):
    return datetime(*moment, tzinfo=UTC)


def furnish(**site):
    SiteSettingsFactory(**site)
    held_events()
    visits()
    papers()
    projects()


def held_events():
    climate, youth = ThemeFactory(slug="climate"), ThemeFactory(slug="youth")
    own = OrganisationFactory(name_zh_hans="北京市民间组织国际交流协会", name_en="The association")
    green, wwf = OrganisationFactory(slug="green"), OrganisationFactory(slug="wwf", kind="partner")
    hidden = OrganisationFactory(slug="hidden", status="draft", published_at=None)
    doha = EventFactory(
        slug="doha",
        starts_at=at(2012, 12, 31, 22),  # already 2013 there
        time_zone="Asia/Qatar",
        country="QA",
        sdgs=[13, 17],
        participants_count=120,
    )
    new_york = EventFactory(
        starts_at=at(2020, 1, 1, 3),  # still 2019 there
        time_zone="America/New_York",
        country="US",
        sdgs=[17],
        participants_count=0,
    )
    new_year = EventFactory(starts_at=at(2015, 12, 31, 16), sdgs=[1])  # midnight in Beijing
    online = EventFactory(
        starts_at=at(2020, 5, 1), attendance_mode=AttendanceMode.ONLINE, country="CH", participants_count=2000
    )
    nowhere = EventFactory(
        starts_at=at(2020, 6, 1), attendance_mode=AttendanceMode.HYBRID, country="", title_en="", city_en=""
    )
    for event in (doha, new_york, online):
        event.themes.add(climate)
    nowhere.themes.add(climate, youth)
    for event in (doha, new_year, online, nowhere):
        PartnershipFactory(event=event, organisation=own)
        PartnershipFactory(event=event, organisation=green)
    PartnershipFactory(event=doha, organisation=green, role="supporter")  # twice at one event counts once
    PartnershipFactory(event=new_york, organisation=wwf)
    PartnershipFactory(event=new_york, organisation=hidden)
    # None of these took place, as far as the public knows.
    lost = {"country": "FR", "sdgs": [2], "participants_count": 77}
    for fields in (
        {"starts_at": at(2018, 3, 1), "state": EventState.CANCELLED},
        {"starts_at": at(2018, 3, 2), "state": EventState.POSTPONED},
        {"starts_at": at(2018, 3, 3), "status": "draft", "published_at": None},
        {"starts_at": timezone.now() + timedelta(days=3)},
        {"starts_at": timezone.now() - timedelta(days=3), "ends_at": timezone.now() + timedelta(days=3)},
    ):
        PartnershipFactory(event=EventFactory(**lost, **fields), organisation=wwf)
    EventFactory(kind=EventKind.WALK, starts_at=at(2020, 7, 1), title_en="", city_en="", summary_en="")


def visits():
    alps = DelegationFactory(starts_on=date(2016, 12, 30), countries=["CH", "FI"], sdgs=[13])
    DelegationFactory(starts_on=date(2016, 2, 1), direction=Direction.INCOMING, countries=["JP"])
    DelegationFactory(starts_on=date(2019, 2, 1), countries=["CN"], title_en="", summary_en="")
    here = DelegationFactory(
        starts_on=timezone.localdate(), ends_on=timezone.localdate(), state=DelegationState.UNDER_WAY
    )
    for public in (True, False, False):
        DelegationMemberFactory(delegation=alps, public=public)
    DelegationMemberFactory(delegation=here)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for fields in (
        {"starts_on": tomorrow, "ends_on": tomorrow, "state": DelegationState.APPROVED},
        {"starts_on": date(2016, 3, 1), "internal": True},
        {"starts_on": date(2016, 3, 1), "state": DelegationState.CANCELLED},
    ):
        DelegationMemberFactory(delegation=DelegationFactory(countries=["FR"], sdgs=[2], **fields))


def papers():
    council = MechanismFactory(body__slug="council", acronym="HRC")
    other = MechanismFactory(body=council.body, acronym="UPR")
    committee = MechanismFactory(body__slug="committee")
    SubmissionFactory(mechanism=council, filed_on=date(2020, 9, 16), sdgs=[1, 10])
    SubmissionFactory(mechanism=other, filed_on=date(2022, 5, 30), sdgs=[10])
    SubmissionFactory(mechanism=committee, filed_on=date(2022, 6, 30))
    SubmissionFactory(mechanism=committee, filed_on=date(2022, 6, 30), title_en="", summary_en="")
    SubmissionFactory(mechanism=committee, filed_on=date(2021, 6, 30), confidential=True, sdgs=[2])


def projects():
    stoves = CooperationProjectFactory(countries=["KH", "NP"], sdgs=[1, 7], amount=Decimal("1500000.50"))
    CooperationProjectFactory(countries=["KH"], amount=Decimal(4_000_000), period_start=date(2020, 3, 1))
    CooperationProjectFactory(countries=["IT"], amount=Decimal(9000), currency="EUR", title_en="")
    CooperationProjectFactory(countries=["CN"], title_zh_hans="=1+1", title_en="=1+1", beneficiaries=60)
    CooperationProjectFactory(countries=["FR"], amount=Decimal(5), status="draft", published_at=None)
    stoves.partners.add(OrganisationFactory(slug="see"))


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.inside, self.href, self.words = [], False, None, ""

    def handle_starttag(self, tag, attributes):
        if tag == "main":
            self.inside = True
        if tag == "a":
            self.href, self.words = dict(attributes)["href"], ""

    def handle_endtag(self, tag):
        if tag == "main":
            self.inside = False
        if tag == "a" and self.inside:
            self.found.append((self.href, " ".join(self.words.split())))

    def handle_data(self, data):
        self.words += data


def links_of(html: str) -> list[tuple[str, str]]:
    """Address and words of every link between the page's head and its foot."""
    parser = _Links()
    parser.feed(html)
    return parser.found
