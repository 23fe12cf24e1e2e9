"""Who sees what, and when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from beijing_ngo.core.models import Page, PublishGate, Status
from delegations.models import Delegation
from reports.models import Submission
from tests.factories import (
    DelegationFactory,
    PageFactory,
    SiteSettingsFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 20, 12, tzinfo=UTC)
NOBODY = AnonymousUser()


def test_the_public_sees_what_is_published_and_not_before_its_time():
    out = PageFactory(status=Status.PUBLISHED, published_at=NOW)
    later = PageFactory(status=Status.PUBLISHED, published_at=NOW + timedelta(minutes=1))
    PageFactory(status=Status.DRAFT, published_at=NOW - timedelta(days=1))
    PageFactory(status=Status.ARCHIVED, published_at=NOW - timedelta(days=1))

    with time_machine.travel(NOW, tick=False):
        seen_now, is_scheduled = set(Page.objects.public()), later.is_scheduled
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        seen_later = set(Page.objects.public())

    assert (seen_now, is_scheduled, seen_later) == ({out}, True, {out, later})


def test_published_without_a_date_means_now():
    with time_machine.travel(NOW, tick=False):
        page = PageFactory(status=Status.PUBLISHED, published_at=None)

    assert page.published_at == NOW


def test_publishing_by_one_field_sets_the_date_too():
    page = PageFactory(status=Status.DRAFT, published_at=None)

    with time_machine.travel(NOW, tick=False):
        page.status = Status.PUBLISHED
        page.save(update_fields=["status"])

    page.refresh_from_db()
    assert page.published_at == NOW


def test_the_database_knows_no_publication_without_a_date():
    page = PageFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=page.pk).update(published_at=None)
    page.published_at = None
    with pytest.raises(ValidationError):
        page.validate_constraints()


@pytest.mark.parametrize(
    ("gate", "expected"),
    [
        (PublishGate.FALLBACK, {"zh-hans": ["一", "Two"], "en": ["一", "Two"]}),
        (PublishGate.HOLD, {"zh-hans": ["一"], "en": ["Two"]}),
    ],
)
def test_the_site_may_hold_back_what_is_not_translated(gate, expected):
    SiteSettingsFactory(publish_gate=gate)
    PageFactory(title_zh_hans="一", title_en="", body_zh_hans="", body_en="", order=1)
    PageFactory(source_language="en", title_zh_hans="", title_en="Two", body_zh_hans="", body_en="", order=2)

    seen = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            seen[language] = [str(page) for page in Page.objects.public()]

    assert seen == expected


def staff(*rights, **fields):
    user = UserFactory(is_staff=True, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def test_staff_with_the_right_see_drafts():
    draft = PageFactory(status=Status.DRAFT)
    readers = {
        "nobody": NOBODY,
        "a member": UserFactory(),
        "staff without the right": staff("view_event"),
        "staff with it": staff("view_page"),
        "somebody who left": staff("view_page", is_active=False),
        "a member with the right": None,
    }
    readers["a member with the right"] = member = UserFactory()
    member.user_permissions.set(Permission.objects.filter(codename="view_page"))

    who = {name: draft in Page.objects.visible_to(user) for name, user in readers.items()}

    assert [name for name, sees in who.items() if sees] == ["staff with it"]


def test_internal_and_planned_visits_stay_inside():
    public = DelegationFactory(state="completed", internal=False)
    DelegationFactory(state="completed", internal=True)
    DelegationFactory(state="planned", internal=False)
    DelegationFactory(state="cancelled", internal=False)

    assert list(Delegation.objects.visible_to(NOBODY)) == [public]
    assert Delegation.objects.visible_to(staff("view_delegation")).count() == 4


def test_confidential_and_unfiled_papers_stay_inside():
    public = SubmissionFactory(state="published")
    SubmissionFactory(state="published", confidential=True)
    SubmissionFactory(state="filed")
    SubmissionFactory(state="drafting", filed_on=None)

    assert list(Submission.objects.visible_to(NOBODY)) == [public]


def test_a_draft_is_neither_public_nor_scheduled():
    draft = PageFactory.build(status=Status.DRAFT, published_at=timezone.now() + timedelta(days=1))

    assert (draft.is_public, draft.is_scheduled) == (False, False)
