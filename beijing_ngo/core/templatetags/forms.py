"""Forms as the portal draws them: controls with their class, choices one by one, and what is still wrong."""

from dataclasses import dataclass

from django import template
from django.forms import BoundField, CheckboxInput
from django.forms.formsets import BaseFormSet
from django.forms.widgets import ChoiceWidget
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """The control itself, with the class that draws it beside those that the form gave it."""
    classes = field.field.widget.attrs.get("class", "").split()
    return field.as_widget(attrs={"class": " ".join(dict.fromkeys([*classes, "input"]))})


@register.filter
def is_tick(field: BoundField) -> bool:
    """One box to tick: its label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def has_choices(field: BoundField) -> bool:
    """Radios or boxes, shown one below the other under a legend."""
    return field.use_fieldset and isinstance(field.field.widget, ChoiceWidget)


@dataclass(frozen=True)
class Problem:
    """One thing that is still wrong; `target` is where to put it right, empty where it is about the whole form."""

    target: str
    words: str


@register.simple_tag
def problems(*forms) -> list[Problem]:
    """What is wrong in these forms, formsets or lists of forms, in the order of the page.

    A form with a `heading` ("Participant 2") has it put before its fields.
    """
    return [problem for form in _each(forms) for problem in _problems(form)]


def _each(forms):
    for form in forms:
        if isinstance(form, BaseFormSet):
            yield from form.forms
            if form.non_form_errors():
                yield form
        elif isinstance(form, list | tuple):
            yield from _each(form)
        elif form:
            yield form


def _problems(form):
    if isinstance(form, BaseFormSet):
        return [Problem("", str(message)) for message in form.non_form_errors()]
    heading = str(getattr(form, "heading", "") or "")
    found = [Problem("", _labelled(heading, message)) for message in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or field.auto_id
        found += [
            Problem(
                "" if field.is_hidden else target,
                _labelled(heading, _labelled(strip_tags(str(field.label)), message)),
            )
            for message in field.errors
        ]
    return found


def _labelled(label: str, message: str) -> str:
    """E-mail: …; a label that asks (How do you come?) is followed by the message as it is."""
    label = label.rstrip(".。")
    if label.endswith(("?", "？")):
        return _("%(question)s %(text)s") % {"question": label, "text": message}
    return _("%(label)s: %(text)s") % {"label": label, "text": message} if label else str(message)
