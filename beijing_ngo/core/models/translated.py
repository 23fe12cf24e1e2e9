"""Records written in two languages, and how far each language has come."""

from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname


class TranslationState(models.TextChoices):
    SOURCE = "source", _("original")
    MISSING = "missing", _("untranslated")
    PARTIAL = "partial", _("incomplete")
    OUTDATED = "outdated", _("out of step")
    CURRENT = "current", _("translated")
    REVIEWED = "reviewed", _("reviewed")


# In these states a reader of the language finds the whole text.
COMPLETE = (
    TranslationState.SOURCE,
    TranslationState.OUTDATED,
    TranslationState.CURRENT,
    TranslationState.REVIEWED,
)


def state_field(language: str) -> str:
    """The name of the column that says how far a language has come: zh_hans_state, en_state."""
    return f"{language.replace('-', '_')}_state"


class TranslatedQuerySet(models.QuerySet):
    def complete_in(self, language):
        """Records whose text is whole in the language."""
        return self.filter(**{f"{state_field(language)}__in": COMPLETE})

    def needing_translation(self, language=None):
        """Records with work for a translator, in one language or in any."""
        work = (TranslationState.MISSING, TranslationState.PARTIAL, TranslationState.OUTDATED)
        languages = [language] if language else [code for code, _name in settings.LANGUAGES]
        condition = Q()
        for code in languages:
            condition |= Q(**{f"{state_field(code)}__in": work})
        return self.filter(condition)


class Translated(models.Model):
    """A record written in one language first (its source) and translated into the other.

    The translation is out of step once the source has changed after it: the digest of the source text is remembered
    whenever the translation is edited or reviewed. A minor edit of the source (a comma) keeps the translation in step.
    """

    source_language = models.CharField(
        _("written in"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="zh-hans",
        help_text=_("The language the text is written in first; the other one is its translation."),
    )
    zh_hans_state = models.CharField(
        _("Chinese"), max_length=10, choices=TranslationState, default=TranslationState.SOURCE, editable=False
    )
    en_state = models.CharField(
        _("English"),
        max_length=10,
        choices=TranslationState,
        default=TranslationState.MISSING,
        editable=False,
    )
    translated_from = models.CharField(max_length=64, blank=True, editable=False)  # digest of the source then
    translation_digest = models.CharField(max_length=64, blank=True, editable=False)
    reviewed_at = models.DateTimeField(_("translation reviewed at"), null=True, blank=True, editable=False)

    # Without these a record has no text to show in a language.
    required_text = ("title",)

    class Meta:
        abstract = True

    def save(self, *args, minor_edit=False, **kwargs):
        self.note_translation(minor_edit=minor_edit)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.bookkeeping()}
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        missing = [name for name in self.required_text if not self.text(name, self.source_language)]
        if missing:
            raise ValidationError(
                {
                    build_localized_fieldname(name, self.source_language): _(
                        "Please write it in %(language)s first."
                    )
                    % {"language": dict(settings.LANGUAGES)[self.source_language]}
                    for name in missing
                }
            )

    @staticmethod
    def bookkeeping():
        return [
            *(state_field(code) for code, _name in settings.LANGUAGES),
            "translated_from",
            "translation_digest",
            "reviewed_at",
        ]

    @classmethod
    def translated_fields(cls) -> list[str]:
        return list(translator.get_options_for_model(cls).all_fields)

    @property
    def target_language(self) -> str:
        return next(code for code, _name in settings.LANGUAGES if code != self.source_language)

    def text(self, name: str, language: str) -> str:
        """The text of a field in exactly this language, or ""."""
        return getattr(self, build_localized_fieldname(name, language)) or ""

    def state_in(self, language: str) -> str:
        return getattr(self, state_field(language))

    def is_complete_in(self, language: str) -> bool:
        return self.state_in(language) in COMPLETE

    @property
    def is_fallback(self) -> bool:
        """Whether the reader of the moment has to be shown the other language."""
        return not self.is_complete_in(get_language() or settings.LANGUAGE_CODE)

    def digest(self, language: str) -> str:
        texts = [self.text(name, language) for name in self.translated_fields()]
        return sha256("\x1f".join(texts).encode()).hexdigest() if any(texts) else ""

    def note_translation(self, *, minor_edit=False) -> None:
        """Bring the states of both languages up to date with the texts."""
        source, target = self.digest(self.source_language), self.digest(self.target_language)
        if target != self.translation_digest:
            self.translation_digest, self.translated_from, self.reviewed_at = target, source, None
        elif minor_edit:
            self.translated_from = source
        setattr(self, state_field(self.source_language), TranslationState.SOURCE)
        setattr(self, state_field(self.target_language), self._target_state(source))

    def _target_state(self, source):
        written = [name for name in self.translated_fields() if self.text(name, self.source_language)]
        translated = [name for name in written if self.text(name, self.target_language)]
        if not translated:
            return TranslationState.MISSING
        if translated != written:
            return TranslationState.PARTIAL
        if self.translated_from != source:
            return TranslationState.OUTDATED
        return TranslationState.REVIEWED if self.reviewed_at else TranslationState.CURRENT

    def mark_reviewed(self) -> None:
        """Somebody read both texts side by side: the translation says what the source says."""
        self.translated_from, self.reviewed_at = self.digest(self.source_language), timezone.now()
        self.save(update_fields=["translated_from", "reviewed_at"])
