"""The unified social credit code of Chinese legal persons, by GB 32100-2015.

Eighteen characters of an alphabet without I, O, S, V and Z: registering department, kind, six digits of region, nine of
the organisation, and a check character: (31 - sum of value * 3^place, modulo 31) modulo 31.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def normalise(code: str) -> str:
    """As it is stored: half-width capitals without the spaces and hyphens people type."""
    folded = unicodedata.normalize("NFKC", code).upper()
    return "".join(character for character in folded if character not in " -\u2013\u2014\u00a0")


def check_character(code: str) -> str:
    """The eighteenth character that the first seventeen ask for."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return ALPHABET[-total % 31]


def validate_credit_code(code: str) -> None:
    code = normalise(code)
    if mistaken := sorted({character for character in code if character in "IO"}):
        raise ValidationError(
            _("A credit code has no letter %(letters)s: is it the figure 1 or 0?"),
            params={"letters": ", ".join(mistaken)},
            code="confusable",
        )
    if len(code) != LENGTH:
        raise ValidationError(
            _("A credit code has 18 characters; this one has %(length)d."),
            params={"length": len(code)},
            code="length",
        )
    if any(character not in ALPHABET for character in code) or not code[2:8].isdigit():
        raise ValidationError(_("A credit code is made of figures and capital letters."), code="characters")
    if check_character(code) != code[17]:
        raise ValidationError(
            _("The last character does not fit the others: please compare with the certificate."),
            code="check",
        )
