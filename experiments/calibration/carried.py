"""Policy contrasts over draws of a posterior: orders under each form, and which pattern carries which answer."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.calibration.contrasts import BARRIER, DIRECTIONS, LEVER, contrasts, gains_of, in_order, shares_first
from experiments.calibration.forms import form_of, other_forms
from experiments.calibration.kept import EXPECTED, keep_form, polynomial_of, population_of, stale
from experiments.calibration.numbers import free
from experiments.calibration.runs import FOLDER, Keeper, frame_of, points_of
from experiments.calibration.synthetic import squares, worth
from experiments.calibration.targets import TARGETS, facts, widths
from sim.engine import model_version
from sim.experiment.designs.forms import SHIPPED

Numbers = NDArray[np.float64]

LEFT_OUT, ORDERS = (Path(__file__).with_name(f"{name}.csv") for name in ("left_out", "orders"))
FOLLOWERS = 4
NOTHING = 0.01
"""Change of a share of draws below which a pattern carries nothing."""
LEAST_WORTH = 20.0
"""Equally weighted draws from which something is said without a pattern."""
BLAME = "blame-"
"""How forms of the one switch begin that is read after a run, by what counts deaths: it changes no deal."""


def left_out(name: str, draws: int, jobs: int, folder: Path = FOLDER) -> None:
    """Run the policy contrasts of draws of a form's posterior; weigh them anew with each pattern left out."""
    table = population_of(name, folder)
    own = table.loc[np.random.default_rng(41).permutation(table["run"].drop_duplicates().index.to_numpy())[:draws]]
    keys = [one.key for one in free() if one.key in table]
    with Keeper(f"contrasts-{name}", contrasts, jobs, folder) as keeper:
        points = points_of(keys, own[keys].to_numpy(float), own["run"].tolist(), form_of(name))
        runs = frame_of(keeper.rows(points))
    counts = np.ones(len(own))
    expected = own[[EXPECTED + target.name for target in TARGETS]].to_numpy(float)
    left = raised(expected, polynomial_of(name, folder).left)
    stamp = {"form": name, "model": model_version()[:12]}
    keep_form(LEFT_OUT, carried(runs, counts, left, lambda place: TARGETS[place].name).assign(**stamp))
    keep_form(ORDERS, orders(runs, counts).assign(**stamp))
    print("\n".join([*left_out_lines(), *order_lines()]))


def raised(expected: Numbers, luck: Numbers) -> Numbers:
    """Return by how much leaving a target out raises the logarithm of each draw's chance, [draws, targets].

    Args:
        expected: [draws, targets] what draws are expected to show.
        luck: [targets, targets] covariance of single runs.
    """
    own, wide = facts(), widths()
    whole, found = squares(expected, own, wide, luck), np.empty(expected.shape)
    for place in range(len(own)):
        rest = np.arange(len(own)) != place
        part = squares(expected[:, rest], own[rest], wide[rest], luck[np.ix_(rest, rest)])
        found[:, place] = 0.5 * (whole - part)
    return found


def orders(runs: pd.DataFrame, weights: Numbers) -> pd.DataFrame:
    """Return levers and barriers in the order of their mean gains; and in which share of draws each leads the next.

    Args:
        runs: contrasts, a row per draw.
        weights: [draws] of the posterior.
    """
    rows = []
    for kind in (LEVER, BARRIER):
        for outcome in DIRECTIONS:
            gains = gains_of(runs, kind, outcome)
            order = in_order(gains, weights.tolist())
            ahead = [*shares_first(gains, pairwise(order), weights.tolist()), np.nan]
            for place, (arm, share) in enumerate(zip(order, ahead, strict=True), 1):
                gain = float(np.average(gains[arm], weights=weights))
                rows.append(
                    {"kind": kind, "outcome": outcome, "place": place, "arm": arm, "gain": gain, "ahead": share}
                )
    return pd.DataFrame(rows)


