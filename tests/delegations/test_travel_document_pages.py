"""Travel documents in the dossier: who comes in, what is asked, what is shown and what is never."""

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from beijing_ngo.portal.groups import make_groups
from delegations import scans
from delegations.models import TravelDocument, TravelDocumentPurge, TravelDocumentReading
from delegations.operations import travel_documents
from delegations.operations.travel_documents import Consent, Content
from delegations.scans import Scan
from tests.factories import DelegationFactory, DelegationMemberFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 5, 20, 2, tzinfo=UTC)
ALL = ("view_delegation", "read_traveldocument", "view_traveldocument")
PNG = io.BytesIO()
Image.new("RGB", (8, 8), "white").save(PNG, "PNG")


@pytest.fixture(autouse=True)
def _storage(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }
    with time_machine.travel(NOW, tick=False):
        yield


def paper(scan=None, member=None, **content):
    delegation = DelegationFactory(starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 8), title_zh_hans="访瑞")
    return travel_documents.enter(
        member=member or DelegationMemberFactory(delegation=delegation),
        kind="passport",
        content=Content(**({"number": "E87654321", "nationality": "CN"} | content)),
        consent=Consent(purpose="签证", given_at=NOW, text="同意。", separate_at=NOW),
        scan=scan,
    )


def url(page, document):
    number = document.member_id if page in ("add", "erase") else document.pk
    return reverse(
        f"admin:delegations_delegation_travel_{page}", args=[document.member.delegation_id, number]
    )


def dossier(document):
    return reverse("admin:delegations_delegation_dossier", args=[document.member.delegation_id])


def colleague(client, *rights):
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return user


def speaking(client, language):
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    return client


def typed(**facts):
    given = {
        "kind": "passport",
        "number": "E11112222",
        "holder": "LI MING",
        "nationality": "CN",
        "expires_on": "2034-01-01",
        "purpose": "签证",
        "consent_at_0": "2027-05-19",
        "consent_at_1": "09:00",
        "consent_channel": "email",
        "consent_text": "同意。",
    }
    separate = {"separate_consent_at_0": "2027-05-19", "separate_consent_at_1": "09:00"}
    return given | separate | facts


# ---------------------------------------------------------------- who comes in


@pytest.mark.parametrize(
    ("page", "rights", "status"),
    [
        ("read", [], 403),
        ("read", ["view_delegation"], 403),
        ("read", ["view_delegation", "view_traveldocument", "change_traveldocument"], 403),
        ("read", ["read_traveldocument", "view_traveldocument"], 403),
        ("read", ALL, 200),
        ("add", ALL, 403),
        ("add", ["view_delegation", "view_traveldocument", "add_traveldocument"], 403),
        ("add", [*ALL, "add_traveldocument"], 200),
        ("replace", ALL, 403),
        ("replace", [*ALL, "change_traveldocument"], 200),
        ("delete", ALL, 403),
        ("delete", [*ALL, "delete_traveldocument"], 200),
        ("erase", [*ALL, "change_traveldocument"], 403),
        ("erase", [*ALL, "delete_traveldocument"], 200),
    ],
)
def test_each_page_asks_for_its_own_right(client, page, rights, status):
    document = paper()
    colleague(client, *rights)

    shown = client.get(url(page, document))
    sent = client.post(url(page, document), {"reason": "x"} if status == 403 else {})

    assert (shown.status_code, sent.status_code) == (status, status)
    assert TravelDocument.objects.get() == document
    assert not TravelDocumentReading.objects.exists()


@pytest.mark.parametrize("page", ["read", "add", "replace", "delete", "erase"])
def test_nobody_comes_in_from_outside(client, page):
    document = paper()

    assert client.get(url(page, document)).status_code == 302


@pytest.mark.parametrize("page", ["read", "add", "replace", "delete", "erase"])
def test_a_document_is_found_with_its_own_visit_only(admin, page):
    document, other = paper(), DelegationFactory()
    number = document.member_id if page in ("add", "erase") else document.pk
    elsewhere = reverse(f"admin:delegations_delegation_travel_{page}", args=[other.pk, number])

    assert admin.get(elsewhere).status_code == 404


