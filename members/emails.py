"""What is told about memberships and about the people who act for an organisation, and to whom."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import kept, public_address
from beijing_ngo.core.language import current, other, written
from beijing_ngo.core.outbox import Mail, post_all
from members.models import (
    Handover,
    Invitation,
    Membership,
    MembershipState,
    MembershipStep,
    Representative,
    StepKind,
)

WHY_INVITED = _("You receive this message because an organisation invited this address.")
WHY_REPRESENTATIVE = _("You receive this message because you represent an organisation.")
WHY_NO_LONGER = _("You receive this message because you represented an organisation.")
WHY_CONTACT = _("You receive this message because you are a contact of your organisation.")
WHY_APPLICANT = _("You receive this message because you applied for membership.")
WHY_LEFT = _("You receive this message because your organisation was a member.")
WHY_OFFICE = _("You receive this message because this is the secretariat's address.")


class OrganisationInWords:
    """An organisation as a mail speaks of it, in the language the mail is being written in."""

    def __init__(self, organisation):
        self.organisation = organisation

    def __str__(self):
        mine = current()
        return written(self.organisation, "name", mine) or written(self.organisation, "name", other(mine))


def _post(kind, key, *, context, reason, **to) -> None:
    post_all([_mail(kind, key, context=context, reason=reason, **to)])


def _mail(kind, key, *, context, reason, **to) -> Mail:
    if "organisation" in context:
        context = context | {"organisation": OrganisationInWords(context["organisation"])}
    return Mail(
        key=f"members:{kind}:{key}",
        kind=f"members.{kind}",
        template=f"members/emails/{kind}",
        context=context,
        reason=reason,
        **to,
    )


def _page(name, user, *args) -> str:
    return public_address.page(name, *args, language=user.preferred_language)


# ---------------------------------------------------------------- people of an organisation


def post_invitation(invitation: Invitation, token: str) -> None:
    language = invitation.language
    _post(
        "invitation",
        f"{invitation.pk}:{invitation.token_digest[:16]}",
        address=invitation.email,
        name=invitation.name,
        language=language,
        reason=WHY_INVITED,
        context={
            "organisation": invitation.organisation,
            "invitation": invitation,
            "url": public_address.page("account:invitation", token, language=language),
        },
    )


def post_joined(invitation: Invitation, representative: Representative) -> None:
    """Whoever invited hears that their colleague is there."""
    inviter = invitation.invited_by
    if inviter is None or not inviter.is_active:
        return
    _post(
        "joined",
        str(invitation.pk),
        person=inviter,
        reason=WHY_CONTACT,
        context={
            "organisation": invitation.organisation,
            "colleague": representative.user,
            "url": _page("account:organisation", inviter),
        },
    )


def post_removed(organisation, user) -> None:
    from uuid import uuid4

    context = {"organisation": organisation}
    _post("removed", uuid4().hex, person=user, reason=WHY_NO_LONGER, context=context)


def _handover(kind, handover: Handover, person, page="account:organisation", *args) -> Mail:
    return _mail(
        kind,
        f"{handover.pk}:{person.pk}",
        person=person,
        reason=WHY_REPRESENTATIVE,
        context={
            "organisation": handover.organisation,
            "handover": handover,
            "url": _page(page, person, *args),
        },
    )


def post_handover_offered(handover: Handover) -> None:
    post_all([_handover("handover_offered", handover, handover.to_user, "account:handover", handover.pk)])


def post_handover_accepted(handover: Handover) -> None:
    people = (handover.from_user, handover.to_user)
    post_all([_handover("handover_accepted", handover, person) for person in people])


def post_handover_declined(handover: Handover) -> None:
    post_all([_handover("handover_declined", handover, handover.from_user)])


def post_handover_withdrawn(handover: Handover) -> None:
    post_all([_handover("handover_withdrawn", handover, handover.to_user)])


# ---------------------------------------------------------------- applications


def post_application_received(membership: Membership) -> None:
    """The applicant hears that it has arrived, the secretariat that there is something to decide."""
    mails = [
        _mail(
            "application_received",
            f"{membership.pk}:{person.pk}",
            person=person,
            reason=_reason(membership, person),
            context=_application(membership, person),
        )
        for person in _concerned(membership)
    ]
    post_all([*mails, *_to_office("application_new", str(membership.pk), membership)])


def post_answered(membership: Membership, text: str) -> None:
    key = f"{membership.pk}:{membership.steps.count()}"
    post_all(_to_office("application_answered", key, membership, answer=text))


def post_withdrawn(step: MembershipStep) -> None:
    membership = step.membership
    mails = [
        _mail(
            "application_withdrawn",
            f"{step.pk}:{person.pk}",
            person=person,
            reason=_reason(membership, person),
            context=_application(membership, person),
        )
        for person in _concerned(membership)
    ]
    post_all([*mails, *_to_office("application_withdrawn_office", str(step.pk), membership)])


STEP_TEMPLATES = {
    StepKind.REVIEW: "application_review",
    StepKind.ASKED: "application_asked",
    StepKind.ACCEPTED: "application_accepted",
    StepKind.DECLINED: "application_declined",
    StepKind.RESIGNED: "resigned",
}


def post_step(step: MembershipStep) -> None:
    """Each step of an application is told to whoever applied and to the organisation's contacts."""
    membership = step.membership
    post_all(
        _mail(
            STEP_TEMPLATES[step.kind],
            f"{step.pk}:{person.pk}",
            person=person,
            reason=_reason(membership, person),
            context=_application(membership, person) | {"step": step},
        )
        for person in _concerned(membership)
    )


