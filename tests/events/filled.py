"""A page's form as a browser would send it, and what the page says is wrong."""

import re
from html.parser import HTMLParser

from tests.events.pages import words

FORM = 'enctype="multipart/form-data"'


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.select, self.area = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, value = attrs.get("name"), attrs.get("value") or ""
        if tag == "select":
            self.select = name
            self.found[name] = None
        elif tag == "option" and self.select and (self.found[self.select] is None or "selected" in attrs):
            self.found[self.select] = value
        elif tag == "textarea":
            self.area, self.found[name] = name, ""
        elif tag == "input" and name and attrs.get("type") not in ("file", "submit"):
            if attrs.get("type") in ("checkbox", "radio"):
                if "checked" in attrs:
                    self.found.setdefault(name, []).append(value or "on")
            elif "disabled" not in attrs:
                self.found[name] = value

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.found[self.area] += data.lstrip("\n")


def fields_of(response) -> dict:
    """What the registration form would send if it were sent as it stands, without a button."""
    html = response.content.decode()
    form = html[html.index(FORM) :]
    parser = _Fields()
    parser.feed(form[: form.index("</form>")])
    return {name: value for name, value in parser.found.items() if value is not None and name != "colleague"}


def wrong(response) -> list[str]:
    """The list of errors above the form."""
    html = response.content.decode()
    note = re.search(r'<div class="note bad" role="alert".*?</div></div>', html, re.S)
    if not note:
        return []
    found = re.findall(r"<li>(.*?)</li>", note.group(), re.S) or re.findall(
        r"<p>(.*?)</p>", note.group(), re.S
    )
    return [words(one).replace("&#x27;", "'") for one in found]


def beside(response, name: str) -> str:
    """The error beside a field."""
    found = re.search(
        rf'<span class="oops" id="id_{name}_error">(.*?)</span></span>', response.content.decode(), re.S
    )
    return words(found.group(1)).replace("&#x27;", "'") if found else ""


def person(place: int, **facts) -> dict:
    """One person's fields, to be laid over a form."""
    whole = {
        "family_name": "李",
        "given_name": f"明{place}",
        "latin_name": "LI Ming",
        "email": f"liming{place}@example.org",
        "language": "en",
    }
    return {f"people-{place}-{name}": value for name, value in (whole | facts).items()}


def total(people: int) -> dict:
    return {"people-TOTAL_FORMS": str(people)}
