"""Visits with who travels, the itinerary and what came of them."""

from datetime import timedelta

from beijing_ngo.portal.demo.people import with_name_parts
from delegations.models import Delegation, DelegationMember, ItineraryItem, Outcome

CHILDREN = ("members", "itinerary", "outcomes")


def put_delegation(store, item, order):
    own = {key: value for key, value in item.items() if key not in CHILDREN}
    start = store.day(item["starts_on"])
    visit = store.put(Delegation, own, start=start, **store.published(start - timedelta(days=7)))
    for place, person in enumerate(item["members"]):
        store.put(
            DelegationMember,
            with_name_parts(person),
            by=("delegation", "given_name", "latin_name"),
            delegation=visit,
            order=place,
        )
    for entry in item["itinerary"]:
        store.put(ItineraryItem, entry, by=("delegation", "title_zh_hans"), delegation=visit, start=start)
    for place, outcome in enumerate(item["outcomes"]):
        store.put(
            Outcome, outcome, by=("delegation", "text_zh_hans"), delegation=visit, order=place, start=start
        )


LOADERS = {"delegations": put_delegation}
