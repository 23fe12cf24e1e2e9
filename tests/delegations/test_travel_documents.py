"""Travel documents: sealed where they are stored, kept with consent, deleted in time."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from beijing_ngo.core import personal_data
from beijing_ngo.core.models import SiteSettings
from delegations import scans, sealing
from delegations.models import (
    ReadingOf,
    TravelDocument,
    TravelDocumentPurge,
    TravelDocumentReading,
)
from delegations.operations import travel_documents, travel_retention
from delegations.operations.travel_documents import Consent, Content
from delegations.scans import Scan
from delegations.tasks import purge_travel_documents
from tests.factories import DelegationFactory, DelegationMemberFactory, UserFactory

pytestmark = pytest.mark.django_db

OLD = "old:" + base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = "new:" + base64.urlsafe_b64encode(b"n" * 32).decode()
SECRETS = Content(
    number="E87654321",
    holder="LI MINGMING",
    date_of_birth=date(1980, 7, 21),
    sex="F",
    nationality="CN",
    issued_on=date(2024, 2, 3),
    expires_on=date(2034, 2, 2),
    place="Harbin Exit-Entry",
    visa_kind="C multiple",
    note="second passport",
)
SCAN = Scan("li-mingming.pdf", b"%PDF-1.7 very secret scan")
NOW = datetime(2027, 5, 20, 2, tzinfo=UTC)


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


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def visit(**facts):
    return DelegationFactory(**{"starts_on": date(2027, 6, 1), "ends_on": date(2027, 6, 8), **facts})


def agreed(**facts):
    given = {"purpose": "visas", "given_at": NOW, "text": "I agree.", "separate_at": NOW}
    return Consent(**given | facts)


def enter(member=None, content=SECRETS, scan=None, **facts):
    return travel_documents.enter(
        member=member or DelegationMemberFactory(delegation=visit()),
        kind="passport",
        content=content,
        consent=agreed(**facts),
        scan=scan,
    )


def stored_files(folder=scans.FOLDER):
    storage = storages["private"]
    return storage.listdir(folder)[1] if storage.exists(folder) else []


# ---------------------------------------------------------------- what is stored


def test_what_is_entered_is_what_is_read():
    document = enter(scan=SCAN)

    content = travel_documents.read(document=document, by=UserFactory(), reason="visa form")
    scan = travel_documents.read_scan(document=document, by=UserFactory(), reason="visa form")

    assert content == SECRETS
    assert (scan.name, scan.content, scan.content_type) == (SCAN.name, SCAN.content, "application/pdf")


def test_nothing_of_the_content_stands_in_clear_in_database_or_file(tmp_path):
    enter(scan=SCAN)

    rows = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608, the names come from the database
            for row in cursor.fetchall():
                rows += b"|".join(
                    bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                    for value in row
                )
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    names = " ".join(str(path) for path in tmp_path.rglob("*")).encode()

    secrets = [
        b"E87654321",
        b"MINGMING",
        b"1980-07-21",
        b"2034-02-02",
        b"Harbin",
        b"C multiple",
        b"second passport",
    ]
    secrets += [b"very secret scan", b"li-mingming"]
    assert [one for one in secrets if one in rows + files + names] == []
    assert b"visas" in rows  # the purpose is no secret: the search would have found something


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_stands_in_the_file_of_the_database():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps its rows in a file that can be looked into")
    enter()

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        image = connection.connection.serialize()

    assert b"visas" in image
    assert [one for one in (b"E87654321", b"MINGMING", b"Harbin") if one in image] == []


def test_it_has_no_history():
    assert not hasattr(TravelDocument, "history")


def test_errors_and_reprs_show_nothing():
    document = enter()

    shown = " ".join([repr(SECRETS), repr(SCAN), repr(document), str(document)])

    assert "E87654321" not in shown
    assert "secret" not in shown


def test_content_does_not_open_in_the_row_of_another():
    document = enter()
    other = enter()
    TravelDocument.objects.filter(pk=other.pk).update(sealed=bytes(document.sealed))
    other.refresh_from_db()

    with pytest.raises(sealing.DoesNotOpen):
        travel_documents.read(document=other, by=UserFactory(), reason="visa form")


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize(
    ("keys", "refusal"),
    [
        ("", sealing.NoKey),
        (NEW, sealing.KeyUnknown),
        (NEW.replace("new:", "tests:"), sealing.DoesNotOpen),
        ("tests:too-short", sealing.KeysNotUnderstood),
        ("no-colon", sealing.KeysNotUnderstood),
        (f"{OLD},{OLD}", sealing.KeysNotUnderstood),
    ],
)
def test_without_its_key_a_document_is_refused_in_words(settings, keys, refusal):
    document = enter(scan=SCAN)
    settings.TRAVEL_DOCUMENT_KEYS = keys

    with pytest.raises(refusal):
        travel_documents.read(document=document, by=UserFactory(), reason="visa form")
    with pytest.raises(refusal):
        travel_documents.read_scan(document=document, by=UserFactory(), reason="visa form")


@pytest.mark.parametrize("sealed", [b"", b"BN1", b"E12345678", b"BN1\xff", b"BN1\x05tests"])
def test_what_is_not_sealed_is_refused_in_words(sealed):
    with pytest.raises(sealing.NotSealed):
        sealing.unseal(sealed, "anywhere")


def test_nothing_is_entered_without_a_key(settings):
    settings.TRAVEL_DOCUMENT_KEYS = ""

    with pytest.raises(sealing.NoKey):
        enter(scan=SCAN)

    assert (TravelDocument.objects.count(), stored_files()) == (0, [])


@pytest.mark.parametrize(
    ("keys", "told"),
    [(OLD, []), ("", ["delegations.W001"]), ("old:short", ["delegations.E001"])],
)
def test_the_check_before_deployment_tells_of_keys(settings, keys, told):
    settings.TRAVEL_DOCUMENT_KEYS = keys

    found = run_checks(include_deployment_checks=True)

    assert [one.id for one in found if one.id.startswith("delegations.")] == told


def test_a_fresh_key_can_be_used(settings, capsys):
    call_command("rotate_travel_keys", new=True)
    settings.TRAVEL_DOCUMENT_KEYS = capsys.readouterr().out.strip()

    assert sealing.unseal(sealing.seal(b"x", "here"), "here") == b"x"
    assert sealing.sealing_key() == "k20270520"


def test_another_key_for_everything(settings, on_commit, capsys):
    settings.TRAVEL_DOCUMENT_KEYS = OLD
    documents = [enter(scan=SCAN), enter()]
    settings.TRAVEL_DOCUMENT_KEYS = f"{NEW},{OLD}"

    with on_commit():
        call_command("rotate_travel_keys")

    settings.TRAVEL_DOCUMENT_KEYS = NEW
    for document in documents:
        document.refresh_from_db()
    assert [document.key_name for document in documents] == ["new", "new"]
    assert [
        travel_documents.read(document=one, by=UserFactory(), reason="visa form") for one in documents
    ] == [SECRETS, SECRETS]
    assert scans.get(documents[0].scan_name).content == SCAN.content
    assert len(stored_files()) == 1
    assert "2/2" in capsys.readouterr().out


def test_a_change_of_keys_goes_on_where_it_was_stopped(settings, on_commit):
    settings.TRAVEL_DOCUMENT_KEYS = OLD
    documents = [enter(scan=SCAN) for _n in range(3)]
    settings.TRAVEL_DOCUMENT_KEYS = f"{NEW},{OLD}"
    seal, calls = sealing.seal, []

    def dies_in_the_second(plain, place):
        calls.append(place)
        if len(calls) == 4:  # the scan of the second is written, its row is not
            raise KeyboardInterrupt
        return seal(plain, place)

    with (
        on_commit(),
        mock.patch.object(sealing, "seal", dies_in_the_second),
        pytest.raises(KeyboardInterrupt),
    ):
        call_command("rotate_travel_keys")
    halfway = list(TravelDocument.objects.order_by("id").values_list("key_name", flat=True))
    readable = [
        travel_documents.read_scan(document=one, by=UserFactory(), reason="x").content
        for one in fresh(documents)
    ]
    with on_commit():
        call_command("rotate_travel_keys")

    assert halfway == ["new", "old", "old"]
    assert readable == [SCAN.content] * 3
    assert {one.key_name for one in TravelDocument.objects.all()} == {"new"}
    assert len(stored_files()) == 3


def fresh(documents):
    return TravelDocument.objects.filter(pk__in=[one.pk for one in documents]).order_by("id")


def test_a_document_that_does_not_open_does_not_stop_the_others(settings, capsys):
    settings.TRAVEL_DOCUMENT_KEYS = "lost:" + base64.urlsafe_b64encode(b"l" * 32).decode()
    lost = enter()
    settings.TRAVEL_DOCUMENT_KEYS = OLD
    other = enter()
    settings.TRAVEL_DOCUMENT_KEYS = f"{NEW},{OLD}"

    with pytest.raises(CommandError, match="1 documents are still under other keys"):
        call_command("rotate_travel_keys")

    assert [one.key_name for one in fresh([lost, other])] == ["lost", "new"]
    assert f"document {lost.pk} is left as it is" in capsys.readouterr().err


# ---------------------------------------------------------------- consent and days


@pytest.mark.parametrize(
    ("facts", "content", "scan", "refusal"),
    [
        ({"text": " "}, SECRETS, None, travel_documents.ConsentMissing),
        ({"purpose": " "}, SECRETS, None, travel_documents.ConsentMissing),
        ({"given_at": NOW + timedelta(hours=1)}, SECRETS, None, travel_documents.ConsentAhead),
        ({"separate_at": None}, SECRETS, SCAN, travel_documents.SeparateConsentMissing),
        (
            {"separate_at": None, "passed_to": "瑞士驻华大使馆"},
            SECRETS,
            None,
            travel_documents.SeparateConsentMissing,
        ),
        (
            {"separate_at": None},
            Content(number="E1", date_of_birth=date(2013, 5, 21)),
            None,
            travel_documents.SeparateConsentMissing,
        ),
        ({}, Content(holder="LI MING"), None, travel_documents.NothingEntered),
    ],
)
def test_what_is_not_agreed_to_is_not_kept(facts, content, scan, refusal):
    with pytest.raises(refusal):
        enter(content=content, scan=scan, **facts)

    assert (TravelDocument.objects.count(), stored_files()) == (0, [])


def test_who_is_14_agrees_alone():
    document = enter(content=Content(number="E1", date_of_birth=date(2013, 5, 20)), separate_at=None)

    assert document.pk


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"starts_on": date(2027, 1, 1), "ends_on": date(2027, 2, 19)}, travel_documents.VisitLongOver),
        ({"state": "cancelled"}, travel_documents.VisitCalledOff),
    ],
)
def test_for_a_visit_that_is_long_over_or_off_nothing_is_kept(facts, refusal):
    member = DelegationMemberFactory(delegation=visit(**facts))

    with pytest.raises(refusal):
        enter(member, scan=SCAN)

    assert (TravelDocument.objects.count(), stored_files()) == (0, [])


@pytest.mark.parametrize(
    ("expires_on", "told"),
    [(date(2027, 12, 7), True), (date(2027, 12, 8), False), (None, None)],
)
def test_a_passport_is_good_for_six_months_after_the_return(expires_on, told):
    document = enter(content=Content(number="E1", expires_on=expires_on))

    assert document.expires_early is told


def test_the_last_day_of_a_month_six_months_on():
    early = travel_documents.expires_early(
        Content(expires_on=date(2028, 2, 28)), visit(ends_on=date(2027, 8, 31))
    )

    assert early is True


def test_the_day_of_deletion_follows_the_visit():
    document = enter(content=Content(number="E1", expires_on=date(2027, 12, 20)))
    first = (document.delete_on, document.expires_early)
    delegation = document.member.delegation
    delegation.ends_on = date(2027, 7, 1)

    delegation.save()

    document.refresh_from_db()
    assert first == (date(2027, 9, 6), False)
    assert (document.delete_on, document.expires_early) == (date(2027, 9, 29), True)


def test_a_visit_called_off_leaves_a_week_and_not_a_new_one_every_day():
    document = enter()
    delegation = document.member.delegation
    delegation.state = "cancelled"
    delegation.save()

    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        travel_retention.redate()

    document.refresh_from_db()
    assert document.delete_on == date(2027, 5, 27)


@pytest.mark.parametrize(("days", "expected"), [(30, date(2027, 7, 8)), (365, date(2027, 9, 6))])
def test_a_rule_that_changes_shortens_and_never_lengthens(days, expected):
    document = enter()
    SiteSettings.objects.update_or_create(pk=1, defaults={"travel_data_days": days})

    travel_retention.redate()

    document.refresh_from_db()
    assert document.delete_on == expected


# ---------------------------------------------------------------- replacing


def replace(document, **given):
    return travel_documents.replace(
        document=document, kind="passport", consent=agreed(), **{"content": SECRETS, **given}
    )


def test_what_is_replaced_is_gone(on_commit):
    document = enter(content=Content(number="OLD1"), scan=SCAN)
    old = document.scan_name

    with on_commit():
        replace(document)

    assert travel_documents.read(document=document, by=UserFactory(), reason="x") == SECRETS
    assert (document.scan_name, scans.exists(old), stored_files()) == ("", False, [])


def test_the_scan_stays_where_somebody_says_so_under_the_same_key_as_the_rest(settings, on_commit):
    settings.TRAVEL_DOCUMENT_KEYS = OLD
    document = enter(scan=SCAN)
    settings.TRAVEL_DOCUMENT_KEYS = f"{NEW},{OLD}"

    with on_commit():
        replace(document, keep_scan=True)

    settings.TRAVEL_DOCUMENT_KEYS = NEW
    assert scans.get(document.scan_name).content == SCAN.content
    assert len(stored_files()) == 1


def test_an_upload_whose_row_is_not_saved_leaves_nothing_behind():
    document = enter()
    TravelDocument.objects.all().delete()

    with pytest.raises(travel_documents.NobodysDocument):
        replace(document, scan=SCAN)

    assert stored_files() == []


# ---------------------------------------------------------------- reading


def test_a_reading_is_on_record_even_where_nothing_could_be_opened(settings):
    reader, document = UserFactory(), enter(scan=SCAN)
    settings.TRAVEL_DOCUMENT_KEYS = NEW

    with pytest.raises(sealing.KeyUnknown):
        travel_documents.read(document=document, by=reader, reason="visa form")
    with pytest.raises(sealing.KeyUnknown):
        travel_documents.read_scan(document=document, by=reader, reason="visa form")

    rows = TravelDocumentReading.objects.order_by("id").values_list("document", "reader", "what", "reason")
    assert list(rows) == [
        (document.pk, reader.pk, "content", "visa form"),
        (document.pk, reader.pk, "scan", "visa form"),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_reading_is_committed_before_the_document_is_opened():
    document = enter()
    outside = []

    def looks(*_args):
        outside.append((connection.in_atomic_block, TravelDocumentReading.objects.count()))
        raise MemoryError

    with mock.patch.object(sealing, "unseal", looks), pytest.raises(MemoryError):
        travel_documents.read(document=document, by=UserFactory(), reason="visa form")

    assert outside == [(False, 1)]
    assert TravelDocumentReading.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_reading_cannot_be_hidden_in_a_transaction_that_is_rolled_back():
    document = enter()

    with pytest.raises(RuntimeError), transaction.atomic():
        travel_documents.read(document=document, by=UserFactory(), reason="visa form")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_read_without_a_reason(reason):
    with pytest.raises(travel_documents.ReasonMissing):
        travel_documents.read(document=enter(), by=UserFactory(), reason=reason)

    assert not TravelDocumentReading.objects.exists()


def test_a_scan_that_is_missing_is_told_in_words():
    document = enter(scan=SCAN)
    scans.drop(document.scan_name)

    with pytest.raises(scans.ScanGone):
        travel_documents.read_scan(document=document, by=UserFactory(), reason="x")


def test_my_data_tell_a_colleague_what_they_read_and_not_of_whom():
    reader = UserFactory()
    travel_documents.read(document=enter(), by=reader, reason="visa form")

    kept = personal_data.collect(reader)["travel_document_readings"]

    assert kept == [{"read_at": NOW, "what": ReadingOf.CONTENT, "reason": "visa form"}]


# ---------------------------------------------------------------- deleting


def purges():
    fields = ("delegation", "documents", "scans", "deleted_by", "reason")
    return list(TravelDocumentPurge.objects.order_by("id").values_list(*fields))


def test_deleting_early_needs_a_reason_and_takes_the_scan_along(on_commit):
    document, officer = enter(scan=SCAN), UserFactory()
    travel_documents.read(document=document, by=officer, reason="visa form")
    delegation = document.member.delegation_id

    with pytest.raises(travel_documents.ReasonMissing):
        travel_documents.delete(document=document, by=officer, reason=" ")
    with on_commit():
        travel_documents.delete(document=document, by=officer, reason="entered twice")

    assert (TravelDocument.objects.count(), stored_files()) == (0, [])
    assert purges() == [(delegation, 1, 1, officer.pk, "entered twice")]
    assert TravelDocumentReading.objects.get().document is None


def test_a_document_is_deleted_once():
    document = enter()
    travel_documents.delete(document=document, by=None, reason="x")

    with pytest.raises(travel_documents.NobodysDocument):
        travel_documents.delete(document=document, by=None, reason="x")

    assert len(purges()) == 1


def test_one_person_is_erased_and_nobody_else(on_commit):
    delegation = visit()
    mine, others = (DelegationMemberFactory(delegation=delegation) for _n in range(2))
    enter(mine, scan=SCAN)
    enter(mine)
    left = enter(others, scan=SCAN)

    with on_commit():
        gone = travel_documents.erase_person(member=mine, by=None, reason="asked for it")

    assert gone == 2
    assert list(TravelDocument.objects.all()) == [left]
    assert [f"travel/{name}" for name in stored_files()] == [left.scan_name]
    assert purges() == [(delegation.pk, 2, 1, None, "asked for it")]


def test_there_must_be_something_to_erase():
    with pytest.raises(travel_documents.NothingToErase):
        travel_documents.erase_person(member=DelegationMemberFactory(), by=None, reason="x")


@pytest.mark.parametrize("gone", ["member", "delegation"])
def test_a_scan_goes_with_its_person_and_with_the_visit(on_commit, gone):
    document = enter(scan=SCAN)
    record = document.member if gone == "member" else document.member.delegation

    with on_commit():
        record.delete()

    assert stored_files() == []


def test_the_clock_deletes_what_has_served_and_records_how_many(on_commit):
    first, second = visit(), visit(ends_on=date(2027, 6, 9))
    for _n in range(2):
        enter(DelegationMemberFactory(delegation=first), scan=SCAN)
    enter(DelegationMemberFactory(delegation=first))
    left = enter(DelegationMemberFactory(delegation=second), scan=SCAN)

    with (
        time_machine.travel(datetime(2027, 9, 5, 20, tzinfo=UTC), tick=False),
        on_commit(),
    ):  # the 6th in Beijing
        purge_travel_documents()

    assert list(TravelDocument.objects.all()) == [left]
    assert [f"travel/{name}" for name in stored_files()] == [left.scan_name]
    assert purges() == [(first.pk, 3, 2, None, "")]


def test_before_its_day_nothing_is_deleted():
    document = enter()

    with time_machine.travel(datetime(2027, 9, 5, 15, tzinfo=UTC), tick=False):
        done = travel_retention.purge()

    assert done == travel_retention.Purged(0, 0, 0)
    assert list(TravelDocument.objects.all()) == [document]
    assert purges() == []


def test_a_scan_that_is_missing_or_cannot_be_deleted_does_not_stop_the_clock(on_commit):
    missing, stuck = enter(scan=SCAN), enter(scan=SCAN)
    scans.drop(missing.scan_name)

    later = time_machine.travel(NOW + timedelta(days=200), tick=False)
    with later, mock.patch.object(scans, "drop", side_effect=PermissionError), on_commit():
        travel_retention.purge()

    assert TravelDocument.objects.count() == 0
    assert sorted(scans_gone for _d, _n, scans_gone, _by, _why in purges()) == [0, 1]
    assert [f"travel/{name}" for name in stored_files()] == [stuck.scan_name]


def test_scans_of_no_document_go_after_a_day():
    storage = storages["private"]
    kept = enter(scan=SCAN)
    storage.save("travel/orphan.sealed", ContentFile(b"x"))
    storage.save("documents/other.pdf", ContentFile(b"x"))

    with mock.patch.object(storage, "get_modified_time", return_value=timezone.now() - timedelta(hours=23)):
        soon = travel_retention.drop_unclaimed()
    with mock.patch.object(storage, "get_modified_time", return_value=timezone.now() - timedelta(hours=25)):
        later = travel_retention.drop_unclaimed()

    assert (soon, later) == (0, 1)
    assert [f"travel/{name}" for name in stored_files()] == [kept.scan_name]
    assert stored_files("documents") == ["other.pdf"]


def test_nothing_stands_in_the_record_of_a_deletion_but_numbers():
    enter(scan=SCAN)
    with time_machine.travel(NOW + timedelta(days=200), tick=False):
        travel_retention.purge()

    row = TravelDocumentPurge.objects.values().get()

    assert "LI" not in json.dumps(row, default=str)
