"""A visit whose every text and date is a sign of its own, so that a test sees where which of them turns up.

What may be public is named here; a new field is internal until it is named.
"""

import re
from datetime import date, datetime

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from beijing_ngo.core.fields import ChoiceListField
from beijing_ngo.core.models import Document, Photo
from tests.factories import (
    ArticleFactory,
    ConferenceFactory,
    DelegationFactory,
    ModelFactory,
    OrganisationFactory,
    SubmissionFactory,
    ThemeFactory,
    UserFactory,
)

# What the public may read of a public visit and of its public rows; nothing of any other model.
PUBLIC = {
    "Delegation": {"title", "purpose", "summary", "report", "slug", "starts_on", "ends_on"},
    "DelegationMember": {"family_name", "given_name", "latin_name", "position"},
    "ItineraryItem": {"title", "city", "date", "starts", "ends"},
    "Outcome": {"text", "due_on", "done_on"},
}
# Not words of anybody, and another value breaks the row.
TECHNICAL = {"slug", "deadline_zone", "currency", "source_language", "translated_from", "translation_digest"}
BOOKKEEPING = {"published_at", "created_at", "updated_at", "reviewed_at"}
OTHER_YEAR = "1907"  # of internal dates; nothing else happened in it
SIGN = re.compile(rf"zq\d{{4}}q|{OTHER_YEAR}")
LANGUAGE = re.compile(r"_(zh_hans|en)$")


def telling_fields(model):
    """The fields that hold words or days, in each language, with the name they have in both."""
    names = {field.name for field in model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        is_text = is_text and not isinstance(field, ChoiceListField) and not hasattr(field, "countries")
        base = LANGUAGE.sub("", field.name)
        if base in TECHNICAL | BOOKKEEPING or f"{field.name}_en" in names:
            continue
        if is_text or isinstance(field, models.DateField):
            yield field, base


class SecretVisit:
    """With a row of every kind that hangs on a visit: of what has a public side, one public row and one that is not."""

    def __init__(self, **state):
        self.signs: dict[str, str] = {}  # what each sign stands for: "Gift.item"
        self.rows = []
        self.is_public = not state
        self.conference = ConferenceFactory()
        owner = {name: self.sign("owner") for name in ("family_name", "given_name", "latin_name")}
        self.delegation = DelegationFactory(
            **self.told("Delegation", PUBLIC["Delegation"] if self.is_public else {"starts_on", "ends_on"}),
            owner=UserFactory(**owner),
            conference=self.conference,
            host_organisation=OrganisationFactory(),
            inviting_organisation=OrganisationFactory(),
            passport_basis="official",
            **state,
        )
        self.rows.append(self.delegation)
        for public in (True, False):
            self.add_rows(public)
        self.add_what_is_never_public()
        self.attach()
        self.article = ArticleFactory()
        self.article.delegations.add(self.delegation)
        self.submission = SubmissionFactory(conference=self.conference)
        self.delegation.themes.add(ThemeFactory())

    def sign(self, what: str) -> str:
        made = f"zq{len(self.signs):04d}q"
        self.signs[made] = what
        return made

    def told(self, model: str, may=frozenset(), /, **fixed) -> dict:
        """The values of a row: signs, ordinary words where they may be public, and what is fixed."""
        values = {}
        for field, base in telling_fields(apps.get_model("delegations", model)):
            is_day = isinstance(field, models.DateField)
            if base in fixed or (base in may and is_day):
                continue
            if base in may:
                values[field.name] = f"Ordinary {base}"
            elif isinstance(field, models.DateTimeField):
                values[field.name] = timezone.make_aware(datetime(int(OTHER_YEAR), 3, 1))
            elif is_day:
                values[field.name] = date(int(OTHER_YEAR), 3, 1)
            else:
                sign = self.sign(f"{model}.{base}")
                values[field.name] = f"https://{sign}.org/" if isinstance(field, models.URLField) else sign
        return {**values, **fixed}

    def add(self, model: str, may=frozenset(), /, **fixed):
        meta = type("Meta", (), {"model": apps.get_model("delegations", model)})
        made = type("Factory", (ModelFactory,), {"Meta": meta})(**self.told(model, may, **fixed))
        self.rows.append(made)
        return made

    def add_rows(self, public):
        may = PUBLIC if public and self.is_public else dict.fromkeys(PUBLIC, frozenset())
        of_visit = {"delegation": self.delegation, "public": public}
        self.person = self.add(
            "DelegationMember", may["DelegationMember"], organisation=OrganisationFactory(), **of_visit
        )
        stop = self.add(
            "ItineraryItem", may["ItineraryItem"], date=date(2023, 5, 8), country="CH", **of_visit
        )
        stop.attendees.add(self.person)
        self.add("Outcome", may["Outcome"], kind="follow_up", owner=self.delegation.owner, **of_visit)

    def add_what_is_never_public(self):
        of_visit = {"delegation": self.delegation}
        self.add("ChecklistItem", **of_visit)
        self.add("Gift", direction="given", **of_visit)
        self.add("Cost", **of_visit)
        participation = self.add("Participation", conference=self.conference)
        self.add("Nomination", participation=participation, member=self.person)
        sealed = self.sign("TravelDocument.sealed").encode()
        self.add("TravelDocument", member=self.person, sealed=sealed)

    def attach(self):
        def titles(what):
            return {"title_en": self.sign(what), "title_zh_hans": self.sign(what), "subject": self.delegation}

        self.documents = [
            Document.objects.create(
                file=ContentFile(self.sign("file").encode(), f"{self.sign('file name')}.pdf"),
                access=access,
                **titles(f"{access} document"),
            )
            for access in ("staff", "restricted")
        ]
        photo = Photo(
            caption_en=self.sign("photo"), alt_en=self.sign("photo"), consent=False, subject=self.delegation
        )
        photo.image.name = f"photos/{self.sign('photo')}.jpg"  # as if it lay there
        photo.width = photo.height = 1
        Photo.objects.bulk_create([photo])

    def change_everything(self):
        """A second state of each row, so that histories show what was before."""
        for row in self.rows:
            for field, _base in telling_fields(type(row)):
                value = getattr(row, field.name)
                if isinstance(field, models.CharField) and value:
                    setattr(row, field.name, f"{value}!")
                elif isinstance(field, models.TextField) and value:
                    setattr(row, field.name, f"{value} again")
            row.save()

    def leaks(self, response) -> set[str]:
        """What of it an answer tells."""
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found = set(SIGN.findall(body.decode("utf-8", "replace")))
        return {self.signs.get(sign, "a date") for sign in found}
