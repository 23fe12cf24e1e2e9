"""What papers say, that they are PDFs of the right number of pages, and who gets them."""

from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from beijing_ngo.core.models import IssuedDocument
from events import words
from events.models import Attendee
from events.papers import badges, certificates, letters, sign_in_sheet, tickets
from tests.factories import (
    AttendeeFactory,
    EventFactory,
    OrganisationFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SiteSettingsFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    SiteSettingsFactory()
    event = EventFactory(
        title_zh_hans="“地球一小时”|2027北京主会场",
        title_en="Earth Hour 2027",
        starts_at=datetime(2027, 3, 20, 12, tzinfo=UTC),
        ends_at=datetime(2027, 3, 20, 13, 45, tzinfo=UTC),
        venue_zh_hans="首钢园",
        venue_en="Shougang Park",
    )
    return RegistrationDeskFactory(event=event)


@pytest.fixture
def party(desk):
    organisation = OrganisationFactory(
        name_zh_hans="北京平澜公益基金会", name_en="Beijing Pinglan Foundation", short_name_en="Pinglan"
    )
    return RegistrationFactory(desk=desk, organisation=organisation, reference="7KQM4TXA")


@pytest.fixture
def attendee(party):
    made = AttendeeFactory(
        registration=party, family_name="王", given_name="岚", latin_name="WANG Lan", position="主任"
    )
    return one(made)


def one(attendee) -> Attendee:
    return words.attendees_for_papers(Attendee.objects.filter(pk=attendee.pk)).get()


def there(attendee) -> Attendee:
    Attendee.objects.filter(pk=attendee.pk).update(checked_in_at=timezone.now())
    return one(attendee)


def pages(made: bytes) -> list[str]:
    assert made.startswith(b"%PDF")
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


class TestWords:
    def test_the_event_in_both_languages(self, desk):
        event = desk.event

        said = {
            language: [tell(event, language) for tell in (words.title, words.when, words.days, words.where)]
            for language in words.BOTH
        }

        assert said == {
            "zh-hans": [
                "“地球一小时”2027北京主会场",
                "2027年3月20日 周六 20:00–21:45 北京时间",
                "2027年3月20日",
                "首钢园，北京",
            ],
            "en": [
                "Earth Hour 2027",
                "Saturday 20 March 2027, 20:00–21:45 Beijing time",
                "20 March 2027",
                "Shougang Park, Beijing",
            ],
        }

    def test_the_country_is_named_abroad_and_nothing_twice(self, desk):
        desk.event.city_en = "Geneva"
        desk.event.venue_en = "Palais des Nations, Geneva"
        desk.event.country = "CH"

        assert words.where(desk.event, "en") == "Palais des Nations, Geneva, Switzerland"

    def test_one_language_stands_in_for_the_other(self, desk):
        desk.event.title_en = ""

        assert words.title(desk.event, "en") == "“地球一小时”2027北京主会场"

    @pytest.mark.parametrize("count", [1, 3])
    def test_any_number_of_people_takes_one_query(self, party, count, django_assert_num_queries):
        AttendeeFactory.create_batch(count, registration=party)

        with django_assert_num_queries(1):
            people = list(words.attendees_for_papers(Attendee.objects.filter(desk=party.desk)))
            for person in people:
                badges.badge(person)

        assert len(people) == count


class TestBadges:
    def test_what_a_badge_says(self, attendee):
        badge = badges.badge(attendee)

        assert "<svg" in badge.pop("qr")
        with translation.override("zh-hans"):
            assert badge == {
                "role": "delegate",
                "roles": badge["roles"],
                "names": ["王岚", "WANG Lan"],
                "organisations": ["北京平澜公益基金会", "Pinglan"],
                "position": "主任",
                "event": {"zh-hans": "“地球一小时”2027北京主会场", "en": "Earth Hour 2027"},
                "reference": "7KQM-4TXA-1",
            }
        assert badge["roles"]["en"] == "Delegate"

    def test_a_foreign_name_stands_once_and_its_language_first(self, party):
        foreign = AttendeeFactory(
            registration=party, family_name="Guterres", given_name="António", latin_name="", position=""
        )

        badge = badges.badge(one(foreign))

        assert badge["names"] == ["António Guterres"]
        assert badge["organisations"] == ["Beijing Pinglan Foundation", "北京平澜公益基金会"]

    def test_how_somebody_comes(self, desk):
        guest = AttendeeFactory(registration=RegistrationFactory(desk=desk, organisation=None))
        walk_in = AttendeeFactory(registration=RegistrationFactory(desk=desk, walk_in=True))

        assert [badges.role(one(row)) for row in (guest, walk_in)] == ["guest", "walk_in"]

    @pytest.mark.parametrize(("layout", "count"), [("sheet", 2), ("single", 9)])
    def test_eight_on_a_sheet_or_one_on_a_page(self, party, layout, count):
        AttendeeFactory.create_batch(9, registration=party)
        people = list(words.attendees_for_papers(Attendee.objects.expected()))

        made = badges.badges(people, layout)

        assert len(pages(made)) == count

    @pytest.mark.parametrize(
        "name", ["阿卜杜热依木·买买提依明·吐尔逊尼亚孜", "䶮㛃𣲗", "António Manuel de Oliveira GUTERRES"]
    )
    def test_no_name_makes_a_badge_run_over(self, party, name):
        people = [
            one(
                AttendeeFactory(
                    registration=party, family_name="", given_name=name, latin_name="", position="职务" * 60
                )
            )
        ]

        made = badges.badges(people, "single")

        [text] = pages(made)
        assert name.split()[-1] in text.replace("\n", "").replace("\u2060", "")


class TestSignInSheet:
    def test_everybody_by_organisation_and_guests_last(self, desk, party, attendee):
        other = RegistrationFactory(
            desk=desk, organisation=OrganisationFactory(name_zh_hans="朝阳", name_en="Another")
        )
        guest = RegistrationFactory(desk=desk, organisation=None)
        rows = [
            AttendeeFactory(registration=guest, family_name="", given_name="Ann", latin_name=""),
            AttendeeFactory(registration=party, family_name="李", given_name="明", latin_name="LI Ming"),
            AttendeeFactory(
                registration=other, family_name="", given_name="Bo", latin_name="", position="Clerk"
            ),
        ]
        people = [*(one(row) for row in rows), attendee]

        sheet = sign_in_sheet.sheet(desk.event, people, "en")

        assert sheet["count"] == "4 people"
        assert [(group["name"], group["count"]) for group in sheet["groups"]] == [
            ("Another", "1 person"),
            ("Beijing Pinglan Foundation", "2 people"),
            ("Without an organisation", "1 person"),
        ]
        assert [row[:4] for group in sheet["groups"] for row in group["rows"]] == [
            ["1", "Bo", "", "Clerk"],
            ["2", "李明", "LI Ming", ""],
            ["3", "王岚", "WANG Lan", "主任"],
            ["4", "Ann", "", ""],
        ]
        assert sheet["groups"][1]["rows"][1][4] == "7KQM-4TXA-1"

    def test_its_head_comes_again_on_each_page(self, desk, party):
        AttendeeFactory.create_batch(35, registration=party)
        people = list(words.attendees_for_papers(Attendee.objects.expected()))

        found = pages(sign_in_sheet.sign_in_sheet(desk.event, people, "en"))

        assert len(found) > 1
        assert all("Signature" in text for text in found)
        assert f"Page 1 of {len(found)}" in found[0]


class TestTickets:
    def test_what_a_ticket_says_in_the_language_of_its_person(self, attendee):
        attendee.language = "en"

        stub = tickets.stub(attendee)

        assert "<svg" in stub.pop("qr")
        assert stub == {
            "language": "en",
            "kind": "Forum",
            "event": "Earth Hour 2027",
            "facts": [
                ["For", "王岚\u3000WANG Lan"],
                ["Organisation", "Beijing Pinglan Foundation"],
                ["When", "Saturday 20 March 2027, 20:00–21:45 Beijing time"],
                ["Where", "Shougang Park, Beijing"],
            ],
            "code": "The code of the ticket",
            "hint": "Show the code at the entrance, on paper or on a screen. It lets one person in, once.",
            "reference": "7KQM-4TXA-1",
        }

    def test_the_code_leads_to_the_ticket(self, attendee):
        assert tickets.ticket_address(attendee) == (
            f"http://localhost:8000/zh-hans/tickets/{attendee.ticket_secret}/"
        )

    def test_three_on_a_page_and_none_for_who_cancelled(self, party):
        AttendeeFactory.create_batch(4, registration=party)
        AttendeeFactory(registration=party, cancelled_at=timezone.now())

        found = pages(tickets.tickets(party))

        assert [text.count("7KQM-4TXA-") for text in found] == [3, 1]

    @pytest.mark.parametrize("state", ["pending", "waitlisted", "cancelled", "declined"])
    def test_no_place_no_ticket(self, desk, state):
        waiting = AttendeeFactory(registration=RegistrationFactory(desk=desk, state=state))

        with pytest.raises(tickets.NoTicket):
            tickets.ticket(one(waiting))


class TestLetters:
    def test_a_letter_in_both_languages(self, attendee):
        clerk = UserFactory()
        costs = {"zh-hans": "食宿由主办方承担。", "en": "Board and lodging are paid by the host."}

        [document] = letters.issue_invitations([attendee], by=clerk, costs=costs)

        assert (document.kind, document.to_name, document.issued_by) == ("invitation", "王岚", clerk)
        assert document.facts == {
            "name": {"zh-hans": "王岚", "en": "WANG Lan"},
            "event": {"zh-hans": "“地球一小时”2027北京主会场", "en": "Earth Hour 2027"},
            "dates": {"zh-hans": "2027年3月20日", "en": "20 March 2027"},
            "place": {"zh-hans": "首钢园，北京", "en": "Shougang Park, Beijing"},
        }
        chinese, english = pages(letters.invitation_letters([document]))
        assert "食宿由主办方承担" in chinese
        assert "Board and lodging are paid by the host." in english
        assert "Dear WANG Lan," in english
        assert all(document.number in text for text in (chinese, english))

    def test_in_one_language_it_has_one_page(self, attendee):
        documents = letters.issue_invitations([attendee], by=None, language="en")

        [text] = pages(letters.invitation_letters(documents))

        assert "Yours sincerely," in text
        assert "Costs" not in text

    def test_what_is_out_stays_as_it_is(self, attendee):
        first = letters.issue_invitations([attendee], by=None, costs={"en": "Paid."})

        again = letters.issue_invitations([attendee], by=None, costs={"en": "Not paid."})

        assert again == first
        assert again[0].content["letters"]["en"]["facts"][-1] == ["Costs", "Paid."]


class TestCertificates:
    def test_for_who_was_there(self, attendee):
        made = certificates.certificate(there(attendee))

        document = IssuedDocument.objects.get()
        [text] = pages(made)
        assert document.kind == "attendance"
        assert document.number in text
        assert document.spoken_code in text.replace(" ", "")  # kerned signs are read with a gap between them
        assert "took part in “Earth Hour 2027”." in text
        assert "王岚" in text

    def test_not_for_who_was_not(self, attendee):
        with pytest.raises(certificates.NotAttended):
            certificates.certificate(attendee)

        assert not IssuedDocument.objects.exists()

    def test_a_page_each_and_the_same_number_the_next_time(self, attendee, party):
        people = [there(attendee), there(AttendeeFactory(registration=party))]

        first = certificates.certificates(people)

        assert len(pages(first)) == 2
        assert certificates.certificates(people) == first
        assert IssuedDocument.objects.count() == 2

    @pytest.mark.parametrize("count", [1, 3])
    def test_many_take_no_more_queries(self, party, count, django_assert_num_queries):
        people = [there(AttendeeFactory(registration=party)) for _number in range(count)]
        certificates.certificate(there(AttendeeFactory(registration=party)))  # what is kept is known

        with django_assert_num_queries(7):
            certificates.issue_certificates(people)


STAFF_PAGES = ["badges", "sign_in_sheet", "letters", "certificates", "letter", "certificate"]
NUMBERED = STAFF_PAGES[2:]


def staff_page(name, attendee):
    pk = attendee.pk if name in ("letter", "certificate") else attendee.desk_id
    return reverse(f"papers:{name}", args=[pk])


def clerk(*rights):
    user = UserFactory(is_staff=True)
    for right in rights:
        app, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


class TestStaffPages:
    @pytest.mark.parametrize("name", STAFF_PAGES)
    def test_who_may(self, client, attendee, name):
        there(attendee)
        url = staff_page(name, attendee)
        method = client.post if name.startswith("letter") else client.get
        sent = {"language": "both"}

        def status(user):
            client.logout()
            if user:
                client.force_login(user)
            return method(url, sent).status_code

        assert status(None) == 302
        assert status(UserFactory()) == 403
        assert status(clerk()) == 403
        assert status(clerk("events.view_attendee")) == (403 if name in NUMBERED else 200)
        assert status(clerk("events.view_attendee", "core.add_issueddocument")) == 200

    @pytest.mark.parametrize(
        ("name", "file"),
        [
            ("badges", "Badges, Earth Hour 2027.pdf"),
            ("sign_in_sheet", "Sign-in sheet, Earth Hour 2027.pdf"),
            ("certificates", "Certificates of attendance, Earth Hour 2027.pdf"),
            ("certificate", "Certificate of attendance, Earth Hour 2027, WANG Lan.pdf"),
        ],
    )
    def test_files_have_readable_names(self, client, attendee, name, file):
        there(attendee)
        client.force_login(SuperuserFactory(preferred_language="en"))

        answer = client.get(staff_page(name, attendee), {"language": "en"})

        assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}"'
        assert answer.headers["Cache-Control"] == "private, no-store"

    def test_some_of_the_people(self, admin, attendee, party):
        AttendeeFactory.create_batch(2, registration=party)
        url = reverse("papers:badges", args=[party.desk_id])

        answer = admin.get(url, {"form": "single", "attendee": [attendee.pk, "x", "9" * 30]})

        assert len(pages(answer.content)) == 1

    @pytest.mark.parametrize("name", ["badges", "sign_in_sheet", "certificates"])
    def test_nobody_there_is_told(self, admin, desk, name):
        answer = admin.get(reverse(f"papers:{name}", args=[desk.pk]))

        assert answer.url == reverse("admin:events_registrationdesk_change", args=[desk.pk])

    def test_a_letter_is_asked_about_then_issued_then_only_printed(self, admin, attendee):
        url = reverse("papers:letter", args=[attendee.pk])

        asked = admin.get(url)
        assert not IssuedDocument.objects.exists()
        issued = admin.post(
            url, {"language": "both", "costs_zh_hans": "由主办方承担", "costs_en": "By the host"}
        )
        printed = admin.get(url)

        assert asked.status_code == 200
        assert "unsafe-eval" in asked.headers["Content-Security-Policy"]  # the admin's scripts run here too
        assert asked.context["form"]["language"].value() == "both"
        assert len(pages(issued.content)) == 2
        assert printed.content == issued.content
        assert IssuedDocument.objects.count() == 1

    def test_both_languages_say_who_pays_or_neither(self, admin, attendee):
        url = reverse("papers:letter", args=[attendee.pk])

        answer = admin.post(url, {"language": "both", "costs_zh_hans": "由主办方承担"})

        assert list(answer.context["form"].errors) == ["costs_en"]
        assert answer.context["form"]["costs_zh_hans"].value() == "由主办方承担"
        assert not IssuedDocument.objects.exists()

    def test_letters_for_many(self, admin, attendee, party):
        AttendeeFactory(registration=party)
        letters.issue_invitations([attendee], by=None)
        url = reverse("papers:letters", args=[party.desk_id])

        answer = admin.post(url, {"language": "en"})

        assert len(pages(answer.content)) == 3  # the first letter keeps both its languages
        assert IssuedDocument.objects.count() == 2


