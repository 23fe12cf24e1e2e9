import threading
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from beijing_ngo.core import issuing
from beijing_ngo.core.models import IssuedDocument, IssuedKind, SiteSettings
from beijing_ngo.core.references import REFERENCE_ALPHABET
from tests.factories import PageFactory, SiteSettingsFactory, UserFactory

TEMPLATE = "tests/core/certificate.typ"


def issue(subject=None, *, kind=IssuedKind.ATTENDANCE, name="王芳", **facts):
    paper = issuing.Paper(to_name=name, subject=subject, content={"words": f"兹证明{name}"}, facts=facts)
    return issuing.issue(kind=kind, template=TEMPLATE, paper=paper)


def pages(document):
    return [page.extract_text() for page in PdfReader(BytesIO(issuing.printed(document))).pages]


@pytest.mark.django_db
class TestNumbers:
    def test_each_kind_counts_from_one_in_each_year(self):
        with time_machine.travel("2027-05-01T12:00:00Z"):
            first, second = issue(), issue()
            letter = issue(kind=IssuedKind.INVITATION)
        with time_machine.travel("2027-12-31T16:30:00Z"):  # it is 2028 in Beijing
            next_year = issue()

        assert [row.number for row in (first, second, letter, next_year)] == [
            "CERT-2027-0001",
            "CERT-2027-0002",
            "INV-2027-0001",
            "CERT-2028-0001",
        ]

    def test_asked_again_for_the_same_the_number_stays(self):
        subject, other = PageFactory(), PageFactory()

        numbers = [issue(subject).number, issue(other).number, issue(subject).number]

        assert numbers[0] == numbers[2] != numbers[1]
        assert IssuedDocument.objects.count() == 2

    def test_another_kind_for_the_same_has_its_own(self):
        subject = PageFactory()

        kinds = {issue(subject, kind=kind).kind for kind in (IssuedKind.ATTENDANCE, IssuedKind.INVITATION)}

        assert kinds == {"attendance", "invitation"}

    def test_no_number_is_lost_on_what_was_issued_already(self):
        subject = PageFactory()
        issue(subject)
        issue(subject)

        assert issue().number.endswith("-0002")

    def test_several_are_numbered_in_their_order(self):
        subjects = PageFactory.create_batch(5)
        known = issue(subjects[2])
        papers = [issuing.Paper(to_name="王芳", content={}, subject=row) for row in [*subjects, subjects[0]]]

        documents = issuing.issue_all(kind=IssuedKind.ATTENDANCE, template=TEMPLATE, papers=papers)

        counts = [int(document.number[-4:]) for document in documents]
        assert counts == [2, 3, 1, 4, 5, 2]
        assert documents[2] == known

    @pytest.mark.parametrize("count", [1, 3])
    def test_many_take_no_more_queries(self, count, django_assert_num_queries):
        papers = [
            issuing.Paper(to_name="王芳", content={}, subject=row) for row in PageFactory.create_batch(count)
        ]
        issue(papers[0].subject, kind=IssuedKind.INVITATION)  # settings and kinds of record are known

        with django_assert_num_queries(10):
            issuing.issue_all(kind=IssuedKind.VISA_SUPPORT, template=TEMPLATE, papers=papers)

    def test_codes_are_long_and_have_no_look_alikes(self):
        code = issue().code

        assert len(code) == 12
        assert set(code) <= set(REFERENCE_ALPHABET)


def at_once(count, work):
    """What each of several threads returned that began at the same moment."""
    returned, errors = [], []
    start = threading.Barrier(count)

    def run():
        try:
            start.wait()
            returned.append(work())
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return returned


# SQLite's test database lies in memory, where a second writer fails instead of waiting.
several_connections = pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="needs a database that waits"
)


@several_connections
@pytest.mark.django_db(transaction=True)
def test_at_once_no_number_is_given_twice_or_left_out():
    numbers = [
        number for three in at_once(4, lambda: [issue().number for _time in range(3)]) for number in three
    ]

    assert sorted(int(number[-4:]) for number in numbers) == list(range(1, 13))


