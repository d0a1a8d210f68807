"""Numbers in sentences: three digits, a sign for changes, an interval always beside."""

from __future__ import annotations

import math

from sim.language import _, money
from sim.language import listed as joined
from sim.language import per_cent as in_per_cent
from sim.outcomes import OUTCOMES
from sim.report.figures.labels import factor_words
from sim.report.figures.style import arm_words, words

LABELS = {outcome.name: outcome.label for outcome in OUTCOMES}
UNITS = {outcome.name: outcome.unit for outcome in OUTCOMES}


def number(value: float, signed: bool = False) -> str:
    """Write a number with about three digits; a dash where there is none."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "-∞"
    size = abs(value)
    decimals = 0 if size >= 100 or value == 0 else 1 if size >= 10 else 2 if size >= 1 else 3
    text = f"{value:+,.{decimals}f}" if signed else f"{value:,.{decimals}f}"
    return text.replace("-", "−")


def paid(million: float, last: bool = True) -> str:
    """Write an amount of money, of which a sentence knows three digits; `last` as `sim.language.money` takes it."""
    return money(number(million), million, last)


def between(value: float, low: float, high: float, signed: bool = True) -> str:
    """Write a value with its 95 % interval."""
    return f"{number(value, signed)} [{number(low, signed)}, {number(high, signed)}]"


def per_cent(share: float) -> str:
    """Write a share as per cent."""
    return "–" if not math.isfinite(share) else in_per_cent(f"{100 * share:.0f}")


def outcome_label(outcome: str) -> str:
    """Return the words of an outcome, in the middle of a sentence."""
    label = _(LABELS[outcome]) if outcome in LABELS else words(outcome)
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def unit_of(outcome: str) -> str:
    """Return the unit of an outcome with a space before it, nothing for plain numbers."""
    unit = UNITS.get(outcome, "")
    return "" if unit in ("", "number", "share", "deals") else f" {_(unit)}"


__all__ = ["arm_words", "between", "factor_words", "joined", "number", "outcome_label", "per_cent", "unit_of"]