class TestOnesOwn:
    def test_a_ticket_by_its_secret(self, client, attendee):
        with translation.override("zh-hans"):
            url = reverse("ticket_pdf", args=[attendee.ticket_secret])

        answer = client.get(url)

        [text] = pages(answer.content)
        assert "7KQM-4TXA-1" in text
        disposition = unquote(answer.headers["Content-Disposition"])
        assert disposition.startswith("inline; filename*=utf-8''")
        assert disposition.endswith(" “地球一小时”2027北京主会场 王岚.pdf")

    def test_no_ticket_for_who_has_no_place(self, client, attendee):
        Attendee.objects.filter(pk=attendee.pk).update(cancelled_at=timezone.now())

        assert client.get(f"/en/tickets/{attendee.ticket_secret}.pdf").status_code == 404
        assert client.get("/en/tickets/unknown.pdf").status_code == 404

    def certificate(self, client, attendee, user):
        Attendee.objects.filter(pk=attendee.pk).update(user=UserFactory() if user is None else user)
        return client.get(reverse("registrations:certificate", args=["7KQM4TXA", attendee.number]))

    def test_ones_own_certificate(self, client, attendee):
        user = UserFactory()
        client.force_login(user)

        answer = self.certificate(client, there(attendee), user)

        assert len(pages(answer.content)) == 1

    def test_somebody_elses_is_not_there(self, client, attendee):
        client.force_login(UserFactory())

        assert self.certificate(client, there(attendee), None).status_code == 404

    def test_without_having_been_there_it_is_refused(self, client, attendee):
        user = UserFactory()
        client.force_login(user)

        answer = self.certificate(client, attendee, user)

        assert answer.url == reverse("registrations:detail", args=["7KQM4TXA"])
        assert not IssuedDocument.objects.exists()
