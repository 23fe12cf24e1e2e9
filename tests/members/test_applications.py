from datetime import date, timedelta

import pytest
from django.utils import timezone

from beijing_ngo.core.models import Document, Message
from members import operations
from members.models import ApplicationUpload, Membership, Organisation, Representative
from members.operations.applications import (
    AlreadyMember,
    ApplicationOpen,
    CertificateMissing,
    KnownOrganisation,
    NothingToDecide,
    NotYourApplication,
)
from members.operations.decisions import (
    EndsBeforeItStarts,
    NotAllowed,
    ReasonMissing,
    UnderReviewAlready,
    proposed_end,
)
from members.operations.invitations import AddressNotConfirmed
from members.operations.people import NotAContact
from tests.factories import MembershipFactory, OrganisationFactory, SiteSettingsFactory, UserFactory
from tests.members.accounts import make_person
from tests.members.organisations import PDF, a_contact, a_paper, an_officer, mails

pytestmark = pytest.mark.django_db
CODE = "5111000050000012XW"
TODAY = timezone.localdate()
DETAILS = {
    "name_zh_hans": "北京春晖基金会",
    "name_en": "Chunhui Foundation",
    "legal_form": "foundation",
    "credit_code": CODE,
    "country": "CN",
    "email": "office@chunhui.example.org",
}


def applied(by=None, organisation=None, **details):
    by = by or make_person()
    a_paper(by)
    return operations.apply_for_membership(
        by=by,
        details=DETAILS | details,
        motivation="一起做事。",
        uploads=ApplicationUpload.objects.of(by),
        organisation=organisation,
    )


def test_applying_makes_a_draft_a_contact_and_an_application():
    SiteSettingsFactory(email="office@example.org")
    person = make_person()

    membership = applied(person)

    organisation = membership.organisation
    assert (organisation.status, organisation.kind, organisation.listed) == ("draft", "member", False)
    assert (organisation.slug, organisation.source_language) == ("chunhui-foundation", "zh-hans")
    assert (membership.state, membership.applicant, membership.motivation) == (
        "applied",
        person,
        "一起做事。",
    )
    assert list(organisation.representatives.values_list("user", "role")) == [(person.pk, "contact")]
    assert mails() == [
        ("members.application_received", person.email),
        ("members.application_new", "office@example.org"),
    ]


def test_the_papers_become_documents_for_staff_alone():
    person = make_person()
    a_paper(person, "other", "年报.pdf")

    membership = applied(person)

    documents = Document.objects.order_by("order")
    assert [(one.subject, one.access, one.title_zh_hans, one.title_en) for one in documents] == [
        (membership.organisation, "staff", "年报.pdf", "年报.pdf"),
        (membership.organisation, "staff", "登记证书", "Registration certificate"),
    ]
    assert documents[0].file.read() == PDF
    assert not ApplicationUpload.objects.exists()


def test_a_name_in_english_alone_is_enough():
    organisation = applied(name_zh_hans="", credit_code="").organisation

    assert (organisation.source_language, organisation.text("name", "en")) == ("en", "Chunhui Foundation")


def test_an_address_that_is_not_confirmed_cannot_apply():
    with pytest.raises(AddressNotConfirmed):
        applied(UserFactory())

    assert not Organisation.objects.exists()


def test_no_application_without_the_certificate():
    with pytest.raises(CertificateMissing):
        operations.apply_for_membership(by=make_person(), details=DETAILS, motivation="-", uploads=[])


def test_a_credit_code_that_is_known_refers_to_the_contact():
    OrganisationFactory(credit_code=CODE)

    with pytest.raises(KnownOrganisation):
        applied(credit_code=" 5111-0000-5000-0012-xw ")

    assert Organisation.objects.count() == 1


def test_sending_the_form_twice_is_one_application():
    person = make_person()
    applied(person)

    with pytest.raises(ApplicationOpen):
        applied(person, credit_code="")

    assert Membership.objects.count() == 1


def test_two_organisations_of_one_name_get_two_addresses():
    first, second = applied().organisation, applied(credit_code="").organisation

    assert first.slug == "chunhui-foundation"
    assert second.slug.startswith("chunhui-foundation-")


def test_a_declined_organisation_applies_again_with_its_row():
    person = make_person()
    first = applied(person)
    operations.decline(membership=first, reason="证书已过期。", by=an_officer())

    second = applied(person, first.organisation, name_en="Chunhui Foundation of Beijing")

    assert second.organisation == first.organisation
    assert Organisation.objects.get().text("name", "en") == "Chunhui Foundation of Beijing"
    assert Representative.objects.count() == 1


def test_details_that_are_published_are_the_editors():
    contact = a_contact(OrganisationFactory(name_zh_hans="原名"))

    applied(contact.user, contact.organisation)

    assert Organisation.objects.get().text("name", "zh-hans") == "原名"


@pytest.mark.parametrize(("state", "refusal"), [("active", AlreadyMember), ("under_review", ApplicationOpen)])
def test_who_has_an_open_term_does_not_apply_again(state, refusal):
    contact = a_contact()
    MembershipFactory(organisation=contact.organisation, state=state)

    with pytest.raises(refusal):
        applied(contact.user, contact.organisation)


def test_nobody_applies_for_an_organisation_of_others():
    with pytest.raises(NotAContact):
        applied(make_person(), OrganisationFactory())


# ---------------------------------------------------------------- deciding


