import pytest
import time_machine
from django.urls import reverse

from beijing_ngo.core import issuing, verification
from beijing_ngo.core.models import IssuedKind

FACTS = {
    "name": {"zh-hans": "王芳", "en": "WANG Fang"},
    "event": {"zh-hans": "国际论坛", "en": "International Forum"},
    "dates": {"zh-hans": "2027年3月20日", "en": "20 March 2027"},
    "place": {"zh-hans": "北京", "en": "Beijing"},
}


@pytest.fixture
def document(db):
    with time_machine.travel("2027-04-01T02:00:00Z"):
        return issuing.issue(
            kind=IssuedKind.ATTENDANCE,
            template="tests/core/certificate.typ",
            paper=issuing.Paper(to_name="王芳", content={}, facts=FACTS),
        )


def search(client, typed):
    return client.get("/en/verify/", {"q": typed})


def test_by_its_code_everything_is_shown(client, document):
    page = client.get(reverse("verify", args=[document.code]).replace("/zh-hans/", "/en/"))

    assert page.status_code == 200
    assert page.context["verdict"]["tone"] == "good"
    assert page.context["facts"] == [
        ("Document", "Certificate of attendance"),
        ("Number", "CERT-2027-0001"),
        ("Name", "WANG Fang"),
        ("Event", "International Forum"),
        ("When", "20 March 2027"),
        ("Where", "Beijing"),
        ("Issued on", "1 April 2027"),
    ]


def test_each_language_has_its_facts(client, document):
    page = client.get(f"/zh-hans/verify/{document.code}/")

    texts = [text for _label, text in page.context["facts"]]
    assert texts[1:] == ["CERT-2027-0001", "王芳", "国际论坛", "2027年3月20日", "北京", "2027年4月1日"]


def test_by_its_number_alone_the_name_is_masked(client, document):
    page = search(client, document.number)

    assert page.context["verdict"]["tone"] == "good"
    assert ("Name", "W***") in page.context["facts"]
    assert "WANG Fang" not in page.text
    assert "王芳" not in page.text
    assert document.code not in page.text
    assert document.spoken_code not in page.text


def test_the_number_in_the_address_shows_no_more(client, document):
    page = client.get(f"/en/verify/{document.number}/")

    assert ("Name", "W***") in page.context["facts"]


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_however_it_is_typed(client, document, change):
    for typed in (document.spoken_code, document.number):
        assert search(client, change(typed)).context["document"] == document


def test_full_width_signs_of_a_chinese_keyboard(client, document):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in document.number)

    assert search(client, wide).context["document"] == document


@pytest.mark.parametrize(
    "typed", ["CERT-2027-0002", "CERT-2027", "2027", "7KQM4TXA93CD", "王芳", "''--", "x" * 5000, "²³", "\x00"]
)
def test_what_was_never_issued_is_unknown(client, document, typed):
    page = search(client, typed)

    assert page.status_code == 200
    assert (page.context["verdict"]["tone"], page.context["facts"]) == ("bad", [])


def test_revoked_since_when_and_why(client, document):
    with time_machine.travel("2027-05-01T02:00:00Z"):
        issuing.revoke(document=document, reason="Issued <by> mistake", by=None)

    page = search(client, document.code)

    assert page.context["verdict"]["tone"] == "bad"
    assert "1 May 2027" in page.text
    assert "Issued &lt;by&gt; mistake" in page.text


def test_nothing_asked_nothing_said(client, db):
    page = search(client, "")

    assert page.context["verdict"] is None
    assert 'role="alert"' not in page.text


def test_no_machine_keeps_or_lists_it(client, document):
    page = client.get(f"/en/verify/{document.code}/")

    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in page.text


def test_trying_numbers_has_an_end(client, document):
    answers = [search(client, f"CERT-2027-{number:04d}").status_code for number in range(31)]

    assert answers == [200] * 30 + [429]
    assert client.get("/en/verify/").status_code == 200


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王芳", "王*"),
        ("欧阳娜娜", "欧*"),
        ("WANG Fang", "W***"),
        ("Ólafur", "Ó***"),
        ("䶮㛃", "䶮*"),
        ("", ""),
    ],
)
def test_masked(name, shown):
    assert verification.masked(name) == shown
