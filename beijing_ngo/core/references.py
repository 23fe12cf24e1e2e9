"""Codes that are read aloud on the telephone without a mistake."""

import re
import secrets
import unicodedata

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
REFERENCE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 12  # 54 bits: nobody finds one by trying


def new_code(length: int = CODE_LENGTH) -> str:
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _place in range(length))


def grouped(code: str, size: int = 4) -> str:
    """A code in groups, as it is printed: 7KQM-4TXA-93CD."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def typed(text: str) -> str:
    """What somebody typed, without the hyphens and spaces of their own, in capitals; full-width signs too."""
    return re.sub(r"[\s\-‐-―−_]+", "", unicodedata.normalize("NFKC", text)).upper()


def is_code(text: str, length: int = CODE_LENGTH) -> bool:
    return len(text) == length and all(sign in REFERENCE_ALPHABET for sign in text)
