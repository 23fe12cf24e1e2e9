"""What people answer to a desk's questions, the files they send along, and forms put aside to be finished later."""

import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.desk import Question, RegistrationDesk
from events.models.registrations import Attendee, Registration
from members.models import Organisation


def answer_file_path(_file, filename):
    return f"answers/{uuid.uuid4().hex}{Path(filename).suffix.lower()}"


def private_storage():
    return storages["private"]


class Answer(models.Model):
    """What a person, or the registration as a whole, answered to a question.

    The value is text, a number, an ISO date, true or false, the number of a choice ("2") or a list of them; an answer with a file
    has the file beside it.
    """

    question = models.ForeignKey(
        Question, verbose_name=_("question"), on_delete=models.PROTECT, related_name="answers"
    )
    registration = models.ForeignKey(
        Registration, verbose_name=_("registration"), on_delete=models.CASCADE, related_name="answers"
    )
    attendee = models.ForeignKey(
        Attendee,
        verbose_name=_("attendee"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="answers",
    )
    value = models.JSONField(_("answer"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "registration"],
                condition=Q(attendee__isnull=True),
                name="events_answer_once_per_registration",
                violation_error_message=_("This question is answered already."),
            ),
            models.UniqueConstraint(
                fields=["question", "attendee"],
                condition=Q(attendee__isnull=False),
                name="events_answer_once_per_attendee",
                violation_error_message=_("This question is answered already."),
            ),
        ]

    def __str__(self):
        return f"{self.question}: {self.value}"


class AnswerFile(models.Model):
    """A file sent as an answer. It is kept as soon as it has arrived, so that a mistake elsewhere on the form does not
    lose it; one that belongs to no answer after two days is deleted. `key` is what the form carries.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    answer = models.OneToOneField(
        Answer, null=True, blank=True, on_delete=models.CASCADE, related_name="file"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    guest_email = models.EmailField(blank=True)
    file = models.FileField(_("file"), upload_to=answer_file_path, storage=private_storage)
    original_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")

    def __str__(self):
        return self.original_name


class RegistrationDraft(models.Model):
    """A registration form put aside: what was typed, to be taken up again on any device."""

    desk = models.ForeignKey(RegistrationDesk, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    data = models.JSONField(default=dict)  # field name → list of values, as a form sends them
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("registration draft")
        verbose_name_plural = _("registration drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "user", "organisation"],
                condition=Q(organisation__isnull=False),
                name="events_registrationdraft_one_for_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["desk", "user"],
                condition=Q(organisation__isnull=True),
                name="events_registrationdraft_one_for_oneself",
            ),
        ]

    def __str__(self):
        return f"{self.desk} · {self.user}"
