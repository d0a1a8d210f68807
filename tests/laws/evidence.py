"""What a test found, told to whoever collects the evidence: `python -m experiments.evidence` prints it.

A test whose name begins `test_d1_` or `test_x2_x3_` speaks for the rows of the validation plan of these ids.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

SEVERAL = 4.0  # standard errors within which a simulated mean must lie: 1 in 16,000 by chance
FALSE_ALARM = 0.001  # chance that one comparison refuses a law that holds
Note = Callable[[str, object], None]


def lay_beside(note: Note, what: str, observed: float, theory: float, error: float, within: float = SEVERAL) -> None:
    """Hold an observation to its theory.

    Args:
        note: pytest's `record_property`.
        what: the case, in words.
        observed: what the model gave.
        theory: what the formula says.
        error: standard error of the observation.
        within: standard errors that it may be off.
    """
    numbers = {"observed": float(observed), "theory": float(theory), "error": float(error), "within": float(within)}
    note("docked", {"what": what, **numbers})
    assert error > 0.0, what
    assert abs(observed - theory) <= within * error, (what, numbers)


def lay_beside_exactly(note: Note, what: str, observed: float, theory: float, tolerance: float) -> None:
    """Hold an observation without chance to its theory; the tolerance is numerical, not statistical."""
    numbers = {"observed": float(observed), "theory": float(theory), "tolerance": float(tolerance)}
    note("docked", {"what": what, **numbers})
    assert abs(observed - theory) <= tolerance, (what, numbers)


def say_chance(note: Note, seeds: int, comparisons: int, chance: float = FALSE_ALARM) -> None:
    """Say how often a statistical test refuses a law that holds.

    Args:
        note: pytest's `record_property`.
        seeds: runs per arm.
        comparisons: how many numbers the test compares.
        chance: of a false alarm, per comparison.
    """
    note("chance", {"seeds": seeds, "comparisons": comparisons, "chance": chance})


def paired(values: np.ndarray, others: np.ndarray, chance: float = FALSE_ALARM) -> tuple[float, float]:
    """Compare two arms seed by seed.

    Returns:
        The mean of `others - values` and how far it may lie on the wrong side of 0 by chance (Student's t, one-sided).
    """
    each = np.asarray(others, float) - np.asarray(values, float)
    error = float(each.std(ddof=1)) / float(np.sqrt(len(each)))
    return float(each.mean()), float(stats.t.ppf(1.0 - chance, len(each) - 1)) * error
