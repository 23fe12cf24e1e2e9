"""Letters of a visit: who may issue them, what they say, what whoever verifies them is shown."""

from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from beijing_ngo.core import issuing
from beijing_ngo.core.models import IssuedDocument
from beijing_ngo.core.refusals import Refusal
from delegations.models import DelegationState
from delegations.operations import papers
from delegations.papers.visa import Journey
from tests.factories import (
    DelegationFactory,
    DelegationMemberFactory,
    OrganisationFactory,
    SiteSettingsFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

READS = ("view_delegation", "view_delegationmember", "view_itineraryitem")
ISSUES = (*READS, "add_issueddocument", "view_issueddocument")


@pytest.fixture
def visit():
    SiteSettingsFactory()
    return DelegationFactory(
        direction="incoming",
        title_zh_hans="芬兰协会来访",
        title_en="Visit from Finland",
        starts_on=date(2027, 5, 10),
        ends_on=date(2027, 5, 16),
        sending_organisation=OrganisationFactory(name_zh_hans="芬兰协会", name_en="Finnish Association"),
        purpose_en="Wetlands",
        purpose_zh_hans="湿地",
        internal=True,
        state=DelegationState.PLANNED,
    )


@pytest.fixture
def head(visit):
    DelegationMemberFactory(
        delegation=visit, family_name="李", given_name="明", latin_name="LI Ming", order=1
    )
    return DelegationMemberFactory(
        delegation=visit,
        family_name="Virtanen",
        given_name="Liisa",
        latin_name="",
        role="head",
        order=2,
        position_zh_hans="秘书长",
        position_en="Secretary General",
        organisation=visit.sending_organisation,
    )


def journey(**changes):
    both = {"zh-hans": "芬兰协会", "en": "Finnish Association"}
    return Journey(
        **{
            "passport_name": "VIRTANEN LIISA",
            "starts_on": date(2027, 5, 10),
            "ends_on": date(2027, 5, 16),
            **dict.fromkeys(("position", "employer", "purpose", "route", "costs"), both),
            **changes,
        }
    )


def colleague(*rights):
    user = UserFactory(is_staff=True, preferred_language="en")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def text_of(document):
    pages = PdfReader(BytesIO(issuing.printed(document))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


class TestInvitation:
    def test_it_is_written_to_the_head_with_a_list_of_all(self, visit, head):
        document = papers.issue_invitation(
            delegation=visit,
            by=SuperuserFactory(),
            language="en",
            purpose={"en": "To see wetlands."},
            costs={"en": "We pay."},
        )

        letter, annex = text_of(document)
        assert "Dear Liisa Virtanen," in letter
        for said in (
            "Visit from Finland",
            "10–16 May 2027",
            "2 people in all",
            "To see wetlands.",
            "We pay.",
        ):
            assert said in letter
        assert "1 Liisa Virtanen Secretary General, Finnish Association" in annex
        assert "2 李明 LI Ming" in annex

    def test_in_both_languages_it_has_its_pages_twice(self, visit, head):
        document = papers.issue_invitation(delegation=visit, by=None)

        assert len(text_of(document)) == 4

    def test_whoever_verifies_it_sees_names_and_dates_only(self, client, visit, head):
        document = papers.issue_invitation(
            delegation=visit, by=None, purpose={"en": "Secret", "zh-hans": "机密"}
        )

        html = client.get(f"/en/verify/{document.code}/").content.decode()

        assert document.facts == {
            "name": {"zh-hans": "Liisa Virtanen、李明", "en": "Liisa Virtanen, LI Ming"},
            "dates": {"zh-hans": "2027年5月10日至16日", "en": "10–16 May 2027"},
        }
        assert "Liisa Virtanen, LI Ming" in html
        assert [
            word for word in ("Visit from Finland", "Secret", "Finnish", visit.slug) if word in html
        ] == []

    def test_what_was_issued_stays_as_it_was(self, visit, head):
        document = papers.issue_invitation(delegation=visit, by=None, language="en")
        before = text_of(document)
        head.delete()
        visit.title_en = "Another visit"
        visit.save()

        assert text_of(IssuedDocument.objects.get()) == before

    def test_another_one_is_written_once_the_first_is_revoked(self, visit, head):
        first = papers.issue_invitation(delegation=visit, by=None)
        with pytest.raises(papers.LetterThere):
            papers.issue_invitation(delegation=visit, by=None)
        issuing.revoke(document=first, reason="New dates", by=SuperuserFactory())

        second = papers.issue_invitation(delegation=visit, by=None)

        assert [letter.pk for letter in papers.letters_of(visit)] == [second.pk, first.pk]
        assert second.number != first.number

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"direction": "outgoing"}, papers.NotIncoming),
            ({"state": DelegationState.CANCELLED}, papers.CalledOff),
            ({"date_precision": "month"}, papers.DatesNotKnown),
        ],
    )
    def test_for_some_visits_there_is_none(self, visit, head, changes, refusal):
        type(visit).objects.filter(pk=visit.pk).update(**changes)

        with pytest.raises(refusal):
            papers.issue_invitation(delegation=visit, by=None)
        assert not IssuedDocument.objects.exists()

    def test_somebody_must_be_invited(self, visit):
        with pytest.raises(papers.NobodyToInvite):
            papers.issue_invitation(delegation=visit, by=None)


