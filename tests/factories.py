"""Rows for tests: each factory makes a whole, public, bilingual record."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from beijing_ngo.core.models import Page, SiteSettings, Status, Theme
from delegations.models import (
    ChecklistTemplate,
    Cost,
    Delegation,
    DelegationMember,
    DelegationState,
    Direction,
    Gift,
    ItineraryItem,
    Nomination,
    Outcome,
    Participation,
)
from events.models import (
    AgendaItem,
    Attendee,
    Awaits,
    Conference,
    Event,
    EventKind,
    Partnership,
    Question,
    Registration,
    RegistrationDesk,
    RegistrationState,
    Series,
    Speaker,
)
from members.models import (
    CooperationProject,
    InternationalStatus,
    Membership,
    Organisation,
    OrganisationKind,
    ProjectKind,
    Representative,
    StatusKind,
    User,
)
from reports.models import Article, Mechanism, Paragraph, Submission, SubmissionKind, SubmissionState

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class ModelFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True


class PublicFactory(ModelFactory):
    class Meta:
        abstract = True

    status = Status.PUBLISHED
    published_at = LONG_AGO


def both(chinese, english):
    """A translated field's two columns, numbered so that each row reads differently."""
    return factory.Sequence(lambda n: f"{chinese}{n}"), factory.Sequence(lambda n: f"{english} {n}")


class ThemeFactory(ModelFactory):
    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name_zh_hans, name_en = both("主题", "Theme")


class SiteSettingsFactory(ModelFactory):
    class Meta:
        model = SiteSettings
        django_get_or_create = ("id",)

    id = 1
    name_zh_hans = "北京市民间组织国际交流协会"
    name_en = "Beijing NGO Association for International Exchanges"
    short_name_zh_hans = "市民交协"
    short_name_en = "Beijing NGO"
    icp_number = "京ICP备00000000号-1"


class PageFactory(PublicFactory):
    class Meta:
        model = Page

    slug = factory.Sequence(lambda n: f"page-{n}")
    title_zh_hans, title_en = both("页面", "Page")
    body_zh_hans = "<p>正文。</p>"
    body_en = "<p>Text.</p>"


class UserFactory(ModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    family_name = "王"
    given_name = "芳"
    latin_name = "WANG Fang"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)


class SuperuserFactory(UserFactory):
    is_staff = True
    is_superuser = True


class OrganisationFactory(PublicFactory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name_zh_hans, name_en = both("组织", "Organisation")
    kind = OrganisationKind.MEMBER
    listed = True


class InternationalStatusFactory(ModelFactory):
    class Meta:
        model = InternationalStatus

    organisation = factory.SubFactory(OrganisationFactory)
    body = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.UN_BODY)
    kind = StatusKind.SPECIAL


class MembershipFactory(ModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    state = "active"
    applied_on = date(2020, 1, 1)
    decided_on = date(2020, 2, 1)


class RepresentativeFactory(ModelFactory):
    class Meta:
        model = Representative

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "contact"


class CooperationProjectFactory(PublicFactory):
    class Meta:
        model = CooperationProject

    slug = factory.Sequence(lambda n: f"project-{n}")
    title_zh_hans, title_en = both("项目", "Project")
    organisation = factory.SubFactory(OrganisationFactory)
    kind = ProjectKind.AID
    countries = ["NP"]


class SeriesFactory(PublicFactory):
    class Meta:
        model = Series

    slug = factory.Sequence(lambda n: f"series-{n}")
    name_zh_hans, name_en = both("系列", "Series")


class ConferenceFactory(PublicFactory):
    class Meta:
        model = Conference

    slug = factory.Sequence(lambda n: f"conference-{n}")
    acronym = "COP"
    number = factory.Sequence(lambda n: n)
    name_zh_hans, name_en = both("会议", "Conference")
    starts_on = date(2022, 11, 6)
    ends_on = date(2022, 11, 18)


class EventFactory(PublicFactory):
    class Meta:
        model = Event

    slug = factory.Sequence(lambda n: f"event-{n}")
    kind = EventKind.FORUM
    title_zh_hans, title_en = both("论坛", "Forum")
    summary_zh_hans, summary_en = both("摘要", "Summary")
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=2))
    city_zh_hans = "北京"
    city_en = "Beijing"
    working_languages = ["zh-hans", "en"]


class PartnershipFactory(ModelFactory):
    class Meta:
        model = Partnership

    event = factory.SubFactory(EventFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class AgendaItemFactory(ModelFactory):
    class Meta:
        model = AgendaItem

    event = factory.SubFactory(EventFactory)
    starts = "09:00"
    ends = "10:00"
    title_zh_hans, title_en = both("议程", "Item")


class SpeakerFactory(ModelFactory):
    class Meta:
        model = Speaker

    agenda_item = factory.SubFactory(AgendaItemFactory)
    name_zh_hans, name_en = both("嘉宾", "Speaker")


class RegistrationDeskFactory(ModelFactory):
    class Meta:
        model = RegistrationDesk

    event = factory.SubFactory(EventFactory)
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=5))
    capacity = 40


class QuestionFactory(ModelFactory):
    class Meta:
        model = Question

    desk = factory.SubFactory(RegistrationDeskFactory)
    label_zh_hans, label_en = both("问题", "Question")


