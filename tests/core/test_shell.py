import re
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.translation import gettext

from beijing_ngo.core import kept
from beijing_ngo.core.htmx import PartialMixin
from beijing_ngo.core.models import Page, SiteSettings
from beijing_ngo.core.templatetags import shell

pytestmark = pytest.mark.urls("tests.core.shell_urls")


@pytest.fixture
def site(db):
    kept.renew()
    return SiteSettings.objects.create(
        name_zh_hans="北京市民间组织国际交流协会",
        name_en="Beijing NGO Association for International Exchanges",
        short_name_zh_hans="市民交协",
        short_name_en="Beijing NGO",
        founded_year=2007,
        phone="010-8390 7345",
        icp_number="京ICP备00000000号",
        public_security_number="京公网安备00000000000000号",
    )


@pytest.fixture
def about(site):
    return Page.objects.create(
        slug="about", title_zh_hans="关于协会", title_en="About us", menu="header", status="published"
    )


def html_of(client, path):
    return client.get(path).content.decode()


def main_menu(html):
    nav = re.search(r'<nav class="site-nav".*?</nav>', html, re.S).group()
    return re.findall(r'<a href="([^"]+)"(?: aria-current="([^"]+)")?>', nav)


@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_the_page_says_its_language_and_links_to_itself_in_the_other(client, site, language, tag):
    html = html_of(client, f"/{language}/events/earth-hour/?from=calendar")

    switch = re.findall(
        r'<a href="([^"]+)" lang="([^"]+)" hreflang="([^"]+)" data-language>([^<]+)</a>', html
    )

    assert re.findall(r"<html lang=\"([^\"]+)\"", html) == [tag]
    assert (
        switch
        == {
            "zh-hans": [("/en/events/earth-hour/?from=calendar", "en", "en", "English")],
            "en": [("/zh-hans/events/earth-hour/?from=calendar", "zh-Hans", "zh-Hans", "中文")],
        }[language]
    )


def test_the_menu_marks_the_section_the_page_belongs_to(client, about):
    others = [
        ("/en/delegations/", ""),
        ("/en/reports/submission_list/", ""),
        ("/en/reports/", ""),
        ("/en/members/", ""),
        ("/en/impact/", ""),
        ("/en/about/about/", ""),
    ]

    assert main_menu(html_of(client, "/en/events/")) == [("/en/events/", "page"), *others]
    assert main_menu(html_of(client, "/en/events/earth-hour/")) == [("/en/events/", "true"), *others]
    assert main_menu(html_of(client, "/en/")) == [("/en/events/", ""), *others]


def test_the_menu_has_no_entry_for_pages_that_do_not_exist(client, site):
    assert [url for url, _mark in main_menu(html_of(client, "/zh-hans/"))] == [
        "/zh-hans/events/",
        "/zh-hans/delegations/",
        "/zh-hans/reports/submission_list/",
        "/zh-hans/reports/",
        "/zh-hans/members/",
        "/zh-hans/impact/",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            'Beijing NGO <span class="rest">Association for International Exchanges</span></span>'
            '<small lang="zh-Hans">北京市民间组织国际交流协会</small>',
        ),
        (
            "zh-hans",
            "北京市民间组织<wbr>国际交流协会</span>"
            '<small lang="en">Beijing NGO Association for International Exchanges</small>',
        ),
    ],
)
def test_the_masthead_has_the_name_in_both_languages(client, site, language, expected):
    assert f'<span class="title">{expected}' in html_of(client, f"/{language}/")


def test_filing_numbers_lead_to_the_registers(client, site):
    html = html_of(client, "/zh-hans/")

    legal = re.search(r'<p class="legal">.*?</p>', html, re.S).group()
    assert re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', legal) == [
        ("https://beian.miit.gov.cn/", "京ICP备00000000号"),
        ("https://beian.mps.gov.cn/", "京公网安备00000000000000号"),
    ]


def test_a_site_without_settings_leaves_out_what_it_does_not_know(client, db):
    kept.renew()

    html = html_of(client, "/en/")

    footer = re.search(r"<footer class=\"footer.*</footer>", html, re.S).group()
    assert "mailto:" not in footer
    assert "tel:" not in footer
    assert "beian" not in footer
    assert "<img" not in footer


