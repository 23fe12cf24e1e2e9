"""Visits, people and meetings as papers name them, in either language."""

from beijing_ngo.core import dates
from beijing_ngo.core.countries import country_name
from beijing_ngo.core.language import CHINESE, ENGLISH, is_chinese, plain
from beijing_ngo.core.names import display_name
from delegations.models import Delegation, DelegationMember, ItineraryItem

BOTH = (CHINESE, ENGLISH)


def name(person, language: str) -> str:
    return display_name(person.family_name, person.given_name, person.latin_name, language)


def days(delegation: Delegation, language: str) -> str:
    return dates.date_range(
        delegation.starts_on,
        delegation.ends_on,
        precision=delegation.date_precision,
        language=language,
    )


def countries(delegation: Delegation, language: str) -> str:
    return listed([country_name(country.code, language) for country in delegation.countries], language)


def hours(stop: ItineraryItem, language: str) -> str:
    """09:00–10:30; a night journey says that it arrives on the next day."""
    if stop.starts is None:
        return ""
    if stop.ends and stop.ends < stop.starts:
        start, end = dates.clock(stop.starts), dates.clock(stop.ends)
        return f"{start}–次日{end}" if is_chinese(language) else f"{start}–{end} (next day)"
    return dates.time_range(stop.starts, stop.ends, language=language)


def organisation(organisation, language: str) -> str:
    return plain(organisation, "name", language) if organisation else ""


def described(person: DelegationMember, language: str) -> str:
    """王芳，秘书长，北京环保基金会"""
    parts = [name(person, language), plain(person, "position", language)]
    return beside([*parts, organisation(person.organisation, language)], language)


def listed(parts, language: str) -> str:
    """Things of one kind: 东京、横滨; Tokyo, Yokohama."""
    return ("、" if is_chinese(language) else ", ").join(part for part in parts if part)


def beside(parts, language: str) -> str:
    """Things said of one: what is said already is left out."""
    said: list[str] = []
    for part in parts:
        if part and not any(part in earlier for earlier in said):
            said.append(part)
    return ("，" if is_chinese(language) else ", ").join(said)
