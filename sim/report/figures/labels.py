"""Figures speak of outcomes and factors by the words that readers know, not by their keys."""

from __future__ import annotations

from sim.barriers import BARRIERS
from sim.language import _
from sim.outcomes import OUTCOMES
from sim.report.figures.style import COLOURS, GREY, words
from sim.scenario.renamed import current
from sim.scenario.settings import SETTING_BY_NAME
from sim.scenario.wording import SELF_EVIDENT_UNITS

LABELS = {outcome.name: (outcome.label, outcome.unit) for outcome in OUTCOMES}
BARRIER_COLOURS = {barrier.name: COLOURS[index % len(COLOURS)] for index, barrier in enumerate(BARRIERS)}


def outcome_words(outcome: str) -> tuple[str, str]:
    """Return the label and the unit of an outcome; a name that is no outcome of the model serves as its own label."""
    label, unit = LABELS.get(outcome, ("", ""))
    return (_(label), _(unit) if unit else "") if label else (words(outcome), "")


def factor_words(key: str) -> str:
    """Return what a scenario key is about: `levers.fund_pool.strength` is "fund pool"."""
    parts = current(str(key)).split(".")
    if len(parts) > 1:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] == "strength":
        parts = parts[:-1]
    return " ".join(words(part) for part in parts)


def factor_unit(key: str) -> str:
    """Return the unit of a parameter's scenario key; empty for what has none, such as a strength."""
    section, _dot, name = current(str(key)).partition(".")
    setting = SETTING_BY_NAME.get(name) if section == "parameters" else None
    return "" if setting is None or setting.unit in SELF_EVIDENT_UNITS else _(setting.unit)


def with_unit(label: str, unit: str) -> str:
    """Write a label with its unit, if it has one."""
    return _("{label} ({unit})", label=label, unit=unit) if unit else label


def barrier_colour(barrier: str) -> str:
    """Return the colour of a barrier, the same in every figure; grey for a name that is no barrier of the model."""
    return BARRIER_COLOURS.get(barrier, GREY)