def test_each_step_is_told_to_the_applicant_with_its_reason():
    officer, person = an_officer(), make_person(preferred_language="en")
    membership = applied(person)

    operations.start_review(membership=membership, by=officer)
    operations.ask_for_more(membership=membership, reason="请补充章程。", by=officer)
    a_paper(person, "other", "章程.pdf")
    operations.answer(
        membership=membership, text="已补充。", by=person, uploads=ApplicationUpload.objects.of(person)
    )
    operations.decline(membership=membership, reason="不符合章程第六条。", by=officer)

    membership.refresh_from_db()
    assert (membership.state, membership.reason) == ("declined", "不符合章程第六条。")
    assert (membership.decided_by, membership.decided_on) == (officer, TODAY)
    assert list(membership.steps.values_list("kind", "text")) == [
        ("applied", ""),
        ("review", ""),
        ("asked", "请补充章程。"),
        ("answered", "已补充。"),
        ("declined", "不符合章程第六条。"),
    ]
    assert [kind for kind, _address in mails()] == [
        "members.application_received",
        "members.application_review",
        "members.application_asked",
        "members.application_declined",
    ]


def test_everybody_is_told_why_they_hear_of_it():
    membership, officer = applied(), an_officer()
    colleague = a_contact(membership.organisation, preferred_language="en").user
    applicant = membership.applicant
    applicant.preferred_language = "en"
    applicant.save()

    membership = operations.accept(membership=membership, by=officer, expires_on=TODAY)
    operations.resign(membership=membership, by=officer, reason="They left.")

    def why(kind):
        rows = Message.objects.filter(kind=f"members.{kind}", recipient__in=[applicant, colleague])
        return {row.recipient: row.reason for row in rows}

    assert why("application_accepted") == {
        applicant: "You receive this message because you applied for membership.",
        colleague: "You receive this message because you are a contact of your organisation.",
    }
    assert set(why("resigned").values()) == {
        "You receive this message because your organisation was a member."
    }


def test_accepting_begins_a_term_with_days_of_grace():
    SiteSettingsFactory(membership_grace_days=30)
    membership = applied()

    operations.accept(
        membership=membership,
        by=an_officer(),
        expires_on=proposed_end(TODAY),
        tier_zh_hans="单位会员",
        tier_en="Member",
    )

    membership.refresh_from_db()
    organisation = Organisation.objects.get()
    assert (membership.state, membership.starts_on) == ("active", TODAY)
    assert (membership.tier_zh_hans, membership.tier_en) == ("单位会员", "Member")
    assert membership.grace_until == membership.expires_on + timedelta(days=30)
    assert organisation.is_member_now
    assert organisation.status == "draft"
    assert mails()[-1] == ("members.application_accepted", membership.applicant.email)


def test_a_year_of_membership_ends_the_day_before_it_began():
    assert proposed_end(date(2027, 3, 1)) == date(2028, 2, 29)
    assert proposed_end(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize("act", ["start_review", "ask_for_more", "accept", "decline"])
def test_who_lacks_the_right_decides_nothing(act):
    membership = applied()
    more = {"accept": {"expires_on": TODAY}, "ask_for_more": {"reason": "-"}, "decline": {"reason": "-"}}

    with pytest.raises(NotAllowed):
        getattr(operations, act)(membership=membership, by=make_person(is_staff=True), **more.get(act, {}))


@pytest.mark.parametrize("act", ["ask_for_more", "decline"])
def test_a_decision_against_has_a_reason(act):
    membership = applied()

    with pytest.raises(ReasonMissing):
        getattr(operations, act)(membership=membership, by=an_officer(), reason="  ")


def test_what_is_decided_is_decided():
    officer, membership = an_officer(), applied()
    operations.start_review(membership=membership, by=officer)
    with pytest.raises(UnderReviewAlready):
        operations.start_review(membership=membership, by=officer)
    operations.decline(membership=membership, reason="-", by=officer)

    for act in (
        lambda: operations.accept(membership=membership, by=officer, expires_on=TODAY),
        lambda: operations.decline(membership=membership, by=officer, reason="-"),
        lambda: operations.start_review(membership=membership, by=officer),
        lambda: operations.withdraw_application(membership=membership, by=membership.applicant),
    ):
        with pytest.raises(NothingToDecide):
            act()


def test_a_term_does_not_end_before_it_starts():
    with pytest.raises(EndsBeforeItStarts):
        operations.accept(membership=applied(), by=an_officer(), expires_on=TODAY - timedelta(days=1))


def test_the_applicant_takes_it_back():
    person = make_person()
    membership = applied(person)
    with pytest.raises(NotYourApplication):
        operations.withdraw_application(membership=membership, by=make_person())

    operations.withdraw_application(membership=membership, by=person)

    membership.refresh_from_db()
    assert membership.state == "withdrawn"
    assert mails()[-1] == ("members.application_withdrawn", person.email)


def test_files_nobody_sent_are_gone_after_two_days():
    person = make_person()
    old, new = a_paper(person), a_paper(person, "charter")
    ApplicationUpload.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=2, minutes=1)
    )

    assert operations.forget_unsent_uploads() == 1

    assert list(ApplicationUpload.objects.all()) == [new]


def test_the_file_itself_is_deleted(django_capture_on_commit_callbacks):
    paper = a_paper(make_person())
    ApplicationUpload.objects.update(created_at=timezone.now() - timedelta(days=3))

    with django_capture_on_commit_callbacks(execute=True):
        operations.forget_unsent_uploads()

    assert not paper.file.storage.exists(paper.file.name)
