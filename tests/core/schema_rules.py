"""The part of schema.org that the portal speaks: what each type must and may say, and what the values look like.

Required is what schema.org's readers (search engines) ask for; the rest is all that the vocabulary has of ours.
"""

import json
import re

_THING = {"name", "alternateName", "description", "url", "image", "identifier", "sameAs", "mainEntityOfPage"}
_ORGANISATION = _THING | {
    *("logo", "slogan", "foundingDate", "address", "telephone", "faxNumber", "email", "memberOf"),
}
_WORK = _THING | {
    *("headline", "abstract", "datePublished", "dateModified", "author", "editor", "publisher", "inLanguage"),
    *("isPartOf", "position", "mentions", "genre", "audience", "about", "temporalCoverage"),
    "spatialCoverage",
}
_EVENT = _THING | {
    *("startDate", "endDate", "eventStatus", "eventAttendanceMode", "location", "organizer", "performer"),
    *("inLanguage", "superEvent"),
}
TYPES = {  # type: what it must say, what it may say
    "Event": ({"name", "startDate"}, _EVENT),
    "EventSeries": ({"name", "url"}, _EVENT),
    "NewsArticle": ({"headline", "author", "publisher", "datePublished", "image"}, _WORK),
    "Article": ({"headline", "author", "publisher", "image"}, _WORK),
    "Report": ({"name", "author", "publisher", "image"}, _WORK | {"reportNumber"}),
    "CreativeWorkSeries": ({"name"}, _WORK),
    "WebSite": ({"name", "url"}, _WORK),
    "NGO": ({"name"}, _ORGANISATION),
    "Organization": ({"name"}, _ORGANISATION),
    "GovernmentOrganization": ({"name"}, _ORGANISATION),
    "Corporation": ({"name"}, _ORGANISATION),
    "Person": ({"name"}, _THING | {"affiliation", "jobTitle"}),
    "Audience": ({"name"}, _THING),
    "Trip": ({"name"}, _THING | {"itinerary"}),
    "Country": ({"name"}, _THING),
    "Place": (set(), _THING | {"address", "geo"}),
    "VirtualLocation": ({"url"}, _THING),
    "PostalAddress": (set(), {"streetAddress", "addressLocality", "addressCountry"}),
    "GeoCoordinates": ({"latitude", "longitude"}, {"latitude", "longitude"}),
    "PropertyValue": ({"propertyID", "value"}, {"propertyID", "value"}),
    "BreadcrumbList": ({"itemListElement"}, {"itemListElement"}),
    "ListItem": ({"position", "name"}, {"position", "name", "item"}),
}
_DAY = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_MOMENT = rf"{_DAY}(?:T\d\d:\d\d(?::\d\d)?[+-]\d\d:\d\d)?"
SHAPES = {
    "startDate": _MOMENT,
    "endDate": _MOMENT,
    "datePublished": _MOMENT,
    "dateModified": _MOMENT,
    "temporalCoverage": rf"{_DAY}(?:/{_DAY})?",
    "foundingDate": r"\d{4}",
    "eventStatus": r"https://schema\.org/Event(?:Scheduled|Postponed|Cancelled)",
    "eventAttendanceMode": r"https://schema\.org/(?:Offline|Online|Mixed)EventAttendanceMode",
    "addressCountry": r"[A-Z]{2}",
    **dict.fromkeys(("url", "item", "logo", "image", "sameAs"), r"https?://\S+"),
}
_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def things_of(html: str) -> list[dict]:
    """What a page says; each thing has been checked, and all that it is made of."""
    found = []
    for text in _SCRIPT.findall(html):
        whole = json.loads(text)
        assert whole.pop("@context") == "https://schema.org"
        found += whole.get("@graph", [whole])
    for one in found:
        check(one)
    return found


def thing_of(html: str, kind: str) -> dict:
    """The one thing of its type on a page."""
    (one,) = [one for one in things_of(html) if one["@type"] == kind]
    return one


def check(one) -> None:
    if set(one) == {"@id"}:
        return
    must, may = TYPES[one["@type"]]
    said = {name for name in one if not name.startswith("@")}
    assert must <= said, f"{one['@type']} does not say {must - said}"
    assert said <= may, f"{one['@type']} has no {said - may}"
    for name, value in one.items():
        values = value if isinstance(value, list) else [value]
        assert values, f"{name} is empty"
        for part in values:
            if isinstance(part, dict):
                check(part)
                continue
            assert part not in ("", None), f"{name} is empty"
            if name in SHAPES:
                assert re.fullmatch(SHAPES[name], part), f"{name}: {part}"
