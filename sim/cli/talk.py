"""What a person reads: tables and notes, coloured on a terminal, plain anywhere else; NO_COLOR is obeyed."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.cli.edge import KEPT
from sim.cli.screen import padded, plain, say, tell, width_of
from sim.language import N_, _
from sim.language import per_cent as in_per_cent

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.store import Inventory


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[int] = (0,)) -> None:
    """Print a table.

    Args:
        title: stands above it.
        columns: their heads.
        rows: cells as text, as many as there are columns.
        words: which columns hold words; the others hold numbers.
    """
    rows = [[plain(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _coloured(title, columns, rows, words)
        return
    widths = [max(width_of(row[index]) for row in (columns, *rows)) for index in range(len(columns))]
    tell(title)
    for row in (columns, *rows):
        sized = enumerate(zip(row, widths, strict=True))
        cells = [padded(cell, width, right=index not in words) for index, (cell, width) in sized]
        tell("  ".join(["", *cells]).rstrip())
    tell()


def _coloured(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[int]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=True)
    for index, head in enumerate(columns):
        table.add_column(head, justify="left" if index in words else "right", header_style="dim")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
    tell()


def number(value: float) -> str:
    """Write a number for a reader: 1,234 or 12.3 or 0.123; a dash where there is none."""
    if not math.isfinite(value):
        return "-"
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    if value == int(value):
        return f"{int(value)}"
    return f"{value:.1f}" if size >= 10 else f"{value:.2f}" if size >= 1 else f"{value:.3f}"


def signed(value: float) -> str:
    """Write a difference with its sign; none for zero."""
    text = number(value)
    return f"+{text}" if value > 0 and math.isfinite(value) else text


def per_cent(share: float) -> str:
    """Write a share as per cent; never 100 % of what was only sampled unless it was so every time."""
    if not math.isfinite(share):
        return "-"
    if 0 < share < 0.01:
        return in_per_cent("< 1")
    return in_per_cent("> 99" if 0.99 < share < 1 else f"{100 * share:.0f}")


def caution(scenario: Scenario, name: str) -> None:
    """Say what is allowed but odd in a scenario."""
    for warning in scenario.warnings:
        say(_("warning: {name}: {warning}", name=name, warning=warning))


def warn_of_damage(found: Inventory, who: str) -> None:
    """Say which parts of a store are damaged, and what lies among them that is none.

    Args:
        found: what the store holds.
        who: mends it, such as "the next sweep".
    """
    for problem in found.set_aside:
        say(_("warning: {problem}; {who} sets it aside and makes its runs again", problem=problem, who=who))
    for stranger in found.strangers:
        say(_("warning: {warning}", warning=stranger))


def announce_compiling() -> None:
    """Say that the first run has to compile the model, so that nobody thinks it hangs, and whether others have to."""
    from sim.engine import needs_compiling

    if needs_compiling():
        from sim.machine_code.kept import keeps
        from sim.machine_code.shipped import what_runs

        text = N_("compiling the model for this machine, one to three minutes, once: {code} ...")
        if not keeps():
            text = N_("compiling the model for this machine, one to three minutes, at every command: {code} ...")
        say(_(text, code=what_runs()))


@contextmanager
def interruptible(kept: bool) -> Iterator[None]:
    """Have an interruption say whether what was finished is kept."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(KEPT if kept else "") from None


@contextmanager
def progress(label: str, wanted: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far a study is, on a terminal only.

    Args:
        label: what is being done.
        wanted: whether to show anything.

    Yields:
        what to tell the number of runs done and of all runs; None if nothing is shown.
    """
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def duration(seconds: float) -> str:
    """Write a time for a reader."""
    if seconds < 90:
        return _("{seconds} s", seconds=max(1, round(seconds)))
    if seconds < 5400:
        return _("{minutes:.0f} min", minutes=seconds / 60)
    return _("{hours:.1f} h", hours=seconds / 3600)