@several_connections
@pytest.mark.django_db(transaction=True)
def test_asked_at_once_for_the_same_there_is_one():
    subject = PageFactory()

    numbers = at_once(3, lambda: issue(subject).number)

    assert len(set(numbers)) == 1
    assert IssuedDocument.objects.count() == 1


@pytest.mark.django_db
class TestPrinting:
    def test_number_code_and_day_stand_on_it(self):
        SiteSettingsFactory()
        with time_machine.travel("2027-05-01T12:00:00Z"):
            document = issue()

        [text] = pages(document)

        assert text.replace(" ", "").split("\n") == [
            "北京市民间组织国际交流协会",
            "CERT-2027-0001",
            document.spoken_code,
            "2027年5月1日",
            "1May2027",
            "localhost:8000/zh-hans/verify/",
            "兹证明王芳",
        ]

    def test_printed_again_it_says_what_it_said(self):
        SiteSettingsFactory()
        document = issue()
        before = issuing.printed(document)
        SiteSettings.objects.update(name_zh_hans="另一个协会")

        assert issuing.printed(IssuedDocument.objects.get()) == before


@pytest.mark.django_db
class TestRevoking:
    def test_what_is_revoked_stays_and_makes_way_for_another(self):
        subject, clerk = PageFactory(), UserFactory()
        first = issue(subject)

        with time_machine.travel("2027-06-01T08:00:00Z", tick=False):
            issuing.revoke(document=first, reason="  姓名有误 ", by=clerk)
        second = issue(subject)

        first.refresh_from_db()
        assert (first.is_valid, first.revoked_reason, first.revoked_by) == (False, "姓名有误", clerk)
        assert first.revoked_at.isoformat() == "2027-06-01T08:00:00+00:00"
        assert second.number != first.number
        assert second.is_valid

    def test_it_takes_a_reason(self):
        document = issue()

        with pytest.raises(issuing.ReasonMissing):
            issuing.revoke(document=document, reason="  ", by=None)

        assert IssuedDocument.objects.get().is_valid

    def test_only_once(self):
        document = issue()
        issuing.revoke(document=document, reason="姓名有误", by=None)

        with pytest.raises(issuing.RevokedAlready):
            issuing.revoke(document=document, reason="又一次", by=None)

        assert IssuedDocument.objects.get().revoked_reason == "姓名有误"


@pytest.mark.django_db
class TestAdmin:
    def test_it_lists_shows_and_prints(self, admin):
        document = issue(event={"zh-hans": "论坛", "en": "Forum"})
        one = [document.pk]

        listed = admin.get(reverse("admin:core_issueddocument_changelist"))
        shown = admin.get(reverse("admin:core_issueddocument_change", args=one))
        printed = admin.get(reverse("admin:core_issueddocument_pdf", args=one))

        assert document.number in listed.text
        assert document.spoken_code in shown.text
        assert "(&#x27;valid" not in shown.text
        assert reverse("admin:core_issueddocument_revoke", args=one) in shown.text
        assert document.number in PdfReader(BytesIO(printed.content)).pages[0].extract_text()

    def test_revoking_takes_a_reason(self, admin):
        document = issue()
        url = reverse("admin:core_issueddocument_revoke", args=[document.pk])

        refused = admin.post(url, {"reason": ""})
        assert "reason" in refused.context["form"].errors
        assert IssuedDocument.objects.get().is_valid

        answer = admin.post(url, {"reason": "姓名有误"})
        assert answer.url == reverse("admin:core_issueddocument_change", args=[document.pk])
        assert IssuedDocument.objects.get().revoked_reason == "姓名有误"
        assert url not in admin.get(answer.url).text

    @pytest.mark.parametrize("page", ["pdf", "revoke"])
    def test_other_staff_may_not(self, client, page):
        document = issue()
        client.force_login(UserFactory(is_staff=True))

        answer = client.post(
            reverse(f"admin:core_issueddocument_{page}", args=[document.pk]), {"reason": "x"}
        )

        assert answer.status_code == 403
        assert IssuedDocument.objects.get().is_valid