def _application(membership, person) -> dict:
    return {
        "organisation": membership.organisation,
        "membership": membership,
        "is_renewal": membership.renews_id is not None,
        "url": _page("account:membership", person),
    }


def _reason(membership, person):
    if membership.state == MembershipState.RESIGNED:
        return WHY_LEFT
    return WHY_APPLICANT if person.pk == membership.applicant_id else WHY_CONTACT


def _concerned(membership: Membership) -> list:
    """Whoever applied, and the contacts, each once."""
    people = {row.user_id: row.user for row in _contacts(membership.organisation)}
    if membership.applicant and membership.applicant.is_active:
        people.setdefault(membership.applicant_id, membership.applicant)
    return list(people.values())


def _contacts(organisation):
    rows = Representative.objects.contacts().filter(organisation=organisation)
    return rows.select_related("user").order_by("pk")


def _to_office(kind, key, membership, **context) -> list[Mail]:
    """One mail to the secretariat's own address; a site without one learns of it in the admin."""
    if not (address := kept.site().email):
        return []
    url = public_address.full(reverse("admin:members_membership_change", args=[membership.pk]))
    return [
        _mail(
            kind,
            key,
            address=address,
            language="zh-hans",
            reason=WHY_OFFICE,
            context={
                "organisation": membership.organisation,
                "membership": membership,
                "is_renewal": membership.renews_id is not None,
                "url": url,
                **context,
            },
        )
    ]


# ---------------------------------------------------------------- terms


def post_renewal_reminder(membership: Membership, stage) -> None:
    post_all(
        _mail(
            "renewal_reminder",
            f"{membership.pk}:{stage}:{row.user_id}",
            person=row.user,
            reason=WHY_CONTACT,
            context=_application(membership, row.user) | {"in_grace": stage == "grace"},
        )
        for row in _contacts(membership.organisation)
    )


def post_lapsed(membership: Membership) -> None:
    post_all(
        _mail(
            "lapsed",
            f"{membership.pk}:{row.user_id}",
            person=row.user,
            reason=WHY_CONTACT,
            context=_application(membership, row.user),
        )
        for row in _contacts(membership.organisation)
    )