@pytest.mark.parametrize(
    ("group", "sees"),
    [
        ("delegations-officers", True),
        ("secretariat-editors", False),
        ("publications-officers", False),
        ("read-only", False),
    ],
)
def test_of_the_jobs_only_one_sees_them_in_the_dossier(client, group, sees):
    from django.contrib.auth.models import Group

    make_groups()
    document = paper()
    user = colleague(client)
    user.groups.add(Group.objects.get(name=group))

    text = client.get(dossier(document)).content.decode()

    assert ('id="travel_documents"' in text) is sees
    assert (url("read", document) in text) is sees
    assert client.get(url("read", document)).status_code == (200 if sees else 403)


def test_buttons_are_there_for_those_who_may(client):
    document = paper()
    colleague(client, *ALL)

    text = client.get(dossier(document)).content.decode()

    assert url("read", document) in text
    assert [page for page in ("add", "replace", "delete", "erase") if url(page, document) in text] == []


# ---------------------------------------------------------------- the dossier


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Passport, until"), ("zh-hans", "护照")],
)
def test_the_dossier_tells_whose_and_until_when_and_not_what(admin, language, words):
    document = paper(expires_on=date(2027, 7, 1), scan=Scan("a.pdf", b"%PDF-1.7"))

    text = speaking(admin, language).get(dossier(document)).content.decode()

    assert words in text
    assert 'datetime="2027-09-06"' in text
    assert "E87654321" not in text


def test_the_dossier_says_when_there_is_no_key(admin, settings):
    document = paper()
    settings.TRAVEL_DOCUMENT_KEYS = ""

    text = speaking(admin, "en").get(dossier(document)).content.decode()

    assert "the portal has no key to encrypt them with" in text
    assert url("add", document) not in text


def test_the_section_takes_the_same_statements_for_any_number(admin, django_assert_num_queries):
    from django.test import RequestFactory

    from delegations.admin.travel_pages import section

    document = paper()
    request = RequestFactory().get("/")
    request.user = SuperuserFactory()
    for number in (1, 6):
        for _n in range(number):
            paper(member=DelegationMemberFactory(delegation=document.member.delegation))
        with django_assert_num_queries(2):
            section(request, document.member.delegation)


# ---------------------------------------------------------------- entering


def test_a_document_is_entered_with_its_consent(admin):
    member = DelegationMemberFactory(
        delegation=DelegationFactory(starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 8))
    )
    address = reverse("admin:delegations_delegation_travel_add", args=[member.delegation_id, member.pk])
    scan = SimpleUploadedFile("护照.png", PNG.getvalue())

    response = admin.post(address, typed(scan=scan, passed_to="瑞士驻华大使馆"))

    document = TravelDocument.objects.get()
    read = travel_documents.read(document=document, by=SuperuserFactory(), reason="x")
    assert response.url == dossier(document) + "#travel_documents"
    assert read == Content(
        number="E11112222", holder="LI MING", nationality="CN", expires_on=date(2034, 1, 1)
    )
    assert (scans.get(document.scan_name).name, scans.get(document.scan_name).content) == (
        "护照.png",
        PNG.getvalue(),
    )
    agreed = datetime(2027, 5, 19, 1, tzinfo=UTC)
    assert (
        document.purpose,
        document.consent_at,
        document.consent_channel,
        document.consent_text,
        document.separate_consent_at,
        document.passed_to,
        document.delete_on,
    ) == ("签证", agreed, "email", "同意。", agreed, "瑞士驻华大使馆", date(2027, 9, 6))


