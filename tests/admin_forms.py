"""Filling in a form of the admin as a browser does: everything the page holds, and what was typed over it."""

import re

from django import forms
from django.urls import reverse


def page(model, name="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def filled(response, **typed):
    """What the form of a page would send. Rows below it are named by their prefix: `paragraphs__0__number`."""
    data = {}
    sheets = [response.context["adminform"].form]
    for inline in response.context.get("inline_admin_formsets", ()):
        sheets += [inline.formset.management_form, *inline.formset.forms]
    for form in sheets:
        for bound in form:
            data |= _sent(bound)
    return data | {re.sub(r"__(\d+)__", r"-\1-", name): value for name, value in typed.items()}


def add(admin, model, **typed):
    """Fill in the empty form of a kind of record and send it."""
    url = page(model, "add")
    return admin.post(url, filled(admin.get(url), **typed))


def change(admin, record, **typed):
    """Type something over what the form of a record shows and send it."""
    url = page(type(record), "change", record.pk)
    return admin.post(url, filled(admin.get(url), **typed))


def _sent(bound):
    widget, value = bound.field.widget, bound.value()
    if hasattr(widget, "widgets_names"):
        parts = widget.decompress(bound.field.prepare_value(value) if value is not None else None)
        return {
            f"{bound.html_name}{suffix}": "" if part is None else str(part)
            for suffix, part in zip(widget.widgets_names, parts or [None, None], strict=False)
        }
    if getattr(widget, "needs_multipart_form", False) or getattr(widget, "input_type", "") == "file":
        return {}
    if getattr(widget, "input_type", "") == "checkbox" and not getattr(
        widget, "allow_multiple_selected", False
    ):
        return {bound.html_name: "on"} if value else {}
    if isinstance(bound.field, (forms.ModelMultipleChoiceField, forms.MultipleChoiceField)) and not value:
        return {}
    if value is None:
        return {bound.html_name: ""}
    if isinstance(value, (list, tuple, set)):
        return {bound.html_name: [getattr(one, "pk", one) for one in value]}
    return {bound.html_name: getattr(value, "code", value)}


def errors(response):
    """The complaints by field, those of rows by their prefixed field; None stands for the form as a whole."""
    found = {}
    sheets = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        sheets += inline.formset.forms
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = [str(error) for error in inline.formset.non_form_errors()]
    for form in sheets:
        for name, complaints in form.errors.items():
            key = form.add_prefix(name) if name != "__all__" else form.prefix
            found[key] = [str(complaint) for complaint in complaints]
    return found
