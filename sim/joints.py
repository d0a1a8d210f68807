"""How parts of a Chinese text are joined: a space between a Chinese letter and a Latin one or a digit, none between two
Chinese ones, and for each thing the word that counts it. `sim/page/web/say.js` joins by the same rule.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from functools import cache, reduce

FULL = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
"""A letter or mark as wide as it is high; beside one stands no space but for a Latin letter or digit."""
CHINESE, LATIN, NUMBER = "[\u4e00-\u9fff]", "[A-Za-z0-9%]", "[A-Za-z0-9+\u2212-]"
MARKUP = "*~"
"""What makes a part of a sentence bold or soft on the page; it is no letter."""


def joined(message: str, places: Mapping[str, object], measures: str = "") -> str:
    """Fill the places of a Chinese message.

    Args:
        message: with named places.
        places: what they hold.
        measures: a common word that counts with what it counts, then the own one, in pairs.
    """
    text = ""
    for literal, place in parts(message):
        text = beside(text, literal)
        if place:
            text = beside(text, place.format(**places))
    words = measures.split()
    return reduce(lambda said, pair: said.replace(*pair), zip(words[::2], words[1::2], strict=False), text)


@cache
def parts(message: str) -> tuple[tuple[str, str], ...]:
    """Return a message in parts: what stands before a place, and the place as it is written; none at the end."""
    found = []
    for literal, name, spec, conversion in string.Formatter().parse(message):
        how = (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        found.append((literal, "" if name is None else f"{{{name}{how}}}"))
    return tuple(found)


def beside(left: str, right: str) -> str:
    """Join two parts of a Chinese text."""
    ends, begins = left.rstrip(f" {MARKUP}")[-1:], right.lstrip(f" {MARKUP}")[:1]
    if not ends or not begins:
        return left + right
    spaces = (left.rstrip(MARKUP).endswith(" ")) + (right.lstrip(MARKUP).startswith(" "))
    if spaces == 1 and re.match(FULL, ends) and re.match(FULL, begins):
        return _without_space(left) + _begun_without(right)
    meet = (re.match(CHINESE, ends) and re.match(NUMBER, begins)) or (
        re.match(LATIN, ends) and re.match(CHINESE, begins)
    )
    return f"{left} {right}" if meet and not spaces else left + right


def _without_space(text: str) -> str:
    return re.sub(rf" (?=[{MARKUP}]*$)", "", text)


def _begun_without(text: str) -> str:
    return re.sub(rf"^([{MARKUP}]*) ", r"\1", text)
