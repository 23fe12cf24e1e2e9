"""Forms of the staff admin: what is wrong stands beside a field, a draft needs one language and no address."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname
from unfold.forms import AuthenticationForm, PaginationGenericInlineFormSet, PaginationInlineFormSet
from unfold.widgets import UnfoldBooleanSwitchWidget

from beijing_ngo.core.models import Status, Translated
from beijing_ngo.core.uploads import check_size

LONGEST_SLUG = 80
# Moments that are typed by the clock of a place: the field that names its time zone, and the moments.
OWN_CLOCKS = {
    "time_zone": ("starts_at", "ends_at"),
    "deadline_zone": ("deadline", "nominate_by", "confirm_by"),
}
# Where a record without an English title takes the date in its address from.
DATE_FIELDS = ("starts_at", "starts_on", "date", "period_start", "filed_on")


class SignInForm(AuthenticationForm):
    """The login is an e-mail address, and browsers should know."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.input_type = "email"
        self.fields["username"].widget.attrs["autocomplete"] = "username"


class PhotoFormField(forms.ImageField):
    """Django looks into a picture before any validator is asked; the size is known before that."""

    default_error_messages = {
        "invalid_image": _("This is not a JPEG, PNG or WebP picture, or the file is damaged.")
    }

    def to_python(self, data):
        if data not in self.empty_values:
            check_size(data, settings.MAX_PHOTO_BYTES)
        return super().to_python(data)


