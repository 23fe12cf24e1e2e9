"""The reference page: the same description that programs read, set for people, with an example from our own records."""

import json
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from beijing_ngo.api import openapi, problems
from beijing_ngo.api.interface import RESOURCES
from beijing_ngo.api.parameters import ListQuery
from beijing_ngo.api.resources import Resource
from beijing_ngo.api.schemas import Record
from beijing_ngo.api.wording import Tongue, public, resource_address
from beijing_ngo.core import kept, public_address
from beijing_ngo.core.language import TAGS, current

AN_HOUR = 3600
MOST_VALUES = 20
# Explained once, below; everything else is told in place.
SHAPES = ("Term", "Theme", "Reference", "Partner", "Photo", "File", "Days", "Problem", "ProblemError")
OF_EVERY_LIST = {name for name in ListQuery.model_fields if name != "sort"}
OF_EVERY_RECORD = set(Record.model_fields)


@dataclass(frozen=True)
class Row:
    """One parameter or field."""

    name: str
    type: str
    description: str = ""
    values: str = ""
    shape: str = ""  # where the type is explained


@dataclass(frozen=True)
class Section:
    """One resource."""

    name: str
    title: str
    about: str
    address: str
    parameters: list[Row]
    fields: list[Row]
    more: list[Row]  # of the record alone


class ReferenceView(TemplateView):
    template_name = "api/reference.html"

    def get_context_data(self, **kwargs):
        # Full addresses are part of it, so each host has its own.
        key = ("api reference", current(), public_address.full(""))
        return super().get_context_data(
            section="api",
            crumbs=[(_("Data and API"), "")],
            **kept.value(key, gather, AN_HOUR),
            **kwargs,
        )


def gather() -> dict:
    document = openapi.document()
    shapes = document["components"]["schemas"]
    read = {
        operation["operationId"]: operation
        for operations in document["paths"].values()
        for operation in operations.values()
    }
    return {
        "base": format_html('<a href="{0}/"><code>{0}/</code></a>', resource_address("")),
        "openapi_url": resource_address("openapi.json"),
        "resources": [_section(one, read, shapes) for one in RESOURCES],
        "common": [
            _parameter(one) for one in read["list_events"]["parameters"] if one["name"] in OF_EVERY_LIST
        ],
        "every_record": [
            row for row in _fields(shapes["EventDetail"], shapes) if row.name in OF_EVERY_RECORD
        ],
        "shapes": [(name, _fields(shapes[name], shapes)) for name in SHAPES if name in shapes],
        "problem": refusal(),
        "example": example(),
    }


def _section(resource: Resource, read: dict, shapes: dict) -> Section:
    fields = _fields(shapes[resource.summary.__name__], shapes)
    all_fields = _fields(shapes[resource.detail.__name__], shapes)
    return Section(
        name=resource.name,
        title=_(resource.title),
        about=_(resource.about),
        address=resource_address(resource.name),
        parameters=[
            _parameter(one)
            for one in read[f"list_{resource.name}"]["parameters"]
            if one["name"] not in OF_EVERY_LIST
        ],
        fields=[row for row in fields if row.name not in OF_EVERY_RECORD],
        more=[row for row in all_fields if row not in fields],
    )


def _parameter(parameter: dict) -> Row:
    schema = parameter["schema"]
    return Row(
        name=parameter["name"],
        type=_type(schema)[0],
        description=parameter.get("description", ""),
        values=_values(schema.get("enum", [])),
    )


def _fields(shape: dict, shapes: dict, before: str = "") -> list[Row]:
    """The fields in their order; what only one resource has is opened in place: when.starts, programme[].title."""
    rows = []
    for name, schema in shape["properties"].items():
        kind, inner = _type(schema)
        is_shared = inner in (*SHAPES, "Words")
        is_opened = inner in shapes and not is_shared
        given = _given(schema)
        rows.append(
            Row(
                name=before + name,
                type=kind.replace(inner, "object") if is_opened else kind,
                description=schema.get("description") or given.get("description", ""),
                values=_values(given.get("enum") or _codes(given)),
                shape=inner if is_shared else "",
            )
        )
        if is_opened:
            below = f"{before}{name}[]." if "[]" in kind else f"{before}{name}."
            rows += _fields(shapes[inner], shapes, below)
    return rows


def _given(schema: dict) -> dict:
    """What stands there where it is not null."""
    return next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema)


def _codes(schema: dict) -> list[str]:
    """Those that a term may have."""
    return schema.get("properties", {}).get("code", {}).get("enum", [])


def _values(values: list[str]) -> str:
    # More than a screenful of codes helps nobody.
    return ", ".join(values) if len(values) <= MOST_VALUES else ""


def _type(schema: dict) -> tuple[str, str]:
    """How the type is written, and the shape it is made of: "Photo[]" and "Photo"."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        kind, inner = _type(_given(schema))
        return f"{kind} | null", inner
    if schema.get("type") == "array":
        kind, inner = _type(schema["items"])
        return f"{kind}[]", inner
    return schema.get("type", "object"), ""


def refusal() -> str:
    """What a value that cannot be meant is answered with."""
    wrong = problems.Invalid("when", problems.none_of_the_values("upcoming, past"))
    return _set(json.loads(problems.invalid(wrong).content))


def example() -> dict | None:
    """The latest event as a list has it, in the reader's language."""
    events, tongue = RESOURCES[0], Tongue(current())
    latest = events.for_list(public(events.model, tongue)).order_by("-starts_at", "-pk").first()
    if latest is None:
        return None
    told = events.summary.model_validate(events.told(latest, tongue))
    return {
        "address": f"{resource_address(events.name)}?limit=1&lang={TAGS[tongue.code]}",
        "answer": _set(told.model_dump(mode="json", by_alias=True)),
    }


def _set(answer: dict) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)
