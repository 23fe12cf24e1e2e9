"""Errors as RFC 9457 has them (application/problem+json), in the reader's language."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.api.schemas import Problem
from beijing_ngo.core.language import TAGS, current

TYPE = "application/problem+json"


class Invalid(Exception):  # noqa: N818, what a parameter is
    """A value of a parameter that cannot be meant."""

    def __init__(self, parameter: str, message: str):
        super().__init__(f"{parameter}: {message}")
        self.parameter, self.message = parameter, message


def response(status: HTTPStatus, title: str, detail: str, errors=(), **headers) -> HttpResponse:
    problem = Problem(type="about:blank", title=title, status=status, detail=detail, errors=list(errors))
    answer = HttpResponse(problem.model_dump_json(), status=status, content_type=TYPE)
    for name, value in {"Cache-Control": "no-store", "Content-Language": TAGS[current()], **headers}.items():
        answer.headers[name.replace("_", "-")] = value
    return answer


def not_found() -> HttpResponse:
    return response(HTTPStatus.NOT_FOUND, _("Not found"), _("There is nothing public under this address."))


def not_allowed(allowed: str) -> HttpResponse:
    detail = _("This interface is for reading: it answers GET and HEAD.")
    return response(HTTPStatus.METHOD_NOT_ALLOWED, _("Method not allowed"), detail, Allow=allowed)


def too_many(seconds: int) -> HttpResponse:
    detail = ngettext(
        "Too many requests from your address. Please go on in %(seconds)d second.",
        "Too many requests from your address. Please go on in %(seconds)d seconds.",
        seconds,
    ) % {"seconds": seconds}
    return response(HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests"), detail, Retry_After=str(seconds))


def crashed() -> HttpResponse:
    detail = _("The fault is ours. It has been recorded; please try again in a little while.")
    return response(HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong"), detail)


def invalid(*found: Invalid) -> HttpResponse:
    errors = [{"parameter": one.parameter, "message": one.message} for one in found]
    detail = " ".join(f"{one.parameter}: {one.message}" for one in found)
    return response(HTTPStatus.UNPROCESSABLE_ENTITY, _("A parameter is not right"), detail, errors)


def none_of_the_values(values: str) -> str:
    return _("This is none of the values: %(values)s.") % {"values": values}


def of_validation(errors: list[dict]) -> list[Invalid]:
    """What the library found, in our words."""
    return [Invalid(str(error["loc"][-1]), _worded(error)) for error in errors]


def _worded(error: dict) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "one_of":
        return none_of_the_values(context["values"])
    if kind in ("literal_error", "enum"):
        values = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return none_of_the_values(values)
    if kind == "greater_than_equal":
        return _("At least %(limit)s.") % {"limit": context["ge"]}
    if kind == "less_than_equal":
        return _("At most %(limit)s.") % {"limit": context["le"]}
    if kind == "string_too_long":
        return _("At most %(limit)s characters.") % {"limit": context["max_length"]}
    if kind == "string_pattern_mismatch":
        return _("Latin letters, digits, hyphens and underscores.")
    if kind.startswith("int_"):
        return _("A whole number.")
    if kind == "day":
        return _("A day, such as 2027-03-20.")
    if kind == "moment":
        return _("A moment with its offset, such as 2027-03-20T20:00:00Z; a plus sign is written %2B.")
    return _("This value is not right.")