def test_the_wechat_code_stands_in_the_footer_once_there_is_one(client, site):
    site.wechat_qr.name = "site/qr.png"
    site.wechat_account = "bjngo"
    site.save()

    html = html_of(client, "/en/")

    assert '<img class="qr" src="/media/site/qr.png"' in html
    assert 'alt="QR code of the WeChat account bjngo"' in html


@pytest.mark.parametrize("mourning", [True, False])
def test_grey_mode_takes_the_colour_away(client, site, mourning):
    site.mourning = mourning
    site.save()

    assert ('<html lang="en" class="mourning">' in html_of(client, "/en/")) is mourning


def test_the_frame_is_kept_until_an_editor_changes_it(client, about, django_assert_num_queries):
    html_of(client, "/en/members/")

    with django_assert_num_queries(0):
        before = html_of(client, "/en/members/")
    about.title_en = "Who we are"
    about.save()
    after = html_of(client, "/en/members/")

    assert ">About us</a>" in before
    assert ">Who we are</a>" in after
    assert ">About us</a>" not in after


def test_the_page_has_no_inline_script_or_style(client, about):
    html = html_of(client, "/en/events/")

    assert re.findall(r"<script(?![^>]*\bsrc=)|<style| style=| on[a-z]+=", html) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)([^/"]+)', html) == [
        "beian.miit.gov.cn",
        "beian.mps.gov.cn",
    ]
    assert html.count("<h1") == html.count("<main") == html.count('<a class="skip"') == 1


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("010-8390 7345", "+861083907345"),
        ("+86 10 8390 7345", "+861083907345"),
        ("+41 22 917 12 34", "+41229171234"),
        ("138 0013 8000", "+8613800138000"),
    ],
)
def test_telephone_numbers_can_be_dialled_from_abroad(number, dialled):
    assert shell.phone_link(number) == dialled


# ---------------------------------------------------------------- errors


def test_a_page_that_is_not_there_says_so_in_both_languages(client, site):
    response = client.get("/en/nowhere/at-all/")

    html = response.content.decode()
    assert response.status_code == 404
    assert re.findall(r'<section lang="([^"]+)">', html) == ["en", "zh-Hans"]
    ways = re.findall(r'<p class="row ways gap-above">(.*?)</p>', html, re.S)
    assert [re.findall(r'href="([^"]+)"', way) for way in ways] == [
        ["/en/", "/en/events/", "/en/reports/", "/en/members/"],
        ["/zh-hans/", "/zh-hans/events/", "/zh-hans/reports/", "/zh-hans/members/"],
    ]


def test_a_door_that_is_closed_offers_the_way_home(client, site):
    response = client.get("/en/forbidden/")

    assert response.status_code == 403
    assert '<p class="row ways gap-above">\n        <a href="/en/">' in response.content.decode()


@pytest.mark.parametrize("name", ["500.html", "400.html"])
def test_the_last_resort_needs_neither_context_nor_database(name):
    html = get_template(name).render()

    assert re.findall(r'<section lang="([^"]+)">', html) == ["zh-Hans", "en"]
    assert re.findall(r'href="(/[a-z-]+/)"', html) == ["/zh-hans/", "/en/"]


# ---------------------------------------------------------------- HTMX


class Base:
    def get_template_names(self):
        return ["events/event_list.html"]


class View(PartialMixin, Base):
    partial_name = "results"


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ({}, "events/event_list.html"),
        ({"HX-Request": "true"}, "events/_results.html"),
        ({"HX-Request": "true", "HX-Boosted": "true"}, "events/event_list.html"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, "events/event_list.html"),
    ],
)
def test_htmx_gets_the_part_and_everybody_else_the_page(rf, headers, template):
    from django_htmx.middleware import HtmxDetails

    view = View()
    view.request = rf.get("/en/events/", headers=headers)
    view.request.htmx = HtmxDetails(view.request)

    assert view.get_template_names() == [template]


def test_caches_are_told_that_one_address_has_two_answers(client, site):
    response = client.get("/en/lost/")

    assert {name.strip() for name in response["Vary"].split(",")} >= {
        "HX-Request",
        "HX-Boosted",
        "HX-History-Restore-Request",
    }


# ---------------------------------------------------------------- components


