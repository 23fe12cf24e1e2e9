"""Entries follow their records, in the same transaction: what is saved, deleted or linked is found as it then is.

An entry also repeats what other records say: the programme of an event, the paragraphs of a submission, names of
organisations. So a change of one of those writes the entries anew that repeat it.
"""

from operator import attrgetter

from django.db.models import Q, QuerySet, signals

from beijing_ngo.search import indexing
from beijing_ngo.search.contents import KINDS, SOURCES
from beijing_ngo.search.models import EntryKind
from events.models import Conference, Series
from members.models import CooperationProject, Organisation
from reports.models import Mechanism

# What belongs to a record: the kind of the record, and where its key is found.
PARTS = {
    part.rows().model: (kind, part.owner)
    for kind, source in SOURCES.items()
    for part in source.parts.values()
    if part.owner != "pk"  # partners of a project are links, not rows of their own
}
# What others repeat of a record.
REPEATED = {
    Organisation: ("name_zh_hans", "name_en"),
    Conference: ("name_zh_hans", "name_en", "acronym", "number"),
    Series: ("name_zh_hans", "name_en", "status", "published_at"),
    Mechanism: ("name_zh_hans", "name_en", "acronym", "body_id"),
}


def repeating(record) -> dict[EntryKind, QuerySet]:
    """The records whose entries repeat something of this one."""
    match record:
        case Organisation():
            conditions = {
                EntryKind.EVENT: Q(partnerships__organisation=record)
                | Q(agenda__speakers__organisation=record),
                EntryKind.DELEGATION: Q(inviting_organisation=record)
                | Q(host_organisation=record)
                | Q(members__organisation=record)
                | Q(itinerary__organisation_met=record),
                EntryKind.SUBMISSION: Q(lead=record)
                | Q(endorsements__organisation=record)
                | Q(mechanism__body=record),
                EntryKind.ORGANISATION: Q(international_statuses__body=record),
                EntryKind.PROJECT: Q(organisation=record) | Q(partners=record),
                EntryKind.CONFERENCE: Q(body=record),
            }
        case Conference():
            kinds = (EntryKind.EVENT, EntryKind.DELEGATION, EntryKind.SUBMISSION)
            conditions = {kind: Q(conference=record) for kind in kinds}
        case Series():
            conditions = {EntryKind.EVENT: Q(series=record)}
        case Mechanism():
            conditions = {EntryKind.SUBMISSION: Q(mechanism=record)}
    return {
        kind: SOURCES[kind].model._default_manager.filter(condition).order_by().distinct()
        for kind, condition in conditions.items()
    }


def listen() -> None:
    for model in KINDS:
        signals.post_save.connect(_saved, sender=model, dispatch_uid="search")
        signals.post_delete.connect(_deleted, sender=model, dispatch_uid="search")
    for model in PARTS:
        signals.pre_save.connect(_before_part, sender=model, dispatch_uid="search.parts")
        signals.post_save.connect(_part_changed, sender=model, dispatch_uid="search.parts")
        signals.post_delete.connect(_part_changed, sender=model, dispatch_uid="search.parts")
    for model in REPEATED:
        signals.pre_save.connect(_before, sender=model, dispatch_uid="search.repeated")
        signals.post_save.connect(_after, sender=model, dispatch_uid="search.repeated")
        signals.pre_delete.connect(_before_delete, sender=model, dispatch_uid="search.repeated")
        signals.post_delete.connect(_after_delete, sender=model, dispatch_uid="search.repeated")
    signals.m2m_changed.connect(
        _partners_linked, sender=CooperationProject.partners.through, dispatch_uid="search"
    )


def _saved(sender, instance, created, raw, update_fields=None, **_signal):
    kind = KINDS[sender]
    if raw or (created and not SOURCES[kind].may_be_found(instance)):
        return
    if update_fields is not None and not set(update_fields) & SOURCES[kind].told:
        return
    indexing.write(kind, [instance.pk], new=created)


def _deleted(sender, instance, **_signal):
    indexing.write(KINDS[sender], [instance.pk])


def _before_part(sender, instance, raw, update_fields, **_signal):
    """Remember whose it was: a part that is given to another record leaves the entry of the first one."""
    _kind, owner = PARTS[sender]
    link = owner.partition("__")[0]
    untouched = update_fields is not None and not {link, f"{link}_id"} & set(update_fields)
    if not (raw or untouched or instance._state.adding):
        stored = sender._default_manager.filter(pk=instance.pk)
        instance._belonged_to = stored.values_list(owner, flat=True).first()


def _part_changed(sender, instance, raw=False, origin=None, **_signal):
    kind, owner = PARTS[sender]
    before = instance.__dict__.pop("_belonged_to", None)
    # What is deleted along with its record needs no entry written on the way.
    goes_with_its_record = origin is not None and origin_model(origin) is not sender
    if not raw and not goes_with_its_record:
        now = attrgetter(f"{owner.replace('__', '.')}_id")(instance)
        indexing.write(kind, {before or now, now})


def origin_model(origin):
    return origin.model if isinstance(origin, QuerySet) else type(origin)


def _before(sender, instance, raw, update_fields, **_signal):
    """Remember whether this save changes what others repeat."""
    names = REPEATED[sender]
    untouched = update_fields is not None and not set(names) & set(update_fields)
    if raw or untouched or instance._state.adding:
        instance._is_repeated_anew = False
        return
    stored = sender._default_manager.filter(pk=instance.pk).values(*names).first()
    instance._is_repeated_anew = stored is not None and any(
        (getattr(instance, name) or "") != (value or "") for name, value in stored.items()
    )


def _after(sender, instance, **_signal):
    if instance.__dict__.pop("_is_repeated_anew", False):
        for kind, rows in repeating(instance).items():
            indexing.write_in_batches(kind, rows.values_list("pk", flat=True))


def _before_delete(sender, instance, **_signal):
    """Whoever repeats it must be known before the database has cut the ties."""
    instance._repeated_by = {
        kind: list(rows.values_list("pk", flat=True)) for kind, rows in repeating(instance).items()
    }


def _after_delete(sender, instance, **_signal):
    for kind, pks in instance.__dict__.pop("_repeated_by", {}).items():
        indexing.write_in_batches(kind, pks)


def _partners_linked(instance, action, reverse, pk_set, **_signal):
    if action == "pre_clear" and reverse:
        instance._cleared_projects = list(instance.partner_projects.values_list("pk", flat=True))
    elif action.startswith("post_"):
        cleared = instance.__dict__.pop("_cleared_projects", ())
        indexing.write(EntryKind.PROJECT, (pk_set or cleared) if reverse else [instance.pk])