class TestVisaLetter:
    def test_it_says_who_where_when_and_leaves_the_passport_number_to_the_hand(self, visit, head):
        document = papers.issue_visa_letter(member=head, journey=journey(), by=None, language="en")

        [letter] = text_of(document)
        for said in (
            "To the visa section",
            "has invited the person named below to visit China",
            "VIRTANEN LIISA",
            "10–16 May 2027",
            "Passport number",
            "Date of birth",
        ):
            assert said in letter
        assert document.facts == {
            "name": {"zh-hans": "Liisa Virtanen VIRTANEN LIISA", "en": "VIRTANEN LIISA"},
            "dates": {"zh-hans": "2027年5月10日至16日", "en": "10–16 May 2027"},
        }

    def test_those_who_leave_are_recommended_to_another_country(self, visit, head):
        type(visit).objects.filter(pk=visit.pk).update(direction="outgoing", countries="FI")

        document = papers.issue_visa_letter(member=head, journey=journey(), by=None)

        said = document.content["letters"]
        assert said["en"]["body"][0].startswith(
            "The person named below travels to Finland as a member of a delegation"
        )
        assert "芬兰" in said["zh-hans"]["body"][0]

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"passport_name": "王岚"}, papers.PassportNameNotLatin),
            ({"passport_name": " "}, papers.PassportNameNotLatin),
            ({"ends_on": date(2027, 5, 9)}, papers.LeavesBeforeArriving),
        ],
    )
    def test_what_a_visa_desk_would_send_back_is_refused(self, visit, head, changes, refusal):
        with pytest.raises(refusal):
            papers.issue_visa_letter(member=head, journey=journey(**changes), by=None)

    def test_a_visit_that_was_called_off_gets_none(self, visit, head):
        type(visit).objects.filter(pk=visit.pk).update(state=DelegationState.CANCELLED)

        with pytest.raises(papers.CalledOff):
            papers.issue_visa_letter(member=head, journey=journey(), by=None)

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_a_refusal_is_worded_in_the_language_of_the_moment(self, visit, head, language):
        papers.issue_visa_letter(member=head, journey=journey(), by=None)

        with translation.override(language), pytest.raises(Refusal) as refusal:
            papers.issue_visa_letter(member=head, journey=journey(), by=None)

        assert IssuedDocument.objects.get().number in str(refusal.value)


