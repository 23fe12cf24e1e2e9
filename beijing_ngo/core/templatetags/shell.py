"""Tags of the page's frame: title, masthead, footer, page numbers. What is one for all readers is kept."""

from html import unescape

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags

from beijing_ngo.core import kept, languages, seo
from beijing_ngo.core.context import brand, main_menu, name_in_title
from beijing_ngo.core.language import comma, current, point
from beijing_ngo.core.typography import without_breaks

register = template.Library()


@register.simple_block_tag
def page_title(content):
    """<title> and og:title from one block; a page without a title of its own has the association's name."""
    title, site = _plain(content), kept.site()
    name = name_in_title(site)
    whole = point().join(part for part in (title, name) if part) if title else site.name
    return format_html(
        '<title>{}</title>\n<meta property="og:title" content="{}">', whole, title or site.name
    )


@register.simple_block_tag(takes_context=True)
def page_description(context, content):
    """The description for search engines and for messengers; a record that nobody described is told in a line."""
    facts = context.get("page_facts")
    text = _plain(content) or (facts.summary if facts else "")
    if not text:
        return ""
    return format_html(
        '<meta name="description" content="{}">\n<meta property="og:description" content="{}">', text, text
    )


def _plain(content) -> str:
    return without_breaks(" ".join(unescape(strip_tags(content)).split()))


@register.simple_tag(takes_context=True)
def absolute(context, url):
    return seo.absolute(context["request"], url)


@register.simple_tag(takes_context=True)
def brandbar(context):
    """Name and main menu. The page's section is marked: "page" on the section's own page, "true" below it."""
    section, language = context.get("section", ""), current()
    urls = kept.value(("menu addresses", language), lambda: {entry.url for entry in main_menu()})
    is_list = context["request"].path in urls

    def build():
        return render_to_string(
            "components/brandbar.html",
            {
                "brand": brand(kept.site()),
                "home_url": f"/{language}/",
                "menu": main_menu(),
                "section": section,
                "mark": "page" if is_list else "true",
            },
        )

    return kept.value(("brandbar", language, section, is_list), build)


@register.simple_tag
def site_footer():
    """Address, links, display switch and filing numbers."""
    year = timezone.localdate().year

    def build():
        return render_to_string(
            "components/footer.html",
            {
                "site": kept.site(),
                "header_pages": kept.menu("header"),
                "footer_pages": kept.menu("footer"),
                "year": year,
            },
        )

    return kept.value(("footer", current(), year), build)


@register.filter
def page_numbers(page):
    """The numbers a pager offers: the ends, the neighbours, and "…" for what lies between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def is_page_number(number) -> bool:
    return isinstance(number, int)


@register.filter
def phone_link(number: str) -> str:
    """A telephone number as a phone dials it; a national one is completed with China's code."""
    dialled = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return dialled if dialled.startswith("+") else f"+86{dialled.removeprefix('0')}"


@register.filter
def language_tag(code: str) -> str:
    """A language code as HTML writes it."""
    return languages.tag(code)


@register.simple_tag
def dotted(*parts):
    """Parts of a line with a point between them, as far as there are any: Forum · 2027, 论坛·2027年."""
    return format_html_join(point(), "{}", [[part] for part in parts if part])


@register.simple_tag
def listed(*parts):
    """Parts of a line with commas between them, as far as there are any."""
    return format_html_join(comma(), "{}", [[part] for part in parts if part])


@register.filter
def person_line(person) -> str:
    """What somebody is, in one line: role, position, organisation, as far as they are known."""
    role = getattr(person, "get_role_display", None)
    parts = [role() if role else "", getattr(person, "position", ""), getattr(person, "organisation", "")]
    return comma().join(str(part) for part in parts if part)
