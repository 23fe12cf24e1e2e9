"""What the tests of the event pages read off a page."""

import re
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from beijing_ngo.core import kept
from beijing_ngo.core.models import Document, DocumentAccess, Photo


def in_days(days, **more):
    return timezone.now() + timedelta(days=days, **more)


def at(text):
    """A moment by the clocks of Greenwich: "2016-03-19 12:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def listed(response) -> list[str]:
    """The slugs of the rows, in their order."""
    return re.findall(r'<h3 class="title"><a href="/[a-z-]+/events/([^/"]+)/">', response.content.decode())


def status(response) -> str:
    html = response.content.decode()
    return " ".join(re.search(r'<p [^>]*id="count"[^>]*>(.*?)</p>', html, re.S).group(1).split())


def words(html) -> str:
    """The text of a piece of HTML, a space for each gap."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def photo_of(subject, name="a", **more):
    fields = {"consent": True, "width": 600, "height": 400, **more}
    return Photo.objects.create(subject=subject, image=f"photos/{name}.jpg", **fields)


def document_of(subject, title, access=DocumentAccess.PUBLIC, **more):
    return Document.objects.create(
        subject=subject, file=f"documents/{title}.pdf", title_en=title, access=access, size=640_000, **more
    )


def keep_the_frame(language="en"):
    """What every page of the site shows is kept already: settings, themes, menus."""
    with override(language):
        kept.site(), kept.themes(), kept.menu("header"), kept.menu("footer")


def html_of(client, event, language="en"):
    response = client.get(f"/{language}/events/{event.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def facts(html) -> dict:
    block = re.search(r'<dl class="facts two">(.*?)</dl>', html, re.S).group(1)
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", block, re.S)
    return {label: [words(line) for line in text.split("<br>")] for label, text in pairs}


def section(html, name) -> str:
    found = re.search(rf'<section class="[^"]*" aria-labelledby="{name}">(.*?)</section>', html, re.S)
    return found.group(1) if found else ""


class Statements:
    """Counts the statements of a block."""

    def __enter__(self):
        self.made = []
        self._wrapper = connection.execute_wrapper(self._note)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *failure):
        self._wrapper.__exit__(*failure)

    def _note(self, execute, sql, params, many, context):
        self.made.append(sql)
        return execute(sql, params, many, context)

    @property
    def count(self):
        return len(self.made)
