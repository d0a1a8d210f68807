"""What a person meets, read in the pseudo-language: messages stand between marks, and what is outside is data.

Data are keys, commands, options, paths, names of arms and of a user's own, numbers and publications.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

from sim.language import MARKS

DATA = re.compile(
    r"^ *sim [a-z].*$"  # a command that works as typed
    r"|--[a-z][a-z-]*|(?<![A-Za-z])-[a-z]\b"  # options
    r"|[\w\[\]<>*-]*[_./=][\w./=<>*%#-]*\w"  # keys, paths and files
    r"|\b(?=\w*\d)[0-9a-f]{8,}\b"  # digests
    r"|\b[A-Z][A-Z_]+\b|\b20\d\d Q\d\b|'[\w-]+'|\b\d+[a-z]+\b",
    re.MULTILINE,
)
KEY = re.compile(rf"[^\n{MARKS}]+(?={MARKS[0]} \({MARKS[1]})")
"""A key of the model's data with its words beside it."""
WORD = re.compile(r"[A-Za-z]{3,}")


def messages_in(text: str) -> int:
    """Return how many pieces of messages a text holds."""
    return text.count(MARKS[0])


def outside(text: str, names: Collection[str] = ()) -> list[str]:
    """Return the words of a text that stand outside the marks and are no data.

    Args:
        text: as a person reads it.
        names: words that are data here, such as names of arms.
    """
    text = KEY.sub(" ", text)
    inside = re.compile(f"{MARKS[0]}[^{MARKS}]*{MARKS[1]}")
    while inside.search(text):
        text = inside.sub(" ", text)
    known = " ".join(names).lower()  # names may be cut where there is no room for them
    return [word for word in WORD.findall(DATA.sub(" ", text)) if word.lower() not in known]


def text_of(page: str) -> str:
    """Return what a reader of an HTML page or an SVG sees of it, without what is code or drawing."""
    page = re.sub(r"<(style|script|code|title|metadata)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "\n", page))
