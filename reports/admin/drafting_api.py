"""What the desk's script sends and is told: the paper as it stands, in JSON, and who else has the desk open."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from beijing_ngo.core import dates
from reports import counting
from reports.models import OPEN_TEXT, Paragraph, Submission
from reports.operations.paragraphs import TEXTS, digests
from reports.operations.states import missing_texts

ACTS = ("save", "up", "down", "below", "split", "delete")
STAYS = 40  # seconds; the page asks every fifteen


def is_json(request) -> bool:
    return request.content_type == "application/json"


@dataclass(frozen=True)
class Sent:
    """What came of one paragraph: the texts typed, what the page had shown, and what is to be done."""

    changes: dict[str, str] = field(default_factory=dict)
    base: dict[str, str] = field(default_factory=dict)
    version: int = 0
    act: str = "save"
    user: int = 0
    known: dict[int, int] = field(default_factory=dict)

    @classmethod
    def from_form(cls, data) -> "Sent":
        return cls(
            changes={name: data[name] for name in TEXTS if name in data},
            base={name: data[f"base_{name}"] for name in TEXTS if f"base_{name}" in data},
            version=_number(data.get("version")),
            act=data.get("act") if data.get("act") in ACTS else "save",
        )

    @classmethod
    def from_json(cls, request) -> "Sent | None":
        """Nothing where it cannot be read."""
        try:
            data = json.loads(request.body)
        except ValueError:
            return None
        if not isinstance(data, dict):
            return None
        return cls(
            changes=_texts(data.get("changes")),
            base=_texts(data.get("base")),
            version=_number(data.get("version")),
            act=data.get("act") if data.get("act") in ACTS else "save",
            user=_number(data.get("user")),
            known=known_of(data.get("known")),
        )


def _texts(given) -> dict[str, str]:
    if not isinstance(given, dict):
        return {}
    return {name: given[name] for name in TEXTS if isinstance(given.get(name), str)}


def _number(given) -> int:
    try:
        return int(given)
    except (TypeError, ValueError):
        return 0


def known_of(text) -> dict[int, int]:
    """“12:3,15:1”: the paragraphs the page has, with their versions."""
    pairs = (one.partition(":") for one in str(text or "").split(",") if one)
    return {_number(pk): _number(version) for pk, _colon, version in pairs}


# ---------------------------------------------------------------- how the paper stands


def now(request, paper: Submission, known: dict[int, int], *, may_write: bool, sheet: Callable) -> dict:
    """Paragraphs the page knows come as texts where they changed; those it does not, as they are drawn."""
    rows = list(paper.paragraphs.select_related("changed_by"))
    editable = may_write and paper.state in OPEN_TEXT
    count = counting.count_of(rows)
    remember(request.user, paper)
    comments: dict[int, int] = {}
    for pk in paper.comments.open().exclude(paragraph=None).values_list("paragraph", flat=True):
        comments[pk] = comments.get(pk, 0) + 1
    return {
        "user": request.user.pk,
        "csrf": get_token(request),
        "state": paper.state,
        "state_label": paper.get_state_display(),
        "editable": editable,
        "words": count.words,
        "characters": count.characters,
        "missing": [str(one) for one in missing_texts(paper, rows)],
        "others": others(request.user, paper),
        "order": [[row.pk, row.number, row.version] for row in rows],
        "comments": comments,
        "rows": [row_of(row) for row in rows if row.pk in known and known[row.pk] != row.version],
        "html": {
            row.pk: _drawn(request, paper, sheet(row, paper), editable) for row in rows if row.pk not in known
        },
        "at": dates.clock(timezone.now()),
    }


def row_of(row: Paragraph) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "texts": {name: getattr(row, name) or "" for name in TEXTS},
        "digests": digests(row),
        "by": str(row.changed_by or ""),
        "at": _when(row.changed_at),
    }


def _when(moment) -> str:
    """The hour, and the day too unless it is today."""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    return dates.clock(local) if is_today else date_format(local, "SHORT_DATETIME_FORMAT")


def _drawn(request, paper, sheet, editable) -> str:
    context = {"sheet": sheet, "paper": paper, "editable": editable}
    return render_to_string("admin/reports/submission/_paragraph.html", context, request)


# ---------------------------------------------------------------- who is there


def remember(user, paper: Submission) -> None:
    """Somebody has the desk open. Two who come at once may miss each other, until they ask again."""
    there = _there(paper)
    there[user.pk] = (str(user), time.time())
    cache.set(_key(paper), there, STAYS)


def others(user, paper: Submission) -> list[str]:
    return [name for pk, (name, _at) in sorted(_there(paper).items()) if pk != user.pk]


def _there(paper: Submission) -> dict[int, tuple[str, float]]:
    since = time.time() - STAYS
    return {pk: entry for pk, entry in (cache.get(_key(paper)) or {}).items() if entry[1] >= since}


def _key(paper: Submission) -> str:
    return f"drafting:{paper.pk}"
