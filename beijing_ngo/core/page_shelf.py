"""The pages that a process keeps, as they are sent, within a bound of memory."""

import hashlib
from collections import OrderedDict
from datetime import datetime
from threading import Lock

from django.utils import timezone

from beijing_ngo.core import encodings

MOST_BYTES = 12 * 1024 * 1024
BESIDE_ITS_TEXT = 2500  # bytes that a page takes


class Page:
    """A page with the headers that its view gave it, good for one state of the records and until a moment."""

    __slots__ = ("digest", "encoding", "headers", "state", "text", "until")

    def __init__(self, text: bytes, *, encoding: str, headers: dict[str, str], state: str, until: datetime):
        self.digest = hashlib.blake2b(text, digest_size=12).hexdigest()
        self.text, self.encoding = encodings.encoded(text, encoding), encoding
        self.headers, self.state, self.until = headers, state, until

    @property
    def size(self) -> int:
        return BESIDE_ITS_TEXT + len(self.text)

    @property
    def tag(self) -> str:
        """The ETag: another one in each encoding, because the bytes differ."""
        return f'"{self.digest}-{self.encoding}"' if self.encoding else f'"{self.digest}"'

    def is_fresh(self, state: str) -> bool:
        return self.state == state and timezone.now() < self.until

    def is_known(self, if_none_match: str) -> bool:
        """Whether the browser has this text already, in whichever encoding."""
        return f'"{self.digest}' in if_none_match


class Shelf:
    """Pages that nobody has asked for longest make room."""

    def __init__(self):
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def find(self, key: tuple, state: str) -> Page | None:
        with self.lock:
            page = self.pages.get(key)
            if page is None or not page.is_fresh(state):
                return None
            self.pages.move_to_end(key)
            return page

    def put(self, key: tuple, page: Page) -> None:
        with self.lock:
            if old := self.pages.pop(key, None):
                self.size -= old.size
            self.pages[key] = page
            self.size += page.size
            while self.size > MOST_BYTES:
                _key, oldest = self.pages.popitem(last=False)
                self.size -= oldest.size

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.size = 0
