"""The small rows that belong to one record, fetched in the record's own statement.

A page that shows a record with its programme, speakers, partners and photographs would ask for each of them in a
statement of its own. A correlated subquery that makes one JSON list of each costs one statement in all.
"""

from types import SimpleNamespace

from django.db.models import F, JSONField, Subquery


class RowsField(JSONField):
    """Reads the JSON list as objects with the columns' names."""

    def __init__(self, names=(), **kwargs):
        self.names = tuple(names)
        super().__init__(**kwargs)

    def from_db_value(self, value, expression, connection):
        rows = super().from_db_value(value, expression, connection)
        return [SimpleNamespace(**dict(zip(self.names, row, strict=True))) for row in rows or []]


class JSONRows(Subquery):
    """`JSONRows(queryset, name="path", …)`: the queryset's rows in its order, each with the columns named.

    A column is a path, as in values(), or an expression. Dates and times arrive as the database writes them in JSON
    (text), yes and no as something true or false.
    """

    def __init__(self, queryset, **columns):
        self.names = tuple(columns)
        # Neutral names, because a column may not be called as a field of the model is.
        expressions = {
            f"json_{place}": F(column) if isinstance(column, str) else column
            for place, column in enumerate(columns.values())
        }
        # A translated model's values() would add columns for the other language.
        values = getattr(queryset, "raw_values", queryset.values)
        super().__init__(values(**expressions), output_field=RowsField(self.names))

    def as_sql(self, compiler, connection, template=None, **extra_context):
        cells = ", ".join(self._cell(place, connection.vendor) for place in range(len(self.names)))
        if connection.vendor == "postgresql":
            rows = f"COALESCE(JSONB_AGG(JSONB_BUILD_ARRAY({cells})), '[]'::jsonb)"
        else:
            rows = f"JSON_GROUP_ARRAY(JSON_ARRAY({cells}))"
        template = f'(SELECT {rows} FROM (%(subquery)s) "json_rows")'  # noqa: S608, made of numbers
        return super().as_sql(compiler, connection, template=template, **extra_context)

    def _cell(self, place, vendor):
        column = f'"json_rows"."json_{place}"'
        is_json = isinstance(self.query.annotation_select[f"json_{place}"].output_field, JSONField)
        return f"JSON({column})" if is_json and vendor == "sqlite" else column  # which keeps JSON as text
