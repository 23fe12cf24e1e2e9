"""Papers in each state, as tests of papers start from them."""

from datetime import date, timedelta

from django.contrib.auth.models import Permission
from django.utils import timezone

from members.models import RepresentativeRole
from reports.models import SubmissionState
from reports.operations import endorsements
from tests.factories import (
    MechanismFactory,
    OrganisationFactory,
    ParagraphFactory,
    RepresentativeFactory,
    SubmissionFactory,
    SuperuserFactory,
    UserFactory,
)


def draft(*, limit=100, paragraphs=1, **values):
    """A paper that is being written: three words and four characters in each paragraph."""
    mechanism = values.pop("mechanism", None) or MechanismFactory(limit=limit, unit="words")
    given = {"state": "drafting", "filed_on": None, "status": "draft", "published_at": None} | values
    paper = SubmissionFactory(mechanism=mechanism, **given)
    for number in range(1, paragraphs + 1):
        ParagraphFactory(
            submission=paper,
            number=number,
            heading_en="",
            heading_zh_hans="",
            text_en="Three English words.",
            text_zh_hans="三个字。",
        )
    return paper


def filed(**values):
    return draft(**{"state": SubmissionState.FILED, "filed_on": date(2026, 3, 1)} | values)


def ahead(**delta):
    return timezone.now() + timedelta(**delta)


def officer(**values):
    return SuperuserFactory(**values)


def colleague(*rights, **values):
    """Somebody of the office who may do so much and no more."""
    user = UserFactory(is_staff=True, **values)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def contact_of(organisation=None, **user):
    """A contact of an organisation, which is made where none is given."""
    organisation = organisation or OrganisationFactory()
    row = RepresentativeFactory(organisation=organisation, role=RepresentativeRole.CONTACT)
    if user:
        for name, value in user.items():
            setattr(row.user, name, value)
        row.user.save()
    return row.user


def green_village():
    """An organisation with a contact."""
    organisation = OrganisationFactory(name_en="Green Village", name_zh_hans="绿村")
    contact_of(organisation, preferred_language="en", email="contact@example.org")
    return organisation


def contact(organisation):
    return organisation.representatives.get(role=RepresentativeRole.CONTACT).user


def today(**delta):
    return timezone.localdate() + timedelta(**delta)


def ask(paper, *organisations, answer_by=None, by=None):
    return endorsements.ask(
        submission=paper, organisations=organisations, answer_by=answer_by, by=by or officer()
    )


def answer(endorsement, *, signs=True, note="", by=None, version=None):
    return endorsements.answer(
        endorsement=endorsement,
        version=version or endorsement.version_id,
        signs=signs,
        note=note,
        by=by or contact(endorsement.organisation),
    )
