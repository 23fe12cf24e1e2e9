"""What each kind of mail is called in the secretariat. An app names the kinds it posts when it is ready:

mail_kinds.name({"registration.ticket": _("Ticket of one person")})
"""

from collections.abc import Mapping
from typing import Any

_names: dict[str, Any] = {}


def name(kinds: Mapping[str, Any]) -> None:
    _names.update(kinds)


def names() -> list[tuple[str, str]]:
    """Every kind with its words in the language of the moment, app by app."""
    return [(kind, str(words)) for kind, words in _names.items()]


def words(kind: str) -> str:
    """A kind that no app names any more goes by its key: the messages outlive the code that wrote them."""
    return str(_names.get(kind, kind))
