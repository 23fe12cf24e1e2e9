import re

from beijing_ngo.core.world_map import HEIGHT, LAND, WIDTH, project, world_map

GENEVA = ("Geneva", 46.2, 6.15, 3)
BERN = ("Bern", 46.9, 7.4, 1)
TOKYO = ("东京", 35.7, 139.7, 9)


def test_places_lie_where_they_lie():
    points = [project(39.9, 116.4), project(46.2, 6.15), project(40.7, -74.0), project(-22.9, -43.2)]

    assert points == [(396, 155), (89, 131), (867, 152), (952, 373)]


def test_a_dot_and_a_thread_for_every_place():
    svg = world_map([GENEVA], label="One journey & more")

    assert svg == (
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="One journey &amp; more">'
        f'<path class="map-land" d="{LAND}"/><path class="map-thread" d="M396 155Q242 82 89 131"/>'
        '<g class="map-dot"><circle cx="89" cy="131" r="8.0"><title>Geneva</title></circle></g>'
        '<path class="map-home" d="M389 148h14v14h-14z"/><text x="102" y="136">Geneva</text></svg>'
    )


def test_home_is_named_and_names_do_not_write_over_each_other():
    svg = world_map([BERN, GENEVA, TOKYO], label="", home="北京")

    assert re.findall(r'<text x="(\d+)" y="(\d+)"( text-anchor="end")?>([^<]*)</text>', svg) == [
        ("384", "160", ' text-anchor="end"', "北京"),
        ("476", "176", "", "东京"),
        ("102", "136", "", "Geneva"),  # and Bern, beside it, has no room
    ]


def test_a_name_at_the_edge_of_the_map_stands_to_the_left():
    svg = world_map([("Rio de Janeiro", -22.9, -43.2, 1)], label="")

    assert re.findall(r'<text x="(\d+)" y="(\d+)"( text-anchor="end")?>', svg) == [
        ("940", "378", ' text-anchor="end"')
    ]


def test_only_the_places_that_count_most_are_named_but_every_dot_tells_its_name():
    svg = world_map([BERN, GENEVA, TOKYO], label="", names=1)

    assert re.findall(r"<text[^>]*>([^<]*)</text>", svg) == ["东京"]
    assert re.findall(r"<title>([^<]*)</title>", svg) == ["东京", "Geneva", "Bern"]
