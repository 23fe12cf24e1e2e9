"""Countries and regions as dots on the world map."""

from collections.abc import Mapping

from beijing_ngo.core.countries import coordinates, country_name

HOME = "CN"


def on_the_map(counts: Mapping[str, int]) -> list[tuple[str, float, float, int]]:
    """(name, latitude, longitude, how often) of each country or region, the most frequent first.

    Beijing stands on every map, so China itself gets no dot.
    """
    places = [
        (country_name(code), *coordinates(code), count)
        for code, count in counts.items()
        if code != HOME and coordinates(code)
    ]
    return sorted(places, key=lambda place: (-place[3], place[0]))
