"""What belongs to the drafting of a paper: versions kept, comments of reviewers, links for a reader outside the house."""

import hashlib
import secrets
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beijing_ngo.core.models import TimeStamped
from reports.models.submissions import Paragraph, Submission


class SubmissionVersion(models.Model):
    """The whole text as it stood at one moment: kept when the state changes, and whenever somebody asks for it."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("version", "number"))
    label = models.CharField(_("label"), max_length=120, blank=True)
    # [{"id": 7, "number": 1, "heading_zh_hans": …, "heading_en": …, "text_zh_hans": …, "text_en": …}, …]
    paragraphs = models.JSONField(default=list)
    words = models.PositiveIntegerField(_("words"), default=0)
    characters = models.PositiveIntegerField(_("characters"), default=0)
    kept_at = models.DateTimeField(_("kept at"), default=timezone.now)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("kept by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("version of a submission")
        verbose_name_plural = _("versions of submissions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="reports_submissionversion_number_once"
            )
        ]

    def __str__(self):
        return f"{self.number} {self.label}".strip()


class CommentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(resolved_at__isnull=True)


class Comment(TimeStamped):
    """What a colleague says about a paragraph, or about the paper, while it is being written; seen by staff only."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="comments"
    )
    paragraph = models.ForeignKey(
        Paragraph,
        verbose_name=_("paragraph"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="comments",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.TextField(pgettext_lazy("comment", "text"))
    resolved_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "id"]

    def __str__(self):
        return self.text[:80]


class PreviewLinkQuerySet(models.QuerySet):
    def open(self):
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())

    def for_token(self, token: str):
        return self.open().filter(token_digest=PreviewLink.digest(token))


class PreviewLink(TimeStamped):
    """Lets one reader outside the house read a draft until a day. Only a digest of the token is kept."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="preview_links"
    )
    reader = models.CharField(_("for whom"), max_length=160)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_opened_at = models.DateTimeField(_("last opened at"), null=True, blank=True, editable=False)
    openings = models.PositiveIntegerField(_("opened (times)"), default=0, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")
        ordering = ["-created_at"]

    def __str__(self):
        return self.reader

    @property
    def last_day(self) -> date:
        """The last day on which the link works; it expires as the next one begins."""
        return timezone.localdate(self.expires_at - timedelta(seconds=1))

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(24)

    @staticmethod
    def digest(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
