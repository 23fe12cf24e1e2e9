"""Sentences in both languages, said about the same thing. The same number always gives the same text."""

from random import Random

from beijing_ngo.portal.scale.words import (
    BEIJING,
    FAMILY_NAMES,
    GIVEN_NAMES,
    PARAGRAPHS,
    PLACES,
    SUBJECTS,
    Place,
    Words,
)


class Writer:
    """Writes about one subject in one place."""

    def __init__(self, kind: str, number: int, places=None):
        self.dice = Random(f"{kind}-{number}")  # noqa: S311, no secret: the same text on every machine
        self.subject: Words = self.dice.choice(SUBJECTS)
        # Half of what the association does it does at home.
        self.place: Place = self.dice.choice(places or (PLACES if self.dice.random() < 0.5 else [BEIJING]))

    def both(self, field: str, words: Words) -> dict[str, str]:
        """The two columns of a translated field."""
        facts = {"number": self.dice.randint(8, 60)}
        chinese = words.zh.format(place=self.place.zh, subject=self.subject.zh, **facts)
        english = words.en.format(place=self.place.en, subject=self.subject.en, **facts)
        return {f"{field}_zh_hans": chinese, f"{field}_en": english}

    def one_of(self, field: str, choices: list[Words]) -> dict[str, str]:
        return self.both(field, self.dice.choice(choices))

    def body(self, field: str) -> dict[str, str]:
        """Three paragraphs of rich text."""
        chosen = [self.both(field, words) for words in self.dice.sample(PARAGRAPHS, 3)]
        return {column: "".join(f"<p>{one[column]}</p>" for one in chosen) for column in chosen[0]}

    def person(self) -> dict[str, str]:
        family, given = self.dice.choice(FAMILY_NAMES), self.dice.choice(GIVEN_NAMES)
        return {
            "family_name": family[0],
            "given_name": given[0],
            "latin_name": f"{family[1]} {given[1]}",
        }


def note_translation(row, dice: Random, *, may_lack=()) -> None:
    """Most records are translated; some are not, some in part, and in some the source was changed afterwards."""
    fate = dice.random()
    if fate < 0.06:
        for name in row.translated_fields():
            setattr(row, f"{name}_en", "")
    elif fate < 0.09:
        for name in may_lack:
            setattr(row, f"{name}_en", "")
    row.note_translation()
    if 0.09 <= fate < 0.12:
        for name in row.required_text:
            setattr(row, f"{name}_zh_hans", f"{row.text(name, 'zh-hans')}（修订）")
        row.note_translation()
