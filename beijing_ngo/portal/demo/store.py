"""From an item of the demonstration content to a row of the database.

An item's keys are the model's fields, and a key that is no field stops the loading. A row is found again by what
identifies it (its slug, for most) and written only where it differs, so a second loading on the same day writes nothing.
What the content says wins over what somebody changed meanwhile; what it does not say, and every other row, stays.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from beijing_ngo.core.fields import RichTextField
from beijing_ngo.core.models import Status
from beijing_ngo.core.rich_text import from_markdown
from beijing_ngo.core.zones import BEIJING
from beijing_ngo.portal.demo.dates import resolve
from members.models import User

# By what other items name a row; the rest have slugs.
NAMED_BY = {User: "email", Group: "name"}


class ContentError(Exception):
    """The content says something that the models do not know."""


class Store:
    def __init__(self, today: date):
        self.today = today
        self.found = {}
        self.password = ""
        self.terms = {}  # how many terms of membership each organisation has had so far

    def find(self, model, name):
        """The row that others call by this name."""
        if (model, name) not in self.found:
            row = model._default_manager.filter(**{NAMED_BY.get(model, "slug"): name}).first()
            if row is None:
                raise ContentError(f"There is no {model._meta.verbose_name} called {name}.")
            self.found[model, name] = row
        return self.found[model, name]

    def put(self, model, item: dict, *, by=("slug",), row=None, zone=BEIJING, start=None, **fixed):
        """Write one item, with `fixed` values besides its own, into its row; return the row."""
        values, many = dict(fixed), {}
        for name, value in item.items():
            field = self._field(model, name)
            if field.many_to_many:
                many[field] = [self.find(field.related_model, one) for one in value]
            else:
                values[name] = self._value(field, value, zone, start)
        if row is None:
            row = model._default_manager.filter(**{name: values[name] for name in by}).first() or model()
        changed = [name for name, value in values.items() if _differs(row, name, value)]
        for name in changed:
            setattr(row, name, values[name])
        if changed or row._state.adding:
            row.skip_history_when_saving = True  # the history is for what people change
            row.save()
        for field, rows in many.items():
            getattr(row, field.name).set(rows)
        if name := values.get(NAMED_BY.get(model, "slug")):
            self.found[model, name] = row
        return row

    def day(self, text, start=None) -> date:
        when = resolve(text, self.today, start)
        return when.date() if isinstance(when, datetime) else when

    def moment(self, text, zone=BEIJING, start=None) -> datetime:
        when = resolve(text, self.today, start)
        if not isinstance(when, datetime):
            raise ContentError(f"{text!r} has no time of day.")
        return when.replace(tzinfo=ZoneInfo(zone))

    def published(self, day: date) -> dict:
        """The fields of a record that the public sees from nine o'clock of a day, or since yesterday at the latest."""
        day = min(day, self.today - timedelta(days=1))
        return {
            "status": Status.PUBLISHED,
            "published_at": datetime.combine(day, time(9), tzinfo=ZoneInfo(BEIJING)),
        }

    @staticmethod
    def _field(model, name):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        if field is None or field.auto_created:
            raise ContentError(f"{model._meta.object_name} has no field {name}.")
        return field

    def _value(self, field, value, zone, start):
        match field:
            case models.ForeignKey():
                return self.find(field.related_model, value)
            case models.DateTimeField():
                return self.moment(value, zone, start)
            case models.DateField():
                return self.day(value, start)
            case models.TimeField():
                return time.fromisoformat(value)
            case models.DecimalField():
                return Decimal(str(value))
            case RichTextField():
                return str(from_markdown(value))
            case models.TextField() if isinstance(value, list):
                return "\n".join(value)
        return value.strip() if isinstance(value, str) else value


def _differs(row, name, value):
    field = row._meta.get_field(name)
    return field.get_prep_value(getattr(row, field.attname)) != field.get_prep_value(
        value.pk if isinstance(value, models.Model) else value
    )
