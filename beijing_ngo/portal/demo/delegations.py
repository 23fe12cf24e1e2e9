"""Visits with who travels, the itinerary and what came of them."""

from datetime import timedelta

from django.utils import timezone

from beijing_ngo.core.refusals import Refusal
from beijing_ngo.portal.demo.people import with_name_parts
from delegations.models import (
    BadgeQuota,
    ChecklistItem,
    ChecklistTemplate,
    Cost,
    Delegation,
    DelegationMember,
    Gift,
    ItineraryItem,
    Nomination,
    Outcome,
    Participation,
    TravelDocumentKind,
)
from delegations.operations import travel_documents
from delegations.operations.checklists import due_on
from delegations.operations.travel_documents import Consent, Content
from events.models import Conference

CHILDREN = ("members", "itinerary", "outcomes", "gifts", "costs", "checklist_done", "travel_documents")


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
        put_stop(store, visit, entry, start)
    for place, outcome in enumerate(item["outcomes"]):
        store.put(
            Outcome, outcome, by=("delegation", "text_zh_hans"), delegation=visit, order=place, start=start
        )
    for gift in item.get("gifts", ()):
        store.put(Gift, gift, by=("delegation", "item_zh_hans"), delegation=visit, start=start)
    for cost in item.get("costs", ()):
        store.put(Cost, cost, by=("delegation", "kind", "currency"), delegation=visit)
    if "checklist_done" in item:
        put_checklist(store, visit, item["checklist_done"])
    for paper in item.get("travel_documents", ()):
        put_travel_document(store, visit, paper, start)


def put_travel_document(store, visit, paper, start):
    """Invented passports, once each; none where the portal has no key to encrypt them with."""
    member = visit.members.get(latin_name=paper["holder"])
    if member.travel_documents.exists():
        return
    content = Content(
        number=paper["number"],
        holder=paper["holder"].upper(),
        nationality="CN",
        expires_on=store.day(paper["expires_on"], start),
    )
    consent = Consent(purpose="办理签证和订票", given_at=timezone.now(), text="演示：同意书全文。")
    try:
        travel_documents.enter(
            member=member, kind=TravelDocumentKind.PASSPORT, content=content, consent=consent
        )
    except Refusal:
        return


def put_stop(store, visit, entry, start):
    own = {key: value for key, value in entry.items() if key != "attendees"}
    stop = store.put(ItineraryItem, own, by=("delegation", "title_zh_hans"), delegation=visit, start=start)
    # Invented people of one visit are called by their Latin names; two visits may have an Example Head each.
    names = entry.get("attendees", ())
    stop.attendees.set([visit.members.get(latin_name=name) for name in names])


def put_checklist(store, visit, done):
    """Everything visits of the kind need; `done` says since when which of it is ready."""
    needed = ChecklistTemplate.objects.filter(
        direction=visit.direction, passport_basis__in=["", visit.passport_basis]
    )
    for template in needed:
        store.put(
            ChecklistItem,
            {"label_zh_hans": template.label_zh_hans, "label_en": template.label_en},
            by=("delegation", "template"),
            delegation=visit,
            template=template,
            due_on=due_on(template, starts_on=visit.starts_on, ends_on=visit.ends_on),
            done_on=store.day(done[template.label_zh_hans]) if template.label_zh_hans in done else None,
        )


def put_participation(store, item, order):
    """Deadlines are counted from the first day of the conference, by the clock of its secretariat."""
    own = {key: value for key, value in item.items() if key not in ("quotas", "nominations")}
    start = store.find(Conference, item["conference"]).starts_on
    found = store.put(Participation, own, by=("conference",), zone=item["deadline_zone"], start=start)
    for quota in item["quotas"]:
        store.put(BadgeQuota, quota, by=("participation", "badge_kind"), participation=found)
    for nomination in item["nominations"]:
        visit = store.find(Delegation, nomination["delegation"])
        member = visit.members.get(latin_name=nomination["member"])
        own = {key: value for key, value in nomination.items() if key not in ("delegation", "member")}
        store.put(Nomination, own, by=("participation", "member"), participation=found, member=member)


LOADERS = {"delegations": put_delegation, "participations": put_participation}
