"""Filing: recorded with its moment, length and limit; over the limit or late only with a reason."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from beijing_ngo.core.models import Document
from beijing_ngo.core.refusals import Refusal
from reports.counting import Limit, limit_when_filed
from reports.models import Endorsement, Submission
from reports.operations import filing
from tests.admin_forms import change
from tests.factories import MechanismFactory, OrganisationFactory, SuperuserFactory, UserFactory
from tests.reports.papers import draft, filed, officer

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 the paper"
# Half past midnight in Beijing on 2 March is still 1 March in Geneva.
SENT = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def admin(client):
    client.force_login(SuperuserFactory(preferred_language="en"))
    return client


def approved(**values):
    return draft(**{"state": "approved"} | values)


def file(paper, **given):
    return filing.file(submission=paper, by=given.pop("by", None) or officer(), **{"filed_at": SENT} | given)


def refused(paper, **given):
    with pytest.raises(Refusal) as refusal:
        file(paper, **given)
    assert Submission.objects.get(pk=paper.pk).state == "approved"
    assert Document.objects.count() == 0
    return str(refusal.value)


def test_what_is_recorded():
    mechanism = MechanismFactory(limit=100, overhead=10, unit="words", checked_on="2026-11-21")
    by = officer()

    paper = file(
        approved(mechanism=mechanism, symbol="OLD/1"), by=by, receipt=" R-17 ", symbol=" A/HRC/50/NGO/1 "
    )

    paper.refresh_from_db()
    assert (paper.state, paper.filed_at, paper.filed_on) == ("filed", SENT, date(2026, 3, 1))
    assert (paper.filed_words, paper.filed_characters) == (3, 4)
    assert limit_when_filed(paper) == Limit(number=100, overhead=10)
    assert (paper.receipt, paper.symbol, paper.exception_reason) == ("R-17", "A/HRC/50/NGO/1", "")
    assert paper.steps.get().by == by


def test_a_symbol_that_is_known_already_stays():
    assert file(approved(symbol="OLD/1")).symbol == "OLD/1"


def test_the_day_is_that_of_the_body():
    new_york = file(approved(deadline_zone="America/New_York"), filed_at=datetime(2026, 3, 2, 3, tzinfo=UTC))
    geneva = file(approved(deadline_zone="Europe/Zurich"), filed_at=datetime(2026, 3, 2, 3, tzinfo=UTC))

    assert (new_york.filed_on, geneva.filed_on) == (date(2026, 3, 1), date(2026, 3, 2))


def test_over_the_limit_only_with_a_reason():
    paper = approved(limit=2)

    said = refused(paper)
    done = file(paper, reason="The body agreed by mail.")

    assert said.startswith("The paper is over the limit by 1 word (2 words")
    assert done.exception_reason == "The body agreed by mail."


def test_after_the_deadline_only_with_a_reason():
    paper = approved(deadline=SENT - timedelta(seconds=1))

    said = refused(paper, reason="  ")
    done = file(paper, reason="The system was down.")

    assert said == (
        "The deadline had passed: 1 March 2026, 17:29 Geneva time (2 March, 00:29 Beijing time). "
        "If the body took the paper all the same, write why."
    )
    assert done.exception_reason == "The system was down."


def test_to_the_second_of_the_deadline_is_in_time():
    assert file(approved(deadline=SENT)).state == "filed"


def test_not_in_the_future():
    paper = approved()

    assert "not before" in refused(paper, filed_at=timezone.now() + timedelta(minutes=2))


def test_only_what_was_approved():
    with pytest.raises(Refusal):
        file(draft(state="review"))


@pytest.mark.parametrize(("answer", "is_joint"), [("asked", False), ("declined", False), ("endorsed", True)])
def test_whoever_has_not_signed_makes_no_joint_paper(answer, is_joint):
    mechanism = MechanismFactory(limit=2, joint_limit=100, unit="words")
    paper = approved(mechanism=mechanism)
    Endorsement.objects.create(submission=paper, organisation=OrganisationFactory(), state=answer)

    if is_joint:
        assert limit_when_filed(file(paper)).number == 100
    else:
        assert "over the limit" in refused(paper)


def test_files_are_kept_with_their_digest():
    texts = [
        filing.FiledText("en", ContentFile(PDF, name="paper.pdf"), "public"),
        filing.FiledText("zh-hans", ContentFile(PDF + b"2", name="paper-zh.pdf")),
    ]

    paper = file(approved(), texts=texts)

    assert [
        (one.language, one.title_en, one.title_zh_hans != "", one.access, one.sha256, one.original_name)
        for one in paper.documents.order_by("pk")
    ] == [
        ("en", "As filed (English)", True, "public", sha256(PDF).hexdigest(), "paper.pdf"),
        ("zh-hans", "As filed (Chinese)", True, "staff", sha256(PDF + b"2").hexdigest(), "paper-zh.pdf"),
    ]


def test_a_file_that_is_none_is_refused_and_nothing_is_recorded():
    good = filing.FiledText("zh-hans", ContentFile(PDF, name="good.pdf"))
    bad = filing.FiledText("en", ContentFile(b"MZ", name="paper.exe"))

    assert refused(approved(), texts=[good, bad]).startswith("paper.exe: ")


# ---------------------------------------------------------------- the page


def address(paper):
    return f"/admin/reports/submission/{paper.pk}/file/"


def typed(**values):
    """By the clock of the body."""
    return {
        "filed_at_0": "2026-03-01",
        "filed_at_1": "17:30",
        "receipt": "R-17",
        "symbol": "",
        "access": "staff",
        "reason": "",
    } | values


def test_the_page_records_a_filing(admin):
    paper = approved(deadline_zone="Europe/Zurich")
    upload = SimpleUploadedFile("paper.pdf", PDF, "application/pdf")

    response = admin.post(address(paper), typed(file_en=upload), follow=True)

    paper.refresh_from_db()
    html = response.content.decode()
    assert (paper.state, paper.filed_at, paper.receipt) == ("filed", SENT, "R-17")
    assert sha256(PDF).hexdigest() in html
    assert "is recorded as filed on 1 March 2026" in html


def test_what_is_refused_keeps_what_was_typed(admin):
    paper = approved(limit=2)
    upload = SimpleUploadedFile("paper.pdf", PDF, "application/pdf")

    response = admin.post(address(paper), typed(symbol="A/HRC/50/NGO/1", file_en=upload))

    form, html = response.context["form"], response.content.decode()
    assert list(form.errors) == ["reason"]
    assert all(f'value="{one}"' in html for one in ("R-17", "A/HRC/50/NGO/1", "17:30"))
    assert "please choose the files again" in html
    assert Submission.objects.get(pk=paper.pk).state == "approved"


def test_the_page_tells_length_limit_and_deadline(admin):
    paper = approved(limit=2, deadline=SENT)

    html = admin.get(address(paper)).content.decode()

    assert "3 of 2 words" in html
    assert "1 March 2026, 17:30 Geneva time (2 March, 00:30 Beijing time)" in html
    assert "By the clock of the body: Geneva time." in html


def test_a_paper_that_is_not_approved_leads_back(admin):
    response = admin.post(address(draft()), typed(), follow=True)

    assert "This cannot be done while the paper is in the state “Drafting”." in response.content.decode()
    assert Submission.objects.get().state == "drafting"


def test_only_for_whoever_may_change_papers(client):
    client.force_login(UserFactory(is_staff=True))
    paper = approved()

    assert client.post(address(paper), typed()).status_code in (302, 403, 404)
    assert Submission.objects.get(pk=paper.pk).state == "approved"


def test_the_receipt_and_the_symbol_are_typed_in_the_form(admin):
    paper = filed()
    change(admin, paper, symbol="A/HRC/50/NGO/9", receipt="R-2")

    paper.refresh_from_db()
    assert (paper.symbol, paper.receipt) == ("A/HRC/50/NGO/9", "R-2")
