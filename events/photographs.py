"""The photographs of an event's page, from the rows that were fetched with it."""

from beijing_ngo.core.models import Photo

COLUMNS = ("id", "image", "width", "height", "renditions", "credit")
PORTRAIT = tuple(f"portrait__{name}" for name in ("consent", *COLUMNS))


def portrait(speaker) -> Photo | None:
    """The photograph of a speaker, if it may be published."""
    facts = {name.removeprefix("portrait__"): getattr(speaker, name) for name in PORTRAIT}
    return Photo(**facts) if facts["consent"] else None


def gallery(event) -> list[Photo]:
    """Those that stand nowhere else on the page."""
    elsewhere = {event.cover_id, *(speaker.portrait__id for speaker in event.speaker_rows)}
    return [Photo(**vars(row)) for row in event.photo_rows if row.id not in elsewhere]
