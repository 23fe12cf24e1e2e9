"""Series, conferences, rules for reminders, events with their agenda, registration desk and registrations."""

from datetime import timedelta

from beijing_ngo.core.zones import BEIJING
from beijing_ngo.portal.demo.people import with_name_parts
from beijing_ngo.portal.demo.site import FOUNDED
from events.models import (
    AgendaItem,
    Attendee,
    Conference,
    Event,
    Partnership,
    Question,
    Registration,
    RegistrationDesk,
    RegistrationState,
    ReminderRule,
    Series,
    Speaker,
)
from members.models import User

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
    item = dict(item)
    questions = item.pop("questions")
    desk = store.put(RegistrationDesk, item, by=("event",), event=event, **clock)
    for place, question in enumerate(questions):
        store.put(Question, question, by=("desk", "label_zh_hans"), desk=desk, order=place)
    for registration in registrations:
        put_registration(store, registration, desk, clock)
    taken = Attendee.objects.filter(
        registration__desk=desk, registration__state=RegistrationState.CONFIRMED, cancelled_at=None
    ).count()
    store.put(RegistrationDesk, {}, row=desk, places_taken=taken)


def put_registration(store, item, desk, clock):
    item = {"guest_email": "", **item}
    attendees = item.pop("attendees")
    registered_at = store.moment(item["registered_at"], **clock)
    times = {}
    if item["state"] == RegistrationState.WAITLISTED:
        times["waiting_since"] = registered_at
    if item["state"] in (RegistrationState.CONFIRMED, RegistrationState.DECLINED):
        times["decided_at"] = registered_at
    by = ("desk", "contact") if "contact" in item else ("desk", "guest_email")
    registration = store.put(Registration, item, by=by, desk=desk, **clock, **times)
    accounts = {
        user.email: user for user in User.objects.filter(email__in=[one["email"] for one in attendees])
    }
    for attendee in attendees:
        store.put(
            Attendee,
            with_name_parts(attendee),
            by=("registration", "email"),
            registration=registration,
            language=item["language"],
            user=accounts.get(attendee["email"]),
            **clock,
        )


LOADERS = {
    "series": put_series,
    "conferences": put_conference,
    "reminder_rules": put_rule,
    "events": put_event,
}
