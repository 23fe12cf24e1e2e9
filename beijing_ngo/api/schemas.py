"""What several kinds of records have in common, as programs read it."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

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
    label: Words = Field(description=_("What it is called."))


def term_of(values: Iterable) -> Any:
    """One of a few known terms: the description names their codes."""
    codes = [str(value) for value in values]
    return Annotated[Term, Field(json_schema_extra={"properties": {"code": {"enum": codes}}})]


class Theme(Model):
    slug: str = Field(description=_("For the parameter “theme”."))
    name: Words = Field(description=_("Name."))


class Reference(Model):
    slug: str | None = Field(description=_("Null where the record has no public page."))
    name: Words | None = Field(description=_("Name or title."))
    url: Words | None = Field(description=_("Its page on this site."))
    api_url: Address | None = Field(
        description=_("The record here, where its kind is among these resources.")
    )


class Photo(Model):
    url: Address = Field(description=_("The picture."))
    width: int | None = Field(description=_("In pixels."))
    height: int | None = Field(description=_("In pixels."))
    alt: Words | None = Field(description=_("What the picture shows."))
    caption: Words | None = Field(description=_("Caption."))
    credit: str | None = Field(description=_("Whose photograph it is."))


class File(Model):
    url: Address = Field(description=_("Where to fetch it."))
    title: Words | None = Field(description=_("Title."))
    language: str = Field(description=_("The language of the file."))
    format: str = Field(description=_("The ending of its name: PDF, DOCX."))
    size: int = Field(description=_("In bytes."))
    sha256: str | None = Field(description=_("Digest of its content (SHA-256)."))


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
Hour = Annotated[str, Field(description=_("By the clocks of the place: 14:30."), pattern=r"^\d\d:\d\d$")]
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
    themes: list[Theme] = Field(description=_("What it is about."))
    sdgs: list[int] = Field(description=_("Sustainable Development Goals it serves, by number."))
    fallback: list[str] = Field(
        description=_("With lang: the texts that exist in the other language only and are given in that.")
    )


class ProblemError(Model):
    parameter: str = Field(description=_("Name of the parameter."))
    message: str = Field(description=_("What is wrong with it."))


class Problem(Model):
    """RFC 9457."""

    type: str = Field(description=_("Always about:blank: the status says what kind of error it is."))
    title: str = Field(description=_("The error in a few words."))
    status: int = Field(description=_("The status of the answer."))
    detail: str = Field(description=_("The error in whole sentences."))
    errors: list[ProblemError] = Field(
        default_factory=list, description=_("What is wrong with which parameter.")
    )


class Index(Model):
    resources: dict[str, Address]
    openapi: Address
    documentation: Words = Field(description=_("This reference, for people."))
