"""A registration desk under measurement: an event, member organisations, and their contacts, signed in."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from beijing_ngo.core.models import Status
from events.models import Event, EventKind, RegistrationDesk
from members.models import Membership, Organisation, Representative, User

SESSIONS = import_module(settings.SESSION_ENGINE).SessionStore


@dataclass(frozen=True)
class Client:
    """A contact's browser: what it sends along."""

    email: str
    session: str
    token: str

    @property
    def cookies(self) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={self.token}"


def new_desk(*, capacity: int, **rules) -> RegistrationDesk:
    now = timezone.now()
    slug = f"race-{secrets.token_hex(4)}"
    event = Event.objects.create(
        slug=slug,
        kind=EventKind.FORUM,
        title_zh_hans="论坛",
        title_en="Forum",
        starts_at=now + timedelta(days=30),
        ends_at=now + timedelta(days=30, hours=2),
        status=Status.PUBLISHED,
        published_at=now - timedelta(days=1),
    )
    return RegistrationDesk.objects.create(
        event=event,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20),
        capacity=capacity,
        **rules,
    )


def new_client() -> Client:
    """The contact of a member organisation of its own."""
    name = secrets.token_hex(4)
    user = User.objects.create(email=f"{name}@example.org", given_name="示例", family_name="王")
    organisation = Organisation.objects.create(
        slug=f"race-{name}", name_zh_hans="示例组织", name_en=f"Organisation {name}", status=Status.PUBLISHED
    )
    today = timezone.localdate()
    Membership.objects.create(organisation=organisation, state="active", applied_on=today, decided_on=today)
    Representative.objects.create(user=user, organisation=organisation, role="contact")
    session = SESSIONS()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    token = secrets.token_hex(16)
    return Client(email=user.email, session=session.session_key, token=token)


def form(client: Client, version: str, size: int) -> dict[str, str]:
    """What a contact's browser sends for a party of people nobody knows yet."""
    fields = {
        "csrfmiddlewaretoken": client.token,
        "questions_version": version,
        "people-TOTAL_FORMS": str(size),
        "people-INITIAL_FORMS": "0",
        "send": "1",
    }
    for place in range(size):
        fields |= {
            f"people-{place}-family_name": "王",
            f"people-{place}-given_name": "示例",
            f"people-{place}-latin_name": "WANG Shili",
            f"people-{place}-email": f"{secrets.token_hex(6)}@example.org",
            f"people-{place}-language": "zh-hans" if place % 2 else "en",
        }
    return fields
