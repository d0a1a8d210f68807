"""The tables of columns in the model document are written from the classes of rows in sim/tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.state import World
from sim.tables import Column, TableRow
from sim.tables.column import INFINITE

FILE = Path(__file__).parent / "odd.md"
BEGIN = "<!-- columns: made by docs/generate.py from sim/tables -->"
END = "<!-- end of columns -->"
Table = Callable[..., str]
Span = Callable[[tuple[float, float]], str]


def columns(table: Table, span: Span) -> str:
    """Write the tables of the model in the order of the world, a line a column."""
    rows = {row.table: row for row in TableRow.__subclasses__()}
    parts = []
    for name in (name for name in World._fields if name in rows):
        words = " ".join((rows[name].__doc__ or "").split())
        lines = [
            (f"`{one.name}`", one.unit, meaning(one), valid(one, span), "yes" if one.settable else "")
            for one in rows[name].columns.values()
        ]
        parts.append(f"**{name}**. {words}\n\n{table(('column', 'unit', 'meaning', 'range', 'may be set'), lines)}")
    return "\n".join(parts)


def meaning(one: Column) -> str:
    """Write what a column is, and of how many entries if it is a vector."""
    if not one.length and not one.per_barrier:
        return one.words
    entries = " + ".join(part for part in (str(one.length or ""), "barriers" if one.per_barrier else "") if part)
    return f"{one.words}; entries: {entries}"


def valid(one: Column, span: Span) -> str:
    """Write the range of a column, where it has one."""
    return "yes or no" if one.kind is bool else span((one.minimum, one.maximum)) if one.minimum > -INFINITE else ""


def model_document(table: Table, span: Span) -> str:
    """Return the model document with its tables of columns, which stand between two marks; the rest is as it was."""
    head, begins, rest = FILE.read_text(encoding="utf-8").partition(BEGIN)
    _, ends, tail = rest.partition(END)
    return f"{head}{begins}\n\n{columns(table, span)}\n{ends}{tail}"
