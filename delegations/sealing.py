"""Sealing: what is written so that only a holder of the key can read it.

AES-256-GCM. The keys come from TRAVEL_DOCUMENT_KEYS, each with a name; the first seals, all of them open. What is sealed
names its key and is bound to its place: moved to another row or file it does not open.
"""

import base64
import binascii
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from beijing_ngo.core.refusals import Refusal

MARK = b"BN1"  # which way of sealing this is
KEY_BYTES, NONCE_BYTES = 32, 12
_NAME = re.compile(r"[A-Za-z0-9._-]{1,40}\Z")


class SealingRefusal(Refusal):
    pass


class NoKey(SealingRefusal):
    message = _(
        "Travel documents cannot be kept here: the portal has no key to encrypt them with. Whoever runs the portal has to "
        "set one (TRAVEL_DOCUMENT_KEYS)."
    )


class KeysNotUnderstood(SealingRefusal):
    message = _(
        "Travel documents cannot be kept or read: the keys that were set for them cannot be understood. Whoever runs the "
        "portal has to correct TRAVEL_DOCUMENT_KEYS."
    )


class KeyUnknown(SealingRefusal):
    message = _(
        "This cannot be opened: it was encrypted with the key “%(name)s”, which the portal does not have any more. Whoever "
        "runs the portal has to add it to TRAVEL_DOCUMENT_KEYS again."
    )


class DoesNotOpen(SealingRefusal):
    message = _(
        "This cannot be opened: the key “%(name)s” is not the one it was encrypted with, or what was stored is damaged."
    )


class NotSealed(SealingRefusal):
    message = _("This cannot be opened: what is stored is not an encrypted travel document.")


@sensitive_variables()
def keys() -> dict[str, bytes]:
    """By name, the one that seals first."""
    found = {}
    for part in settings.TRAVEL_DOCUMENT_KEYS.split(","):
        if not part.strip():
            continue
        name, colon, text = part.strip().partition(":")
        key = _decoded(text)
        if not (colon and _NAME.match(name)) or name in found or key is None:
            raise KeysNotUnderstood
        found[name] = key
    return found


def _decoded(text: str) -> bytes | None:
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def new_key() -> str:
    """A fresh key, as TRAVEL_DOCUMENT_KEYS wants it behind the name."""
    return base64.urlsafe_b64encode(AESGCM.generate_key(KEY_BYTES * 8)).decode().rstrip("=")


def sealing_key() -> str:
    """The name of the key that seals now."""
    for name in keys():
        return name
    raise NoKey


@sensitive_variables()
def seal(plain: bytes, place: str) -> bytes:
    name = sealing_key()
    head = MARK + bytes([len(name)]) + name.encode()
    nonce = os.urandom(NONCE_BYTES)
    return head + nonce + AESGCM(keys()[name]).encrypt(nonce, plain, head + place.encode())


def key_of(sealed: bytes) -> str:
    """The name of the key that opens it."""
    return _parts(sealed)[0]


def _parts(sealed: bytes) -> tuple[str, int]:
    if sealed[: len(MARK)] != MARK or len(sealed) <= len(MARK):
        raise NotSealed
    start, length = len(MARK) + 1, sealed[len(MARK)]
    try:
        name = sealed[start : start + length].decode("ascii")
    except UnicodeDecodeError:
        raise NotSealed from None
    if not _NAME.match(name) or len(sealed) < start + length + NONCE_BYTES:
        raise NotSealed
    return name, start + length


@sensitive_variables()
def unseal(sealed: bytes, place: str) -> bytes:
    sealed = bytes(sealed)
    name, end = _parts(sealed)
    known = keys()
    if not known:
        raise NoKey
    if name not in known:
        raise KeyUnknown(name=name)
    nonce = sealed[end : end + NONCE_BYTES]
    try:
        return AESGCM(known[name]).decrypt(nonce, sealed[end + NONCE_BYTES :], sealed[:end] + place.encode())
    except InvalidTag:
        raise DoesNotOpen(name=name) from None
