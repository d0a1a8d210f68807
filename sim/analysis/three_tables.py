"""What kills most deals, what its removal brings, and what it costs on average are three different questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.agents import DIRECTIONS
from sim.analysis.deaths import deaths
from sim.analysis.factorial import Factorial
from sim.analysis.paired import outcome_unit
from sim.analysis.paired_runs import PairedRuns
from sim.analysis.removal import removals
from sim.analysis.shapley import shapley_values
from sim.analysis.standing import gain
from sim.language import _
from sim.statistics import Numbers, mean_interval, ratio_interval

TABLES = ("proximate deaths", "removal, all others present", "removal, all others absent", "Shapley value")
SHARE, TRANSFERS = "share of deaths", "transfers_"
OF_ONE_DIRECTION = frozenset(f"{TRANSFERS}{direction.name}" for direction in DIRECTIONS)
SHORT = dict(zip(TABLES, ("deaths", "removal", "removal_alone", "shapley"), strict=True))


def three_tables(runs: pd.DataFrame, outcome: str, factors: Sequence[str] | None = None) -> pd.DataFrame:
    """Return proximate deaths, single removals and Shapley values of the barriers, each with its ranks.

    Deaths are counted in all directions together, so they stand beside no outcome of a single direction.

    Args:
        runs: one row per run of the full on and off factorial of the barriers: columns arm, draw, seed, factors, the
            outcome and deaths_by_<barrier>.
        outcome: name of an outcome of which more, or less, is better.
        factors: keys such as barriers.secrecy, whose last word is that of a column of deaths; None for all in which
            the arms differ.

    Returns:
        One row per table and barrier, without deaths if the outcome is of one direction: columns table, barrier, value
        (share of all deaths where all barriers stand, 0..1; or change of the outcome by removal, in its unit), low and
        high (95 % interval), unit and rank (1 for the barrier that kills most, or whose removal helps most).

    Raises:
        ValueError: if the design is not full, a column is missing, or neither way of the outcome is better.
    """
    study = PairedRuns.of(runs)
    design = Factorial.of(study, factors)
    names = [name.rsplit(".", 1)[-1] for name in design.factors]
    counted = _deaths(study, design.index(design.factors), names, outcome)
    parts = [] if counted is None else [_shares(study, names, *counted)]
    changes = (
        removals(study, design, outcome, "all present"),
        removals(study, design, outcome, "all absent"),
        shapley_values(study, design, outcome, "removing")[0],
    )
    for table, values in zip(TABLES[1:], changes, strict=True):
        ends = [mean_interval(row, study.pairs) for row in values]
        found = values.mean(axis=1), ends, outcome_unit(outcome)
        parts.append(_part(study, table, names, found, gain(values, outcome)))
    return pd.concat(parts, ignore_index=True)


def _deaths(study: PairedRuns, index: int, names: Sequence[str], outcome: str) -> tuple[Numbers, Numbers, str] | None:
    """Return deaths by barrier (row) and pair (column), those of all causes, and the words for their share.

    Where the outcome counts transfers of one direction, the deals of that direction are counted: None if the runs do
    not tell directions apart, since deaths of all directions answer another question.
    """
    direction = outcome.removeprefix(TRANSFERS)
    if outcome in OF_ONE_DIRECTION:
        if f"deaths_{direction}" not in study.runs:
            return None
        own = np.array([study.values(f"deaths_{direction}_by_{name}")[index] for name in names])
        return own, study.values(f"deaths_{direction}")[index], f"{SHARE}, {direction.replace('_', ' ')}"
    causes, counts = deaths(study, index)
    lacking = [name for name in names if name not in causes]
    if lacking:
        raise ValueError(
            _("the runs have no column {lacking}", lacking=", ".join("deaths_by_" + name for name in lacking))
        )
    return counts[[causes.index(name) for name in names]], counts.sum(axis=0), SHARE


def _shares(study: PairedRuns, names: Sequence[str], own: Numbers, total: Numbers, of_what: str) -> pd.DataFrame:
    """Return the rows of the deaths where all barriers stand."""
    if total.sum() == 0:
        raise ValueError(_("no deal died where all barriers stand; there is nothing to share out"))
    ends = [ratio_interval(row, total, study.pairs) for row in own]
    return _part(study, TABLES[0], list(names), (own.mean(axis=1) / total.mean(), ends, of_what), own)


def _part(
    study: PairedRuns,
    table: str,
    names: list[str],
    found: tuple[Numbers, list[tuple[float, float]], str],
    gains: Numbers,
) -> pd.DataFrame:
    """Return the rows of one table; gains by barrier (row) and pair (column) rank the barriers, most first."""
    values, ends, unit = found
    part = pd.DataFrame({"table": table, "barrier": names, "value": values})
    part[["low", "high"]] = np.array(ends)
    part["unit"] = unit
    order = np.argsort(-gains.mean(axis=1), kind="stable")
    part["rank"] = np.argsort(order) + 1
    return part


def side_by_side(tables: pd.DataFrame) -> pd.DataFrame:
    """Set the tables beside one another.

    Args:
        tables: what `three_tables` returns.

    Returns:
        One row per barrier, largest Shapley gain first: columns barrier and, for each of deaths (if there), removal,
        removal_alone and shapley, the columns <name>, <name>_low, <name>_high and <name>_rank.
    """
    barriers = tables[tables["table"] == TABLES[-1]].sort_values("rank")["barrier"].tolist()
    wide = pd.DataFrame({"barrier": barriers})
    for table, short in SHORT.items():
        part = tables[tables["table"] == table].set_index("barrier")
        if part.empty:
            continue
        part = part.loc[barriers]
        for column, name in (("value", short), ("low", f"{short}_low"), ("high", f"{short}_high")):
            wide[name] = part[column].to_numpy()
        wide[f"{short}_rank"] = part["rank"].to_numpy()
    return wide
