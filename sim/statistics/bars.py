"""An effect over readings has two bars: the thick one says where its middle lies, the thin one holds nine in ten."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy

from sim.statistics.bootstrap import BOOTSTRAP_SEED
from sim.statistics.pairs import Indices, Numbers
from sim.statistics.verdict import FEWEST

RESAMPLES = 4000
NINE_IN_TEN = (5.0, 95.0)
MIDDLE = (2.5, 97.5)
UNSURE = 0.05
"""Chance that less of the variance is luck than is taken out."""


class Bars(NamedTuple):
    """One effect over readings, in its unit.

    Args:
        middle: median over readings.
        thick_low, thick_high: 95 % interval of the median; NaN below FEWEST readings.
        thin_low, thin_high: between which nine readings in ten lie, the luck that is sure taken out; NaN below FEWEST.
    """

    middle: float
    thick_low: float
    thick_high: float
    thin_low: float
    thin_high: float


def bars(values: Numbers, forms: Indices, luck: float = 0.0, twins: int = 0) -> Bars:
    """Return the middle of an effect and its two bars.

    The thick bar comes of readings drawn again within their forms of the model. The thin bar is that of the readings,
    drawn towards their mean by the root of 1 less the luck: what runs of one reading differ by is no doubt about the
    policy. Few twins tell the luck badly, and a bar that is too short says too much, so only that luck is taken out
    that is sure: the 95 % lower bound of its variance. Ends of the bar hold nine in ten of readings to come, too.

    Args:
        values: [readings] the effect, finite.
        forms: [readings] number of the form of the model.
        luck: share of the variance over readings that is the luck of single runs, 0..1, as twins tell it.
        twins: how many tell it; 0 if the luck is known.
    """
    if len(values) == 0:
        return Bars(*[np.nan] * 5)
    middle = float(np.median(values))
    if len(values) < FEWEST:
        return Bars(middle, *[np.nan] * 4)
    thick = np.percentile(np.median(values[_resampled(forms)], axis=1), MIDDLE)
    mean = values.mean()
    ends = np.percentile(values, NINE_IN_TEN, method="weibull")
    thin = mean + (ends - mean) * np.sqrt(1.0 - (sure_luck(luck, twins) if twins else luck))
    return Bars(middle, *thick.tolist(), *thin.tolist())


def sure_luck(luck: float, twins: int) -> float:
    """Return the 95 % lower bound of a share of luck, 0..1.

    Args:
        luck: the share that twins tell.
        twins: how many; their squared gaps are as a chi-squared variable of as many degrees of freedom.
    """
    return luck * twins / float(scipy.special.chdtri(twins, UNSURE))


def _resampled(forms: Indices) -> Indices:
    """Draw readings with replacement, as many of every form as there are; [RESAMPLES, readings]."""
    random = np.random.default_rng(BOOTSTRAP_SEED)
    places = [np.flatnonzero(forms == form) for form in np.unique(forms)]
    drawn: Indices = np.hstack([own[random.integers(len(own), size=(RESAMPLES, len(own)))] for own in places])
    return drawn
