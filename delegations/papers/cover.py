"""The picture on a cover: the plate of the visit, painted for paper."""

from beijing_ngo.core import plates

# The style sheet paints plates on screens; typst does not read it, so the colours of daylight stand here too.
_JADE = {"wall": "#e9eee8", "sky": "#f4eddc", "4": "#bcd3c6", "3": "#7fb09d", "2": "#3f7f6b", "1": "#123f34"}
_TONES = {
    "jade": _JADE,
    "azure": _JADE | {"wall": "#e6eded", "4": "#b5cdd3", "3": "#6f9fae", "2": "#2f6f80", "1": "#0f3d45"},
    "silk": _JADE | {"wall": "#f2ecdd", "sky": "#f8f2e2", "4": "#d9cfae", "3": "#9db59a"},
}
_SUN, _FRAME = "#e2a04a", "#123f34"


def plate_file(kind: str, slug: str) -> str:
    """As a file of its own: with the window's shape and the paints inside."""
    opening, rest = plates.plate(kind, slug, windows=3).split(">", 1)
    tone = next((name for name in _TONES if f"plate-{name}" in opening), "jade")
    opening = opening.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{opening}><style>{_paints(tone)}</style><defs>{plates.definitions()}</defs>{rest}"


def _paints(tone: str) -> str:
    colours = _TONES[tone]
    wall, sky = colours["wall"], colours["sky"]
    hills = "".join(f".p-{number}{{fill:{colours[number]}}}" for number in "4321")
    return (
        f".p-wall{{fill:{wall}}}.p-sky{{fill:{sky}}}.p-sun{{fill:{_SUN}}}{hills}"
        ".p-hatch,.p-line,.p-frame,.p-edge{fill:none}"
        f".p-hatch{{stroke:{sky};opacity:.55}}.p-line{{stroke:{sky};stroke-width:1.3;opacity:.75}}"
        f".p-edge{{stroke:{_FRAME};stroke-width:17}}.p-gap{{fill:{wall};stroke:{wall};stroke-width:15}}"
        f".p-frame{{stroke:{_FRAME};stroke-width:3}}"
    )
