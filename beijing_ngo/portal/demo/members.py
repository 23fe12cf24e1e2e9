"""Organisations, what they are to international bodies, their projects abroad, and terms of membership."""

from beijing_ngo.portal.demo.site import FOUNDED
from members.models import CooperationProject, InternationalStatus, Membership, Organisation


def put_organisation(store, item, order):
    store.put(Organisation, {"country": "", **item}, **store.published(FOUNDED))


def put_status(store, item, order):
    store.put(InternationalStatus, item, by=("organisation", "body", "kind"))


def put_project(store, item, order):
    started = store.day(item["period_start"]) if "period_start" in item else FOUNDED
    store.put(CooperationProject, item, **store.published(started))


def put_membership(store, item, order):
    """Terms have nothing to know them by but the order they were loaded in: their dates move with the day of loading."""
    organisation = store.find(Organisation, item["organisation"])
    earlier = store.terms.get(organisation.pk, 0)
    store.terms[organisation.pk] = earlier + 1
    row = organisation.memberships.order_by("id")[earlier : earlier + 1].first()
    store.put(Membership, item, by=(), row=row or Membership())


LOADERS = {
    "organisations": put_organisation,
    "international_statuses": put_status,
    "projects": put_project,
    "memberships": put_membership,
}
