"""How much of a factor brings how much of an outcome: curves for one factor, contours for two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.analysis import dose_response, surface
from sim.language import _
from sim.language import sentences as in_a_row
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import arm_words, between, factor_words, joined, outcome_label
from sim.report.figures.dose_response import draw_dose_response
from sim.report.figures.surface import draw_surface

LEVELS_OF_A_CURVE = 3


def curved(asked: Asked) -> list[str]:
    """Return the factors of numbers with levels enough for a curve."""
    numbers = [key for key in asked.factors if pd.api.types.is_numeric_dtype(asked.runs[key])]
    return [key for key in numbers if asked.levels[key] >= LEVELS_OF_A_CURVE]


def fits(asked: Asked) -> bool:
    """Tell whether a factor has several levels in a grid, or alone."""
    return asked.kind in ("grid", "factorial", "one_at_a_time") and bool(curved(asked)) and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Give curves by factor, and contours where two factors have several levels each."""
    section = ReportSection(_("How much brings how much"))
    reference, curves = arm_words(asked.arms[0]), curved(asked)
    section.text.append(
        _(
            "Curves show the difference from the lowest level, other factors as in the reference "
            "({reference}), with 95 % bands; contours join points of equal outcome, dots are what "
            "was run.",
            reference=reference,
        )
    )

    def one(outcome: str) -> None:
        table = pd.concat([dose_response(asked.runs, key, outcome) for key in curves], ignore_index=True)
        two = len(curves) == 2 and asked.kind != "one_at_a_time"
        grid = surface(asked.runs, curves[1], curves[0], outcome) if two else None
        section.answer = section.answer or answer(asked, subject(asked), outcome)
        name, caption = f"response_{outcome}", _("Response of {outcome}.", outcome=outcome_label(outcome))
        section.pictures.append(Picture(name, caption, draw_dose_response(table, outcome), table))
        section.tables.append(Table(name, _("{caption} Intervals hold 95 %.", caption=caption), table))
        if grid is not None:
            figure = draw_surface(grid, curves[1], curves[0], outcome)
            caption = _(
                "{outcome} over {across} and {up}.",
                outcome=outcome_label(outcome).capitalize(),
                across=factor_words(curves[1]),
                up=factor_words(curves[0]),
            )
            section.pictures.append(Picture(f"contours_{outcome}", caption, figure, grid))

    by_outcome(section, asked.outcomes, one)
    return section


def subject(asked: Asked) -> str:
    """Return the factor that the answer speaks of: the last policy with a curve, or else the last with one."""
    policy = [key for key in curved(asked) if key not in asked.plan.uncertain]
    return (policy or curved(asked))[-1]


def answer(asked: Asked, key: str, outcome: str) -> str:
    """Say what a factor does from its lowest to its highest level, at the reference and at the ends of the others."""
    sentences = [
        _(
            "From its lowest to its highest level, {key} changes {outcome} by {change}, other "
            "factors as in the reference ({arms}).",
            key=factor_words(key),
            outcome=outcome_label(outcome),
            change=change(asked.runs, key, outcome),
            arms=arm_words(asked.arms[0]),
        )
    ]
    if asked.kind != "one_at_a_time":
        factors = {arm.name: arm.factors for arm in asked.plan.arms}
        home = factors[asked.arms[0]]
        for other in (one for one in curved(asked) if one != key):
            levels = sorted({values[other] for values in factors.values()})
            ends = [level for level in (levels[0], levels[-1]) if level != home[other]]
            shown = [
                _(
                    "{change} at {level:g}",
                    change=change(starting(asked, {**home, other: level}), key, outcome),
                    level=level,
                )
                for level in ends
            ]
            sentences.append(_("By {other} it is {shown}.", other=factor_words(other), shown=joined(shown)))
    return in_a_row(sentences)


def change(runs: pd.DataFrame, key: str, outcome: str) -> str:
    """Write the change of an outcome over all levels of a factor, others as in the first arm."""
    last = dose_response(runs, key, outcome).iloc[-1]
    return between(last["difference"], last["low"], last["high"])


def starting(asked: Asked, levels: Mapping[str, Any]) -> pd.DataFrame:
    """Return the runs with the arm of some levels first."""
    arm = next(arm.name for arm in asked.plan.arms if dict(arm.factors) == levels)
    is_first = asked.runs["arm"] == arm
    return pd.concat([asked.runs[is_first], asked.runs[~is_first]], ignore_index=True)


CHAPTER = Chapter("response", fits, write)
