"""When people's details go: needs soon after the event, answers as each question says, everything else by the site's rule.

What remains is who sent how many: numbers, states and dates.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from beijing_ngo.core.models import SiteSettings
from events.models import (
    Answer,
    AnswerFile,
    Attendee,
    Question,
    Registration,
    RegistrationChange,
    RegistrationDraft,
)
from events.operations.answers import ANSWERS

UNCLAIMED = timedelta(days=2)


def erase_personal_data(*, now=None) -> dict[str, int]:
    """Erase what has outlived its purpose. Returns how many needs, answers and registrations were erased."""
    now = now or timezone.now()
    site = SiteSettings.load()
    ended_before = {"registration__desk__event__ends_at__lt": now - timedelta(days=site.needs_data_days)}
    needs = Attendee.objects.filter(**ended_before).exclude(needs="").update(needs="")
    answers = sum(_erase_answers(question, now, site) for question in _ended_questions(now))
    _forget_answers_in_log(now, site)
    due = Registration.objects.filter(
        desk__event__ends_at__lt=now - timedelta(days=site.registration_data_days), erased_at=None
    )
    registrations = 0
    for registration in due.iterator(chunk_size=200):
        erase_registration(registration, now)
        registrations += 1
    return {"needs": needs, "answers": answers, "registrations": registrations}


def _ended_questions(now):
    return (
        Question.objects.filter(desk__event__ends_at__lt=now, answers__isnull=False)
        .select_related("desk__event")
        .distinct()
    )


def _erase_answers(question, now, site) -> int:
    return _delete_answers(Answer.objects.filter(question=question)) if _is_due(question, now, site) else 0


def _is_due(question, now, site) -> bool:
    days = site.registration_data_days if question.keep_days is None else question.keep_days
    return question.desk.event.ends_at + timedelta(days=days) < now


def _forget_answers_in_log(now, site) -> None:
    """What an answer was before it was corrected goes with the answers to its question."""
    told = RegistrationChange.objects.filter(details__has_key=ANSWERS)
    asked = Question.objects.filter(
        keep_days__isnull=False, desk__event__ends_at__lt=now, desk__registrations__changes__in=told
    )
    questions = asked.select_related("desk__event").distinct()
    due = {str(question.pk): question.desk_id for question in questions if _is_due(question, now, site)}
    for change in told.filter(registration__desk__in=set(due.values())).iterator() if due else ():
        answers = change.details.pop(ANSWERS)
        if kept := {pk: value for pk, value in answers.items() if pk not in due}:
            change.details[ANSWERS] = kept
        if kept != answers:
            RegistrationChange.objects.filter(pk=change.pk).update(details=change.details)


def _delete_answers(answers) -> int:
    for file in AnswerFile.objects.filter(answer__in=answers):
        file.file.delete(save=False)
    deleted, _by_kind = answers.delete()
    return deleted


@transaction.atomic
def erase_registration(registration: Registration, now=None) -> None:
    """Take the people out of a registration; their number stays."""
    now = now or timezone.now()
    for attendee in registration.attendees.all():
        erase_person(attendee)
    _delete_answers(Answer.objects.filter(registration=registration))
    RegistrationChange.objects.filter(registration=registration).update(details={}, reason="")
    registration.guest_email = registration.note = registration.reason = ""
    registration.erased_at = now
    registration.save(update_fields=["guest_email", "note", "reason", "erased_at", "updated_at"])


def erase_person(attendee: Attendee) -> None:
    """That somebody was registered stays, and whether they came; who it was goes."""
    attendee.family_name, attendee.given_name, attendee.latin_name = "", "—", ""
    attendee.email = f"erased-{attendee.pk}@invalid"
    attendee.position = attendee.needs = ""
    attendee.user = None
    attendee.save()


def forget_drafts(*, now=None) -> int:
    """Forms put aside for desks that have closed."""
    deleted, _by_kind = RegistrationDraft.objects.filter(desk__closes_at__lt=now or timezone.now()).delete()
    return deleted


def erase_unclaimed_files(*, now=None) -> int:
    """Files that were sent with a form that was never finished."""
    now = now or timezone.now()
    files = AnswerFile.objects.filter(answer=None, uploaded_at__lt=now - UNCLAIMED)
    for file in files:
        file.file.delete(save=False)
    deleted, _by_kind = files.delete()
    return deleted