class RegistrationFactory(ModelFactory):
    """A registration as the operations leave it; `people=3` gives it three people."""

    class Meta:
        model = Registration

    desk = factory.SubFactory(RegistrationDeskFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    contact = factory.SubFactory(UserFactory)
    state = RegistrationState.CONFIRMED
    awaits = factory.LazyAttribute(
        lambda row: Awaits.SECRETARIAT if row.state == RegistrationState.PENDING else Awaits.NOBODY
    )
    waiting_since = factory.LazyAttribute(
        lambda row: timezone.now() if row.state == RegistrationState.WAITLISTED else None
    )

    @factory.post_generation
    def people(self, create, number, **kwargs):
        for _place in range(number or 0):
            AttendeeFactory(registration=self)


class AttendeeFactory(ModelFactory):
    """A person on a registration; party and places taken are counted as the desk counts them."""

    class Meta:
        model = Attendee

    registration = factory.SubFactory(RegistrationFactory)
    desk = factory.SelfAttribute("registration.desk")
    number = factory.LazyAttribute(lambda row: row.registration.attendees.count() + 1)
    family_name = "王"
    given_name = "芳"
    latin_name = "WANG Fang"
    email = factory.Sequence(lambda n: f"attendee{n}@example.org")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        attendee = super()._create(model_class, *args, **kwargs)
        registration = attendee.registration
        if attendee.cancelled_at is None and registration.is_live:
            registration.party_size += 1
            registration.save(update_fields=["party_size"])
            if registration.is_confirmed:
                registration.desk.places_taken += 1
                registration.desk.save(update_fields=["places_taken"])
        return attendee


class DelegationFactory(PublicFactory):
    class Meta:
        model = Delegation

    slug = factory.Sequence(lambda n: f"delegation-{n}")
    title_zh_hans, title_en = both("赴外访问", "Visit")
    summary_zh_hans, summary_en = both("摘要", "Summary")
    state = DelegationState.COMPLETED
    internal = False
    starts_on = date(2023, 5, 8)
    ends_on = date(2023, 5, 12)
    countries = ["CH"]


class DelegationMemberFactory(ModelFactory):
    class Meta:
        model = DelegationMember

    delegation = factory.SubFactory(DelegationFactory)
    family_name = "李"
    given_name = "明"
    latin_name = "LI Ming"
    organisation = factory.SubFactory(OrganisationFactory)
    public = True


class ItineraryItemFactory(ModelFactory):
    class Meta:
        model = ItineraryItem

    delegation = factory.SubFactory(DelegationFactory)
    date = date(2023, 5, 8)
    title_zh_hans, title_en = both("会谈", "Talks")
    city_zh_hans = "日内瓦"
    city_en = "Geneva"
    country = "CH"


class GiftFactory(ModelFactory):
    class Meta:
        model = Gift

    delegation = factory.SubFactory(DelegationFactory)
    item_zh_hans, item_en = both("瓷盘", "Porcelain plate")


class CostFactory(ModelFactory):
    class Meta:
        model = Cost

    delegation = factory.SubFactory(DelegationFactory)
    planned = 1000


class ChecklistTemplateFactory(ModelFactory):
    class Meta:
        model = ChecklistTemplate

    direction = Direction.OUTGOING
    label_zh_hans, label_en = both("办理签证", "Apply for visas")
    lead_days = 30


class ParticipationFactory(ModelFactory):
    class Meta:
        model = Participation

    conference = factory.SubFactory(ConferenceFactory)


class NominationFactory(ModelFactory):
    class Meta:
        model = Nomination

    participation = factory.SubFactory(ParticipationFactory)
    member = factory.SubFactory(DelegationMemberFactory)


class OutcomeFactory(ModelFactory):
    class Meta:
        model = Outcome

    delegation = factory.SubFactory(DelegationFactory)
    text_zh_hans, text_en = both("成果", "Outcome")
    public = True


class MechanismFactory(ModelFactory):
    class Meta:
        model = Mechanism

    slug = factory.Sequence(lambda n: f"mechanism-{n}")
    body = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.UN_BODY)
    kind = SubmissionKind.PARALLEL_REPORT
    name_zh_hans, name_en = both("机制", "Mechanism")
    acronym = "CESCR"


class SubmissionFactory(PublicFactory):
    class Meta:
        model = Submission

    slug = factory.Sequence(lambda n: f"submission-{n}")
    title_zh_hans, title_en = both("报告", "Report")
    mechanism = factory.SubFactory(MechanismFactory)
    kind = SubmissionKind.PARALLEL_REPORT
    state = SubmissionState.PUBLISHED
    filed_on = date(2023, 1, 10)
    summary_zh_hans, summary_en = both("摘要", "Summary")


class ParagraphFactory(ModelFactory):
    class Meta:
        model = Paragraph

    submission = factory.SubFactory(SubmissionFactory)
    number = factory.Sequence(lambda n: n + 1)
    heading_zh_hans, heading_en = both("小标题", "Heading")
    text_zh_hans, text_en = both("段落", "Paragraph")


class ArticleFactory(PublicFactory):
    class Meta:
        model = Article

    slug = factory.Sequence(lambda n: f"article-{n}")
    title_zh_hans, title_en = both("报道", "Article")
    body_zh_hans = "<p>正文。</p>"
    body_en = "<p>Text.</p>"
    date = date(2023, 6, 1)
