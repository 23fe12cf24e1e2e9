"""What the events' app keeps about a person: registrations they made, events they went to, answers, files, drafts."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import personal_data
from beijing_ngo.core.refusals import Refusal
from events.models import (
    LIVE_STATES,
    Answer,
    AnswerFile,
    Attendee,
    Registration,
    RegistrationChange,
    RegistrationDraft,
)
from events.operations.retention import erase_person


class StillExpected(Refusal):
    message = _(
        "You are still registered, or have registered others, for events to come (%(references)s). "
        "Please cancel these registrations first, or let your contact name somebody else."
    )


def _registrations(user):
    rows = Registration.objects.filter(contact=user).select_related("desk__event", "organisation")
    return [
        {
            "reference": str(row),
            "event": str(row.desk.event),
            "organisation": str(row.organisation or ""),
            "state": row.state,
            "registered_at": row.registered_at,
            "people": row.party_size,
            "answers": _answers(row.answers.filter(attendee=None)),
        }
        for row in rows.order_by("registered_at", "pk")
    ]


def _attendances(user):
    rows = user.attendances.select_related("registration__desk__event", "registration__organisation")
    return [
        {
            "event": str(row.registration.desk.event),
            "reference": row.ticket_reference,
            "organisation": str(row.registration.organisation or ""),
            "family_name": row.family_name,
            "given_name": row.given_name,
            "latin_name": row.latin_name,
            "email": row.email,
            "position": row.position,
            "needs": row.needs,
            "photo_consent": row.photo_consent,
            "cancelled_at": row.cancelled_at,
            "checked_in_at": row.checked_in_at,
            "answers": _answers(row.answers.all()),
        }
        for row in rows.order_by("registration__desk__event__starts_at", "pk")
    ]


def _answers(answers):
    return [
        {"question": str(row.question), "answer": row.value} for row in answers.select_related("question")
    ]


def _files(user):
    mine = AnswerFile.objects.filter(owner=user).order_by("pk")
    return list(mine.values("original_name", "size", "sha256", "uploaded_at"))


def _drafts(user):
    rows = RegistrationDraft.objects.filter(user=user).select_related("desk__event").order_by("pk")
    return [{"event": str(row.desk), "saved_at": row.saved_at, "typed": row.data} for row in rows]


def _refuse(user):
    """Places for events to come are given back by cancelling, so that others get them; they do not just vanish."""
    ahead = Registration.objects.filter(state__in=LIVE_STATES, desk__event__ends_at__gte=timezone.now())
    made = ahead.filter(contact=user)
    named = ahead.filter(attendees__user=user, attendees__cancelled_at=None)
    still = sorted({str(row) for row in [*made, *named]})
    if still:
        raise StillExpected(references=", ".join(still))


@transaction.atomic
def _forget(user):
    """Their own rows lose name, address, needs and answers; that somebody came stays, as a number."""
    mine = list(Attendee.objects.filter(user=user))
    files = AnswerFile.objects.filter(answer__attendee__in=mine) | AnswerFile.objects.filter(
        owner=user, answer=None
    )
    _delete_files(files)
    Answer.objects.filter(attendee__in=mine).delete()
    AnswerFile.objects.filter(owner=user).update(owner=None)
    RegistrationDraft.objects.filter(user=user).delete()
    for attendee in mine:
        RegistrationChange.objects.filter(registration=attendee.registration_id).update(details={})
        erase_person(attendee)
    Registration.objects.filter(contact=user).update(contact=None)


def _delete_files(files):
    for file in files:
        stored = file.file
        transaction.on_commit(lambda stored=stored: stored.delete(save=False))
    AnswerFile.objects.filter(pk__in=[file.pk for file in files]).delete()


def register():
    put = personal_data.register
    put("registrations", _("Registrations you made"), collect=_registrations, erase=_forget, refuse=_refuse)
    put("attendances", _("Events you are registered for"), collect=_attendances)
    put("answer_files", _("Files you sent with registrations"), collect=_files)
    put("registration_drafts", _("Registration forms put aside"), collect=_drafts)
