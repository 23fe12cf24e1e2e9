"""A planner of reminders that is killed in the middle of its work: the next one goes on, and everybody gets one reminder."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.tooling.test_mail_worker import DATABASE_URL, ROOT, Portal

PEOPLE = 4000
PLACES = f"""
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from events.models import Attendee, Registration
from tests.events.reminders.rules import ReminderRuleFactory
from tests.factories import EventFactory, RegistrationDeskFactory, RegistrationFactory, SiteSettingsFactory
SiteSettingsFactory()
now = timezone.now()
event = EventFactory(starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=2, hours=2))
desk = RegistrationDeskFactory(event=event, capacity={PEOPLE})
party = RegistrationFactory(desk=desk, registered_at=now - timedelta(days=5), decided_at=now - timedelta(days=5))
Attendee.objects.bulk_create(
    Attendee(registration=party, desk=desk, number=number, email=f"person{{number}}@example.org", given_name="A", language="en")
    for number in range(1, {PEOPLE} + 1)
)
Attendee.objects.update(created_at=now - timedelta(days=5))
ReminderRuleFactory(
    event=event, event_kind="", amount=2, counts_from=now - timedelta(days=9), late_joiners=True,
)
"""
PLAN = """
import django
django.setup()
from events import reminders
from events.reminders import audiences
audiences.PAGE = 100
reminders.plan()
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="kills a process"),
]


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    portal = Portal(tmp_path_factory.mktemp("planner"), mail_port=1)
    if DATABASE_URL:
        portal.name = f"portal_planner_{os.getpid()}"
        portal.environment["DATABASE_URL"] = portal.environment["DATABASE_URL"].replace(
            "portal_mail_", "portal_planner_"
        )
    portal.prepare()
    portal.run("-c", PLACES)
    yield portal
    portal.remove()


def written(portal):
    return portal.sql("SELECT count(*) FROM core_message")[0][0]


def plan_until_killed(portal, enough):
    """Starts a planner and kills it once so many messages are written; nothing is left to it to tidy up."""
    with (portal.folder / "worker.log").open("ab") as log:
        planner = subprocess.Popen(
            [sys.executable, "-c", PLAN], cwd=ROOT, env=portal.environment, stdout=log, stderr=log
        )
    portal.wait(lambda: written(portal) >= enough, f"The planner did not write {enough} messages.")
    assert planner.poll() is None
    planner.send_signal(signal.SIGKILL)
    assert planner.wait() == -signal.SIGKILL


def test_whoever_kills_the_planner_makes_nobody_get_two_and_nobody_none(portal):
    left = []
    for enough in (200, 1200, 2300):
        plan_until_killed(portal, enough)
        time.sleep(0.1)
        [(is_done, counted)] = portal.sql("SELECT is_done, written FROM events_reminderrun")
        left.append((bool(is_done), counted == written(portal), enough <= counted < PEOPLE))

    portal.run("-c", PLAN)
    portal.run("-c", PLAN)

    assert left == [(False, True, True)] * 3
    addresses = [address for (address,) in portal.sql("SELECT to_address FROM core_message")]
    assert sorted(addresses) == sorted(f"person{number}@example.org" for number in range(1, PEOPLE + 1))
    [(is_done, counted)] = portal.sql("SELECT is_done, written FROM events_reminderrun")
    assert (bool(is_done), counted) == (True, PEOPLE)
