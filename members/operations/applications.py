"""An organisation applies for membership, answers questions, takes its application back, renews its term."""

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.core.models import Document, DocumentAccess, Status
from beijing_ngo.core.models.publishing import RESERVED_SLUGS
from beijing_ngo.core.references import new_code
from beijing_ngo.core.refusals import Refusal
from members import emails
from members.credit_code import normalise
from members.models import (
    ApplicationUpload,
    Membership,
    MembershipState,
    Organisation,
    OrganisationKind,
    PaperKind,
    Representative,
    RepresentativeRole,
    StepKind,
    User,
)
from members.operations.invitations import AddressNotConfirmed, has_confirmed_address
from members.operations.people import require_contact

TITLES = {  # of the documents of an application
    PaperKind.CERTIFICATE: {CHINESE: "登记证书", ENGLISH: "Registration certificate"},
    PaperKind.CHARTER: {CHINESE: "章程", ENGLISH: "Charter"},
}


class KnownOrganisation(Refusal):
    message = _(
        "This organisation is in our directory. Please ask its contact to invite you, or write to the secretariat."
    )


class ApplicationOpen(Refusal):
    message = _("There is an application of this organisation already; see how far it has come.")


class AlreadyMember(Refusal):
    message = _("This organisation is a member already.")


class CertificateMissing(Refusal):
    message = _("Please add the registration certificate.")


class NotRenewable(Refusal):
    message = _("A membership can be renewed from 90 days before it ends until its days of grace are over.")


class NothingToDecide(Refusal):
    message = _("This application has been decided or withdrawn already.")


class NotYourApplication(Refusal):
    message = _("Only whoever applied, or a contact of the organisation, can do this.")


@transaction.atomic
def apply_for_membership(
    *, by, details: dict, motivation: str, uploads, themes=(), organisation: Organisation | None = None
) -> Membership:
    """Ask to be taken in. A new organisation stays a draft until an editor has completed its page.

    An organisation that was declined or has left applies again: it keeps its row, and details that nobody has published yet
    are corrected.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the same form sent twice is one application
    if not has_confirmed_address(by):
        raise AddressNotConfirmed
    uploads = list(uploads)
    if not any(one.kind == PaperKind.CERTIFICATE for one in uploads):
        raise CertificateMissing
    if organisation:
        require_contact(organisation, by)
        organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        _refuse_open_term(organisation)
        if organisation.status == Status.DRAFT:
            _correct(organisation, details, themes)
    else:
        if Membership.objects.to_decide().filter(applicant=by, renews__isnull=True).exists():
            raise ApplicationOpen
        organisation = _make_organisation(details, themes, by)
    membership = _open_application(organisation, by, motivation)
    _keep_papers(organisation, uploads)
    emails.post_application_received(membership)
    return membership


@transaction.atomic
def renew(*, organisation: Organisation, by, remarks: str = "") -> Membership:
    """A contact has checked the organisation's details and asks for the next term."""
    require_contact(organisation, by)
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    term = organisation.memberships.active().order_by("-pk").first()
    if term is None or not term.may_be_renewed(timezone.localdate()):
        raise NotRenewable
    if organisation.memberships.to_decide().exists():
        raise ApplicationOpen
    membership = _open_application(
        organisation,
        by,
        remarks,
        renews=term,
        tier_zh_hans=term.tier_zh_hans,
        tier_en=term.tier_en,
    )
    emails.post_application_received(membership)
    return membership


@transaction.atomic
def answer(*, membership: Membership, text: str, uploads=(), by) -> Membership:
    """The applicant answers what the secretariat asked, with more papers if need be."""
    membership = _open_and_theirs(membership, by)
    membership.steps.create(kind=StepKind.ANSWERED, by=by, text=text)
    _keep_papers(membership.organisation, list(uploads))
    emails.post_answered(membership, text)
    return membership


@transaction.atomic
def withdraw_application(*, membership: Membership, by) -> Membership:
    membership = _open_and_theirs(membership, by)
    membership.state, membership.ended_on = MembershipState.WITHDRAWN, timezone.localdate()
    membership.save(update_fields=["state", "ended_on", "updated_at"])
    step = membership.steps.create(kind=StepKind.WITHDRAWN, by=by)
    emails.post_withdrawn(step)
    return membership


def forget_unsent_uploads(*, now=None) -> int:
    """Files of forms that nobody sent are deleted after two days."""
    forgotten = 0
    for upload in ApplicationUpload.objects.left_behind(now):
        discard(upload)
        forgotten += 1
    return forgotten


def discard(upload: ApplicationUpload) -> None:
    """The row, and after the commit the file."""
    storage, name = upload.file.storage, upload.file.name
    upload.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


# ---------------------------------------------------------------- parts


def lock_to_decide(membership: Membership) -> Membership:
    """The application, held until the change is done; refuses one that is decided already."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related(
        "organisation", "applicant", "renews"
    )
    membership = rows.get(pk=membership.pk)
    if not membership.is_to_decide:
        raise NothingToDecide
    return membership


def _open_and_theirs(membership, by):
    membership = lock_to_decide(membership)
    contacts = Representative.objects.contacts().of(by).filter(organisation=membership.organisation)
    if membership.applicant_id != by.pk and not contacts.exists():
        raise NotYourApplication
    return membership


def _refuse_open_term(organisation):
    if organisation.memberships.active().exists():
        raise AlreadyMember
    if organisation.memberships.to_decide().exists():
        raise ApplicationOpen


def _make_organisation(details, themes, by):
    if (code := normalise(details.get("credit_code", ""))) and Organisation.objects.filter(
        credit_code=code
    ).exists():
        raise KnownOrganisation
    organisation = Organisation(kind=OrganisationKind.MEMBER, status=Status.DRAFT, listed=False)
    organisation.slug = _free_slug(details.get("name_en", ""))
    try:
        with transaction.atomic():
            _correct(organisation, details, themes)
    except IntegrityError as error:
        raise KnownOrganisation from error
    Representative.objects.create(user=by, organisation=organisation, role=RepresentativeRole.CONTACT)
    return organisation


def _correct(organisation, details, themes):
    for name, value in details.items():
        setattr(organisation, name, value)
    organisation.source_language = CHINESE if organisation.name_zh_hans else ENGLISH
    organisation.save()
    organisation.themes.set(themes)


def _free_slug(name):
    slug = slugify(name)[:100].strip("-")
    if slug and slug not in RESERVED_SLUGS and not Organisation.objects.filter(slug=slug).exists():
        return slug
    return "-".join(part for part in (slug or "organisation", new_code(6).lower()) if part)


def _open_application(organisation, by, motivation, **fields):
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                organisation=organisation, applicant=by, motivation=motivation, **fields
            )
    except IntegrityError as error:
        raise ApplicationOpen from error
    membership.steps.create(kind=StepKind.APPLIED, by=by)
    return membership


def _keep_papers(organisation, uploads):
    """The files become documents of the organisation that staff alone may read."""
    for order, upload in enumerate(uploads):
        titles = TITLES.get(upload.kind) or dict.fromkeys((CHINESE, ENGLISH), upload.original_name)
        with upload.file.open("rb") as content, translation.override(CHINESE):
            Document.objects.create(
                subject=organisation,
                file=File(content, name=upload.original_name),
                title_zh_hans=titles[CHINESE],
                title_en=titles[ENGLISH],
                access=DocumentAccess.STAFF,
                order=order,
            )
        discard(upload)
