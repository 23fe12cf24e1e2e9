"""The reference page for people."""

import json
import re
from html import unescape

import pytest

from tests.api import full_portal
from tests.api.reading import read

pytestmark = pytest.mark.django_db
PAGES = ("/zh-hans/data/", "/en/data/")


@pytest.fixture
def page(client):
    full_portal.make()
    return client.get("/en/data/").content.decode()


def test_every_resource_parameter_and_field_is_there(client, page):
    document = read(client, "openapi.json")

    told = set(re.findall(r"<dt><code>([^<]+)</code></dt>", page))
    parameters = {one["name"] for path in document["paths"].values() for one in path["get"]["parameters"]} - {
        "slug"
    }
    fields = {
        name
        for kind in ("Event", "Organisation", "Delegation", "Submission", "Article")
        for name in document["components"]["schemas"][f"{kind}Detail"]["properties"]
    }
    assert parameters | fields <= told
    assert {
        "when.starts",
        "registration.places_left",
        "programme[].speakers[].name",
        "statuses[].body",
    } <= told
    for name in full_portal.LISTS:
        assert f"<code>GET /api/v1/{name}</code>" in page


def test_every_row_says_what_it_means(page):
    rows = re.findall(r"<dt><code>(.+?)</code></dt><dd>.+?</dd><dd>(.*?)</dd>", page)

    assert len(rows) > 200
    assert [name for name, meaning in rows if not meaning] == []


def test_the_codes_of_a_term_are_told(page):
    assert '<code class="small">scheduled, postponed, cancelled</code></dd></div>' in page
    assert "planned" not in page  # a visit that nobody hears of yet


def test_links_within_the_page_lead_somewhere(page):
    wanted, there = set(re.findall(r'href="#([^"]+)"', page)), set(re.findall(r' id="([^"]+)"', page))

    icons = {name for name in wanted if re.match(r"[iw]-", name)}
    assert wanted - icons - there == set()


def test_the_example_is_what_the_interface_answers(client, page):
    address = unescape(re.search(r'href="(http://testserver/api/v1/events\?limit=1[^"]+)"', page)[1])
    drawn = re.search(r'<pre class="cite"><code>(\{\n  &quot;slug.*?)</code>', page, re.S)[1]
    example = json.loads(unescape(drawn))

    assert example == client.get(address).json()["items"][0]


@pytest.mark.parametrize("address", PAGES)
def test_without_any_event_there_is_no_example(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert "limit=1&amp;" not in response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_the_footer_leads_there(client, address):
    home = client.get(address.replace("data/", "")).content.decode()

    assert f'href="{address}"' in home


def test_once_drawn_it_asks_the_database_for_next_to_nothing(
    client, page, settings, django_assert_max_num_queries
):
    settings.PAGE_CACHE_SECONDS = 0

    with django_assert_max_num_queries(1):
        client.get("/en/data/")
