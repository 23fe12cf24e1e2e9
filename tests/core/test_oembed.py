import pytest

from beijing_ngo.core.models import Status
from tests.factories import (
    ArticleFactory,
    EventFactory,
    OrganisationFactory,
    SiteSettingsFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


def ask(client, url, **more):
    return client.get("/oembed.json", {"url": url, **more})


def test_a_link_to_a_page_tells_its_title_and_picture(client):
    SiteSettingsFactory()
    event = EventFactory(title_en="Walk|er & <Sons>")

    response = ask(client, f"http://testserver/en/events/{event.slug}/?utm_source=x")

    answer = response.json()
    assert answer.pop("thumbnail_url").startswith(f"http://testserver/share/event/{event.slug}/en/")
    assert answer == {
        "version": "1.0",
        "type": "link",
        "title": "Walk|er & <Sons>",
        "author_name": "Beijing NGO Association for International Exchanges",
        "provider_name": "Beijing NGO Association for International Exchanges",
        "provider_url": "http://testserver/en/",
        "cache_age": 3600,
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


def test_it_answers_in_the_language_of_the_page(client):
    article = ArticleFactory(title_zh_hans="一篇报道", source_zh_hans="北京日报", source_en="Beijing Daily")

    answer = ask(client, f"http://testserver/zh-hans/reports/{article.slug}/").json()

    assert (answer["title"], answer["author_name"]) == ("一篇报道", "北京日报")


def test_a_paper_is_by_the_organisation_that_leads_it(client):
    paper = SubmissionFactory(lead=OrganisationFactory(name_en="Green Beijing"))

    answer = ask(client, f"http://testserver/en/reports/submissions/{paper.slug}/").json()

    assert answer["author_name"] == "Green Beijing"


def test_the_public_address_is_ours_too(client, settings):
    settings.SITE_URL = "https://ngo.example.org"
    event = EventFactory()

    answer = ask(client, f"https://ngo.example.org/en/events/{event.slug}/").json()

    assert answer["thumbnail_url"].startswith("https://ngo.example.org/share/")


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example.org/en/events/{slug}/",
        "http://testserver@elsewhere.example.org/en/events/{slug}/",
        "//testserver/en/events/{slug}/",
        "javascript:alert(1)//testserver/en/events/{slug}/",
        "http://testserver/events/{slug}/",
        "http://testserver/en/events/",
        "http://testserver/en/events/nothing/",
        "http://testserver/en/events/{slug}/register/",
        "http://testserver/en/account/",
        "http://testserver/admin/",
        "http://[broken/en/events/{slug}/",
    ],
)
def test_other_addresses_are_none_of_its_business(client, url):
    event = EventFactory()

    assert ask(client, url.format(slug=event.slug)).status_code == 404


def test_a_draft_has_no_answer_for_staff_either(admin):
    draft = EventFactory(status=Status.DRAFT)

    assert ask(admin, f"http://testserver/en/events/{draft.slug}/").status_code == 404


def test_a_picture_larger_than_asked_for_is_left_out(client):
    url = f"http://testserver/en/events/{EventFactory().slug}/"

    assert "thumbnail_url" not in ask(client, url, maxwidth="600").json()
    assert "thumbnail_url" not in ask(client, url, maxheight="600").json()
    assert "thumbnail_url" in ask(client, url, maxwidth="1200", maxheight="9" * 30).json()
    assert "thumbnail_url" in ask(client, url, maxwidth="wide").json()


def test_xml_is_not_spoken_and_no_address_is_a_mistake(client):
    url = f"http://testserver/en/events/{EventFactory().slug}/"

    assert ask(client, url, format="json").status_code == 200
    assert ask(client, url, format="xml").status_code == 501
    assert client.get("/oembed.xml", {"url": url}).status_code == 501
    assert client.get("/oembed.json").status_code == 400