class StaffForm(forms.ModelForm):
    """What every form of the admin does: it names the field that a rule of the database is about."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the title when left empty
        if "cover" in self.fields:
            cover, subject = self.fields["cover"], self.instance
            cover.queryset = subject.photos.all() if subject.pk else cover.queryset.none()
            cover.help_text = _("One of the photographs below; left empty, the first of them.")
        self._show_own_clocks()

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("status") == Status.PUBLISHED
            and "published_at" in cleaned
            and cleaned["published_at"] is None
        ):
            cleaned["published_at"] = timezone.now()
        if "slug" in cleaned and not cleaned["slug"]:
            cleaned["slug"] = self._free_slug(cleaned)
        self._ask_for_one_language(cleaned)
        self._read_own_clocks(cleaned)
        return cleaned

    def _own_clocks(self):
        """The moments on this form that follow another clock than the office's, with their time zone's field."""
        for zone, moments in OWN_CLOCKS.items():
            if zone in self.fields:
                yield from ((zone, name) for name in moments if name in self.fields)

    def _show_own_clocks(self):
        for zone, name in self._own_clocks():
            self.fields[name].help_text = _("By the clock of the time zone given below.")
            moment = getattr(self.instance, name)
            if moment:
                there = moment.astimezone(ZoneInfo(getattr(self.instance, zone)))
                self.initial[name] = timezone.make_aware(there.replace(tzinfo=None))

    def _read_own_clocks(self, cleaned):
        for zone, name in self._own_clocks():
            # A zone that does not exist is complained about by its own field.
            if cleaned.get(name) and cleaned.get(zone) in available_timezones():
                typed = timezone.make_naive(cleaned[name])
                cleaned[name] = typed.replace(tzinfo=ZoneInfo(cleaned[zone]))

    def _ask_for_one_language(self, cleaned):
        """A text that a record cannot do without is written in at least one language."""
        model = self._meta.model
        if issubclass(model, Translated) or model not in translator.get_registered_models():
            return  # Translated records ask for their own language themselves
        if self.empty_permitted and not self.has_changed():
            return
        for name in translator.get_options_for_model(model).all_fields:
            if model._meta.get_field(name).blank:
                continue
            columns = [build_localized_fieldname(name, code) for code, _name in settings.LANGUAGES]
            asked = all(column in self.fields for column in columns)
            wrong = any(column in self.errors for column in columns)
            if asked and not wrong and not any(map(cleaned.get, columns)):
                self.add_error(columns[0], _("Please write this in at least one language."))

    def _free_slug(self, cleaned):
        """An address from the English title; without one, from the kind of record, its day and four letters."""
        model = self._meta.model
        title = next(
            (cleaned.get(f"{name}_en") for name in ("title", "name") if cleaned.get(f"{name}_en")), ""
        )
        wish = slugify(title)[:LONGEST_SLUG].strip("-")
        if len(wish) < 3:
            day = next((cleaned[name] for name in DATE_FIELDS if cleaned.get(name)), timezone.now())
            day = timezone.localtime(day) if isinstance(day, datetime) else day
            return f"{model._meta.model_name}-{day:%Y-%m-%d}-{secrets.token_hex(2)}"
        taken = set(
            model._default_manager.filter(slug__startswith=wish)
            .exclude(pk=self.instance.pk)
            .values_list("slug", flat=True)
        )
        return next(
            slug for slug in (wish, *(f"{wish}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
        )

    def _post_clean(self):
        """The model would put what its rules say above the whole form; so they are asked one by one, here."""
        self.instance.validate_constraints = lambda exclude=None: None
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints
        self._ask_the_rules()

    def _ask_the_rules(self):
        exclude = self._get_validation_exclusions()
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if self._is_for_the_formset(constraint):
                    continue
                try:
                    constraint.validate(model, self.instance, exclude=exclude)
                except ValidationError as error:
                    self.add_error(self._field_of(constraint), error)

    def _is_for_the_formset(self, constraint):
        """Rows of one parent are compared with each other, not with what the database still holds."""
        parent = getattr(self, "parent_field", None)
        return parent and isinstance(constraint, UniqueConstraint) and parent in constraint.fields

    def _field_of(self, constraint):
        """The field left empty among those the rule names, or else the last of them; None if none is on the form."""
        named = [*getattr(constraint, "fields", ()), *_names(getattr(constraint, "expressions", ()))]
        named += _names([constraint.condition] if constraint.condition else [])
        shown = [
            name for name in named if name in self.fields and name != getattr(self, "parent_field", None)
        ]
        empty = [name for name in shown if getattr(self.instance, name, None) in (None, "")]
        return next(iter(empty or shown[::-1]), None)


def _names(expressions):
    """The fields that conditions and expressions start from, in their order."""
    for expression in expressions:
        if isinstance(expression, tuple):
            yield expression[0].partition("__")[0]
        elif isinstance(expression, Q):
            yield from _names(expression.children)
        elif isinstance(expression, F):
            yield expression.name
        elif expression is not None:
            yield from _names(expression.get_source_expressions())


class TranslatedForm(StaffForm):
    """For records that remember how far their translation has come."""

    minor_edit = forms.BooleanField(
        label=_("minor edit"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("A comma or a typing error: the translation stays in step with the original."),
    )


class RowsMixin:
    """The rows below a record. What must be unique among them may be swapped, so rows step aside before they are saved.

    `aside` names the values that take changed rows out of each other's way.
    """

    aside = None

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.parent_field = self.fk.name

    def validate_unique(self):
        rows = [form for form in self.forms if form.is_valid() and form not in self.deleted_forms]
        rows = [form for form in rows if form.has_changed() or form.instance.pk]
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and self.fk.name in constraint.fields:
                self._compare(rows, constraint)
        super().validate_unique()

    def _compare(self, rows, constraint):
        seen = set()
        for form in rows:
            row = form.instance
            if constraint.condition and not constraint.condition.check(
                row._get_field_expression_map(meta=row._meta)
            ):
                continue
            key = tuple(getattr(row, self.model._meta.get_field(name).attname) for name in constraint.fields)
            if key in seen:
                form.add_error(form._field_of(constraint), str(constraint.get_violation_error_message()))
            seen.add(key)

    def save_existing_objects(self, commit=True):
        if commit and self.aside:
            moving = [form.instance.pk for form in self.initial_forms if form.has_changed()]
            self.get_queryset().model._default_manager.filter(pk__in=moving).update(**self.aside)
        return super().save_existing_objects(commit)


class RowsFormSet(RowsMixin, PaginationInlineFormSet):
    pass


class GenericRowsFormSet(PaginationGenericInlineFormSet):
    pass