def placed(kind: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the kept rows of one kind of arm by all deliveries; and its places, an arm a row and a form a column.

    Args:
        kind: LEVER or BARRIER.

    Returns:
        Both without a row if nothing was kept of the shipped form, whose column is the first and whose order is that
        of the rows.
    """
    table = pd.read_csv(ORDERS) if ORDERS.is_file() else pd.DataFrame(columns=["form"])
    if SHIPPED not in set(table["form"]):
        return pd.DataFrame(), pd.DataFrame()
    table = table[(table["kind"] == kind) & (table["outcome"] == DIRECTIONS[0])]
    places = table.pivot(index="arm", columns="form", values="place").sort_values(SHIPPED)
    return table, places[sorted(places, key=lambda name: (name != SHIPPED, name))]


def place_lines(kind: str) -> tuple[str, pd.DataFrame]:
    """Return the place of every arm of a kind under each form, and what to know of the columns.

    Args:
        kind: LEVER or BARRIER.

    Returns:
        Words; and columns arm, a number for each form, and the places from the first to the last.
    """
    table, places = placed(kind)
    if places.empty:
        return "", places
    numbers = "; ".join(f"{number} {form}" for number, form in enumerate(places))
    lacking = [form for form in other_forms() if form not in places]
    idle = [form for form in lacking if form.startswith(BLAME)]
    said = (
        f"Places by mean gain in all deliveries, 1 the most. In the median of places an arm is ahead of the next in "
        f"{table['ahead'].median():.0%} of draws: 100 of the shipped form and 16 of each other, one run each, so that "
        f"neighbours whose share is near a half are not told apart. Columns: {numbers}."
    )
    if idle:
        said += (
            f" {' and '.join(idle)} have no column: they change only which barrier a lost deal is charged to and no "
            "deal, so that all deliveries, and the order, are as shipped."
        )
    if others := [form for form in lacking if form not in idle]:
        said += f" Not made yet: {', '.join(others)}."
    ends = [f"{least} to {most}" for least, most in zip(places.min(axis=1), places.max(axis=1), strict=True)]
    own = places.set_axis([str(number) for number in range(places.shape[1])], axis=1).assign(**{"all forms": ends})
    return said, own.rename(index="`{}`".format).rename_axis(kind).reset_index()


def by_form(kind: str, shown: int = 6) -> pd.DataFrame:
    """Return how one kind of arm stands by all deliveries under each form, a row each, the shipped one first.

    Args:
        kind: LEVER or BARRIER.
        shown: arms that are named, with their mean gains.

    Returns:
        Columns form, first as shipped, the furthest move in places, the rank correlation with the shipped order, in
        what share of draws the first leads the second, and the first few; no row if nothing was kept.
    """
    table, places = placed(kind)
    rows = []
    for form in places:
        home = places[SHIPPED]
        own = table[table["form"] == form].sort_values("place")
        rows.append({
            "form": form, "first as shipped": "yes" if home[own["arm"].iloc[0]] == 1 else "no",
            "furthest move, places": int((places[form] - home).abs().max()),
            "rank correlation": round(float(places[form].corr(home)), 2),
            "first ahead of second": f"{own['ahead'].iloc[0]:.0%} of draws",
            "the first": "; ".join(f"`{one.arm}` {one.gain:+,.0f}" for one in own.head(shown).itertuples(index=False)),
        })  # fmt: skip
    return pd.DataFrame(rows)


def order_lines() -> list[str]:
    """Say under how many forms levers, and removals of barriers, stand as they do under the shipped one."""
    if not ORDERS.is_file():
        return ["order of levers by form: not made yet (python -m experiments.calibration.checks left-out all)"]
    model, said = str(pd.read_csv(ORDERS)["model"].iloc[0]), []
    for kind in (LEVER, BARRIER):
        table = by_form(kind, 3)
        if len(table):
            same = table.iloc[1:]
            as_shipped = int((same["first as shipped"] == "yes").sum())
            least = f"{same['rank correlation'].min():.2f}" if len(same) else "none"
            said.append(
                f"order by all deliveries, {kind}, shipped form: {table['the first'].iloc[0]}; the same first in "
                f"{as_shipped} of {len(same)} other forms, least rank correlation {least}{stale(model)}"
            )
    return said


def carried(runs: pd.DataFrame, weights: Numbers, left: Numbers, named: Callable[[int], str]) -> pd.DataFrame:
    """Return how every claim about an order changes when a pattern is left out, a row per claim and pattern.

    Args:
        runs: contrasts, a row per draw.
        weights: [draws] of the posterior.
        left: [draws, targets] by how much leaving a target out raises the logarithm of each draw's chance.
        named: the name of a target by its place.
    """
    rows = []
    for kind in (LEVER, BARRIER):
        for outcome in DIRECTIONS:
            gains = gains_of(runs, kind, outcome)
            order = in_order(gains, weights.tolist())[: FOLLOWERS + 1]
            pairs = list(pairwise(order))
            whole = shares_first(gains, pairs, weights.tolist())
            for place in range(left.shape[1]):
                other = weights * np.exp(left[:, place] - left[:, place].max())
                for pair, before, after in zip(pairs, whole, shares_first(gains, pairs, other.tolist()), strict=True):
                    rows.append({
                        "kind": kind, "outcome": outcome, "first": pair[0], "second": pair[1], "share": before,
                        "without": named(place), "share_without": after, "worth": worth(other),
                    })  # fmt: skip
    return pd.DataFrame(rows)


def left_out_lines() -> list[str]:
    """Say which claims there are, in how many draws each holds, and which pattern carries it most."""
    if not LEFT_OUT.is_file():
        return ["leave one pattern out: not made yet (python -m experiments.calibration.checks left-out)"]
    table, said = pd.read_csv(LEFT_OUT), []
    table = table[table["form"] == (SHIPPED if SHIPPED in set(table["form"]) else table["form"].iloc[0])]
    table = table.assign(change=(table["share_without"] - table["share"]).abs())
    for (kind, outcome, first, second), own in table.groupby(["kind", "outcome", "first", "second"], sort=False):
        told = own[own["worth"] >= LEAST_WORTH]
        most = told.loc[told["change"].idxmax()] if len(told) else None
        if most is None:
            carried_by = "too few draws to say which pattern carries it"
        elif most["change"] < NOTHING:
            carried_by = "no pattern carries it"
        else:
            carried_by = (
                f"most carried by {most['without']} ({most['share_without']:.0%} without it, from draws worth "
                f"{most['worth']:.0f})"
            )
        said.append(f"{kind} {first} over {second} by {outcome}: {own['share'].iloc[0]:.0%} of draws; {carried_by}")
    silent = sorted(set(table["without"][table["worth"] < LEAST_WORTH]))
    unasked = f"; nothing is said of {', '.join(silent)}, without which too few draws count" if silent else ""
    head = f"leave one pattern out, form {table['form'].iloc[0]}: {len(said)} claims{unasked}"
    head += stale(table["model"].iloc[0])
    return [head, *said]
