"""An effect over readings has two bars: the thick one says where its middle lies, the thin one holds nine in ten."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.statistics.bootstrap import BOOTSTRAP_SEED
from sim.statistics.pairs import Indices, Numbers
from sim.statistics.verdict import FEWEST

RESAMPLES = 4000
NINE_IN_TEN = (5.0, 95.0)
MIDDLE = (2.5, 97.5)


class Bars(NamedTuple):
    """One effect over readings, in its unit.

    Args:
        middle: median over readings.
        thick_low, thick_high: 95 % interval of the median; NaN below FEWEST readings.
        thin_low, thin_high: 5th and 95th percentile of readings, the luck of a run taken out; NaN below FEWEST.
    """

    middle: float
    thick_low: float
    thick_high: float
    thin_low: float
    thin_high: float


def bars(values: Numbers, forms: Indices, luck: float = 0.0) -> Bars:
    """Return the middle of an effect and its two bars.

    The thick bar comes of readings drawn again within their forms of the model. The thin bar is that of the readings,
    drawn towards their mean by the root of 1 - `luck`: what runs of one reading differ by is no doubt about the policy.

    Args:
        values: [readings] the effect, finite.
        forms: [readings] number of the form of the model.
        luck: share of the variance over readings that is the luck of single runs, 0..1.
    """
    if len(values) == 0:
        return Bars(*[np.nan] * 5)
    middle = float(np.median(values))
    if len(values) < FEWEST:
        return Bars(middle, *[np.nan] * 4)
    thick = np.percentile(np.median(values[_resampled(forms)], axis=1), MIDDLE)
    mean = values.mean()
    thin = mean + (np.percentile(values, NINE_IN_TEN) - mean) * np.sqrt(1.0 - luck)
    return Bars(middle, *thick.tolist(), *thin.tolist())


def _resampled(forms: Indices) -> Indices:
    """Draw readings with replacement, as many of every form as there are; [RESAMPLES, readings]."""
    random = np.random.default_rng(BOOTSTRAP_SEED)
    places = [np.flatnonzero(forms == form) for form in np.unique(forms)]
    drawn: Indices = np.hstack([own[random.integers(len(own), size=(RESAMPLES, len(own)))] for own in places])
    return drawn