def test_what_is_kept_is_told_and_what_expires_soon_too(admin):
    document = paper()

    response = speaking(admin, "en").post(url("add", document), typed(expires_on="2027-07-01"), follow=True)

    told = [str(message) for message in response.context["messages"]]
    assert told[0].startswith("The travel document of ")
    assert "encrypted, until" in told[0]
    assert "expires within six months of the return" in told[1]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", b"%PDX", "does not agree with its name"),
        ("a.png", b"\x89PNG\r\n\x1a\n but no picture", "not a JPEG, PNG or WebP picture"),
        ("a.docx", b"PK\x03\x04", "Please choose a PDF, a JPEG or a PNG file."),
        ("a.pdf", b"%PDF-" + b"0" * scans.LARGEST, "at most 10.0"),
    ],
)
def test_a_wrong_file_is_refused_beside_its_field_and_what_was_typed_stays(admin, name, content, told):
    document = paper()

    response = speaking(admin, "en").post(url("add", document), typed(scan=SimpleUploadedFile(name, content)))

    form = response.context["form"]
    assert list(form.errors) == ["scan"]
    assert told in str(form.errors["scan"]).replace("\xa0", " ")
    assert 'value="E11112222"' in response.content.decode()
    assert "please choose the file again" in response.content.decode()
    assert TravelDocument.objects.count() == 1


def test_an_upload_never_touches_the_disk_in_clear(admin, settings, tmp_path):
    document = paper()
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10  # Django would write anything longer to a file
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "there-is-no-such-folder")

    response = admin.post(
        url("add", document), typed(scan=SimpleUploadedFile("a.pdf", b"%PDF-1.7 " + b"x" * 99))
    )

    assert response.status_code == 302
    assert TravelDocument.objects.count() == 2


@pytest.mark.parametrize("page", ["add", "replace", "read", "delete", "erase"])
def test_the_token_is_asked_for_all_the_same(page):
    document = paper()
    client = Client(enforce_csrf_checks=True)
    client.force_login(SuperuserFactory())

    response = client.post(url(page, document), typed(reason="x"))

    assert response.status_code == 403
    assert TravelDocument.objects.count() == 1
    assert not TravelDocumentReading.objects.exists()


def test_a_refusal_stands_on_the_page_with_what_was_typed(admin):
    document = paper()

    response = speaking(admin, "en").post(
        url("add", document), typed(passed_to="Embassy", separate_consent_at_0="", separate_consent_at_1="")
    )

    assert response.context["refusal"] == str(travel_documents.SeparateConsentMissing())
    assert 'value="E11112222"' in response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "the visit “Visit "), ("zh-hans", "“访瑞”")])
def test_the_usual_words_of_consent_name_the_visit(admin, language, words):
    document = paper()

    response = speaking(admin, language).get(url("add", document))

    assert words in response.context["form"]["consent_text"].value()
    assert response.headers["Cache-Control"].startswith("private, no-store")


def test_replacing_shows_the_consent_and_nothing_of_the_document(admin):
    document = paper()

    text = admin.get(url("replace", document)).content.decode()

    assert "同意。" in text
    assert "E87654321" not in text
    assert not TravelDocumentReading.objects.exists()


def test_a_document_is_replaced(admin, django_capture_on_commit_callbacks):
    document = paper(scan=Scan("a.pdf", b"%PDF-1.7 old"))

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(url("replace", document), typed(keep_scan="on"))

    document.refresh_from_db()
    read = travel_documents.read(document=document, by=SuperuserFactory(), reason="x")
    assert read.number == "E11112222"
    assert scans.get(document.scan_name).content == b"%PDF-1.7 old"


def test_the_log_of_the_admin_says_that_and_not_what(admin):
    document = paper()
    admin.post(url("add", document), typed())
    admin.post(url("replace", document), typed(number="E33334444"))

    logged = " ".join(f"{entry.object_repr} {entry.get_change_message()}" for entry in LogEntry.objects.all())

    assert LogEntry.objects.count() == 2
    assert [one for one in ("E11112222", "E33334444", "LI MING") if one in logged] == []


def test_a_report_of_a_crash_shows_nothing_that_was_typed(admin, settings, monkeypatch):
    document = paper()
    settings.ADMINS = [("Admin", "root@example.org")]
    seen = []

    def crash(_number):
        raise ZeroDivisionError

    monkeypatch.setattr("delegations.sealing.os.urandom", crash)
    admin.raise_request_exception = False
    from django.core.signals import got_request_exception
    from django.views.debug import ExceptionReporter

    def report(sender, request, **_signal):
        import sys

        seen.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_html())

    got_request_exception.connect(report)
    try:
        response = admin.post(url("add", document), typed())
    finally:
        got_request_exception.disconnect(report)

    assert response.status_code == 500
    assert "ZeroDivisionError" in seen[0]
    assert "E11112222" not in seen[0]


