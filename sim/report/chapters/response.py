"""How much of a factor brings how much of an outcome: curves for one factor, contours for two."""

from __future__ import annotations

import pandas as pd

from sim.analysis import dose_response, surface
from sim.report.chapters.chapter import Asked, Chapter, Picture, Section, Table
from sim.report.chapters.phrases import between, factor_words, outcome_label
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


def write(asked: Asked) -> Section:
    """Give curves by factor, and contours where two factors have several levels each."""
    section = Section("How much brings how much")
    section.text.append(
        "Curves show the difference from the lowest level, other factors as in the first arm, with 95 % bands; "
        "contours "
        "join points of equal outcome, dots are what was run."
    )
    curves = curved(asked)
    for outcome in asked.outcomes:
        table = pd.concat([dose_response(asked.runs, key, outcome) for key in curves], ignore_index=True)
        last = table[table["factor"] == curves[-1]].iloc[-1]
        if not section.answer:
            section.answer = (
                f"From its lowest to its highest level, {factor_words(curves[-1])} changes {outcome_label(outcome)} by "
                f"{between(last['difference'], last['low'], last['high'])}, other factors as in the first arm."
            )
        name, caption = f"response_{outcome}", f"Response of {outcome_label(outcome)}."
        section.pictures.append(Picture(name, caption, draw_dose_response(table, outcome), table))
        section.tables.append(Table(name, f"{caption} Intervals hold 95 %.", table))
        if len(curves) == 2 and asked.kind != "one_at_a_time":
            grid = surface(asked.runs, curves[1], curves[0], outcome)
            figure = draw_surface(grid, curves[1], curves[0], outcome)
            caption = (
                f"{outcome_label(outcome).capitalize()} over {factor_words(curves[1])} and {factor_words(curves[0])}."
            )
            section.pictures.append(Picture(f"contours_{outcome}", caption, figure, grid))
    return section


CHAPTER = Chapter("response", fits, write)
