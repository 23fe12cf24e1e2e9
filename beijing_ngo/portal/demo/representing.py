"""What member organisations do with their accounts: applications, colleagues, invitations, hand-overs. No mail is written."""

import secrets

from beijing_ngo.portal.demo.people import with_name_parts
from members.models import Colleague, Handover, Invitation, Membership, MembershipStep, Organisation
from members.models.representatives import digest


def put_application(store, item, order):
    """Who applied and what happened since, of the term that waits for a decision."""
    item = dict(item)
    steps = item.pop("steps")
    organisation = store.find(Organisation, item["organisation"])
    application = organisation.memberships.to_decide().first()
    store.put(Membership, item, row=application)
    for step in steps:
        store.put(MembershipStep, step, by=("membership", "kind"), membership=application)


def put_colleague(store, item, order):
    store.put(Colleague, with_name_parts(item), by=("organisation", "email"))


def put_invitation(store, item, order):
    """Nobody has the link; the organisation sends it again, or revokes it."""
    item = with_name_parts(item)
    organisation = store.find(Organisation, item["organisation"])
    row = organisation.invitations.filter(email=item["email"]).first()
    once = {} if row else {"token_digest": digest(secrets.token_urlsafe(24))}
    store.put(Invitation, item, row=row or Invitation(), **once)


def put_handover(store, item, order):
    store.put(Handover, item, by=("organisation", "from_user"))


LOADERS = {
    "applications": put_application,
    "colleagues": put_colleague,
    "colleague_invitations": put_invitation,
    "handovers": put_handover,
}
