"""Figures speak of outcomes and factors by the words that readers know, not by their keys."""

from __future__ import annotations

from sim.outcomes import OUTCOMES
from sim.report.figures.paper import words

LABELS = {outcome.name: (outcome.label, outcome.unit) for outcome in OUTCOMES}


def outcome_words(outcome: str) -> tuple[str, str]:
    """Return the label and the unit of an outcome; a name that is no outcome of the model serves as its own label."""
    return LABELS.get(outcome, (words(outcome), ""))


def factor_words(key: str) -> str:
    """Return what a scenario key is about: `levers.fund_pool.strength` is "fund pool"."""
    parts = str(key).split(".")
    if len(parts) > 1:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] == "strength":
        parts = parts[:-1]
    return words(" ".join(parts))


def with_unit(label: str, unit: str) -> str:
    """Write a label with its unit, if it has one."""
    return f"{label} ({unit})" if unit else label
