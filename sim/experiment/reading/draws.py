"""Parameters that are not known for sure are drawn together, and every arm is run with the same draws.

They are drawn from spreads, or read from a table with a column per dotted key and a row per draw. One table travels
with the package: draws from the posterior, which the calibration in experiments/calibration made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.experiment.designs import Factor
from sim.experiment.designs.design import Options, spread_out
from sim.experiment.designs.latin_hypercube import unit
from sim.experiment.reading.factors import is_whole
from sim.language import N_, _
from sim.scenario.text_table import decimal_point, table_rows

MOST_ROWS = 100_000
NO_NUMBER = N_("line {line}: {key} = {text!r:.40} is no number")
NO_NUMBER_BUT = N_("line {line}: {key} = {text!r:.40} is no number; did you mean {meant}?")
SHIPPED: Mapping[str, Path] = {"posterior": Path(__file__).with_name("posterior.csv")}
"""Tables of draws that travel with the package, by the name that `parameters_from` gives them."""
FITS = Path(__file__).with_name("fits.csv")
"""How well each form fits the patterns, by the calibration that made the tables; those with fits = "yes" have one."""


def table_of_form(place: Path, form: str) -> Path:
    """Return where the rows of a form stand: in the table itself for the shipped form, or else beside it.

    Args:
        place: table of the shipped form.
        form: name of the form, as `sim.experiment.designs.forms.form_name` gives it.
    """
    return place if form == "shipped" else place.with_name(f"{place.stem}_{form}{place.suffix}")


def fits_of(place: Path) -> Mapping[str, str]:
    """Return how each form that was fitted fits, "yes", "no" or "untold", of the table beside a table of rows.

    Args:
        place: table of the shipped form; with no table of fits beside it nothing is known.
    """
    file = place.with_name(FITS.name)
    if not file.is_file():
        return {}
    head, *rows = [row for _, row in table_rows(file.read_bytes(), file.name)]
    if "form" not in head or "fits" not in head:
        return {}
    form, fits = head.index("form"), head.index("fits")
    return {row[form]: row[fits] for row in rows}


def draw_together(drawn: Sequence[Factor], number: int, seed: int) -> tuple[Mapping[str, Any], ...]:
    """Return draws that cover every spread evenly: a Latin hypercube, independent between parameters.

    Args:
        drawn: the parameters, each with a spread.
        number: how many draws.
        seed: seed of the draws.
    """
    return tuple(spread_out(drawn, unit(len(drawn), Options(samples=number, seed=seed))))


def table_of_draws(file: Path) -> tuple[Mapping[str, Any], ...]:
    """Read a table of draws: a CSV file of numbers, a column per dotted key and a row per draw.

    Args:
        file: the table, of at most MOST_ROWS draws.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it is no such table; says where.
    """
    named = table_rows(file.read_bytes(), file.name)
    rows = [row for _rest, row in zip(range(MOST_ROWS + 2), named, strict=False)]
    keys = rows[0][1] if rows else []
    if not keys or not all(keys):
        raise ValueError(_("its first line must name a dotted key for every column"))
    if len(rows) > MOST_ROWS + 1:
        raise ValueError(_("it holds more than {most_rows:,} draws", most_rows=MOST_ROWS))
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(_("column {twice} stands twice", twice=min(twice)))
    return tuple(_draw(keys, row, line) for line, row in rows[1:])


def _draw(keys: Sequence[str], row: Sequence[str], line: int) -> Mapping[str, Any]:
    if len(row) != len(keys):
        raise ValueError(_("line {line} has {row} values for {keys} columns", line=line, row=len(row), keys=len(keys)))
    found: dict[str, Any] = {}
    for key, text in zip(keys, row, strict=True):
        try:
            value = float(text)
        except ValueError:
            meant = decimal_point(text)
            said = NO_NUMBER_BUT if meant else NO_NUMBER
            raise ValueError(_(said, line=line, key=key, text=text, meant=meant)) from None
        found[key] = int(value) if is_whole(key) and value.is_integer() else value
    return found
