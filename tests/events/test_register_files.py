"""Files sent with the registration form: kept at once, shown by name, taken off again, and nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events import guest_links
from events.models import Answer, AnswerFile, QuestionKind, QuestionPer
from tests.events.filled import beside, fields_of, wrong
from tests.events.people import contact
from tests.factories import EventFactory, QuestionFactory, RegistrationDeskFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a poster"


@pytest.fixture
def desk():
    return RegistrationDeskFactory(event=EventFactory(slug="forum"), audience="everyone", capacity=40)


@pytest.fixture(params=QuestionPer.values)
def question(request, desk):
    return QuestionFactory(desk=desk, kind=QuestionKind.FILE, per=request.param, required=True)


@pytest.fixture
def browser(client, way):
    client.force_login(way.user)
    return client


@pytest.fixture
def address(way):
    return f"/en/events/forum/register/?for={way.organisation.slug}"


@pytest.fixture
def name(question):
    return f"people-0-q{question.pk}" if question.per == QuestionPer.ATTENDEE else f"all-q{question.pk}"


def upload(content=PDF, name="poster.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_file_is_registered_with_the_form(browser, address, name, question, way):
    fields = fields_of(browser.get(address))

    assert browser.post(address, fields | {f"{name}-file": upload()}).status_code == 302

    file = AnswerFile.objects.get()
    assert (file.owner, file.question, file.original_name, file.size) == (
        way.user,
        question,
        "poster.pdf",
        len(PDF),
    )
    assert file.file.read() == PDF
    assert (file.answer.value, file.answer.attendee is not None) == (
        "poster.pdf",
        question.per == QuestionPer.ATTENDEE,
    )


@pytest.mark.parametrize("button", [{}, {"add": "1"}])
def test_a_mistake_elsewhere_does_not_lose_the_file(browser, address, name, button):
    fields = fields_of(browser.get(address)) | {"people-0-latin_name": "王芳"}

    first = browser.post(address, fields | {f"{name}-file": upload()} | button)
    again = fields_of(first) | {"people-0-latin_name": "WANG Fang", "people-TOTAL_FORMS": "1"}
    again = {key: value for key, value in again.items() if not key.startswith("people-1-")}

    assert "poster.pdf" in first.content.decode()
    assert again[name] == str(AnswerFile.objects.get().key)
    assert browser.post(address, again).status_code == 302
    assert Answer.objects.get().file == AnswerFile.objects.get()


def test_a_file_can_be_taken_off_again(browser, address, name):
    fields = fields_of(browser.get(address))
    again = fields_of(browser.post(address, fields | {f"{name}-file": upload(), "add": "1"}))

    response = browser.post(address, again | {"let_go": name})

    assert "poster.pdf" not in response.content.decode()
    assert name not in fields_of(response)


def test_a_file_goes_with_its_person(browser, address, desk):
    question = QuestionFactory(desk=desk, kind=QuestionKind.FILE, per=QuestionPer.ATTENDEE)
    fields = fields_of(browser.post(address, fields_of(browser.get(address)) | {"add": "1"}))
    sent = fields_of(browser.post(address, fields | {f"people-1-q{question.pk}-file": upload(), "add": "1"}))

    after = fields_of(browser.post(address, sent | {"remove": "1"}))

    assert after[f"people-0-q{question.pk}"] == str(AnswerFile.objects.get().key)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (("poster.exe", b"MZ"), "Files of this kind are not accepted."),
        (("poster.pdf", b"<html>"), "The content of the file does not agree with its name (.pdf)."),
        (("poster.pdf", PDF + b"x" * 300), "The file has 317"),
    ],
)
def test_a_file_that_is_not_accepted(browser, address, name, settings, file, expected):
    settings.MAX_DOCUMENT_BYTES = 200
    fields = fields_of(browser.get(address))

    response = browser.post(address, fields | {f"{name}-file": upload(file[1], file[0])})

    assert beside(response, name).startswith(expected)
    assert not AnswerFile.objects.exists()


def test_the_limit_is_told_beforehand(browser, address, question, settings):
    settings.MAX_DOCUMENT_BYTES = 2 * 1024 * 1024

    assert "at most 2.0" in browser.get(address).content.decode()


def forged(desk, question, kind) -> str:
    other = contact().user
    facts = {"file": "answers/x.pdf", "original_name": "secret.pdf", "size": 1, "sha256": "0" * 64}
    if kind == "of somebody else":
        return str(AnswerFile.objects.create(question=question, owner=other, **facts).key)
    if kind == "of a guest":
        return str(AnswerFile.objects.create(question=question, guest_email="g@example.org", **facts).key)
    return {"made up": "5f0c4a52-7c3c-4a57-9d0e-2e6d1c1b0000", "no key": "../../etc/passwd"}[kind]


@pytest.mark.parametrize("kind", ["of somebody else", "of a guest", "made up", "no key"])
def test_a_forged_key(browser, address, name, desk, question, kind):
    fields = fields_of(browser.get(address)) | {name: forged(desk, question, kind)}

    response = browser.post(address, fields)

    assert beside(response, name) == "This file is not there any more. Please send it once more."
    assert "secret.pdf" not in response.content.decode()
    assert not Answer.objects.exists()


def test_a_file_of_another_question_or_answer(browser, address, name, desk, question, way):
    facts = {"file": "answers/x.pdf", "original_name": "secret.pdf", "size": 1, "sha256": "0" * 64}
    elsewhere = AnswerFile.objects.create(question=QuestionFactory(kind="file"), owner=way.user, **facts)
    fields = fields_of(browser.get(address))
    browser.post(address, fields | {f"{name}-file": upload()})
    used = AnswerFile.objects.exclude(answer=None).get()

    for file in (elsewhere, used):
        answer = browser.post(address, fields | {name: str(file.key), "people-0-email": "new@example.org"})
        assert beside(answer, name) == "This file is not there any more. Please send it once more."


def test_a_guests_file_is_theirs_by_their_address(client, desk, question, name):
    link = f"/en/events/forum/register/{guest_links.token_for(desk.event, 'guest@example.org')}/"
    other = f"/en/events/forum/register/{guest_links.token_for(desk.event, 'other@example.org')}/"
    fields = fields_of(client.get(link))
    kept = fields_of(client.post(link, fields | {f"{name}-file": upload()}))
    names = {"people-0-given_name": "T", "people-0-latin_name": "T"}

    refused = client.post(other, fields_of(client.get(other)) | names | {name: kept[name]})
    taken = client.post(link, kept | names)

    assert wrong(refused)
    assert taken.status_code == 302
    assert AnswerFile.objects.get().guest_email == "guest@example.org"


def test_a_file_for_a_question_that_asks_for_none(browser, address, desk):
    text = QuestionFactory(desk=desk, per=QuestionPer.REGISTRATION)
    fields = fields_of(browser.get(address))

    browser.post(address, fields | {f"all-q{text.pk}-file": upload()})

    assert not AnswerFile.objects.exists()
