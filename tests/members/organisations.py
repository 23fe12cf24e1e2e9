"""What the tests of organisations share: contacts who are signed up, their papers, the links in their mails."""

import re

from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from beijing_ngo.core.models import Message
from members.models import ApplicationUpload
from tests.factories import OrganisationFactory, RepresentativeFactory
from tests.members.accounts import make_person

PDF = b"%PDF-1.7\n%a certificate"


def a_contact(organisation=None, role="contact", **person):
    """Somebody with a confirmed address who acts for an organisation."""
    user = make_person(**person)
    return RepresentativeFactory(user=user, organisation=organisation or OrganisationFactory(), role=role)


def an_officer(**person):
    """A colleague of the secretariat who may decide about members."""
    user = make_person(is_staff=True, **person)
    rights = Permission.objects.filter(codename__in=("decide_membership", "view_membership"))
    user.user_permissions.set(rights)
    return user


def a_paper(user, kind="certificate", name="证书.pdf"):
    return ApplicationUpload.objects.create(user=user, kind=kind, file=ContentFile(PDF, name=name))


def a_file(name="证书.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def mails() -> list[tuple[str, str]]:
    """What was posted: kind and address, in order."""
    return list(Message.objects.order_by("id").values_list("kind", "to_address"))


def token_in(mail) -> str:
    return re.search(r"/invitations/([^/\s]+)/", mail.text).group(1)
