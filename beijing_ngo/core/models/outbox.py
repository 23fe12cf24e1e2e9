"""The outbox: every mail is a row, written in the transaction of the change that causes it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MessageState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("uncertain")
    DROPPED = "dropped", _("dropped")


class MessageLanguage(models.TextChoices):
    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")
    BOTH = "both", _("both languages")


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=MessageState.QUEUED)


class Message(models.Model):
    """A mail to one person. Its key makes the second post of the same news a no-op.

    It is claimed (sending) in a commit of its own before the mail server is spoken to: a process that dies in between leaves
    "uncertain", which staff may send again and no machine does.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    to_address = models.EmailField(_("address"))
    to_name = models.CharField(pgettext_lazy("person", "name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=MessageLanguage)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField("HTML", blank=True)
    calendar = models.TextField(_("calendar file"), blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    unsubscribable = models.BooleanField(_("may be unsubscribed"), default=False)
    reason = models.CharField(_("why it is sent"), max_length=250, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("what the server said"), blank=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "not_before", "id"])]
        constraints = [
            models.CheckConstraint(
                name="core_message_sent_has_a_time",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                violation_error_message=_("A message that was sent has a time of sending."),
            )
        ]

    def __str__(self):
        return f"{self.subject} → {self.to_address}"

    @property
    def is_secret(self) -> bool:
        """Codes and links that open an account: nobody but the recipient reads them, and they go once they are sent."""
        return self.kind.startswith("account.")
