"""What a barrier or lever means, in words for a hint: unit, range, source, and where it acts."""

from __future__ import annotations

from sim.app.words import label, number
from sim.barriers import BARRIERS, Barrier
from sim.levers import How, Lever, Move
from sim.scenario.settings import SETTING_BY_NAME


def of_barrier(barrier: Barrier) -> str:
    """Return what a barrier means and where it acts."""
    acts = []
    for act in barrier.acts:
        stage = act.point.stage
        where = label(stage.name.lower()) if stage is not None else "Entry"
        acts.append(f"• {where}: {act.words}")
    unit = f"Intensity, 0 to 1; coded as {number(barrier.default)}."
    return f"{barrier.words}\n{unit}\nActs at:\n" + "\n".join(acts) + f"\nSource: {barrier.source}"


def of_lever(lever: Lever) -> str:
    """Return what a lever means, what it moves and what it costs."""
    moves = "\n".join(f"• {_move(move)}" for move in lever.moves)
    cost = []
    if lever.fixed_cost_million_yuan_per_year:
        cost.append(f"{number(lever.fixed_cost_million_yuan_per_year)} million yuan a year at full strength")
    if lever.variable_cost_unit:
        cost.append(f"{number(lever.variable_cost)} {lever.variable_cost_unit}")
    costs = "; ".join(cost) or "none"
    return (
        f"{lever.words}\nStrength, 0 to 1. At full strength it moves:\n{moves}\nCosts: {costs}.\n"
        f"Watch for: {lever.side_effect}.\nSource: {lever.source}"
    )


def _move(move: Move) -> str:
    kind, _, name = move.target.rpartition(".")
    what = label(name) if kind == "barriers" else SETTING_BY_NAME[name].words
    amount = f"{100 * move.amount:.0f} %"
    how = {
        How.REDUCE: f"down by {amount}",
        How.RAISE: f"up by {amount}",
        How.ADD: f"plus {number(move.amount)}",
        How.APPROACH: f"{amount} of the way to 1",
    }[move.how]
    return f"{what}: {how}"


NAMES = {barrier.name for barrier in BARRIERS}