class TestPages:
    def invitation(self, visit):
        return reverse("admin:delegations_delegation_invitation", args=[visit.pk])

    def visa(self, visit, person):
        return reverse("admin:delegations_delegation_visa_letter", args=[visit.pk, person.pk])

    def dossier(self, visit):
        return reverse("admin:delegations_delegation_dossier", args=[visit.pk])

    def visa_form(self, **changes):
        names = ("position", "employer", "purpose", "route", "costs")
        texts = {f"{name}_{column}": name for name in names for column in ("zh_hans", "en")}
        return {
            "language": "both",
            "passport_name": "VIRTANEN LIISA",
            "starts_on": "2027-05-10",
            "ends_on": "2027-05-16",
            **texts,
            **changes,
        }

    @pytest.mark.parametrize("lacking", [*READS, "add_issueddocument"])
    def test_they_are_for_who_may_issue_papers_and_see_the_people(self, client, visit, head, lacking):
        client.force_login(colleague(*(right for right in ISSUES if right != lacking)))

        asked = [client.get(self.invitation(visit)), client.get(self.visa(visit, head))]
        sent = [
            client.post(self.invitation(visit), {"language": "en"}),
            client.post(self.visa(visit, head), self.visa_form()),
        ]

        assert [answer.status_code for answer in (*asked, *sent)] == [403] * 4
        assert not IssuedDocument.objects.exists()

    def test_an_invitation_is_issued_and_stands_in_the_dossier(self, client, visit, head):
        user = colleague(*ISSUES, "change_issueddocument")
        client.force_login(user)

        answer = client.post(
            self.invitation(visit),
            {
                "language": "both",
                "purpose_zh_hans": "湿地",
                "purpose_en": "Wetlands",
                "costs_zh_hans": "",
                "costs_en": "",
            },
        )
        document = IssuedDocument.objects.get()
        html = client.get(self.dossier(visit)).content.decode()

        assert answer.headers["Location"] == self.dossier(visit) + "#papers"
        assert (document.subject, document.issued_by, document.language) == (visit, user, "both")
        assert reverse("admin:core_issueddocument_pdf", args=[document.pk]) in html
        assert reverse("admin:core_issueddocument_revoke", args=[document.pk]) in html
        assert self.invitation(visit) not in html  # there is one

    def test_a_letter_in_both_languages_says_the_same_in_both(self, client, visit, head):
        client.force_login(colleague(*ISSUES))

        answer = client.post(self.visa(visit, head), self.visa_form(employer_en="", route_zh_hans=""))

        assert sorted(answer.context["form"].errors) == ["employer_en", "route_zh_hans"]
        assert not IssuedDocument.objects.exists()

    def test_what_is_refused_stands_beside_what_was_typed(self, client, visit, head):
        client.force_login(colleague(*ISSUES))

        answer = client.post(
            self.visa(visit, head), self.visa_form(passport_name="王岚", route_en="By train")
        )

        with translation.override("en"):
            assert answer.context["refusal"] == str(papers.PassportNameNotLatin())
        assert 'value="By train"' in answer.content.decode()

    def test_the_form_of_a_visa_letter_knows_what_the_record_knows(self, client, visit, head):
        client.force_login(colleague(*ISSUES))

        initial = client.get(self.visa(visit, head)).context["form"].initial

        assert initial == {
            "passport_name": "Liisa Virtanen",
            "starts_on": date(2027, 5, 10),
            "ends_on": date(2027, 5, 16),
            "position_zh_hans": "秘书长",
            "position_en": "Secretary General",
            "employer_zh_hans": "芬兰协会",
            "employer_en": "Finnish Association",
            "purpose_zh_hans": "湿地",
            "purpose_en": "Wetlands",
            "route_zh_hans": "",
            "route_en": "",
        }

    def test_a_person_of_another_visit_has_no_letter_here(self, client, visit):
        client.force_login(colleague(*ISSUES))

        assert client.get(self.visa(visit, DelegationMemberFactory())).status_code == 404

    def test_colleagues_see_the_letters_about_what_they_may_see(self, client, visit, head):
        document = papers.issue_invitation(delegation=visit, by=None)
        pages = [
            reverse("admin:core_issueddocument_pdf", args=[document.pk]),
            reverse("admin:core_issueddocument_revoke", args=[document.pk]),
        ]
        listed = reverse("admin:core_issueddocument_changelist")
        rights = ("view_issueddocument", "change_issueddocument")

        client.force_login(colleague(*rights, "view_attendee"))
        desk = (
            [client.get(page).status_code for page in pages],
            document.number in client.get(listed).content.decode(),
        )
        client.force_login(colleague(*rights, *READS))
        officer = (
            [client.get(page).status_code for page in pages],
            document.number in client.get(listed).content.decode(),
        )

        assert desk == ([404, 404], False)
        assert officer == ([200, 200], True)


@pytest.mark.parametrize("count", [1, 10])
def test_the_section_takes_the_same_statements_for_any_number(rf, visit, count, django_assert_num_queries):
    from delegations.admin.paper_pages import section

    for _person in range(count):
        person = DelegationMemberFactory(delegation=visit)
        papers.issue_visa_letter(member=person, journey=journey(), by=None)
    request = rf.get("/")
    request.user = SuperuserFactory()

    with django_assert_num_queries(3):
        shown = section(request, visit)

    assert len(shown["letters"]) == count
    assert shown["visas"] == []
