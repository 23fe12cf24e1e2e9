"""Tags of the page's head for search engines and messengers."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from beijing_ngo.core import kept, language, seo, share_image, sharing, structured

register = template.Library()

NOTHING_SAID = object()


@register.simple_tag(takes_context=True)
def share_picture(context):
    """The picture for messengers, in the page's language; a record's cover comes second."""
    facts = context.get("page_facts", NOTHING_SAID)
    if facts is None:
        return ""
    if facts is NOTHING_SAID:
        properties = _picture_of_section(context)
    else:
        properties = [*_drawn(context, facts.picture), *_photo(context, facts.photo), *facts.properties]
    tags = format_html_join("\n", '<meta property="{}" content="{}">', properties)
    return format_html('{}\n<meta name="twitter:card" content="summary_large_image">', tags)


def _drawn(context, picture):
    return [
        ("og:image", seo.absolute(context["request"], picture.url)),
        ("og:image:type", "image/png"),
        ("og:image:width", share_image.WIDTH),
        ("og:image:height", share_image.HEIGHT),
        ("og:image:alt", picture.alt),
    ]


def _photo(context, photo):
    if photo is None:
        return []
    facts = [
        ("og:image", seo.absolute(context["request"], photo.image.url)),
        ("og:image:width", photo.width),
        ("og:image:height", photo.height),
        ("og:image:alt", language.plain(photo, "alt")),
    ]
    return [(name, value) for name, value in facts if value]


def _picture_of_section(context):
    """The picture the association chose for sharing, else that of the list; other pages have that of the home page."""
    site, section = kept.site(), context.get("section", "")
    if site.share_image:
        return [("og:image", seo.absolute(context["request"], site.share_image.url))]

    def build():
        shared = sharing.find("section", section) or sharing.find("section", "home")
        return shared and share_image.of(shared)

    picture = kept.value(("section picture", section, language.current()), build)
    return _drawn(context, picture) if picture else []


@register.simple_tag(takes_context=True)
def structured_data(context):
    """What the page is about and the way to it, for programs; a draft says nothing. And where oEmbed answers for it."""
    facts = context.get("page_facts", NOTHING_SAID)
    if facts is None:
        return ""
    things, oembed = list(context.get("things", [])), ""
    if facts is not NOTHING_SAID:
        things += facts.things
        oembed = format_html(
            '<link rel="alternate" type="application/json+oembed" href="{}">\n',
            seo.absolute(context["request"], facts.oembed),
        )
    if trail := context.get("trail") or context.get("crumbs"):
        things.append(structured.trail(trail))
    return mark_safe(oembed + structured.script(things))  # noqa: S308, both are escaped
