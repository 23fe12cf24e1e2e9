import re
from datetime import date, time, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from beijing_ngo.core.models import Document
from delegations.models import DelegationRole, DelegationState, Direction
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    DelegationFactory,
    DelegationMemberFactory,
    ItineraryItemFactory,
    OrganisationFactory,
    OutcomeFactory,
    SubmissionFactory,
    SuperuserFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def page(client, delegation, language="en"):
    response = client.get(f"/{language}/delegations/{delegation.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def document(delegation, title, **fields):
    return Document.objects.create(
        subject=delegation,
        title_en=title,
        title_zh_hans=title,
        file=ContentFile(b"%PDF-1.4", "a.pdf"),
        **fields,
    )


HIDDEN = [
    {"internal": True},
    {"state": DelegationState.PLANNED},
    {"state": DelegationState.CANCELLED},
    {"status": "draft"},
    {"status": "archived"},
    {"published_at": timezone.now() + timedelta(days=1)},
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_public_has_no_page(client, hidden):
    delegation = DelegationFactory(**hidden)

    assert client.get(f"/en/delegations/{delegation.slug}/").status_code == 404


@pytest.mark.parametrize("hidden", HIDDEN)
def test_staff_who_may_see_visits_preview_it_and_are_told_so(client, hidden):
    delegation = DelegationFactory(**hidden)
    client.force_login(SuperuserFactory())

    html = page(client, delegation)

    assert html.count('<div class="note warn">') == 1


def test_staff_without_that_right_see_what_the_public_sees(client):
    delegation = DelegationFactory(status="draft")
    staff = UserFactory(is_staff=True)
    client.force_login(staff)

    without = client.get(f"/en/delegations/{delegation.slug}/").status_code
    staff.user_permissions.add(Permission.objects.get(codename="view_delegation"))

    assert without == 404
    assert client.get(f"/en/delegations/{delegation.slug}/").status_code == 200


def test_a_public_page_has_no_notice_and_sets_no_cookie(client):
    delegation = DelegationFactory()

    response = client.get(f"/en/delegations/{delegation.slug}/")

    assert 'class="note' not in response.content.decode()
    assert list(response.cookies) == []


@pytest.mark.parametrize("staff", [False, True])
def test_the_page_never_shows_what_is_internal(client, staff):
    delegation = DelegationFactory(approval_number="SECRET-0", passport_basis="official")
    DelegationMemberFactory(delegation=delegation, latin_name="SECRET-1", public=False)
    ItineraryItemFactory(
        delegation=delegation, note="SECRET-2", interpreter="SECRET-3", title_en="Talks held"
    )
    ItineraryItemFactory(delegation=delegation, title_en="SECRET-4", city_en="SECRET-5", public=False)
    OutcomeFactory(delegation=delegation, text_en="SECRET-6", public=False)
    OutcomeFactory(
        delegation=delegation,
        text_en="Signed",
        done_on=date(2024, 1, 1),
        done_note="SECRET-7",
        owner=UserFactory(latin_name="SECRET-8"),
    )
    document(delegation, "SECRET-9", access="staff")
    delegation.reports.add(ArticleFactory(title_en="SECRET-10", status="draft"))
    if staff:
        client.force_login(SuperuserFactory())

    html = page(client, delegation)

    assert re.findall(r"SECRET-\d+", html) == []
    assert "Talks held" in html
    assert "Signed" in html


@pytest.mark.parametrize(
    ("state", "days_left", "told"),
    [
        (DelegationState.APPROVED, 3, False),
        (DelegationState.UNDER_WAY, 0, False),
        (DelegationState.UNDER_WAY, -1, True),
        (DelegationState.COMPLETED, -1, True),
    ],
)
def test_where_people_are_is_told_once_they_are_back(client, state, days_left, told):
    end = timezone.localdate() + timedelta(days=days_left)
    delegation = DelegationFactory(state=state, starts_on=end - timedelta(days=3), ends_on=end)
    ItineraryItemFactory(delegation=delegation, date=end, title_en="Talks at the hotel", city_en="Geneva")

    html = page(client, delegation)

    assert ("Talks at the hotel" in html) is told
    assert ("Geneva" in html) is told
    assert ("The programme is told here once the visit is over." in html) is not told


def test_people_stand_in_the_order_of_protocol_with_what_they_are(client):
    delegation = DelegationFactory()
    fund = OrganisationFactory(name_zh_hans="环保基金会", name_en="Environment Fund")
    DelegationMemberFactory(
        delegation=delegation,
        order=2,
        latin_name="ZHAO Min",
        role="deputy_head",
        position_en="Director",
        organisation=fund,
    )
    DelegationMemberFactory(
        delegation=delegation,
        order=1,
        latin_name="LIN Wei",
        role="head",
        position_en="Head of delegation",
        organisation=None,
    )
    DelegationMemberFactory(delegation=delegation, order=3, public=False)

    html = page(client, delegation)

    assert re.findall(
        r'class="mono" aria-hidden="true">(\w)</span><span>([^<]+)<small>([^<]+)</small>', html
    ) == [
        ("L", "LIN Wei", "Head of delegation"),
        ("Z", "ZHAO Min", "Deputy head, Director, Environment Fund"),
    ]
    assert "And 1 more person, not named here." in html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_who_leads_is_said_once_in_either_language(client, language):
    delegation = DelegationFactory()
    with translation.override("zh-hans"):
        chinese = str(DelegationRole.HEAD.label)
    DelegationMemberFactory(
        delegation=delegation,
        role=DelegationRole.HEAD,
        position_zh_hans=chinese,
        position_en="Head of delegation",
        organisation=None,
    )

    html = page(client, delegation, language)

    assert re.findall(r"</span><span>[^<]+<small>([^<]+)</small>", html) == [
        "Head of delegation" if language == "en" else chinese
    ]


def test_the_programme_stands_under_its_days(client):
    delegation = DelegationFactory(starts_on=date(2016, 4, 11), ends_on=date(2016, 4, 12))
    met = OrganisationFactory(name_zh_hans="青年会议", name_en="Youth Conference")
    draft = OrganisationFactory(name_zh_hans="某机构", name_en="Some body", status="draft")
    ItineraryItemFactory(
        delegation=delegation, date=date(2016, 4, 12), kind="site_visit", title_en="Park", city_en="Yokohama"
    )
    ItineraryItemFactory(
        delegation=delegation,
        date=date(2016, 4, 11),
        starts=time(15, 30),
        ends=time(17),
        kind="talks",
        title_en="First talks",
        city_en="Tokyo",
        organisation_met=met,
    )
    ItineraryItemFactory(
        delegation=delegation,
        date=date(2016, 4, 11),
        starts=time(8),
        kind="travel",
        title_en="By air",
        city_en="",
        city_zh_hans="",
        organisation_met=draft,
    )

    html = page(client, delegation)

    days = re.findall(r'<li class="duo"><h3>([^<]+)<br><small class="faint">([^<]+)</small>', html)
    stops = re.findall(r'<li(?: class="(\w+)")?>\s*<p class="when">(.*?)</p>\s*<h4>([^<]+)</h4>', html)
    assert days == [("11 April", "Monday · Day 1"), ("12 April", "Tuesday · Day 2")]
    assert stops == [
        ("travel", '<time datetime="08:00">08:00</time><span>Travel</span>', "By air"),
        ("", '<time datetime="15:30">15:30–17:00</time><span>Tokyo</span><span>Talks</span>', "First talks"),
        ("visit", "<span>Yokohama</span><span>Site visit</span>", "Park"),
    ]
    assert f'<a href="/en/members/{met.slug}/">Youth Conference</a>' in html
    assert f"/en/members/{draft.slug}/" not in html
    assert "<dt>Where</dt><dd>Tokyo, Yokohama</dd>" in html


def test_a_visit_known_to_the_month_is_given_no_day(client):
    delegation = DelegationFactory(
        starts_on=date(2011, 5, 16), ends_on=date(2011, 5, 22), date_precision="month"
    )
    ItineraryItemFactory(delegation=delegation, date=date(2011, 5, 17), title_en="Talks")

    html = page(client, delegation)

    assert '<dt>When</dt><dd><time datetime="2011-05">May 2011</time></dd>' in html
    assert '<li class="duo"><h3>May 2011</h3>' in html
    assert re.findall(r"\b1[67] May|2011-05-\d\d|Day \d", html) == []


def test_facts_leave_out_what_is_not_known(client):
    empty = DelegationFactory(countries=[])
    host = OrganisationFactory(name_zh_hans="公约秘书处", name_en="UNFCCC")
    full = DelegationFactory(
        direction=Direction.INCOMING,
        purpose_zh_hans="学习",
        purpose_en="To learn",
        host_organisation=host,
        inviting_organisation=OrganisationFactory(name_zh_hans="邀请方", name_en="Inviter"),
        conference=ConferenceFactory(number=27),
        sdgs=[13, 17],
        countries=["FI"],
    )
    full.themes.add(ThemeFactory(name_zh_hans="气候", name_en="Climate"))

    few, many = (re.findall(r"<div><dt>([^<]+)</dt>", page(client, row)) for row in (empty, full))
    html = page(client, full)

    assert few == ["When", "State"]
    assert many == [
        *("When", "Where", "Invited by", "Received by", "Conference", "State"),
        *("Purpose", "Themes", "Development goals"),
    ]
    assert f'<a href="/en/events/conferences/{full.conference.slug}/">COP 27</a>' in html
    assert "<dd>13 Climate action<br>17 Partnerships for the goals</dd>" in html
    assert "<dt>Where</dt><dd>Finland</dd>" in html


def test_the_map_shows_countries_of_the_journey_and_says_their_names(client):
    delegation = DelegationFactory(countries=["CH"])
    ItineraryItemFactory.create_batch(2, delegation=delegation, country="FI")
    ItineraryItemFactory(delegation=delegation, country="QA", kind="travel")
    ItineraryItemFactory(delegation=delegation, country="NO", public=False)

    html = page(client, delegation)

    assert re.findall(r"<circle[^>]*><title>([^<]+)</title>", html) == ["Finland", "Switzerland"]
    assert 'aria-label="Dotted map of the world with Finland, Switzerland, joined to Beijing"' in html
    assert "A sketch: the dots show land and no boundaries." in html


def test_guests_come_from_their_country_wherever_they_went_here(client):
    delegation = DelegationFactory(direction=Direction.INCOMING, countries=["FI"])
    ItineraryItemFactory(delegation=delegation, country="CN", city_en="Beijing")

    html = page(client, delegation)

    assert re.findall(r"<circle[^>]*><title>([^<]+)</title>", html) == ["Finland"]


def test_outcomes_say_what_was_kept_and_what_is_due(client):
    delegation = DelegationFactory()
    OutcomeFactory(delegation=delegation, order=1, kind="memorandum", text_en="Yearly visits")
    OutcomeFactory(
        delegation=delegation, order=2, kind="consensus", text_en="Share cases", done_on=date(2024, 1, 1)
    )
    OutcomeFactory(
        delegation=delegation, order=3, kind="follow_up", text_en="Invite them", due_on=date(2027, 10, 1)
    )

    html = page(client, delegation)

    found = re.findall(
        r'<h3>(Memorandum|Consensus|Follow-up)</h3>\s*(?:<span class="state (\w+)">([^<]+)</span>)?\s*</div>'
        r'\s*<p class="quiet">([^<]+)</p>',
        html,
    )
    assert found == [
        ("Memorandum", "", "", "Yearly visits"),
        ("Consensus", "open", "Done", "Share cases"),
        ("Follow-up", "wait", "Due by October 2027", "Invite them"),
    ]


def test_the_report_is_cleaned_and_said_to_be_in_the_other_language(client):
    delegation = DelegationFactory(
        report_zh_hans="<h2>三件事</h2><script>alert(1)</script><p>座谈。</p>", report_en=""
    )

    html = page(client, delegation)

    assert '<div class="prose"><div lang="zh-Hans"><h2>三件事</h2><p>座谈。</p></div></div>' in html
    assert "alert(1)" not in html
    assert "Parts of this page have not been translated into English yet." in html


def test_public_documents_and_reports_are_linked(client):
    delegation = DelegationFactory()
    public = document(delegation, "Report of the visit", access="public")
    article = ArticleFactory(title_en="What we learnt")
    delegation.reports.add(article)

    html = page(client, delegation)

    assert f'<a href="/documents/{public.pk}/" hreflang="zh-Hans">Report of the visit</a>' in html
    assert f'<a href="/en/reports/{article.slug}/">What we learnt</a>' in html


def test_submissions_stand_there_by_conference_or_by_an_article_about_both(client):
    conference = ConferenceFactory()
    delegation = DelegationFactory(conference=conference)
    article, draft = ArticleFactory(), ArticleFactory(status="draft")
    for row in (article, draft):
        row.delegations.add(delegation)
    SubmissionFactory(title_en="Of the conference", conference=conference, filed_on=date(2023, 3, 1))
    told = SubmissionFactory(title_en="Told of in an article", filed_on=date(2023, 2, 1))
    both = SubmissionFactory(title_en="Both", conference=conference, filed_on=date(2023, 1, 1))
    article.submissions.add(told, both)
    draft.submissions.add(SubmissionFactory(title_en="Told of in a draft"))
    SubmissionFactory(title_en="Of no conference")
    SubmissionFactory(title_en="Confidential", conference=conference, confidential=True)
    SubmissionFactory(title_en="Not filed", conference=conference, state="drafting")

    html = page(client, delegation)

    part = html[html.index('id="submissions"') :]
    assert re.findall(r'<h3 class="title"><a href="[^"]+">([^<]+)</a>', part) == [
        "Of the conference",
        "Told of in an article",
        "Both",
    ]


def test_a_visit_without_a_conference_has_no_submissions_of_others_without_one(client):
    delegation = DelegationFactory()
    SubmissionFactory()

    assert 'id="submissions"' not in page(client, delegation)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_crumbs_lead_back_to_the_list(client, language):
    delegation = DelegationFactory()

    html = page(client, delegation, language)

    assert re.findall(
        r'<li><a href="([^"]+)">', re.search(r'<ol class="crumbs">.*?</ol>', html, re.S).group()
    ) == [
        f"/{language}/",
        f"/{language}/delegations/",
    ]


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_takes_nine_statements_for_any_number(client, count, django_assert_num_queries):
    delegation = DelegationFactory(
        host_organisation=OrganisationFactory(), conference=ConferenceFactory(), countries=["CH", "FI"]
    )
    for _row in range(count):
        DelegationMemberFactory(delegation=delegation)
        ItineraryItemFactory(delegation=delegation, organisation_met=OrganisationFactory())
        OutcomeFactory(delegation=delegation, owner=UserFactory())
        document(delegation, "Paper", access="public")
        delegation.reports.add(ArticleFactory())
        SubmissionFactory(conference=delegation.conference)
        delegation.themes.add(ThemeFactory())
    page(client, delegation)  # what is the same for everybody is kept from here on

    with django_assert_num_queries(9):
        html = page(client, delegation)

    assert html.count("<h4>") == count
