import re

import pytest

from beijing_ngo.core import plates
from beijing_ngo.core.plates import Dice, plate


def test_the_same_slug_always_has_the_same_picture():
    plates._drawn.cache_clear()
    first = plate("forum", "ngo-forum-2026")
    plates._drawn.cache_clear()

    again = plate("forum", "ngo-forum-2026")

    assert again == first
    assert plate("forum", "ngo-forum-2025") != first


def test_the_dice_fall_as_they_always_fell():
    dice = Dice("forum:ngo-forum-2026")

    assert [dice(1, 6) for _ in range(20)] == DICE_OF_THE_FORUM


@pytest.mark.parametrize(
    ("kind", "shape", "tones"),
    [
        ("earth_hour", "moon", ("night",)),
        ("forum", "octagon", ("jade", "azure", "silk")),
        ("side_event", "hexagon", ("jade", "azure", "silk")),
        ("symposium", "lozenge", ("jade", "azure", "silk")),
        ("lecture", "scroll", ("jade", "azure", "silk")),
        ("exhibition", "square", ("jade", "azure", "silk")),
        ("training", "fan", ("jade", "azure", "silk")),
        ("walk", "gourd", ("jade", "azure", "silk")),
        ("camp", "plum", ("jade", "azure", "silk")),
        ("reception", "begonia", ("jade", "azure", "silk")),
        ("statement_session", "tablet", ("jade", "azure", "silk")),
        ("submission", "tablet", ("jade", "azure", "silk")),
        ("delegation", "vase", ("jade", "azure", "silk")),
        ("delegation_incoming", "vase", ("jade", "azure", "silk")),
        ("article", "album", ("jade", "azure", "silk")),
        ("page", "album", ("jade", "azure", "silk")),
        ("organisation", "album", ("jade", "azure", "silk")),
        ("something_new", "album", ("jade", "azure", "silk")),
    ],
)
def test_each_kind_has_its_window(kind, shape, tones):
    svg = plate(kind, "a-slug")

    tone = re.match(r'<svg class="plate plate-(\w+)" viewBox="0 0 480 320"', svg)[1]
    assert tone in tones
    assert set(re.findall(r"#[sw]-(\w+)", svg)) == {shape}
    assert len(svg) < 8000


@pytest.mark.parametrize("kind", [kind for kind in plates.KINDS if kind != "not_found"])
@pytest.mark.parametrize("slug", ["a", "ngo-forum-2026", "geneva-2023"])
def test_ridges_reach_past_the_window_and_not_much_further(kind, slug):
    reach = plates.SCALE * plates.HALF_WIDTHS[plates.shape_of(kind)]
    ridges = re.findall(r'<path class="p-[234]" d="M(-?\d+) -?\d+(q[^VHZ]+)V320', plate(kind, slug))

    assert len(ridges) == 3
    for start, curve in ridges:
        left, right = int(start), int(start) + sum(_steps(curve))
        assert 240 - reach - 280 < left < 240 - reach
        assert 240 + reach < right < 240 + reach + 280


def _steps(curve) -> list[int]:
    """How far to the right each part of the curve ends; a minus stands close to the number before it."""
    return [int(part.replace("-", " -").split()[2]) for part in curve.split("q")[1:]]


def test_a_picture_is_decoration_unless_it_has_a_title():
    decoration = plate("walk", "western-hills")
    titled = plate("walk", "western-hills", title='Hills & "water"')

    label = 'role="img" aria-label="Hills &amp; &quot;water&quot;"'
    assert titled == decoration.replace('aria-hidden="true"', label)


def test_a_row_of_windows_shares_one_view():
    svg = plate("forum", "ngo-forum-2026", windows=5)

    assert svg.startswith('<svg class="plate wide plate-')
    assert 'viewBox="0 0 1500 372"' in svg
    assert svg.count('id="v-ngo-forum-2026"') == 1
    assert svg.count('href="#v-ngo-forum-2026"') == 5


def test_two_windows_are_enough_for_a_row():
    assert plate("forum", "x", windows=2).count('href="#v-x"') == 2


def test_nothing_lies_behind_the_window_of_a_page_that_is_not_there():
    assert plate("not_found", "a") == plate("not_found", "b") == SHUTTERED


def test_signs():
    assert plates.window("walk") == (
        '<svg class="win" viewBox="-125 -112 250 224" aria-hidden="true"><use href="#s-gourd"/></svg>'
    )
    assert plates.window("delegation_incoming") == (
        '<svg class="win full" viewBox="-125 -112 250 224" aria-hidden="true"><use href="#s-vase"/></svg>'
    )


def test_every_window_of_the_footer_is_defined():
    row = re.findall(r'href="#s-(\w+)"', plates.footer_windows())

    assert row == list(plates.SHAPES)
    assert re.findall(r'<clipPath id="w-(\w+)"><path id="s-\w+"', plates.definitions()) == row


SHUTTERED = (
    '<svg class="plate plate-jade" viewBox="0 0 320 320" aria-hidden="true">'
    '<rect class="p-wall" width="100%" height="100%"/><g transform="translate(160 160) scale(1.3)">'
    '<use href="#s-octagon" class="p-edge"/><use href="#s-octagon" class="p-gap"/>'
    '<g clip-path="url(#w-octagon)"><rect class="p-sky" x="-110" y="-110" width="220" height="220"/>'
    f'<path class="p-bar" d="{plates.SHUTTERS}"/></g><use href="#s-octagon" class="p-frame"/></g></svg>'
)
DICE_OF_THE_FORUM = [4, 1, 3, 2, 5, 4, 5, 1, 4, 4, 2, 6, 1, 3, 2, 3, 1, 6, 3, 6]
