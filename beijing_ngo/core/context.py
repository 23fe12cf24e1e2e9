"""What every page's frame needs, fetched only when a template asks for it."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from beijing_ngo.core import kept, language, languages, seo

# Search results cut titles off; a longer name gives way to the short one there.
LONGEST_NAME_IN_TITLE = 24
# Headings keep Chinese words together; the long name may break where it turns from who to what.
_NAME_BREAK = re.compile(r"(?<=[\u4e00-\u9fff]{4})(?=国际)")


def shell(request):
    """The context processor: site settings, the menus' pages, the page's addresses in both languages.

    `other_language` serves titles that stand in both languages:
    {% language other_language.code %}{% translate "Events" as other %}{% endlanguage %}
    """
    return {
        "site": SimpleLazyObject(kept.site),
        "header_pages": SimpleLazyObject(lambda: kept.menu("header")),
        "footer_pages": SimpleLazyObject(lambda: kept.menu("footer")),
        "language_links": SimpleLazyObject(lambda: languages.links(request)),
        "other_language": SimpleLazyObject(lambda: languages.other_link(request)),
        "addresses": SimpleLazyObject(lambda: seo.addresses(request)),
        "html_lang": languages.tag(language.current()),
    }


@dataclass(frozen=True)
class Entry:
    """One entry of the main menu."""

    section: str
    label: str
    url: str


def main_menu() -> list[Entry]:
    """The main menu in its order; the association's own pages stand behind the first of them."""
    entries = [
        Entry("events", _("Events"), reverse("events:list")),
        Entry("delegations", _("Delegations"), reverse("delegations:list")),
        Entry("submissions", _("UN submissions"), reverse("reports:submission_list")),
        Entry("reports", _("Reports"), reverse("reports:list")),
        Entry("members", _("Members"), reverse("members:list")),
        Entry("impact", _("Impact"), reverse("impact")),
    ]
    if pages := kept.menu("header"):
        entries.append(Entry("about", _("About"), pages[0].get_absolute_url()))
    return entries


@dataclass(frozen=True)
class Brand:
    """The association's name as the masthead writes it: whole, and once more in the other language."""

    first: SafeString
    rest: str  # stands smaller on phones
    other: str
    other_tag: str


def brand(site) -> Brand:
    other = language.other(language.current())
    name, short = site.name, site.short_name
    begins_short = bool(short) and name.startswith(f"{short} ")
    first = short if begins_short else name
    return Brand(
        first=mark_safe(_NAME_BREAK.sub("<wbr>", escape(first))),  # noqa: S308, escaped here
        rest=name.removeprefix(short).strip() if begins_short else "",
        other=language.written(site, "name", other),
        other_tag=languages.tag(other),
    )


def name_in_title(site) -> str:
    """The association's name behind a page's title: whole where it is short, else its short form."""
    return site.name if len(site.name) <= LONGEST_NAME_IN_TITLE else site.short_name or site.name
