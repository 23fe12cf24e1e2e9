"""What the desk says: how long the text is, and the sentences its script needs, in the language of the moment."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext

from beijing_ngo.core.numbers import thousands
from reports.counting import PATTERNS, Count, Limit
from reports.models import Submission

SOMEBODY_ELSE = gettext_lazy(
    "Somebody else has signed in to this browser meanwhile. What you typed is kept here; please sign in again yourself."
)


def lengths(count: Count, limit: Limit) -> list[dict]:
    """The words in English and the characters in Chinese, each against its limit."""
    return [
        _length("words", "en", count.words, limit.room),
        _length("characters", "zh-Hans", count.characters, limit.characters),
    ]


def _length(unit: str, tag: str, count: int, room: int | None) -> dict:
    sentences = _of_length(unit)
    free = "one" if count == 1 else "many"
    kind = free if room is None else "over" if count > room else "left"
    values = {
        "count": thousands(count),
        "room": thousands(room),
        "left": thousands(abs((room or 0) - count)),
    }
    return {
        "unit": unit,
        "tag": tag,
        "text": sentences[kind] % values,
        "count": count,
        "room": room,
        "is_over": kind == "over",
    }


def _of_length(unit: str) -> dict[str, str]:
    if unit == "words":
        return {
            "left": _("%(count)s of %(room)s words, %(left)s left"),
            "over": _("%(count)s of %(room)s words, %(left)s over the limit"),
            "one": npgettext("length of a text", "%(count)s word", "%(count)s words", 1),
            "many": npgettext("length of a text", "%(count)s word", "%(count)s words", 2),
        }
    return {
        "left": _("%(count)s of %(room)s characters, %(left)s left"),
        "over": _("%(count)s of %(room)s characters, %(left)s over the limit"),
        "one": npgettext("length of a text", "%(count)s character", "%(count)s characters", 1),
        "many": npgettext("length of a text", "%(count)s character", "%(count)s characters", 2),
    }


def settings(request, paper: Submission, limit: Limit, *, editable: bool) -> dict:
    """What the script starts from."""
    return {
        "user": request.user.pk,
        "paper": paper.pk,
        "editable": editable,
        "required": list(paper.required_languages),
        "patterns": PATTERNS,
        "room": {"words": limit.room, "characters": limit.characters},
        "length": {unit: _of_length(unit) for unit in ("words", "characters")},
        "now": reverse("admin:reports_submission_draft_now", args=[paper.pk]),
        "add": reverse("admin:reports_submission_draft_add", args=[paper.pk]),
        "sign_in": reverse("admin:login"),
        "say": _sentences(),
    }


def _sentences() -> dict[str, str]:
    return {
        "saved": _("Saved at %(time)s"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "offline": _("Not saved: no connection, trying again. What you typed is kept in this browser."),
        "server": _(
            "Not saved: the server has a problem, trying again. What you typed is kept in this browser."
        ),
        "signed_out": _(
            "Not saved: you are no longer signed in. What you typed is kept in this browser; sign in again in another tab."
        ),
        "user": str(SOMEBODY_ELSE),
        "denied": _(
            "Not saved: you may no longer change this paper. What you typed is kept in this browser."
        ),
        "press_again": _(
            "No answer came. Please look whether it was done, and press the button again if not."
        ),
        "sign_in_first": _(
            "Not done: you are no longer signed in. Sign in again in another tab, then press the button once more."
        ),
        "closed": _("The text stands still now (%(state)s) and cannot be changed any more."),
        "clash": _("Not saved: somebody else changed the same text. Please choose below which is to stand."),
        "refused": _("Not saved: %(why)s"),
        "put_back": _("Text that had not been saved when the page was closed is back in its fields."),
        "theirs": _("%(who)s, %(time)s"),
        "paragraph": _("Paragraph %(number)s"),
        "missing": _("Missing: %(one)s"),
        "changed": _("%(who)s changed this at %(time)s."),
        "somebody": _("Somebody"),
        "parts": _("The text has blank lines: it can be split into paragraphs with the button below it."),
        "delete": _(
            "Delete paragraph %(number)s? The whole text is kept as a version before, so it can be brought back."
        ),
        "discard": _("Throw this text away? It is kept nowhere else."),
        "others": _("Also here: %(names)s"),
        "comma": pgettext("between names", ", "),
    }
