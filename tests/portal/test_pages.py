"""The pages that say who we are."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from beijing_ngo.core.models import Status
from tests.factories import EventFactory, PageFactory, SuperuserFactory

pytestmark = pytest.mark.django_db


def html_of(client, path):
    return client.get(path).content.decode()


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [("en", "About us", "Founded in 2007."), ("zh-hans", "关于协会", "成立于2007年。")],
)
def test_a_page_in_both_languages(client, language, title, text):
    PageFactory(
        slug="about",
        title_zh_hans="关于协会",
        title_en="About us",
        body_zh_hans="<p>成立于2007年。</p>",
        body_en="<p>Founded in 2007.</p>",
    )

    html = html_of(client, f"/{language}/about/")

    assert re.findall(r"<h1>(.*?)</h1>", html) == [title]
    assert f'<div class="prose"><p>{text}</p></div>' in html


def test_the_pages_of_the_same_menu_stand_beside_it(client):
    for order, (slug, menu) in enumerate(
        (("about", "header"), ("charter", "header"), ("privacy", "footer"), ("hidden", ""))
    ):
        PageFactory(slug=slug, title_en=slug.title(), menu=menu, order=order)
    PageFactory(slug="draft", menu="header", status=Status.DRAFT, published_at=None)

    siblings = re.search(r'<nav class="facet".*?</nav>', html_of(client, "/en/charter/"), re.S).group()

    assert re.findall(r'<a href="([^"]+)"( aria-current="true")?>(.*?)</a>', siblings) == [
        ("/en/about/", "", "About"),
        ("/en/charter/", ' aria-current="true"', "Charter"),
    ]


def test_a_page_takes_no_address_of_an_app(client):
    PageFactory(slug="events", title_en="An impostor")
    event = EventFactory(title_en="A real event")

    html = html_of(client, "/en/events/")

    assert "An impostor" not in html
    assert f"/en/events/{event.slug}/" in html


@pytest.mark.parametrize(
    "hidden",
    [{"status": Status.DRAFT, "published_at": None}, {"published_at": timezone.now() + timedelta(days=9)}],
)
def test_only_staff_see_a_draft_and_are_told_so(client, hidden):
    PageFactory(slug="plan", **hidden)

    assert client.get("/en/plan/").status_code == 404

    client.force_login(SuperuserFactory())
    assert '<div class="note warn">' in html_of(client, "/en/plan/")


def test_an_untranslated_page_says_so(client):
    PageFactory(slug="about", title_en="", body_en="", title_zh_hans="关于协会", body_zh_hans="<p>正文。</p>")

    html = html_of(client, "/en/about/")

    assert "This page has no English version yet." in html
    assert '<div lang="zh-Hans"><p>正文。</p></div>' in html


@pytest.mark.parametrize("count", [5, 50])
def test_a_page_is_one_question(client, count, django_assert_num_queries):
    PageFactory(slug="about", menu="header")
    PageFactory.create_batch(count, menu="header")
    html_of(client, "/en/about/")  # menus and settings are kept from now on

    with django_assert_num_queries(1):
        html_of(client, "/en/about/")
