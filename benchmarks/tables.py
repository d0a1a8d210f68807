"""The tables of docs/performance.md are written from the history of measurements, never by hand."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.history import Record, latest

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
CLOCKS = {"cpu": "processor", "wall": "elapsed", "": ""}
HEAD = "| what | value | spread | n | clock | goal |\n| --- | ---: | --- | ---: | --- | --- |\n"


def write() -> None:
    """Write every table of the page anew."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def page(text: str) -> str:
    """Return the page with its tables as the history has them.

    A table stands between `<!-- table: NAME -->` and `<!-- end -->`; it is that of the last whole run of the benchmark.
    """
    found = latest()

    def table(place: re.Match[str]) -> str:
        record = found.get(place[1])
        inside = table_of(record) if record is not None else "Not measured yet.\n"
        return f"<!-- table: {place[1]} -->\n{inside}<!-- end -->"

    return re.sub(r"<!-- table: (\w+) -->\n.*?<!-- end -->", table, text, flags=re.DOTALL)


def table_of(record: Record) -> str:
    """Write what one benchmark found, under its question and circumstances."""
    about = record.about
    rows = "".join(row(figure) for figure in record.figures)
    circumstances = (
        f"Measured {about['when'][:10]}, model {about['model']}, {about['cpu']}, {about['cores']} cores, load "
        f"{about['load_before']} before and {about['load_after']} after; Python {about['python']}, "
        f"Numba {about['numba']}, NumPy {about['numpy']}, Mesa {about['mesa']}."
    )
    return f"{about['question']}\n\n{HEAD}{rows}\n{textwrap.fill(circumstances, 120)}\n"


def row(figure: Figure) -> str:
    """Write one figure as a row of a table."""
    spread = f"{figure.low:.3g} to {figure.high:.3g}" if figure.count > 1 else ""
    goal = "" if figure.met is None else f"{figure.goal}, {'met' if figure.met else '**not met**'}"
    what = f"{figure.name} ({figure.note})" if figure.note else figure.name
    value = f"{figure.value:,.3g}" if abs(figure.value) < 1000 else f"{figure.value:,.0f}"
    cells = (what, f"{value} {figure.unit}".strip(), spread, str(figure.count), CLOCKS[figure.clock], goal)
    return "| " + " | ".join(cells) + " |\n"
