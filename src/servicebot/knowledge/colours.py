"""The town's colours, and whether they can be read: contrasts as in WCAG 2.2."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from servicebot.knowledge.fields import Colour

TEXT = 4.5
SHAPES = 3.0
_PAPERS = {"jour": ("#fffefb", "#f5f2eb"), "nuit": ("#1a2322", "#232e2c")}


class Colours(BaseModel):
    """The town's colours, for its pages and its widget, by day and by night."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    main: Colour = "#14564c"
    on_main: Colour = "#ffffff"
    accent: Colour = "#f2c879"
    main_dark: Colour = "#86d3c1"
    on_main_dark: Colour = "#0b211d"


@dataclass(frozen=True, slots=True)
class Faint:
    """Two colours that are too near: their names, their contrast, the least allowed."""

    front: str
    back: str
    contrast: float
    wanted: float


def faint_pairs(colours: Colours) -> Iterator[Faint]:
    """Yield every pair of colours used together that cannot be told apart."""
    pairs = [
        ("on_main", colours.on_main, "main", colours.main, TEXT),
        ("accent", colours.accent, "main", colours.main, SHAPES),
        ("on_main_dark", colours.on_main_dark, "main_dark", colours.main_dark, TEXT),
    ]
    for name, front, light in (
        ("main", colours.main, "jour"),
        ("main_dark", colours.main_dark, "nuit"),
    ):
        pairs += [
            (name, front, f"le fond de {light} {paper}", paper, TEXT)
            for paper in _PAPERS[light]
        ]
    for front_name, front, back_name, back, wanted in pairs:
        found = contrast(front, back)
        if found < wanted:
            yield Faint(front_name, back_name, found, wanted)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours written `#rrggbb`, from 1 to 21.

    >>> contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: int) -> float:
    share = level / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
