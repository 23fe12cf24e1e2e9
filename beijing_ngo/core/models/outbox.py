"""The outbox: every mail is a row, written in the transaction of the change that causes it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core import mail_kinds


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


class MailTopic(models.TextChoices):
    """Mail that people may switch off. Whatever has no topic is service mail and always sent."""

    REMINDERS = "reminders", _("Reminders of events you are registered for")
    CALLS = "calls", _("Calls to register")
    DIGESTS = "digests", _("Daily digest of what needs doing")


SECRETS = "account."  # what the kinds of mail that open an account begin with


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=MessageState.QUEUED)

    def with_open_subject(self):
        """The subject to search and sort by: of a secret there is none, or its code could be guessed sign by sign."""
        secret = models.When(kind__startswith=SECRETS, then=models.Value(""))
        return self.annotate(open_subject=models.Case(secret, default="subject"))


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
    to_domain = models.CharField(max_length=253, blank=True, editable=False)
    to_name = models.CharField(pgettext_lazy("person", "name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=MessageLanguage)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    parts = models.JSONField(
        default=list, blank=True, editable=False
    )  # what the HTML is made of, until it is sent
    html = models.TextField("HTML", blank=True)
    calendar = models.TextField(_("calendar file"), blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    topic = models.CharField(
        _("may be switched off as"), max_length=12, choices=MailTopic, blank=True, default=""
    )
    urgent = models.BooleanField(default=False, editable=False)  # somebody waits for it at the screen
    about = models.CharField(_("about"), max_length=60, blank=True)  # the record, as "events.event:12"
    reason = models.CharField(_("why it is sent"), max_length=250, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("what the server said, or why it was dropped"), blank=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    # Each time staff sent it again: by (pk), at, and how it stood before: from (state), said, sent_at
    resends = models.JSONField(default=list, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        permissions = [("resend_message", _("Can send messages again, or keep them from being sent"))]
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-urgent", "id"]),
            models.Index(fields=["about", "state"]),
            models.Index(fields=["to_domain", "claimed_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="core_message_sent_has_a_time",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                violation_error_message=_("A message that was sent has a time of sending."),
            )
        ]

    def __str__(self):
        return f"{self.title} → {self.to_address}"

    @property
    def title(self) -> str:
        """What colleagues call it: the subject of a secret may be the code itself."""
        return mail_kinds.words(self.kind) if self.is_secret else self.subject

    @property
    def is_secret(self) -> bool:
        """Codes and links that open an account: nobody but the recipient reads them, and they go once they are sent."""
        return self.kind.startswith(SECRETS)


class MailOptOut(models.Model):
    """An address that wants no more mail of a topic. Addresses, because guests have no account."""

    address = models.EmailField(pgettext_lazy("e-mail", "address"))  # in lower case
    topic = models.CharField(_("may be switched off as"), max_length=12, choices=MailTopic)
    created_at = models.DateTimeField(_("switched off at"), auto_now_add=True)

    class Meta:
        verbose_name = _("switched-off mail")
        verbose_name_plural = _("switched-off mail")
        constraints = [models.UniqueConstraint(fields=["address", "topic"], name="core_mailoptout_once")]

    def __str__(self):
        return f"{self.address}: {self.get_topic_display()}"


class AddressTrouble(models.Model):
    """An address that a mail server has refused for good. It goes when a later message arrives there, or by hand."""

    address = models.EmailField(pgettext_lazy("e-mail", "address"), unique=True)  # in lower case
    said = models.TextField(_("what the server said"))
    since = models.DateTimeField(pgettext_lazy("trouble", "since"), auto_now_add=True)
    message = models.ForeignKey(
        Message, verbose_name=_("message"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("address that bounced")
        verbose_name_plural = _("addresses that bounced")
        ordering = ["-since"]

    def __str__(self):
        return self.address
