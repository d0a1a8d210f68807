"""Tables as text: every cell escaped, rows that can be clicked or chosen by key."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    picks: Sequence[str] = (),
    right: Sequence[int] = (),
    raw: Sequence[int] = (),
) -> str:
    """Write a table.

    Args:
        heads: of the columns.
        rows: cells as text, as many as there are columns.
        picks: what choosing a row says, one for each row; none if rows cannot be chosen.
        right: columns of numbers, which stand at the right.
        raw: columns whose text is escaped already.
    """
    head = "".join(f'<th{_side(place, right)} scope="col">{escape(one)}</th>' for place, one in enumerate(heads))
    lines = []
    for number, row in enumerate(rows):
        cells = "".join(
            f"<td{_side(place, right)}>{cell if place in raw else escape(cell)}</td>" for place, cell in enumerate(row)
        )
        pick = f' data-pick="{escape(picks[number])}" tabindex="0" role="button"' if picks else ""
        lines.append(f"<tr{pick}>{cells}</tr>")
    return f'<table class="lab-table"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def _side(place: int, right: Sequence[int]) -> str:
    return ' class="right"' if place in right else ""


def rows_of(frame: Any) -> Any:
    """Return the rows of a data frame, their cells by attribute; the type checker does not know them."""
    return frame.itertuples(index=False)


def facts(rows: Sequence[tuple[str, str]]) -> str:
    """Write names and what is said of them; both are escaped."""
    said = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows)
    return f'<dl class="lab-facts">{said}</dl>'


def scrolled(text: str) -> str:
    """Let a long table scroll in a place of its own."""
    return f'<div class="lab-scroll" tabindex="0">{text}</div>'


def empty(said: str) -> str:
    """Say that there is nothing to show."""
    return f'<div class="lab-empty">{escape(said)}</div>'
