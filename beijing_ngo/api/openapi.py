"""What describes the interface to programs: an OpenAPI document, in the language asked for.

The library writes the paths, parameters and shapes from the types; what it cannot know is added here: that refusals are
problem+json, which headers there are, that an unchanged answer is a 304.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from beijing_ngo.api.endpoint import METHODS
from beijing_ngo.api.interface import RESOURCES, api
from beijing_ngo.api.parameters import OneQuery, refuse_unknown
from beijing_ngo.api.problems import TYPE, Invalid, invalid, none_of_the_values
from beijing_ngo.api.wording import CODES, resource_address
from beijing_ngo.core import kept
from beijing_ngo.core.language import ENGLISH, TAGS

PROBLEM = {"content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
HEADERS = {
    "ETag": gettext_noop("Send it back as If-None-Match: an unchanged answer is a short 304."),
    "Link": gettext_noop("The address of the next piece, as rel=next."),
    "RateLimit-Limit": gettext_noop("Requests a minute from one address."),
    "RateLimit-Remaining": gettext_noop("How many of them are left."),
    "RateLimit-Reset": gettext_noop("Seconds until they are counted anew."),
    "Retry-After": gettext_noop("Seconds to wait."),
}
ANSWERS = {
    "200": gettext_noop("What was asked for."),
    "304": gettext_noop("Nothing has changed since the ETag that was sent along."),
    "404": gettext_noop("There is nothing public under this address."),
    "405": gettext_noop("This interface is for reading: it answers GET and HEAD."),
    "422": gettext_noop("A parameter is not right; the answer says which and why."),
    "429": gettext_noop("Too many requests from one address."),
    "500": gettext_noop("Something went wrong on our side; it has been recorded."),
}
OF_LIMIT = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def view(request: HttpRequest) -> HttpResponse:
    """In English, or in the language that ?lang= asks for."""
    try:
        refuse_unknown(request.GET, OneQuery)
    except Invalid as wrong:
        return invalid(wrong)
    tag = request.GET.get("lang", TAGS[ENGLISH])
    if tag not in CODES:
        return invalid(Invalid("lang", none_of_the_values(", ".join(CODES))))
    with override(CODES[tag]):
        made = HttpResponse(json.dumps(document(), ensure_ascii=False), content_type="application/json")
    made.headers["Content-Language"] = tag
    return made


def document() -> dict[str, Any]:
    """In the language of the moment."""
    drawn = api.get_openapi_schema(path_prefix="")
    made = _plain(drawn)
    made["info"] = {
        "title": _("%(association)s: public records") % {"association": kept.site().name},
        "version": api.version,
        "description": _("Read only, without an account or a key. What the public pages show is here too."),
    }
    made["servers"] = [{"url": resource_address("")}]
    made["tags"] = [{"name": one.name, "description": _(one.about)} for one in RESOURCES]
    for operations in made["paths"].values():
        for operation in operations.values():
            _complete(operation)
    made["components"]["headers"] = {
        name: {
            "description": _(words),
            "schema": {"type": "string" if name in ("ETag", "Link") else "integer"},
        }
        for name, words in HEADERS.items()
    }
    return made


def _plain(value):
    """Without the titles that repeat names, and with descriptions in the language of the moment."""
    if isinstance(value, dict):
        return {
            str(key): _(inner) if key == "description" and inner and isinstance(inner, str) else _plain(inner)
            for key, inner in value.items()
            if not (key == "title" and isinstance(inner, str))
        }
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _complete(operation):
    answers = operation["responses"]
    is_list = operation["operationId"].startswith("list_")
    title = next((_(one.title) for one in RESOURCES if one.name in operation["tags"]), _("Contents"))
    is_one = operation["operationId"].startswith("read_")
    operation["summary"] = _("%(title)s: one record") % {"title": title} if is_one else title
    for parameter in operation["parameters"]:
        parameter["schema"].pop("description", None)  # the parameter has it
    for status in ("405", "422", "429", "500"):
        answers.setdefault(status, {})
    for status in (name for name in answers if name != "200"):
        answers[status] = {**PROBLEM, "headers": _headers(*OF_LIMIT)}
    answers["200"]["headers"] = _headers("ETag", *(["Link"] if is_list else []), *OF_LIMIT)
    answers["304"] = {"headers": _headers("ETag", *OF_LIMIT)}
    answers["429"]["headers"] |= _headers("Retry-After")
    answers["500"]["headers"] = {}
    answers["405"]["headers"] = {"Allow": {"schema": {"const": METHODS}}}
    for status, answer in answers.items():
        answer["description"] = _(ANSWERS[status])
    operation["responses"] = dict(sorted(answers.items()))


def _headers(*names):
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
