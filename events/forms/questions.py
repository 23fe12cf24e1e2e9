"""A desk's questions as fields of a form, and what was answered as Answer keeps it."""

import datetime
import re
from decimal import Decimal

from django import forms
from django.forms.utils import ErrorDict
from django.utils.html import escape
from django.utils.translation import gettext_lazy, pgettext_lazy

from beijing_ngo.core.language import current, other, written
from events.forms.files import FileAnswerField, file_hint
from events.models import AnswerFile, QuestionKind

MOST_RADIOS = 7  # more choices than this are a list to open
YES, NO = "yes", "no"
DATE_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
_ASKED = re.compile(r"q\d+\Z")


class DrawnAgain:
    """A form that can be drawn again with what was typed, without a word about what is wrong or missing yet."""

    def __init__(self, *args, is_judged: bool = True, **kwargs):
        self.is_judged = is_judged
        super().__init__(*args, **kwargs)

    def full_clean(self):
        if self.is_judged:
            return super().full_clean()
        self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        return None


class AsksQuestions(DrawnAgain):
    """Adds a field for each question; `answers()` is what an operation takes.

    `sent` are the files of the form, `answered` what was answered before: question's id → value, or the AnswerFile
    where there is one.
    """

    def __init__(self, *args, questions=(), sent=None, answered: dict | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions, answered = list(questions), answered or {}
        for question in self.questions:
            name, before = field_name(question), answered.get(question.pk)
            self.fields[name] = field = field_for(question, sent=sent, before=before)
            if isinstance(field, FileAnswerField):
                if self.is_bound:
                    field.show(self.data.get(self.add_prefix(name), ""))
            elif before is not None:
                self.initial.setdefault(name, _as_typed(question, before))

    @property
    def question_fields(self) -> list:
        return [self[field_name(question)] for question in self.questions]

    def answers(self) -> dict:
        """The question's id → value. A file that was sent before and stays is left out."""
        values = {q.pk: _as_kept(q, self.cleaned_data.get(field_name(q))) for q in self.questions}
        files = {q.pk for q in self.questions if q.kind == QuestionKind.FILE}
        return {pk: value for pk, value in values.items() if value is not None or pk not in files}

    def not_asked(self) -> bool:
        """Whether the form answers something that is not asked of it."""
        asked = {self.add_prefix(field_name(question)) for question in self.questions}
        start = f"{self.prefix}-"
        return any(
            name.startswith(start) and _ASKED.match(name.removeprefix(start)) and name not in asked
            for name in self.data
        )


class QuestionsForm(AsksQuestions, forms.Form):
    """The questions asked of a registration as a whole."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("prefix", "all")
        super().__init__(*args, **kwargs)


def field_name(question) -> str:
    return f"q{question.pk}"


def field_for(question, *, sent=None, before=None) -> forms.Field:
    """The field that asks the question in the reader's language, else in the other."""
    told = {
        "label": _in_words(question, "label"),
        "help_text": escape(_in_words(question, "help_text")),
        "required": question.required,
    }
    if question.kind == QuestionKind.FILE:
        hint = " ".join(part for part in (told["help_text"], file_hint()) if part)
        already = before if isinstance(before, AnswerFile) else None
        return FileAnswerField(question=question, sent=sent, already=already, **(told | {"help_text": hint}))
    return _MAKERS[question.kind](question, told)


def _in_words(question, field: str) -> str:
    mine = current()
    return written(question, field, mine) or written(question, field, other(mine))


def options(question) -> list[tuple[str, str]]:
    lines = _in_words(question, "choices").split("\n")
    return [(str(place), line.strip()) for place, line in enumerate(lines, 1) if line.strip()]


PLEASE_FILL_IN = gettext_lazy("Please fill this in.")
PLEASE_CHOOSE = gettext_lazy("Please choose one.")
NOT_A_CHOICE = gettext_lazy("Please choose one of those listed.")


def _text(_question, told):
    return forms.CharField(max_length=300, error_messages={"required": PLEASE_FILL_IN}, **told)


def _long_text(_question, told):
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(max_length=4000, widget=area, error_messages={"required": PLEASE_FILL_IN}, **told)


def _single_choice(question, told):
    choices = options(question)
    messages = {"required": PLEASE_CHOOSE, "invalid_choice": NOT_A_CHOICE}
    if len(choices) <= MOST_RADIOS:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=messages, **told)
    return forms.ChoiceField(choices=[("", "—"), *choices], error_messages=messages, **told)


def _multiple_choice(question, told):
    messages = {
        "required": gettext_lazy("Please choose at least one."),
        "invalid_choice": NOT_A_CHOICE,
        "invalid_list": NOT_A_CHOICE,
    }
    return forms.MultipleChoiceField(
        choices=options(question), widget=forms.CheckboxSelectMultiple, error_messages=messages, **told
    )


def _yes_no(_question, told):
    choices = [(YES, pgettext_lazy("answer", "Yes")), (NO, pgettext_lazy("answer", "No"))]
    messages = {"required": PLEASE_CHOOSE, "invalid_choice": NOT_A_CHOICE}
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=messages, **told)


def _number(_question, told):
    messages = {
        "required": PLEASE_FILL_IN,
        "invalid": gettext_lazy("Please write a number in figures, for example 12."),
    }
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(max_digits=12, decimal_places=3, widget=box, error_messages=messages, **told)


def _date(_question, told):
    messages = {
        "required": PLEASE_FILL_IN,
        "invalid": gettext_lazy("Please write the date like this: 2027-03-20."),
    }
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(input_formats=DATE_FORMATS, widget=box, error_messages=messages, **told)


def _consent(_question, told):
    messages = {"required": gettext_lazy("Registration is possible only with your consent to this.")}
    return forms.BooleanField(error_messages=messages, **told)


_MAKERS = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _long_text,
    QuestionKind.SINGLE_CHOICE: _single_choice,
    QuestionKind.MULTIPLE_CHOICE: _multiple_choice,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.CONSENT: _consent,
}


def _as_kept(question, value):
    """A cleaned value as Answer keeps it: None where nothing was answered."""
    if value in (None, "", []):
        return None
    if question.kind == QuestionKind.YES_NO:
        return value == YES
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _as_typed(question, value):
    """A kept value as the form would send it."""
    if question.kind == QuestionKind.YES_NO:
        return YES if value else NO
    return value