def test_the_pager_keeps_the_filters_and_leaves_out_the_middle():
    page = Paginator(range(200), 10).page(8)

    with translation.override("en"):
        html = render_to_string(
            "components/pager.html", {"page": page, "query": QueryDict("kind=forum&page=8")}
        )

    assert re.findall(r'<a(?: rel="(\w+)")? href="([^"]+)"', html) == [
        ("prev", "?kind=forum&amp;page=7"),
        ("", "?kind=forum&amp;page=1"),
        ("", "?kind=forum&amp;page=6"),
        ("", "?kind=forum&amp;page=7"),
        ("", "?kind=forum&amp;page=9"),
        ("", "?kind=forum&amp;page=10"),
        ("", "?kind=forum&amp;page=20"),
        ("next", "?kind=forum&amp;page=9"),
    ]
    assert re.findall(r'<span aria-current="page">(\d+)</span>', html) == ["8"]
    assert html.count('<span aria-hidden="true">…</span>') == 2


def test_one_page_needs_no_pager():
    page = Paginator(range(10), 10).page(1)

    assert render_to_string("components/pager.html", {"page": page, "query": QueryDict()}).strip() == ""


def test_links_that_swap_a_part_name_it():
    page = Paginator(range(20), 10).page(1)

    html = render_to_string(
        "components/pager.html", {"page": page, "query": QueryDict("q=a"), "target": "#results"}
    )

    assert 'hx-target="#results"' in html
    assert re.findall(r'hx-get="([^"]+)"', html) == ["?q=a&amp;page=2", "?q=a&amp;page=2"]


def test_active_filters_remove_themselves():
    filters = [("Forum", "?theme=youth"), ("Youth", "?kind=forum")]

    with translation.override("en"):
        html = render_to_string("components/tags.html", {"filters": filters, "clear_url": "?"})

    assert re.findall(r'<a class="(tag[ on]*)" href="([^"]+)">(\w+)', html) == [
        ("tag on", "?theme=youth", "Forum"),
        ("tag on", "?kind=forum", "Youth"),
        ("tag", "?", "Clear"),
    ]
    assert render_to_string("components/tags.html", {"filters": []}).strip() == ""


def test_facts_that_are_not_known_are_left_out():
    facts = [("When", "20 March"), ("Where", ""), ("Who", None)]

    html = render_to_string("components/facts.html", {"facts": facts, "layout": "two"})

    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html) == [("When", "20 March")]
    assert '<dl class="facts two">' in html


@pytest.mark.parametrize(
    ("language", "states", "expected"),
    [
        (
            "en",
            {"en_state": "missing"},
            "This page has no English version yet. You are reading the Chinese original.",
        ),
        (
            "en",
            {"en_state": "partial"},
            "Parts of this page have not been translated into English yet. They are shown in Chinese.",
        ),
        (
            "zh-hans",
            {"zh_hans_state": "missing"},
            "This page has no Chinese version yet. You are reading the English original.",
        ),
        (
            "zh-hans",
            {"zh_hans_state": "partial"},
            "Parts of this page have not been translated into Chinese yet. They are shown in English.",
        ),
    ],
)
def test_a_page_missing_in_the_readers_language_says_so(language, states, expected):
    record = SimpleNamespace(is_fallback=True, **{"en_state": "source", "zh_hans_state": "source"} | states)

    with translation.override(language):
        html = render_to_string("components/fallback_notice.html", {"record": record})
        words = gettext(expected)

    assert re.findall(r"<p>\s*(.*?)\s*</p>", html) == [words]


def test_a_page_that_is_there_says_nothing():
    record = SimpleNamespace(is_fallback=False, is_public=True)

    assert render_to_string("components/fallback_notice.html", {"record": record}).strip() == ""
    assert render_to_string("components/draft_notice.html", {"record": record}).strip() == ""


@pytest.mark.parametrize(
    ("language", "person", "expected"),
    [
        ("zh-hans", {"get_role_display": lambda: "团长", "position": "秘书长"}, "团长，秘书长"),
        ("en", {"position": "Programme lead", "organisation": "WWF"}, "Programme lead, WWF"),
        ("en", {}, ""),
    ],
)
def test_what_somebody_is_stands_in_one_line(language, person, expected):
    with translation.override(language):
        assert shell.person_line(SimpleNamespace(**person)) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "Forum · 2027"), ("zh-hans", "Forum·2027")])
def test_parts_of_a_line_have_a_point_between_them(language, expected):
    with translation.override(language):
        assert shell.dotted("Forum", "", None, 2027) == expected
