"""Where the doubt about an effect comes from: the luck of a run, parameters, the coding of barriers, the form.

Components of variance over readings, each with the noise of the others taken out. The same partition is usual for
projections of the climate: Hawkins and Sutton 2009; Yip et al. 2011; Northrop and Chandler 2014 for the corrections.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.statistics.pairs import Indices, Numbers
from sim.statistics.ridge import ridge

FEWEST_TO_SPLIT = 32
"""Readings from which parameters and coding are told apart: their shares are then known to about 0.13."""
FEWEST_TWINS = 2


class Shares(NamedTuple):
    """Shares of the variance of an effect over readings, 0..1; luck, rows and form add up to 1.

    Args:
        luck: of single runs.
        rows: parameters and coding together.
        coding, parameters: the two parts of `rows`; NaN below FEWEST_TO_SPLIT readings.
        form: of the form of the model; 0 if there is one.
        explained: share of `rows` that straight lines explain; what they do not is split alike. NaN as `coding`.
        variance: what the shares are of, in the square of the effect's unit.
    """

    luck: float
    rows: float
    coding: float
    parameters: float
    form: float
    explained: float
    variance: float


class Doubted(NamedTuple):
    """What readings differ by.

    Args:
        switches: [readings, words] 1 where a switch of form has a word that it has not in the first reading, a column
            for each such word, else 0; no column if the form is not doubted.
        rows: [readings, inputs] parameters and codings.
        coded: [inputs] whether an input is the coding of a barrier.
    """

    switches: Indices
    rows: Numbers
    coded: NDArray[np.bool_]

    @property
    def forms(self) -> Indices:
        """[readings] number of the form of the model."""
        if not self.switches.shape[1]:
            return np.zeros(len(self.switches), dtype=np.int64)
        numbers: Indices = np.unique(self.switches, axis=0, return_inverse=True)[1].reshape(-1)
        return numbers


def shares(effects: Numbers, gaps: Numbers, doubted: Doubted) -> Shares:
    """Tell apart where the doubt about an effect comes from.

    Args:
        effects: [readings]; of fewer than 2 nothing is known.
        gaps: [twins] the effects of some readings less those of the same readings under a second seed.
        doubted: what the readings differ by.

    Returns:
        All NaN with fewer than FEWEST_TWINS twins, or where nothing varies.
    """
    if len(effects) < FEWEST_TWINS:
        return Shares(*[np.nan] * len(Shares._fields))
    form, within = _form(effects, doubted)
    total = form + within
    if len(gaps) < FEWEST_TWINS or not total > 0:
        return Shares(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, total)
    luck = min(within, float((gaps**2).mean()) / 2)
    rows = within - luck
    coding, explained = _split(effects, doubted, rows, within)
    return Shares(
        luck / total, rows / total, coding * rows / total, (1 - coding) * rows / total, form / total, explained, total
    )


def _form(effects: Numbers, doubted: Doubted) -> tuple[float, float]:
    """Return the variance between forms, which are the whole population of forms, and that within them."""
    forms = doubted.forms
    counts = np.bincount(forms)
    if len(counts) == 1:
        return 0.0, float(effects.var(ddof=1))
    if counts.min() < 2:  # one reading a form: what the switches do each alone, and the rest
        rest, freedom = without_switches(effects, doubted.switches)
        within = float((rest**2).sum()) / max(1, freedom)
        lines = float(((effects - rest) ** 2).mean() - effects.mean() ** 2)
        return max(0.0, lines - within * doubted.switches.shape[1] / len(effects)), within
    means = np.bincount(forms, effects) / counts
    within = float(((effects - means[forms]) ** 2).sum()) / (len(effects) - len(counts))
    noise = within * float((1.0 / counts).mean()) * (len(counts) - 1) / len(counts)
    return max(0.0, float(means.var()) - noise), within


def without_switches(values: Numbers, switches: Indices) -> tuple[Numbers, int]:
    """Return values less what each switch does alone, their mean left out too, and degrees of freedom."""
    lines = np.column_stack([np.ones(len(values)), switches])
    found, _, rank, _ = np.linalg.lstsq(lines, values, rcond=None)
    rest: Numbers = values - lines @ found
    return rest, len(values) - int(rank)


def _split(effects: Numbers, doubted: Doubted, rows: float, within: float) -> tuple[float, float]:
    """Return the part of the rows' variance that is the coding's, and how much of it lines explain.

    Shapley's average over the two orders in which coding and parameters may be asked, because the posterior ties them
    together, of what ridge regressions explain.
    """
    coded, inputs = doubted.coded, doubted.rows
    if not coded.any() or coded.all():
        return float(coded.all()), np.nan
    if len(effects) < FEWEST_TO_SPLIT:
        return np.nan, np.nan
    rest, _ = without_switches(effects, doubted.switches)
    both, coding, other = (ridge(inputs[:, part], rest).explained for part in (coded | True, coded, ~coded))
    parts = [max(0.0, (coding + both - other) / 2), max(0.0, (other + both - coding) / 2)]
    if sum(parts) == 0 or rows <= 0:
        return np.nan, 0.0
    return parts[0] / sum(parts), min(1.0, both * within / rows)


def switch_effects(effects: Numbers, switches: Indices) -> Numbers:
    """Return what each switch of form changes in the mean, [switches], in the effect's unit."""
    return np.array([effects[one == 1].mean() - effects[one == 0].mean() for one in switches.T])
