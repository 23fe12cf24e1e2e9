from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members import operations
from members.models import Invitation, Representative, User
from members.operations.invitations import (
    AddressNotConfirmed,
    AlreadyInvited,
    AlreadyRepresents,
    InvitationOver,
    JustSent,
    OtherAddress,
    TooManyInvitations,
)
from members.operations.people import NotAContact
from tests.factories import OrganisationFactory, RepresentativeFactory, UserFactory
from tests.members.accounts import PASSWORD, last_mail, make_person
from tests.members.organisations import a_contact, mails, token_in

pytestmark = pytest.mark.django_db
ADDRESS = "chen.mu@example.org"


def invited(contact, email=ADDRESS, role="delegate", **facts):
    facts = {"by": contact.user, "email": email, "role": role} | facts
    return operations.invite(organisation=contact.organisation, **facts)


def moved(invitation, **fields):
    Invitation.objects.filter(pk=invitation.pk).update(**fields)
    invitation.refresh_from_db()
    return invitation


def test_the_invited_address_gets_a_link_that_is_kept_nowhere_else():
    contact = a_contact()

    invitation = invited(contact, language="en")

    mail = last_mail()
    token = token_in(mail)
    assert (mail.kind, mail.to_address, mail.language) == ("members.invitation", ADDRESS, "en")
    assert Invitation.objects.with_token(token).get() == invitation
    assert token not in [str(value) for value in Invitation.objects.values_list().get()]
    assert invitation.expires_at - timezone.now() > timedelta(days=13, hours=23)


def test_an_address_is_invited_once():
    contact = a_contact()
    invited(contact)

    with pytest.raises(AlreadyInvited):
        invited(contact, ADDRESS.upper())
    invited(a_contact())

    assert Invitation.objects.count() == 2


def test_an_invitation_that_has_run_out_makes_room():
    contact = a_contact()
    first = moved(invited(contact), expires_at=timezone.now() - timedelta(minutes=1))

    second = invited(contact)

    first.refresh_from_db()
    assert first.revoked_at is not None
    assert list(Invitation.objects.open()) == [second]


def test_a_colleague_who_is_there_is_not_invited():
    contact = a_contact()
    colleague = a_contact(contact.organisation, role="delegate")

    with pytest.raises(AlreadyRepresents):
        invited(contact, colleague.user.email.upper())


def test_open_invitations_are_bounded(monkeypatch):
    monkeypatch.setattr(operations.invitations, "MOST_OPEN", 1)
    contact = a_contact()
    invited(contact)

    with pytest.raises(TooManyInvitations):
        invited(contact, "other@example.org")


@pytest.mark.parametrize("act", ["invite", "resend", "revoke"])
@pytest.mark.parametrize("who", ["delegate", "contact elsewhere", "stranger"])
def test_only_a_contact_of_the_organisation_invites(act, who):
    contact = a_contact()
    by = {
        "delegate": lambda: a_contact(contact.organisation, role="delegate").user,
        "contact elsewhere": lambda: a_contact().user,
        "stranger": UserFactory,
    }[who]()
    invitation = invited(contact)

    acts = {
        "invite": lambda: invited(contact, "a@example.org", by=by),
        "resend": lambda: operations.resend_invitation(invitation=invitation, by=by),
        "revoke": lambda: operations.revoke_invitation(invitation=invitation, by=by),
    }

    with pytest.raises(NotAContact):
        acts[act]()


def test_sending_again_makes_a_new_link_and_a_new_term():
    contact = a_contact()
    invitation = invited(contact)
    old = token_in(last_mail())
    with pytest.raises(JustSent):
        operations.resend_invitation(invitation=invitation, by=contact.user)
    moved(invitation, expires_at=timezone.now() + timedelta(days=1))

    operations.resend_invitation(invitation=invitation, by=contact.user)

    new = token_in(last_mail())
    assert not Invitation.objects.with_token(old).exists()
    assert Invitation.objects.with_token(new).get().expires_at > timezone.now() + timedelta(days=13)


