"""What a request may ask for: kinds of parameters, and those that every list has.

A parameter that was left out is None. Its schema offers no null, since an address has none.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from beijing_ngo.api.problems import Invalid
from beijing_ngo.api.schemas import Tag
from beijing_ngo.api.wording import CODES, Tongue
from beijing_ngo.core import lists
from beijing_ngo.core.countries import PLACES
from beijing_ngo.core.models import SDG

FIRST_YEAR, LAST_YEAR = 1900, 2199
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)


def one_of(values: Iterable[str]) -> Any:
    """A text that is one of a few."""
    known = tuple(str(value) for value in values)

    def check(value: str) -> str:
        if value not in known:
            raise PydanticCustomError("one_of", "none of the values", {"values": ", ".join(known)})
        return value

    return Annotated[str, AfterValidator(check), WithJsonSchema({"type": "string", "enum": list(known)})]


def _day(value: str) -> date:
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        raise PydanticCustomError("day", "no day")
    # Nothing of ours is older or later, and a database cannot count from everywhere.
    return min(max(day, date(FIRST_YEAR, 1, 1)), date(LAST_YEAR, 12, 31))


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value.upper()) if _MOMENT.fullmatch(value) else None
    except ValueError:
        moment = None
    if moment is None:
        raise PydanticCustomError("moment", "no moment")
    if moment.year < FIRST_YEAR:
        return datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    return moment if moment.year <= LAST_YEAR else datetime(LAST_YEAR, 12, 31, tzinfo=UTC)


Day = Annotated[str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[str, AfterValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=120)]
Country = one_of(sorted(PLACES))
Goal = Annotated[int, Field(ge=min(SDG.values), le=max(SDG.values))]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class OneQuery(BaseModel):
    lang: Tag = Field(
        None,
        description=_(
            "One language instead of both. What exists in the other one only is given in that, and said to be."
        ),
    )

    @property
    def tongue(self) -> Tongue:
        return Tongue(CODES.get(self.lang, ""))


class ListQuery(OneQuery):
    limit: int = Field(
        20,
        ge=1,
        le=100,
        description=_("How many records in one answer, from 1 to 100; 20 where it is left out."),
    )
    cursor: str = Field(
        None,
        max_length=300,
        description=_("Where to go on, taken from “next” of the answer before; never made up."),
    )
    q: str = Field(
        None,
        max_length=lists.LONGEST_QUERY,
        description=_(
            "Words that all stand in the record, in either language, as the search of the site finds them: "
            "of very many records the newest five hundred."
        ),
    )
    theme: Slug = Field(None, description=_("Slug of a theme."))
    sdg: Goal = Field(None, description=_("Number of a Sustainable Development Goal."))
    updated_since: Moment = Field(
        None,
        description=_(
            "Only what was changed at this moment or later: 2027-03-01T00:00:00Z. Goes well with sort=updated_at."
        ),
    )

    @property
    def words(self) -> str:
        return lists.words({"q": self.q or ""})


def refuse_unknown(params: MultiValueDict, query: type[BaseModel]) -> None:
    """A misspelt parameter is an error: ignored, it would give everything and look like an answer."""
    known = {field.alias or name for name, field in query.model_fields.items()}
    for name in params:
        if name not in known:
            raise Invalid(
                name,
                gettext("There is no such parameter; there are: %(names)s.")
                % {"names": ", ".join(sorted(known))},
            )
        if len(params.getlist(name)) > 1:
            raise Invalid(name, gettext("Given more than once."))


def named(rows: QuerySet, slug: str, parameter: str):
    """The public record that a parameter names."""
    record = rows.filter(slug=slug).first()
    if record is None:
        raise Invalid(
            parameter, gettext("There is nothing public under this name: %(slug)s.") % {"slug": slug}
        )
    return record