# ---------------------------------------------------------------- reading


def test_the_reason_comes_first(admin):
    document = paper()

    asked = admin.get(url("read", document))
    empty = admin.post(url("read", document), {"what": "content", "reason": " "})

    assert "E87654321" not in asked.content.decode() + empty.content.decode()
    assert list(empty.context["form"].errors) == ["reason"]
    assert not TravelDocumentReading.objects.exists()


@pytest.mark.parametrize(
    ("language", "facts"),
    [
        ("en", [("number", "E87654321"), ("date of birth", "21 July 1980"), ("nationality", "China")]),
        ("zh-hans", ["E87654321", "1980年7月21日", "中国"]),
    ],
)
def test_then_the_document_is_shown_and_the_reading_recorded(client, language, facts):
    document = paper(date_of_birth=date(1980, 7, 21))
    reader = colleague(client, *ALL)

    response = speaking(client, language).post(
        url("read", document), {"what": "content", "reason": "签证申请表"}
    )

    shown = [(str(label), value) for label, value in response.context["facts"]]
    row = TravelDocumentReading.objects.values_list("document", "reader", "what", "reason").get()
    # The words themselves are the catalogue's business.
    assert (shown if language == "en" else [value for _label, value in shown]) == facts
    assert "E87654321" in response.content.decode()
    assert response.headers["Cache-Control"].startswith("private, no-store")
    assert row == (document.pk, reader.pk, "content", "签证申请表")


def test_the_scan_is_handed_out_in_the_same_way(client):
    document = paper(scan=Scan("护照.pdf", b"%PDF-1.7 scan"))
    reader = colleague(client, *ALL)

    response = client.post(url("read", document), {"what": "scan", "reason": "签证"})

    row = TravelDocumentReading.objects.values_list("document", "reader", "what", "reason").get()
    assert response.content == b"%PDF-1.7 scan"
    assert row == (document.pk, reader.pk, "scan", "签证")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"].startswith("private, no-store")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "object-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Disposition"].startswith("inline; filename*=utf-8''")


def test_a_missing_key_is_told_on_the_page(admin, settings):
    document = paper()
    settings.TRAVEL_DOCUMENT_KEYS = "other:" + "A" * 43

    response = speaking(admin, "en").post(url("read", document), {"what": "content", "reason": "x"})

    assert response.status_code == 200
    assert "encrypted with the key “tests”" in response.content.decode()
    assert TravelDocumentReading.objects.count() == 1


# ---------------------------------------------------------------- deleting and lists


def test_deleting_asks_why(admin):
    document = paper()

    empty = admin.post(url("delete", document), {"reason": ""})
    admin.post(url("delete", document), {"reason": "entered twice"})

    assert list(empty.context["form"].errors) == ["reason"]
    assert not TravelDocument.objects.exists()
    assert TravelDocumentPurge.objects.get().reason == "entered twice"


def test_one_person_is_erased_from_the_dossier(admin):
    document = paper()
    paper(member=document.member)

    response = speaking(admin, "en").post(url("erase", document), {"reason": "asked for it"}, follow=True)

    told = [str(message) for message in response.context["messages"]]
    assert told == [f"2 travel documents of {document.member.name} are deleted."] or "LI Ming" in told[0]
    assert not TravelDocument.objects.exists()


@pytest.mark.parametrize("model", ["traveldocument", "traveldocumentreading", "traveldocumentpurge"])
def test_lists_are_for_those_who_need_to_know_and_show_no_content(client, model):
    document = paper()
    travel_documents.read(document=document, by=UserFactory(), reason="签证")
    travel_documents.delete(document=paper(), by=UserFactory(), reason="重复")
    address = reverse(f"admin:delegations_{model}_changelist")
    colleague(client, "view_delegation", f"view_{model}")

    refused = client.get(address).status_code
    colleague(client, "read_traveldocument", f"view_{model}")
    allowed = client.get(address)

    assert (refused, allowed.status_code) == (403, 200)
    assert allowed.context["cl"].result_count == 1
    assert "E87654321" not in allowed.content.decode()
