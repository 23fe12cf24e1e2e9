"""The admin as a whole: every kind of record has its pages, in the editor's language, for those who may."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from beijing_ngo.core.models import Document, Message, Page, Photo, SiteSettings, Theme
from tests.admin_forms import errors, filled, page
from tests.factories import (
    ArticleFactory,
    AttendeeFactory,
    CooperationProjectFactory,
    DelegationMemberFactory,
    EventFactory,
    InternationalStatusFactory,
    ItineraryItemFactory,
    MembershipFactory,
    OutcomeFactory,
    PageFactory,
    ParagraphFactory,
    RepresentativeFactory,
    SeriesFactory,
    SiteSettingsFactory,
    SpeakerFactory,
    SuperuserFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

OWN = {"core", "members", "events", "delegations", "reports"}
# Edited where they belong, as rows below another record.
ROWS = {
    "core.numberseries",
    *("events.speaker", "events.partnership", "events.question", "events.answer"),
    *("events.registrationdraft", "events.registrationchange", "events.deskinvitation", "events.answerfile"),
    *("members.internationalstatus", "delegations.checklistitem"),
    *("delegations.badgequota", "delegations.chase"),
    *("members.membershipstep", "members.colleague", "members.applicationupload"),
    *("reports.paragraph", "reports.endorsement", "reports.quadrennialline"),
    *("reports.submissionversion", "reports.submissionstep", "reports.comment", "reports.previewlink"),
}


@pytest.fixture
def staff(client):
    client.force_login(SuperuserFactory())
    return client


@pytest.fixture
def records():
    for make in (
        *(ArticleFactory, AttendeeFactory, CooperationProjectFactory, DelegationMemberFactory),
        *(InternationalStatusFactory, ItineraryItemFactory, MembershipFactory, OutcomeFactory, PageFactory),
        *(ParagraphFactory, RepresentativeFactory, SeriesFactory, SpeakerFactory, ThemeFactory),
    ):
        make()
    SiteSettingsFactory()


def test_every_kind_of_record_is_in_the_admin():
    own = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label in OWN
        and not model._meta.auto_created
        and not model._meta.model_name.startswith("historical")
    }
    shown = {model._meta.label_lower for model in admin.site._registry}

    assert own - shown == ROWS


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label_lower)
@pytest.mark.usefixtures("records")
def test_every_page_opens_in_both_languages(client, model):
    record = model._default_manager.first()
    addresses = {"list": page(model), "add": page(model, "add")}
    if record:
        addresses |= {name: page(model, name, record.pk) for name in ("change", "history")}

    for language in ("zh-hans", "en"):
        client.force_login(SuperuserFactory(preferred_language=language))
        answers = {name: client.get(address) for name, address in addresses.items()}
        wrong = {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 400}
        assert wrong in ({}, {"add": 403})
        for answer in answers.values():
            if answer.status_code == 200:
                assert f'<html lang="{language}"' in answer.content.decode()


def test_nothing_comes_from_elsewhere_and_the_policy_is_the_admin_s_own(staff):
    response = staff.get(page(Page, "add"))

    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval' 'unsafe-inline'" in policy
    assert "default-src 'self'" in policy
    assert 'src="http' not in response.content.decode()


@pytest.mark.parametrize(
    ("preferred", "cookie", "accept", "expected"),
    [
        ("zh-hans", None, "en", "zh-hans"),
        ("en", None, "zh-CN", "en"),
        ("zh-hans", "en", "zh-CN", "en"),
        ("en", "nonsense", "zh-CN", "en"),
    ],
)
def test_the_admin_speaks_the_colleague_s_language(client, settings, preferred, cookie, accept, expected):
    client.force_login(SuperuserFactory(preferred_language=preferred))
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = client.get("/admin/", headers={"accept-language": accept})

    assert f'<html lang="{expected}"' in response.content.decode()


def test_staff_sign_in_where_everybody_does(client):
    response = client.get("/admin/", follow=True, headers={"accept-language": "en"})

    text = response.content.decode()
    assert response.redirect_chain[-1] == ("/zh-hans/account/login/?next=%2Fadmin%2F", 302)
    assert '<html lang="zh-Hans"' in text
    assert 'type="email"' in text


def test_signing_in_by_e_mail_whatever_its_case(client):
    SuperuserFactory(email="wang.fang@example.org", password="long-enough-1").vouch_for_address()

    response = client.post(
        "/zh-hans/account/login/?next=/admin/",
        {"login": "Wang.Fang@Example.org", "password": "long-enough-1"},
    )

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_the_language_can_be_switched(staff, settings):
    response = staff.post(reverse("set_language"), {"language": "en", "next": "/admin/"})

    assert (response["Location"], response.cookies[settings.LANGUAGE_COOKIE_NAME].value) == ("/admin/", "en")
    assert '<html lang="en"' in staff.get("/admin/").content.decode()


def test_members_have_no_business_in_the_admin(client):
    client.force_login(UserFactory())

    response = client.get("/admin/", follow=True)

    assert (response.redirect_chain, response.status_code) == ([("/admin/login/?next=/admin/", 302)], 403)


def test_settings_are_one_row(staff):
    SiteSettingsFactory()

    assert staff.get(page(SiteSettings))["Location"] == page(SiteSettings, "change", 1)
    assert staff.get(page(SiteSettings, "add")).status_code == 403
    assert staff.post(page(SiteSettings, "delete", 1)).status_code == 403


@pytest.mark.parametrize(("colour", "wrong"), [("#1B6851", []), ("green", ["colour"]), ("#1B68", ["colour"])])
def test_a_colour_is_written_as_one(staff, colour, wrong):
    url = page(Theme, "add")

    response = staff.post(url, filled(staff.get(url), name_zh_hans="主题", slug="t", colour=colour))

    assert (errors(response) if response.status_code == 200 else {}).keys() == set(wrong)


def test_the_outbox_is_read_and_not_written(staff):
    message = Message.objects.create(
        key="a", kind="k", to_address="a@example.org", language="en", subject="S"
    )

    assert "a@example.org" in staff.get(page(Message, "change", message.pk)).content.decode()
    answers = [
        staff.post(page(Message, "change", message.pk), {"subject": "T"}),
        staff.get(page(Message, "add")),
        staff.post(page(Message, "delete", message.pk), {"post": "yes"}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_restricted_documents_show_only_to_those_who_may_read_them(client):
    from django.contrib.auth.models import Permission

    event = EventFactory()
    for access in ("public", "staff", "restricted"):
        Document.objects.create(subject=event, title_zh_hans=access, access=access, file="documents/a.pdf")
    seen = {}
    for rights in (("view_document",), ("view_document", "view_restricted_document")):
        user = UserFactory(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(user)
        rows = client.get(page(Document)).context["cl"].result_list
        seen[rights[-1]] = {document.access for document in rows}

    assert seen == {
        "view_document": {"public", "staff"},
        "view_restricted_document": {"public", "staff", "restricted"},
    }


def test_photographs_and_documents_are_added_at_their_record(staff):
    assert [staff.get(page(model, "add")).status_code for model in (Photo, Document)] == [403, 403]


@pytest.mark.parametrize("model", [Page, Theme, Message, Document])
def test_lists_take_the_same_statements_for_any_number(staff, model, django_assert_max_num_queries):
    event = EventFactory()

    def make(number):
        return {
            Page: PageFactory,
            Theme: ThemeFactory,
            Message: lambda: Message.objects.create(key=number, language="en", to_address="a@example.org"),
            Document: lambda: Document.objects.create(subject=event, title_en="A", file="a.pdf"),
        }[model]()

    counts = []
    for numbers in (range(1), range(1, 10)):
        for number in numbers:
            make(number)
        staff.get(page(model))
        with django_assert_max_num_queries(14) as captured:
            staff.get(page(model))
        counts.append(len(captured))

    assert counts[0] == counts[1]
