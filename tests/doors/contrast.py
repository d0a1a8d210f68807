"""How well letters stand out of their ground."""

from __future__ import annotations

import re


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, by the rule of WCAG."""

    def light(colour: str) -> float:
        digits = colour.lstrip("#")
        whole = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
        parts = [int(part, 16) / 255 for part in re.findall("..", whole)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
