"""Submissions: only what was filed leaves the house, in numbered paragraphs and both languages."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation

from beijing_ngo.core.models import Document, DocumentAccess, Status
from reports.models import Endorsement, EndorsementState, SubmissionKind, SubmissionState
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    MechanismFactory,
    OrganisationFactory,
    ParagraphFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/en/reports/submissions/"
HIDDEN = [
    {"state": SubmissionState.DRAFTING},
    {"state": SubmissionState.REVIEW},
    {"state": SubmissionState.APPROVED},
    {"state": SubmissionState.FILED},
    {"state": SubmissionState.WITHDRAWN},
    {"confidential": True},
    {"status": Status.DRAFT, "published_at": None},
    {"status": Status.ARCHIVED},
    {"published_at": timezone.now() + timedelta(days=9)},
]


def url_of(submission, language="en"):
    with translation.override(language):
        return reverse("reports:submission_detail", args=[submission.slug])


def html_of(client, submission, language="en"):
    return client.get(url_of(submission, language)).content.decode()


def attach(submission, **fields):
    values = {"language": "en", "title_en": "Report", "access": DocumentAccess.PUBLIC} | fields
    return Document.objects.create(
        subject=submission, file=ContentFile(b"%PDF-1.7 paper", name="paper.pdf"), **values
    )


# ---------------------------------------------------------------- what stays in the house


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_was_not_filed_or_is_confidential_is_nowhere(client, hidden):
    submission = SubmissionFactory(title_en="A secret paper", symbol="SECRET/1", **hidden)
    ParagraphFactory(submission=submission, text_en="Secret words.", text_zh_hans="秘密。")
    document = attach(submission)
    article = ArticleFactory()
    article.submissions.add(submission)

    pages = [client.get(url).content.decode() for url in (LIST, "/en/", "/en/reports/", "/zh-hans/")]
    pages.append(client.get(f"/en/reports/{article.slug}/").content.decode())

    assert [page for page in pages if re.search(r"(?i)secret|秘密", page)] == []
    assert client.get(url_of(submission)).status_code == 404
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(UserFactory())
    assert client.get(url_of(submission)).status_code == 404


@pytest.mark.parametrize("hidden", HIDDEN)
def test_staff_preview_it_under_a_notice(client, hidden):
    submission = SubmissionFactory(**hidden)
    client.force_login(SuperuserFactory())

    response = client.get(url_of(submission))

    assert response.status_code == 200
    assert '<div class="note warn">' in response.content.decode()


# ---------------------------------------------------------------- the list


@pytest.fixture
def three():
    committee = OrganisationFactory(slug="cescr", name_en="Committee")
    council = OrganisationFactory(slug="hrc", name_en="Council")
    return (
        SubmissionFactory(
            title_en="On housing",
            mechanism=MechanismFactory(body=committee),
            filed_on=date(2023, 1, 9),
            country_under_review="CN",
            sdgs=[1, 11],
            symbol="E/C.12/CHN/NGO/1",
        ),
        SubmissionFactory(
            title_en="On girls",
            mechanism=MechanismFactory(body=council),
            kind=SubmissionKind.WRITTEN_STATEMENT,
            filed_on=date(2022, 5, 30),
            sdgs=[1, 5],
        ),
        SubmissionFactory(
            title_en="On rights",
            mechanism=MechanismFactory(body=council),
            kind=SubmissionKind.ORAL_STATEMENT,
            filed_on=date(2020, 9, 1),
        ),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["On housing", "On girls", "On rights"]),
        ({"body": "hrc"}, ["On girls", "On rights"]),
        ({"kind": "oral_statement"}, ["On rights"]),
        ({"year": "2022"}, ["On girls"]),
        ({"state": "CN"}, ["On housing"]),
        ({"sdg": "1"}, ["On housing", "On girls"]),
        ({"sdg": "11", "body": "cescr"}, ["On housing"]),
        ({"q": "e/c.12/chn"}, ["On housing"]),
        ({"q": "girls"}, ["On girls"]),
        ({"sdg": "99", "state": "XX", "year": "0", "kind": "'", "body": "\x00"}, None),
        ({"page": "0", "q": "%_" * 300}, []),
    ],
)
def test_filters(client, three, query, found):
    response = client.get(LIST, query)

    listed = [submission.title_en for submission in response.context["object_list"]]
    assert response.status_code == 200
    assert listed == (["On housing", "On girls", "On rights"] if found is None else found)


def test_only_what_some_paper_has_is_offered(client, three):
    SubmissionFactory(filed_on=date(1999, 1, 1), country_under_review="FR", confidential=True)

    choices = {choice.name: choice.offered for choice in client.get(LIST).context["filters"].choices}

    assert {name: [value for value, _label in offered] for name, offered in choices.items()} == {
        "body": ["cescr", "hrc"],
        "kind": ["parallel_report", "written_statement", "oral_statement"],
        "year": ["2023", "2022", "2020"],
        "state": ["CN"],
        "sdg": ["1", "5", "11"],
    }


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_asks_two_questions_whatever_its_length(client, count, django_assert_num_queries):
    SubmissionFactory.create_batch(count, conference=ConferenceFactory(), sdgs=[1])
    client.get(LIST)  # what all readers share is kept from now on

    with django_assert_num_queries(2):
        client.get(LIST)


# ---------------------------------------------------------------- one submission


def test_paragraphs_are_numbered_anchors_in_both_languages(client):
    submission = SubmissionFactory()
    for number, heading in ((1, "Who"), (2, "What"), (3, ""), (4, "What")):
        ParagraphFactory(
            submission=submission,
            number=number,
            heading_en=heading,
            heading_zh_hans="",
            text_en=f"English {number}",
            text_zh_hans=f"中文{number}",
        )

    html = html_of(client, submission)

    assert re.findall(r'id="(p\d+)".*?<p lang="en">(.*?)</p><p lang="zh-Hans">(.*?)</p>', html) == [
        (f"p{number}", f"English {number}", f"中文{number}") for number in (1, 2, 3, 4)
    ]
    assert re.findall(r'<a href="(#p\d)"><span class="num">(.*?)</span><span>(.*?)</span></a>', html) == [
        ("#p1", "1", "Who"),
        ("#p2", "2–4", "What"),
    ]
    assert re.findall(r'name="lang" id="([^"]+)"( checked)?', html) == [
        ("lang-en", ""),
        ("lang-zh", ""),
        ("lang-both", " checked"),
    ]


def test_a_paper_in_one_language_offers_no_choice_of_languages(client):
    submission = SubmissionFactory()
    ParagraphFactory(submission=submission, text_en="Only English.", text_zh_hans="")

    assert 'name="lang"' not in html_of(client, submission)


@pytest.mark.parametrize(
    ("symbol", "shown"),
    [
        (
            "E/C.12/CHN/NGO/1",
            '<a href="https://docs.un.org/E/C.12/CHN/NGO/1" rel="noopener">'
            "E/<wbr>C.12/<wbr>CHN/<wbr>NGO/<wbr>1</a>",
        ),
        ("INT/CESCR/CSS/CHN/1", "INT/<wbr>CESCR/<wbr>CSS/<wbr>CHN/<wbr>1"),
        ("receipt no. <7>", "receipt no. &lt;7&gt;"),
    ],
)
def test_the_symbol_breaks_after_strokes_and_leads_to_the_united_nations(client, symbol, shown):
    html = html_of(client, SubmissionFactory(symbol=symbol))

    assert re.findall(r"<dt>Symbol</dt><dd><b>(.*?)</b></dd>", html) == [shown]


def test_facts_name_who_signed_and_not_who_was_asked(client):
    lead, signer = OrganisationFactory(name_en="Lead"), OrganisationFactory(name_en="Signer")
    unpublished = OrganisationFactory(name_en="Unpublished", status=Status.DRAFT, published_at=None)
    submission = SubmissionFactory(
        lead=lead, articles="2.1, 11 ,12,", agenda_item=4, sdgs=[1, 13], country_under_review="CN"
    )
    for organisation, state in (
        (signer, EndorsementState.ENDORSED),
        (unpublished, EndorsementState.ENDORSED),
        (OrganisationFactory(name_en="Asked"), EndorsementState.ASKED),
        (OrganisationFactory(name_en="Declined"), EndorsementState.DECLINED),
    ):
        Endorsement.objects.create(submission=submission, organisation=organisation, state=state)

    html = html_of(client, submission)

    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, re.S))
    assert {label: " ".join(text.split()) for label, text in facts.items()} == {
        "State under review": "China",
        "Agenda item": "4. Human rights situations that require the Council’s attention",
        "Filed": '<time datetime="2023-01-10">10 January 2023</time><br> '
        '<span class="state open">Published</span>',
        "Submitted by": f'<a href="/en/members/{lead.slug}/">Lead</a>',
        "Co-signed by": f'<a href="/en/members/{signer.slug}/">Signer</a> <br> Unpublished',
        "Articles of the treaty": "2.1, 11, 12",
        "Goals": "SDG 1, 13",
    }


def test_public_files_come_with_their_digest_and_others_not_at_all(client):
    submission = SubmissionFactory()
    public = attach(submission, title_en="As submitted")
    attach(submission, title_en="Notes", access=DocumentAccess.STAFF)

    html = html_of(client, submission)

    files = re.search(r'<ul class="files">(.*?)</ul>', html, re.S).group(1)
    assert re.findall(r'<a href="([^"]+)" hreflang="en">(.*?)</a>', files) == [
        (public.get_absolute_url(), "As submitted")
    ]
    assert f"SHA-256 {public.sha256[:8]} … {public.sha256[-4:]}" in files


def test_reports_on_it_are_listed_as_far_as_they_are_public(client):
    submission = SubmissionFactory()
    article = ArticleFactory()
    submission.reports.add(article, ArticleFactory(status=Status.DRAFT, published_at=None))

    response = client.get(url_of(submission))

    assert response.context["reports"] == [article]


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_asks_few_questions_whatever_it_holds(client, count, django_assert_max_num_queries):
    SiteSettingsFactory()
    submission = SubmissionFactory(conference=ConferenceFactory(), lead=OrganisationFactory())
    ParagraphFactory.create_batch(count, submission=submission)
    for organisation in OrganisationFactory.create_batch(count):
        Endorsement.objects.create(
            submission=submission, organisation=organisation, state=EndorsementState.ENDORSED
        )
    submission.reports.add(*ArticleFactory.create_batch(count))
    attach(submission)
    url = url_of(submission)
    client.get(url)  # what all readers share is kept from now on

    with django_assert_max_num_queries(6):
        client.get(url)
