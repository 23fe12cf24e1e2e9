"""Files sent as answers: kept as soon as they arrive, so that a mistake elsewhere on the form does not lose them."""

import re
import uuid
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beijing_ngo.core.uploads import DOCUMENT_EXTENSIONS, digest_of, validate_document
from events.models import AnswerFile, QuestionKind

UPLOAD = "-file"  # behind the field's name: the file itself, where the field carries the key of one kept
_FIELD = re.compile(r"-q(\d+)\Z")
LONGEST_NAME = 200


@dataclass(frozen=True)
class Owner:
    """Whose files they are: an account's, or those of a guest's address."""

    user: Any = None
    guest_email: str = ""

    def files(self):
        if self.user is not None:
            return AnswerFile.objects.filter(owner=self.user)
        return AnswerFile.objects.filter(owner=None, guest_email__iexact=self.guest_email)


class SentFiles:
    """The files of one form, now and from its earlier tries.

    `data` is the form with each file's key in its place. Only the owner's own keys find a file, and only one that
    belongs to no answer yet.
    """

    def __init__(self, owner: Owner, questions, data, files):
        self.owner = owner
        self.questions = {q.pk: q for q in questions if q.kind == QuestionKind.FILE}
        self.data = data.copy()
        self.problems: dict[str, ValidationError] = {}
        self._found: dict[str, AnswerFile] = {}
        if self.questions:
            self._find()
            self._keep(files)

    def get(self, key: str, question) -> AnswerFile | None:
        file = self._found.get(key)
        return file if file and file.question_id == question.pk else None

    def let_go(self, name: str) -> None:
        """The person takes a file off the form again."""
        self.data.pop(name, None)
        self.problems.pop(name, None)

    def _find(self) -> None:
        keys = {
            key
            for name in self.data
            if self._question(name)
            for key in self.data.getlist(name)
            if _is_key(key)
        }
        if keys:
            found = self.owner.files().filter(key__in=keys, answer=None)
            self._found = {str(file.key): file for file in found}

    def _keep(self, files) -> None:
        for sent_as in files:
            name = sent_as.removesuffix(UPLOAD)
            question = self._question(name)
            if question is None or name == sent_as:
                continue
            upload = files[sent_as]
            try:
                validate_document(upload)
            except ValidationError as error:
                self.problems[name] = error
                continue
            file = AnswerFile.objects.create(
                question=question,
                owner=self.owner.user,
                guest_email=self.owner.guest_email,
                file=upload,
                original_name=_short(upload.name),
                size=upload.size,
                sha256=digest_of(upload),
            )
            self._found[str(file.key)] = file
            self.data[name] = str(file.key)

    def _question(self, name: str):
        found = _FIELD.search(name)
        return self.questions.get(int(found.group(1))) if found else None


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _short(name: str) -> str:
    path = PurePath(name)
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix


class FileAnswerInput(forms.Widget):
    """A file to choose; beside it the one that has arrived, with a button to take it off again."""

    template_name = "events/forms/file_answer.html"
    needs_multipart_form = True
    kept: AnswerFile | None = None  # set by its field once a file is known

    def value_from_datadict(self, data, files, name):
        return data.get(name, "")

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, "", attrs)
        kinds = ",".join(DOCUMENT_EXTENSIONS)
        context["widget"] |= {"kept": self.kept, "upload_name": f"{name}{UPLOAD}", "accept": kinds}
        return context


class FileAnswerField(forms.Field):
    """Its value is the AnswerFile; what the form carries is the file's key."""

    widget = FileAnswerInput
    default_error_messages = {
        "required": gettext_lazy("Please choose a file."),
        "forged": gettext_lazy("This file is not there any more. Please send it once more."),
    }

    def __init__(self, *, question, sent: SentFiles | None = None, already=None, **kwargs):
        super().__init__(**kwargs)
        self.question, self.sent, self.already = question, sent, already
        self.required = self.required and already is None
        self.widget.kept = already

    def show(self, key) -> None:
        """The file behind the key, if it is the person's own, is named on the form."""
        if self.sent and (file := self.sent.get(key, self.question)):
            self.widget.kept = file

    def _clean_bound_field(self, bound):
        if self.sent and bound.html_name in self.sent.problems:
            raise self.sent.problems[bound.html_name]
        return super()._clean_bound_field(bound)

    def to_python(self, key):
        if not key:
            return None
        file = self.sent and self.sent.get(key, self.question)
        if not file:
            raise ValidationError(self.error_messages["forged"], code="forged")
        return file


def file_hint() -> str:
    """What is accepted, told before anybody chooses a file."""
    kinds = ", ".join(kind[1:].upper() for kind in DOCUMENT_EXTENSIONS if kind not in (".jpeg", ".csv"))
    limit = filesizeformat(settings.MAX_DOCUMENT_BYTES)
    return _("%(kinds)s; at most %(limit)s.") % {"kinds": kinds, "limit": limit}
