"""Readings: the ways to fill in what the sources leave open, under each of which every arm is run.

A reading is a row of parameters, a coding of the barriers, a form of the model, prices of the levers and a seed.
Readings stand in a fixed order, in which more of them keep those that were there; their seeds are their numbers. Some
have a twin: the same reading under a second seed, which tells what luck alone makes of it, and serves for nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiment.designs.forms import EACH, Form, declared_switches, form_name, forms_of
from sim.experiment.reading.draws import SHIPPED, fits_of, table_of_draws, table_of_form
from sim.experiment.reading.lever_costs import costs_in
from sim.language import _
from sim.scenario.renamed import with_new_names
from sim.statistics import FEWEST

NUMBER = 32
BLOCK = 8
"""Readings that are added at a time, or a whole array of forms if that is more."""
LEAST_TWINS = 8
TWINS_IN = 4  # one in so many readings has a twin
POSTERIOR = "posterior"
CODED = "barriers"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadingsAsked:
    """What readings are asked for.

    Args:
        source: "posterior", or a table of rows: a CSV file with a column per dotted key.
        number: how many; None for NUMBER, or for all rows of a table of one's own.
        twins: how many of them have a twin; None for one in TWINS_IN, at least LEAST_TWINS, and none
            where readings are too few for any verdict.
        coding: a table of codings of the barriers that takes the place of the rows' own; empty for theirs.
        forms: as `sim.experiment.designs.forms.forms_of` takes them.
        seed: of the order in which rows and codings are taken.
        costs: whether every reading has its own prices of levers.
    """

    source: str = POSTERIOR
    number: int | None = None
    twins: int | None = None
    coding: str = ""
    forms: tuple[str, ...] = ("shipped",)
    seed: int = 0
    costs: bool = True

    @property
    def each(self) -> bool:
        """Whether forms are taken one by one, those that fit."""
        return list(self.forms) == [EACH]


@dataclass(frozen=True, eq=False)
class ReadingSource:
    """The tables that readings are taken from, checked; make it with `of`.

    Args:
        asked: what was asked for.
        forms: of the model, the shipped one first.
        rows: a table of rows for each of the forms.
        codings: of the barriers; empty if the rows hold them.
    """

    asked: ReadingsAsked
    forms: tuple[Form, ...]
    rows: tuple[tuple[Row, ...], ...]
    codings: tuple[Row, ...]

    @classmethod
    def of(
        cls,
        asked: ReadingsAsked,
        folder: Path = Path(),
        switches: Mapping[str, tuple[str, ...]] | None = None,
        shipped: Mapping[str, Path] = SHIPPED,
    ) -> ReadingSource:
        """Read the tables.

        Args:
            asked: what is asked for.
            folder: where relative paths start.
            switches: of form, each with its words; None for those of the model.
            shipped: tables that travel with the package, by name.

        Raises:
            OSError: if a table cannot be read.
            ValueError: if one is no such table, a form is unknown or has no rows that fit under it, or the number does
                not go with the array of forms; says what would.
        """
        known = declared_switches() if switches is None else switches
        forms = forms_of(asked.forms, known)
        place = shipped.get(asked.source) or folder / asked.source
        if asked.each:  # one that does not fit is no reading, and nobody named it
            fits = fits_of(place)
            forms = tuple(form for form in forms if fits.get(form_name(form, known), "yes") == "yes")
        rows = tuple(_rows_of(place, form_name(form, known)) for form in forms)
        codings = _table(folder / asked.coding) if asked.coding else ()
        strange = [key for key in (codings[0] if codings else ()) if key.partition(".")[0] != CODED]
        if strange:
            raise ValueError(
                _(
                    "{coding} has a column {strange}, which codes no barrier; name {coded}.<name>",
                    coding=asked.coding,
                    strange=strange[0],
                    coded=CODED,
                )
            )
        found = cls(asked, forms, rows, codings)
        if found.number % found.array:
            low = found.number - found.number % len(forms)
            tried = " or ".join(str(one) for one in (low, low + len(forms)) if one)
            raise ValueError(
                _(
                    "{number} readings do not fall evenly on {forms} forms; ask for {tried}",
                    number=found.number,
                    forms=len(forms),
                    tried=tried,
                )
            )
        return found

    @property
    def number(self) -> int:
        """How many readings there are if no other number is asked for."""
        if self.asked.number is not None:
            return self.asked.number
        return NUMBER if self.asked.source == POSTERIOR else len(self.rows[0])

    @property
    def array(self) -> int:
        """How many readings belong together: an array of forms is filled, forms one by one are taken in turn."""
        return 1 if self.asked.each else len(self.forms)

    @property
    def block(self) -> int:
        """How many readings are added at a time."""
        return max(BLOCK, len(self.forms))

    def twins(self, number: int) -> int:
        """Return how many of so many readings have a twin; none where there are too few for any verdict."""
        wanted = self.asked.twins
        if wanted is None:
            wanted = max(LEAST_TWINS, number // TWINS_IN) if number >= FEWEST else 0
        return min(number, wanted)

    def take(self, number: int) -> tuple[Row, ...]:
        """Return the settings of the first readings, by dotted key; of more, the first are the same.

        Rows are taken in an order by lot, without return until all were taken; codings alike, crossed with them.
        """
        taken, forms = [], len(self.forms)
        orders = [_order(len(rows), -(-number // forms), f"{self.asked.seed} rows") for rows in self.rows]
        codings = _order(len(self.codings), number, f"{self.asked.seed} codings") if self.codings else []
        for index in range(number):
            turn, form = divmod(index, forms)
            row = dict(self.rows[form][orders[form][turn]])
            if codings:
                row = {key: value for key, value in row.items() if key.partition(".")[0] != CODED}
                row |= self.codings[codings[index]]
            prices = costs_in(index, self.asked.seed) if self.asked.costs else {}
            taken.append({**prices, **row, **self.forms[form]})
        return tuple(taken)

    def left_over(self, number: int) -> int:
        """Return how many rows of a table of one's own no reading takes."""
        return 0 if self.asked.source == POSTERIOR else sum(len(rows) for rows in self.rows) - number


def _rows_of(place: Path, form: str) -> tuple[Row, ...]:
    """Return the rows that fit the patterns under a form: no form is read with the rows of another."""
    own = table_of_form(place, form)
    if own != place and not own.is_file():
        fits = fits_of(place).get(form)
        if fits == "no":
            why = _(
                "the form {form} was fitted and cannot meet the patterns; it is no reading of the sources", form=form
            )
        elif fits is not None:
            why = _("the form {form} was fitted by too few runs to know whether it meets the patterns", form=form)
        else:
            why = _(
                "no rows were fitted under the form {form}: there is no {name} beside {name_2}; a form "
                "that was never fitted is no reading of the sources",
                form=form,
                name=own.name,
                name_2=place.name,
            )
        raise ValueError(why)
    return _table(own)


def _table(place: Path) -> tuple[Row, ...]:
    rows = tuple(with_new_names(row)[0] for row in table_of_draws(place))
    if not rows:
        raise ValueError(_("{name} holds no row", name=place.name))
    return rows


def _order(count: int, number: int, salt: str) -> Sequence[int]:
    """Return so many indices below a count: all of them in an order by lot, then all again in another."""
    order: list[int] = []
    for turn in range(-(-number // count)):
        lots = {index: hashlib.sha256(f"{salt} {turn} {index}".encode()).digest() for index in range(count)}
        order += sorted(lots, key=lots.__getitem__)
    return order[:number]
