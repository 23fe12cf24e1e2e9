"""A conference, a visit to it and people for its badges."""

from datetime import UTC, date, datetime, timedelta

from delegations.models import BadgeQuota
from tests.factories import DelegationMemberFactory, NominationFactory

NOW = datetime(2027, 6, 1, 4, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)
ENGLISH = {
    "function": "Researcher",
    "affiliation": "Green Village",
    "relationship": "Member",
    "told_on": date(2027, 5, 1),
}


def quota(cop, requested=None, granted=None, kind="ngo"):
    return BadgeQuota.objects.create(participation=cop, badge_kind=kind, requested=requested, granted=granted)


def person(visit, name="明"):
    return DelegationMemberFactory(delegation=visit, given_name=name, latin_name=f"LI {name}")


def nomination(cop, visit, state="proposed", **facts):
    return NominationFactory(
        **{"participation": cop, "member": person(visit), "state": state, **ENGLISH, **facts}
    )


def state(row):
    row.refresh_from_db()
    return row.state
