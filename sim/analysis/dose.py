"""How an outcome answers to more and more of one factor, or of two at a time."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.paired_runs import PairedRuns
from sim.language import _
from sim.statistics import Numbers, mean_interval

Others = Literal["baseline", "averaged"]


def dose_response(runs: pd.DataFrame, factor: str, outcome: str, others: Others = "baseline") -> pd.DataFrame:
    """Return the outcome by level of one factor, and its difference from the lowest level.

    Args:
        runs: one row per run of a design in which one factor moves at a time, or of a grid: columns arm, draw, seed,
            factors and the outcome.
        factor: name.
        outcome: name of a column.
        others: "baseline" holds all other factors at their levels in the first arm; "averaged" takes the mean over all
            their combinations, which must then be the same at every level.

    Returns:
        One row per level, lowest first: columns factor, level, mean, mean_low, mean_high, difference, low, high (95 %
        intervals; 0 in the first row), in the outcome's unit.

    Raises:
        ValueError: if there are fewer than two levels, two arms at one place, or an unequal grid.
    """
    study = PairedRuns.of(runs)
    levels, combinations = study.settled(factor), _combinations(study, [factor])
    values = study.values(outcome)
    chosen = combinations == combinations[0] if others == "baseline" else np.full(len(levels), True)
    steps = np.unique(levels[chosen])
    if len(steps) < 2:
        raise ValueError(
            _(
                "{factor} has one level where all else is as in arm {arms!r}; two are needed",
                factor=factor,
                arms=study.arms[0],
            )
        )
    curves = []
    wanted = np.unique(combinations[chosen])
    for step in steps:
        arms = np.flatnonzero(chosen & (levels == step))
        if len(arms) != len(wanted) or (np.sort(combinations[arms]) != wanted).any():
            raise ValueError(
                _(
                    "{factor} = {step} has {arms} arms where {wanted} are needed: one for each "
                    "combination of the other factors",
                    factor=factor,
                    step=step,
                    arms=len(arms),
                    wanted=len(wanted),
                )
            )
        curves.append(values[arms].mean(axis=0))
    rows = [(factor, step, *_row(study, own, curves[0])) for step, own in zip(steps.tolist(), curves, strict=True)]
    return pd.DataFrame(rows, columns=["factor", "level", "mean", "mean_low", "mean_high", "difference", "low", "high"])


def surface(runs: pd.DataFrame, horizontal: str, vertical: str, outcome: str) -> pd.DataFrame:
    """Return the outcome over the grid of two factors, all others as in the first arm.

    Args:
        runs: one row per run: columns arm, draw, seed, factors and the outcome.
        horizontal: name of one factor.
        vertical: name of the other.
        outcome: name of a column.

    Returns:
        One row per point of the grid: columns horizontal and vertical (levels), mean, mean_low, mean_high, difference
        (from the lowest levels of both), low, high (95 % intervals), in the outcome's unit.

    Raises:
        ValueError: if a factor has one level, or a point of the grid has not just one arm.
    """
    study = PairedRuns.of(runs)
    combinations = _combinations(study, [horizontal, vertical])
    chosen = np.flatnonzero(combinations == combinations[0])
    across, up = study.settled(horizontal), study.settled(vertical)
    values = study.values(outcome)
    columns, rows = np.unique(across[chosen]), np.unique(up[chosen])
    if len(columns) < 2 or len(rows) < 2:
        raise ValueError(
            _(
                "the grid of {horizontal} and {vertical} is {columns} x {rows}; it needs 2 x 2",
                horizontal=horizontal,
                vertical=vertical,
                columns=len(columns),
                rows=len(rows),
            )
        )
    points = []
    for x in columns.tolist():
        for y in rows.tolist():
            arms = [index for index in chosen if across[index] == x and up[index] == y]
            if len(arms) != 1:
                raise ValueError(
                    _(
                        "{horizontal} = {x}, {vertical} = {y} has {arms} arms; just one is needed",
                        horizontal=horizontal,
                        x=x,
                        vertical=vertical,
                        y=y,
                        arms=len(arms),
                    )
                )
            points.append((x, y, values[arms[0]]))
    table = [(x, y, *_row(study, own, points[0][2])) for x, y, own in points]
    names = ["horizontal", "vertical", "mean", "mean_low", "mean_high", "difference", "low", "high"]
    return pd.DataFrame(table, columns=names)


def pivot(table: pd.DataFrame, column: str = "mean") -> pd.DataFrame:
    """Lay out a surface for contours: one row per vertical level, one column per horizontal level."""
    return table.pivot(index="vertical", columns="horizontal", values=column)


def _row(study: PairedRuns, own: Numbers, first: Numbers) -> tuple[float, ...]:
    gaps = own - first
    ends = *mean_interval(own, study.pairs), float(gaps.mean())
    return float(own.mean()), *ends, *mean_interval(gaps, study.pairs)


def _combinations(study: PairedRuns, but: list[str]) -> NDArray[np.int64]:
    """Number the arms by the levels of all varying factors but some; equal numbers mean equal levels in every draw."""
    others = [name for name in study.varying() if name not in but]
    keys: list[Any] = [
        tuple(tuple(study.levels(name)[arm].tolist()) for name in others) for arm in range(len(study.arms))
    ]
    known = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return np.array([known[key] for key in keys])
