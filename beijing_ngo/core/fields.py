"""Fields that several apps use: a list of choices in one column, a body of rich text, a picture."""

import uuid
from pathlib import Path

from django import forms
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from beijing_ngo.core.uploads import LONGEST_EDGE, prepare_photo, validate_photo

# What the editor offers and what is kept on saving; rich_text.clean() repeats it when a page is shown.
EDITOR_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"protocols": ["https", "http", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "HorizontalRule": True,
    "Subscript": True,
    "Superscript": True,
    "History": True,
}


class RichTextField(ProseEditorField):
    """Rich text as clean HTML, typed in the editor of the admin."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("extensions", EDITOR_EXTENSIONS)
        kwargs.setdefault("sanitize", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("extensions", None)
        kwargs.pop("sanitize", None)
        kwargs.pop("config", None)
        return name, "beijing_ngo.core.fields.RichTextField", args, kwargs


class PhotoField(models.ImageField):
    """A picture that is written anew before it is stored, whichever way it comes.

    It is upright then, at most `longest_edge` pixels long, says nothing about camera, place and time, and has a name that
    nobody can guess and that never stands for another picture: those of a draft lie in the public folder too, and browsers
    may keep what they got for a year.
    """

    default_validators = [validate_photo]

    def __init__(self, *args, longest_edge=LONGEST_EDGE, **kwargs):
        self.longest_edge = longest_edge
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance, add):
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            setattr(model_instance, self.attname, prepare_photo(file, self.longest_edge))
        return super().pre_save(model_instance, add)

    def generate_filename(self, instance, filename):
        return f"{self.upload_to}/{uuid.uuid4().hex}{Path(filename).suffix.lower()}"


class ChoiceListField(models.CharField):
    """Several of a few known choices, in one column: goals, working languages.

    Stored with a comma on either side of each value (",13,17,"), so that `contains=",13,"` finds exactly one of
    them on every database; `holds(field, value)` builds that question. In Python it is a list in the order of the choices.
    """

    description = _("Several choices")

    def __init__(self, *args, choices=(), **kwargs):
        self.options = list(getattr(choices, "choices", choices))
        self.base = getattr(choices, "__members__", None) and choices
        kwargs.setdefault("max_length", 250)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        if any("," in str(value) for value, _label in self.options):
            return [checks.Error("A choice of a list field has no comma.", obj=self, id="core.E001")]
        return super().check(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("blank", "default"):
            kwargs.pop(key, None)
        if not self.blank:
            kwargs["blank"] = False
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if isinstance(value, str):
            value = [part for part in value.split(",") if part]
        return [self._one(part) for part in value or []]

    def _one(self, value):
        kind = type(self.options[0][0]) if self.options else str
        kind = int if issubclass(kind, int) else str
        try:
            return kind(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(
                _("%(value)s is not one of the choices."), params={"value": value}
            ) from error

    def get_prep_value(self, value):
        if isinstance(value, str):
            return value
        chosen = {str(part) for part in value or []}
        listed = [str(option) for option, _label in self.options if str(option) in chosen]
        return f",{','.join(listed)}," if listed else ""

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value, model_instance):
        known = {option for option, _label in self.options}
        for part in value or []:
            if part not in known:
                raise ValidationError(_("%(value)s is not one of the choices."), params={"value": part})
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def run_validators(self, value):
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **kwargs):
        kwargs.pop("max_length", None)
        defaults = {
            "choices": self.options,
            "coerce": self._one,
            "required": not self.blank,
            "initial": self.get_default(),
            "label": self.verbose_name,
            "help_text": self.help_text,
            "widget": forms.CheckboxSelectMultiple,
        }
        defaults.update(
            {
                key: value
                for key, value in kwargs.items()
                if key in ("label", "help_text", "widget", "initial")
            }
        )
        return forms.TypedMultipleChoiceField(**defaults)


def holds(field, value):
    """The condition that a list field has this value among others."""
    return models.Q(**{f"{field}__contains": f",{value},"})
