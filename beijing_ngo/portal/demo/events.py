"""Series, conferences, rules for reminders, events with their agenda and registration desk."""

from datetime import timedelta

from beijing_ngo.core.zones import BEIJING
from beijing_ngo.portal.demo.registrations import put_registration
from beijing_ngo.portal.demo.site import FOUNDED
from events.models import (
    AgendaItem,
    Conference,
    DeskInvitation,
    Event,
    Partnership,
    Question,
    RegistrationDesk,
    ReminderRule,
    Series,
    Speaker,
)

CHILDREN = ("partnerships", "agenda", "desk", "registrations", "reminder_rules")


def put_series(store, item, order):
    store.put(Series, item, order=order, **store.published(FOUNDED))


def put_conference(store, item, order):
    store.put(Conference, item, start=store.day(item["starts_on"]), **store.published(FOUNDED))


def put_rule(store, item, order, event=None):
    store.put(ReminderRule, item, by=("event", "subject_zh_hans"), event=event)


def put_event(store, item, order):
    own = {"country": "", **{key: value for key, value in item.items() if key not in CHILDREN}}
    zone = item.get("time_zone", BEIJING)
    start = store.moment(item["starts_at"], zone)
    announced = store.published(start.date() - timedelta(days=21))
    event = store.put(Event, own, zone=zone, start=start, **announced)
    for place, partnership in enumerate(item["partnerships"]):
        store.put(Partnership, partnership, by=("event", "organisation", "role"), event=event, order=place)
    for entry in item.get("agenda", ()):
        put_agenda_item(store, entry, event)
    if "desk" in item:
        put_desk(store, item["desk"], item.get("registrations", ()), event, {"zone": zone, "start": start})
    for rule in item.get("reminder_rules", ()):
        put_rule(store, rule, 0, event)


def put_agenda_item(store, item, event):
    item = dict(item)
    speakers = item.pop("speakers", ())
    entry = store.put(AgendaItem, item, by=("event", "day", "starts", "title_zh_hans"), event=event)
    for place, speaker in enumerate(speakers):
        store.put(Speaker, speaker, by=("agenda_item", "order"), agenda_item=entry, order=place)


def put_desk(store, item, registrations, event, clock):
    own = {key: value for key, value in item.items() if key not in ("questions", "invitations")}
    desk = store.put(RegistrationDesk, own, by=("event",), event=event, **clock)
    for invitation in item.get("invitations", ()):
        store.put(
            DeskInvitation,
            invitation,
            by=("desk", "organisation", "email"),
            desk=desk,
            organisation=None,
            email="",
        )
    questions = [
        store.put(Question, question, by=("desk", "label_zh_hans"), desk=desk, order=place)
        for place, question in enumerate(item["questions"])
    ]
    taken = sum(
        put_registration(store, registration, desk, questions, clock) for registration in registrations
    )
    store.put(RegistrationDesk, {}, row=desk, places_taken=taken)


LOADERS = {
    "series": put_series,
    "conferences": put_conference,
    "reminder_rules": put_rule,
    "events": put_event,
}
