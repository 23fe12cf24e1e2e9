"""What several kinds of records have in common, as programs read it."""

from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType, TypedDict  # pydantic wants this TypedDict before Python 3.12


class Model(BaseModel):
    model_config = ConfigDict(populate_by_name=True)


Text = TypedDict("Text", {"zh-Hans": str | None, "en": str | None})
Text.__doc__ = _("The same words in both languages; null where there are none.")

# A type with a name of its own, so that the description has it once.
Words = TypeAliasType(
    "Words", Annotated[Text | str, Field(description=_("Both languages as an object; with lang, one text."))]
)
Code = Annotated[str, Field(description=_("A fixed word for programs, the same in both languages."))]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Tag = Literal["zh-Hans", "en"]


class Term(Model):
    code: Code
    label: Words


class Theme(Model):
    slug: str
    name: Words


class Reference(Model):
    slug: str | None = Field(description=_("Null where the record has no public page."))
    name: Words | None
    url: Words | None = Field(description=_("Its page on this site."))
    api_url: Address | None = Field(
        description=_("The record here, where its kind is among these resources.")
    )


class Partner(Reference):
    role: Term


class Photo(Model):
    url: Address
    width: int | None
    height: int | None
    alt: Words | None = Field(description=_("What the picture shows."))
    caption: Words | None
    credit: str | None


class File(Model):
    url: Address
    title: Words | None
    language: str = Field(description=_("The language of the file."))
    format: str = Field(description=_("The ending of its name: PDF, DOCX."))
    size: int = Field(description=_("In bytes."))
    sha256: str | None


Day = Annotated[
    str,
    Field(
        description=_("2027-03-20, or 2015-10 or 2015 where no more is known."),
        pattern=r"^\d{4}(-\d\d(-\d\d)?)?$",
    ),
]
Moment = Annotated[
    str,
    Field(
        description=_("Day and hour with the offset of the place, or as much of the day as is known."),
        pattern=r"^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d)?)?)?$",
    ),
]
Hour = Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
Stamp = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Precision = Literal["day", "month", "year"]


class Days(Model):
    starts: Day
    ends: Day
    precision: Precision = Field(description=_("How exactly the days are known."))


class Record(Model):
    slug: str = Field(description=_("The last part of every address of the record."))
    url: Words = Field(description=_("Its page on this site."))
    api_url: Address = Field(description=_("The record alone, with all its fields."))
    updated_at: Stamp = Field(description=_("When the record itself was last changed."))
    language: Tag | None = Field(description=_("The language asked for; null where both were."))
    fallback: list[str] = Field(
        description=_("With lang: the texts that exist in the other language only and are given in that.")
    )


class ProblemError(Model):
    parameter: str
    message: str


class Problem(Model):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError] = Field(
        default_factory=list, description=_("What is wrong with which parameter.")
    )


class Index(Model):
    resources: dict[str, Address]
    openapi: Address
    documentation: Words = Field(description=_("This reference, for people."))
