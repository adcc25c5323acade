"""Colours of brands: contrast by WCAG, and the shades a page needs so that everything stays readable."""

import re
from dataclasses import dataclass

HEX = re.compile(r"^#[0-9a-f]{6}$")
WHITE, INK, DARK_CANVAS = "#ffffff", "#14201f", "#121817"
READABLE = 4.5
LINK_ON_LIGHT, LINK_ON_DARK = 5.4, 6.0  # more than 4.5: links also stand on the brand's tint
_STEP = 0.04


def channels(colour: str) -> tuple[int, int, int]:
    """The three channels of `#rrggbb`. Raises ValueError."""
    if not HEX.match(colour.lower()):
        raise ValueError(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in channels(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` of `other` in it."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _until(colour: str, towards: str, against: str, wanted: float) -> str:
    share, shade = 0.0, colour
    while contrast(shade, against) < wanted and share < 1:
        share += _STEP
        shade = mix(colour, towards, min(share, 1.0))
    return shade


@dataclass(frozen=True, slots=True)
class Shades:
    """`fill` is the colour itself, darkened when no text could be read on it; `on` is the text on it."""

    fill: str
    on: str
    link: str
    link_on_dark: str

    def is_darkened(self, colour: str) -> bool:
        """Had the colour to be changed?"""
        return self.fill != colour.lower()


def shades(colour: str) -> Shades:
    """What a page draws in a brand's colour. Raises ValueError."""
    colour = colour.lower()
    on = WHITE if contrast(colour, WHITE) >= READABLE else INK
    fill = colour
    if contrast(colour, on) < READABLE:  # the few that neither white nor ink can be read on
        on, fill = WHITE, _until(colour, "#000000", WHITE, READABLE)
    link = _until(colour, "#000000", WHITE, LINK_ON_LIGHT)
    return Shades(fill, on, link, _until(colour, "#ffffff", DARK_CANVAS, LINK_ON_DARK))
