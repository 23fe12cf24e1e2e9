import re

import pytest
from django.urls import reverse

from members.models import ApplicationUpload, Membership, Organisation
from tests.factories import MembershipFactory, OrganisationFactory, ThemeFactory, UserFactory
from tests.members.accounts import make_person
from tests.members.organisations import a_contact, a_file, a_paper

pytestmark = pytest.mark.django_db
CODE = "5111000050000012XW"
TYPED = {
    "name_zh_hans": "北京春晖基金会",
    "legal_form": "foundation",
    "credit_code": CODE,
    "country": "CN",
    "city": "北京",
    "email": "office@chunhui.example.org",
    "motivation": "一起做事。",
    "declared": "on",
}


@pytest.fixture
def url():
    return reverse("members:join")


@pytest.fixture
def person(client):
    person = make_person()
    client.force_login(person)
    return person


def names_of_kept(person):
    return list(ApplicationUpload.objects.of(person).values_list("kind", "original_name"))


def test_a_visitor_reads_and_is_led_to_an_account(client, url):
    response = client.get(url)

    html = response.content.decode()
    assert f"{reverse('account_signup')}?next={url}" in html
    assert f"{reverse('account_login')}?next={url}" in html
    assert "<form" not in html.partition("<main")[2].partition("</main>")[0]
    assert not response.cookies


def test_an_address_that_is_not_confirmed_gets_no_form(client, url):
    client.force_login(UserFactory())

    html = client.get(url).content.decode()
    posted = client.post(url, TYPED | {"certificate": a_file()})

    assert reverse("account_email") in html
    assert posted.url == url
    assert not ApplicationUpload.objects.exists()


def test_an_application_is_sent(client, url, person):
    theme = ThemeFactory()

    response = client.post(url, TYPED | {"certificate": a_file(), "themes": [theme.pk]})

    organisation = Organisation.objects.get()
    assert response.url == f"{reverse('account:membership')}?organisation={organisation.slug}"
    assert (organisation.credit_code, organisation.city_zh_hans) == (CODE, "北京")
    assert list(organisation.themes.all()) == [theme]
    assert organisation.documents.count() == 1
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name_zh_hans": ""}, "name_zh_hans"),
        ({"legal_form": ""}, "legal_form"),
        ({"credit_code": "5111O00050000012XW"}, "credit_code"),
        ({"credit_code": "5111000050000012XA"}, "credit_code"),
        ({"email": "office@"}, "email"),
        ({"website": "no address"}, "website"),
        ({"founded_year": "3027"}, "founded_year"),
        ({"motivation": ""}, "motivation"),
        ({"declared": ""}, "declared"),
    ],
)
def test_what_is_typed_wrong_is_said_beside_its_field_and_nothing_is_lost(client, url, person, typed, field):
    sent = TYPED | {"certificate": a_file(), "charter": a_file("章程.pdf")} | typed

    response = client.post(url, sent)

    form = response.context["form"]
    assert list(form.errors) == [field]
    html = response.content.decode()
    for name in ("motivation", "city"):
        if name not in typed:
            assert TYPED[name] in html
    assert "证书.pdf" in html
    assert names_of_kept(person) == [("certificate", "证书.pdf"), ("charter", "章程.pdf")]
    assert not Membership.objects.exists()


def test_kept_files_are_sent_with_the_next_try(client, url, person):
    client.post(url, TYPED | {"certificate": a_file(), "motivation": ""})

    client.post(url, TYPED)

    assert Membership.objects.get().organisation.documents.get().original_name == "证书.pdf"


def test_a_file_is_taken_away_and_the_rest_stays(client, url, person):
    client.post(url, TYPED | {"certificate": a_file(), "motivation": ""})
    kept = ApplicationUpload.objects.get()

    response = client.post(url, TYPED | {"remove": kept.pk})

    assert names_of_kept(person) == []
    assert not response.context["form"].errors
    assert TYPED["motivation"] in response.content.decode()
    assert not Membership.objects.exists()


def test_nobody_takes_away_anothers_file(client, url, person):
    theirs = a_paper(make_person())

    client.post(url, TYPED | {"remove": theirs.pk})

    assert ApplicationUpload.objects.get() == theirs


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("证书.exe", b"MZ"),
        ("证书.xlsx", b"PK\x03\x04"),
        ("证书.pdf", b"not a pdf"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(client, url, person, name, content):
    response = client.post(url, TYPED | {"certificate": a_file(name, content)})

    assert list(response.context["form"].errors) == ["certificate"]
    assert names_of_kept(person) == []


def test_a_good_file_is_kept_beside_a_bad_one(client, url, person):
    files = [a_file("年报.pdf"), a_file("坏.pdf", b"-")]

    response = client.post(url, TYPED | {"certificate": a_file(), "others": files})

    assert list(response.context["form"].errors) == ["others"]
    assert "坏.pdf" in response.context["form"].errors["others"][0]
    assert names_of_kept(person) == [("certificate", "证书.pdf"), ("other", "年报.pdf")]


def test_no_more_than_a_few_other_files(client, url, person):
    files = [a_file(f"{number}.pdf") for number in range(6)]

    response = client.post(url, TYPED | {"certificate": a_file(), "others": files})

    assert list(response.context["form"].errors) == ["others"]
    assert len(names_of_kept(person)) == 6


def test_a_later_certificate_takes_the_place_of_the_first(client, url, person):
    for name in ("旧.pdf", "新.pdf"):
        client.post(url, TYPED | {"certificate": a_file(name), "motivation": ""})

    assert names_of_kept(person) == [("certificate", "新.pdf")]


def test_a_known_credit_code_is_answered_at_its_field(client, url, person):
    OrganisationFactory(credit_code=CODE)

    response = client.post(url, TYPED | {"certificate": a_file()})

    assert list(response.context["form"].errors) == ["credit_code"]
    assert "证书.pdf" in response.content.decode()


def test_a_declined_organisation_finds_its_details_filled_in(client, url):
    contact = a_contact(OrganisationFactory(status="draft", name_zh_hans="春晖", city_zh_hans="北京"))
    MembershipFactory(organisation=contact.organisation, state="declined")
    client.force_login(contact.user)

    html = client.get(url).content.decode()

    assert re.search(r'name="name_zh_hans"[^>]*value="春晖"|value="春晖"[^>]*name="name_zh_hans"', html)
    client.post(url, TYPED | {"certificate": a_file()})
    assert Organisation.objects.get().text("name", "zh-hans") == TYPED["name_zh_hans"]


def test_a_public_organisation_applies_again_without_its_details(client, url):
    contact = a_contact()
    client.force_login(contact.user)

    form = client.get(url).context["form"]

    assert list(form.fields) == ["certificate", "charter", "others", "motivation", "declared"]


@pytest.mark.parametrize("state", ["active", "applied"])
def test_who_has_an_open_term_is_led_to_it(client, url, state):
    contact = a_contact()
    MembershipFactory(organisation=contact.organisation, state=state)
    client.force_login(contact.user)

    html = client.get(url).content.decode()
    client.post(url, TYPED | {"certificate": a_file()})

    assert f"{reverse('account:membership')}?organisation={contact.organisation.slug}" in html
    assert Membership.objects.count() == 1
