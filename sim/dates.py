"""Quarters have dates: a run counts them from 0, and whoever shows or takes one calls it 2020 Q1.

This is the only place that turns one into the other. A run begins with the first quarter of its first year.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.language import _

IN_A_YEAR = 4
DATE = "^([0-9]{4,12})( ?[Qq]([1-4]))?$"
WRITTEN = 'such as "2020 Q1" or "2020"'


class Calendar(NamedTuple):
    """The dates of a run."""

    start_year: int
    """Year whose first quarter is quarter 0."""
    policy_year: int
    """First year that outcomes count, in which levers start unless they are told otherwise."""

    @property
    def policy_quarter(self) -> int:
        """First quarter that outcomes count."""
        return IN_A_YEAR * (self.policy_year - self.start_year)

    def name(self, quarter: int) -> str:
        """Name a quarter of the run, which may lie before its beginning: 2020 Q1."""
        year, within = divmod(int(quarter), IN_A_YEAR)
        return f"{self.start_year + year} Q{within + 1}"

    def quarter(self, date: str) -> int | None:
        """Return the quarter of the run that a date names, below 0 before its beginning; None if it is no date.

        Args:
            date: such as "2020 Q1"; a year alone means its first quarter.
        """
        found = re.match(DATE, date.strip())
        if found is None:
            return None
        return IN_A_YEAR * (int(found[1]) - self.start_year) + int(found[3] or 1) - 1

    def first(self, year: int) -> int:
        """Return the first quarter of a year."""
        return IN_A_YEAR * (year - self.start_year)

    def years(self, quarters: Any) -> NDArray[np.float64]:
        """Return moments of the run as years with fractions, for axes: 2020.0 is the beginning of 2020."""
        return np.asarray(quarters, dtype=np.float64) / IN_A_YEAR + float(self.start_year)


def date_words(name: str) -> str:
    """Say a quarter as the language does: "2020 Q1" is "2020 年第 1 季度"."""
    year, _space, quarter = name.partition(" Q")
    return _("{year} Q{quarter}", year=year, quarter=quarter)
