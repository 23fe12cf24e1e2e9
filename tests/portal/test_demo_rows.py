"""What the demonstration content is like once it is loaded."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from beijing_ngo.core.models import Page, Photo, SiteSettings
from beijing_ngo.portal.demo import load
from delegations.models import Cost, Delegation, DelegationMember, Gift, ItineraryItem, Outcome
from events import checkin
from events.models import (
    AgendaItem,
    Attendee,
    DeskInvitation,
    Event,
    Partnership,
    Question,
    Registration,
    RegistrationDesk,
    ReminderRule,
    Speaker,
)
from members.models import (
    Colleague,
    Handover,
    Invitation,
    Membership,
    MembershipStep,
    Organisation,
    User,
)
from reports import reference
from reports.models import Article, Endorsement, Mechanism, Paragraph, Submission
from tests.portal.demo_site import counts, loaded, our_models

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _content(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield


def test_every_item_of_the_content_becomes_a_row():
    items = Counter()

    def count(key, item):
        items[key] += 1
        for below_key, below in item.items():
            for one in below if isinstance(below, list) else [below]:
                if isinstance(one, dict):
                    count(below_key, one)

    for subject in load.SUBJECTS:
        for key, listed in load.read(load.name_of(subject)).items():
            for item in listed:
                count(key, item)

    # Bodies that come with the portal's own mechanisms are there too.
    written = {item["slug"] for item in load.read("members")["organisations"]}
    items["organisations"] += len({body["slug"] for body in reference.read()["bodies"]} - written)

    models = {
        "organisations": Organisation,
        "memberships": Membership,
        "users": User,
        "steps": MembershipStep,
        "colleagues": Colleague,
        "colleague_invitations": Invitation,
        "handovers": Handover,
        "pages": Page,
        "events": Event,
        "partnerships": Partnership,
        "agenda": AgendaItem,
        "speakers": Speaker,
        "desk": RegistrationDesk,
        "invitations": DeskInvitation,
        "questions": Question,
        "registrations": Registration,
        "attendees": Attendee,
        "reminder_rules": ReminderRule,
        "delegations": Delegation,
        "members": DelegationMember,
        "itinerary": ItineraryItem,
        "outcomes": Outcome,
        "gifts": Gift,
        "costs": Cost,
        "submissions": Submission,
        "paragraphs": Paragraph,
        "articles": Article,
        "drawings": Photo,
    }
    assert {key: model.objects.count() for key, model in models.items()} == {
        key: items[key] for key in models
    }


def test_every_row_is_valid():
    for model in our_models():
        for row in model._default_manager.all():
            row.full_clean()


def test_people_make_history_and_loading_does_not():
    assert {name: n for name, n in counts().items() if name.startswith("Historical") and n} == {}


def test_site_settings_in_both_languages():
    site = SiteSettings.load()

    assert (site.name_zh_hans, site.name_en, site.founded_year) == (
        "北京市民间组织国际交流协会",
        "Beijing NGO Association for International Exchanges",
        2007,
    )


def test_text_written_as_markdown_is_kept_as_html():
    about = Page.objects.get(slug="about")

    assert about.body_zh_hans.startswith("<p>北京市民间组织国际交流协会（以下简称“协会”）成立于2007年8月")
    assert "<h2>What we do</h2>\n<ol>\n<li>Attend UN conferences" in about.body_en


def test_times_are_local_to_the_place():
    event = Event.objects.get(slug="cop-27-zero-carbon-side-event")

    assert (event.time_zone, event.starts_at) == ("Africa/Cairo", datetime(2022, 11, 17, 8, tzinfo=UTC))


def test_records_of_unknown_day_say_so():
    precisions = Delegation.objects.values_list("slug", "date_precision")

    assert {slug: known for slug, known in precisions if known != "day"} == {
        "japan-waste-study": "year",
        "singapore-green-city": "year",
        "japan-youth-technology-incoming": "year",
        **dict.fromkeys(
            [
                *("mauritius-2013", "switzerland-finland", "japan-2016", "korea-japan-students-2016"),
                *("mauritius-2017", "usa-2019", "hrc-geneva-2019"),
            ],
            "month",
        ),
    }


def test_a_name_has_its_parts_and_a_title_has_none():
    people = User.objects.filter(email__in=["contact.western-hills@example.org", "editor@example.org"])

    assert sorted(people.values_list("family_name", "given_name", "latin_name")) == [
        ("", "秘书处编辑（演示）", "Demo Editor"),
        ("周", "示例", "ZHOU Shili"),
    ]


def test_only_filed_papers_are_public_and_their_co_signatories_have_said_yes():
    public = set(Submission.objects.public().values_list("slug", flat=True))
    asked = Endorsement.objects.filter(state="asked").values_list("submission__slug", flat=True)

    assert public == {"cescr-china-2023", "hrc-45-right-to-development", "hrc-50-girls-and-rural-children"}
    assert set(asked) == {"hrc-next-climate-statement", "upr-joint-withdrawn"}


def test_limits_that_nobody_compared_carry_no_day():
    mechanisms = Mechanism.objects.values_list("slug", "limit", "unit", "overhead", "checked_on")

    assert sorted(mechanisms) == [
        ("cedaw-parallel-report", 3300, "words", 0, None),
        ("cescr-list-of-issues", 10, "pages", 0, None),
        ("cescr-parallel-report", 10, "pages", 0, None),
        ("cpd-written-statement", 1500, "words", 100, date(2026, 11, 21)),
        ("csocd-written-statement", 1500, "words", 50, date(2026, 11, 21)),
        ("csw-written-statement", 1500, "words", 100, date(2026, 11, 21)),
        ("ecosoc-hls-statement", 500, "words", 0, date(2026, 11, 21)),
        ("ecosoc-quadrennial", None, "words", 0, None),
        ("hrc-oral-statement", 2, "minutes", 0, date(2026, 11, 21)),
        ("hrc-side-event", None, "words", 0, None),
        ("hrc-video-statement", 2, "minutes", 0, None),
        ("hrc-written-statement", 1500, "words", 0, date(2026, 11, 21)),
        ("other-treaty-bodies", 10, "pages", 0, None),
        ("unfccc-plenary-statement", 2, "minutes", 0, date(2026, 11, 21)),
        ("unfccc-submission", None, "words", 0, date(2026, 11, 21)),
        ("upr-joint", 5630, "words", 0, None),
        ("upr-stakeholder", 2815, "words", 0, None),
    ]


def test_places_taken_are_those_of_confirmed_people():
    desk = RegistrationDesk.objects.get(event__slug="reading-a-cop-decision")
    waiting = desk.registrations.filter(state="waitlisted")

    assert (desk.capacity, desk.places_taken, desk.is_full) == (12, 12, True)
    assert all(registration.waiting_since == registration.registered_at for registration in waiting)


def test_the_command_lists_the_accounts_with_role_and_password(capsys):
    call_command("demo", "--accounts")

    out = capsys.readouterr().out
    assert out.splitlines()[:3] == [
        "演示账号 · Demonstration accounts    密码 · password: demo-beijing-2007",
        "  admin@example.org                      系统管理员 · administrator",
        "  editor@example.org                     编辑 · editor",
    ]


def test_each_role_of_the_secretariat_has_an_account():
    staff = User.objects.filter(is_staff=True).values_list("email", "groups__name", "is_superuser")

    assert sorted(staff) == [
        ("admin@example.org", None, True),
        ("delegations.officer@example.org", "delegations-officers", False),
        ("editor@example.org", "secretariat-editors", False),
        ("membership.officer@example.org", "membership-officers", False),
        ("publications.officer@example.org", "publications-officers", False),
        ("reader@example.org", "read-only", False),
        ("registration.desk@example.org", "registration-desk", False),
    ]


def test_an_application_waits_for_the_secretariats_decision():
    [application] = Membership.objects.to_decide().filter(applicant__isnull=False)

    assert (application.organisation.slug, application.applicant.email, bool(application.motivation)) == (
        "demo-silver-age",
        "contact.silver-age@example.org",
        True,
    )
    assert list(application.steps.values_list("kind", "by__email")) == [
        ("applied", "contact.silver-age@example.org"),
        ("review", "membership.officer@example.org"),
        ("asked", "membership.officer@example.org"),
    ]


def test_a_contact_has_something_to_look_after():
    organisation = Organisation.objects.get(slug="demo-western-hills")
    term = organisation.memberships.active().get()

    assert {
        "renewal": term.may_be_renewed(timezone.localdate()),
        "colleagues": list(organisation.colleagues.values_list("email", flat=True)),
        "invited": list(organisation.invitations.open().values_list("email", "role")),
        "offered": list(organisation.handovers.open().values_list("from_user__email", "to_user__email")),
    } == {
        "renewal": True,
        "colleagues": ["feng@example.org", "peng@example.org", "jiang@example.org"],
        "invited": [("feng@example.org", "delegate")],
        "offered": [("contact.western-hills@example.org", "delegate.western-hills@example.org")],
    }


def test_there_is_a_check_in_for_tomorrow_and_somebody_signs_letters():
    tomorrow = [desk.event.slug for desk in checkin.desks_of_these_days()]

    assert tomorrow == ["open-afternoon-tomorrow"]
    assert SiteSettings.load().letter_signatory_zh_hans == "王示例"
