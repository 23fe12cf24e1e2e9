"""Which texts of reports come in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from reports.models import (
    Article,
    Endorsement,
    Mechanism,
    Paragraph,
    QuadrennialLine,
    QuadrennialReport,
    Submission,
)


@register(Mechanism)
class MechanismTranslation(TranslationOptions):
    fields = ("name", "who_may_submit", "format", "deadline_rule")


@register(Submission)
class SubmissionTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(Paragraph)
class ParagraphTranslation(TranslationOptions):
    fields = ("heading", "text")


@register(QuadrennialLine)
class QuadrennialLineTranslation(TranslationOptions):
    fields = ("heading", "text")


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "source", "editors_note", "body", "series_name")


for model in (Mechanism, Submission, Paragraph, Endorsement, QuadrennialReport, Article):
    simple_history.register(model, app="reports")
