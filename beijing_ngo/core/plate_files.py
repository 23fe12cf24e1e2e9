"""A plate as a file of its own, in the colours of the light scheme: for pictures that no style sheet reaches."""

from functools import lru_cache

from beijing_ngo.core.plates import SHAPES, plate, shape_of

# As static/css/site.css has them; a test compares.
WALL = {
    "wall": "#e9eee8", "sky": "#f4eddc", "4": "#bcd3c6", "3": "#7fb09d", "2": "#3f7f6b", "1": "#123f34",
    "sun": "#e2a04a", "frame": "#123f34",
}  # fmt: skip
TONES = {
    "jade": WALL,
    "azure": WALL | {"wall": "#e6eded", "4": "#b5cdd3", "3": "#6f9fae", "2": "#2f6f80", "1": "#0f3d45"},
    "silk": WALL | {"wall": "#f2ecdd", "sky": "#f8f2e2", "4": "#d9cfae", "3": "#9db59a"},
    "night": {
        "wall": "#132b25", "sky": "#1d3d3d", "4": "#2a5350", "3": "#1f4744", "2": "#153634", "1": "#081c1a",
        "sun": "#f2e6c4", "frame": "#b9d0c4",
    },
}  # fmt: skip
LAMP = "#f2c14e"


@lru_cache(maxsize=256)
def tone_of(kind: str, slug: str) -> dict[str, str]:
    """The colours of the plate."""
    drawing = plate(kind, slug)
    return next(colours for name, colours in TONES.items() if f"plate-{name}" in drawing)


def plate_file(kind: str, slug: str, *, view: str, size: tuple[int, int]) -> str:
    """The SVG. `view` is the part to show, as a viewBox; the wall has no end. `size` in dots, for whoever draws it in dots."""
    _opening, _angle, drawing = plate(kind, slug).partition(">")
    shape = shape_of(kind)
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{view}">'
        f"<style>{_style(tone_of(kind, slug))}</style>"
        f'<defs><clipPath id="w-{shape}"><path id="s-{shape}" d="{SHAPES[shape]}"/></clipPath></defs>{drawing}'
    )


def _style(colours: dict[str, str]) -> str:
    wall, sky, frame = colours["wall"], colours["sky"], colours["frame"]
    fills = {"wall": wall, "sky": sky, "sun": colours["sun"], "arch": colours["2"]}
    fills |= {layer: colours[layer] for layer in "1234"}
    return "".join(
        [
            *(f".p-{name}{{fill:{colour}}}" for name, colour in fills.items()),
            ".p-hatch,.p-line,.p-path,.p-frame,.p-edge,.p-lamp{fill:none}",
            f".p-hatch{{stroke:{sky};opacity:.55}}.p-line{{stroke:{sky};stroke-width:1.3;opacity:.75}}",
            f".p-path{{stroke:{sky};stroke-width:2.5;stroke-dasharray:5 6}}.p-lamp{{stroke:{LAMP};stroke-width:5}}",
            f".p-edge{{stroke:{frame};stroke-width:17}}.p-gap{{fill:{wall};stroke:{wall};stroke-width:15}}",
            f".p-frame{{stroke:{frame};stroke-width:3}}",
        ]
    )