def test_accepting_makes_a_representative_and_tells_whoever_invited():
    contact = a_contact()
    person = make_person(email=ADDRESS)
    invitation = invited(contact, ADDRESS.title(), role="contact")

    representative = operations.accept_invitation(invitation=invitation, by=person)

    invitation.refresh_from_db()
    assert (representative.user, representative.organisation, representative.role) == (
        person,
        contact.organisation,
        "contact",
    )
    assert invitation.accepted_by == person
    assert mails()[-1] == ("members.joined", contact.user.email)
    with pytest.raises(InvitationOver):
        operations.accept_invitation(invitation=invitation, by=person)


def test_another_account_is_told_which_address_to_use():
    invitation = invited(a_contact())
    other = make_person()

    with pytest.raises(OtherAddress) as refusal:
        operations.accept_invitation(invitation=invitation, by=other)

    assert ADDRESS in str(refusal.value)
    assert other.email in str(refusal.value)
    assert not other.representations.exists()


def test_an_address_that_is_not_confirmed_accepts_nothing():
    invitation = invited(a_contact())

    with pytest.raises(AddressNotConfirmed):
        operations.accept_invitation(invitation=invitation, by=UserFactory(email=ADDRESS))


@pytest.mark.parametrize("end", ["revoked", "run out"])
def test_an_invitation_that_is_over_is_not_accepted(end):
    contact, person = a_contact(), make_person(email=ADDRESS)
    invitation = invited(contact)
    if end == "revoked":
        operations.revoke_invitation(invitation=invitation, by=contact.user)
    else:
        moved(invitation, expires_at=timezone.now())

    with pytest.raises(InvitationOver):
        operations.accept_invitation(invitation=invitation, by=person)


def test_a_delegate_invited_as_contact_becomes_one():
    contact = a_contact()
    invitation = invited(contact, role="contact")
    person = make_person(email=ADDRESS)
    RepresentativeFactory(user=person, organisation=contact.organisation, role="delegate")

    operations.accept_invitation(invitation=invitation, by=person)

    assert Representative.objects.get(user=person).role == "contact"


# ---------------------------------------------------------------- the page


def page_of_last_invitation():
    return reverse("account:invitation", args=[token_in(last_mail())])


def test_a_newcomer_signs_up_from_the_link_without_a_code(client):
    organisation = OrganisationFactory()
    invited(a_contact(organisation))
    url = page_of_last_invitation()

    shown = client.get(url)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert not client.session.get("account_verified_email")
    to_sign_up = client.post(url)
    form = client.get(to_sign_up.url)
    assert ADDRESS in form.content.decode()
    typed = {"email": ADDRESS, "family_name": "陈", "given_name": "牧", "preferred_language": "zh-hans"}
    signed_up = client.post(
        to_sign_up.url, typed | {"password1": PASSWORD, "password2": PASSWORD, "agreed": "on"}
    )
    assert signed_up.url == url
    accepted = client.post(url)

    assert accepted.url == f"{reverse('account:organisation')}?organisation={organisation.slug}"
    assert User.objects.get(email=ADDRESS).representations.get().organisation == organisation


def test_reading_an_invitation_changes_nothing(client):
    invited(a_contact())
    url = page_of_last_invitation()
    client.force_login(make_person(email=ADDRESS))

    client.get(url)

    assert Invitation.objects.open().count() == 1


def test_another_account_is_shown_the_way_out(client):
    invited(a_contact())
    url = page_of_last_invitation()
    other = make_person()
    client.force_login(other)

    html = client.get(url).content.decode()
    posted = client.post(url, follow=True).content.decode()

    assert ADDRESS in html
    assert ADDRESS in posted
    assert not other.representations.exists()


def test_a_wrong_link_is_not_found(client):
    assert client.get(reverse("account:invitation", args=["guess"])).status_code == 404
