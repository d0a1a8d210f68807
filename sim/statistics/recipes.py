"""What efficient programmes have in common: which levers nearly all hold, which none holds, and from when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.statistics.pairs import Numbers

HELD = 0.25
"""Strength from which a lever counts as held."""
MOST_STEPS = 5
WORTH = 0.1
"""Share of the programmes that a rule must tell beyond what most of them do; else it is not worth a sentence."""


class Habit(NamedTuple):
    """How efficient programmes treat one lever.

    Args:
        lever: its name.
        held: programmes that hold it at HELD or more.
        left_out: programmes that do without it altogether.
        at_once: programmes that hold it at all, from the first quarter that there is.
        programmes: all of them.
        strength: median strength where it is held; 0 if nowhere.
    """

    lever: str
    held: int
    left_out: int
    at_once: int
    programmes: int
    strength: float


def habits(strengths: Numbers, starts: Numbers, levers: Sequence[str], first: int) -> list[Habit]:
    """Return the habits of efficient programmes, the lever that most of them hold first.

    Args:
        strengths: [programmes, levers]; 0 where a lever is left out.
        starts: [programmes, levers] first quarters; NaN where a lever is left out.
        levers: names.
        first: the first quarter that there is.
    """
    found = []
    for index, lever in enumerate(levers):
        own = strengths[:, index]
        held = own >= HELD
        middle = float(np.median(own[held])) if held.any() else 0.0
        at_once = int((starts[:, index] == first).sum())
        found.append(Habit(lever, int(held.sum()), int((own == 0).sum()), at_once, len(own), middle))
    return sorted(found, key=lambda habit: (-habit.held, habit.left_out))


class EntryCost(NamedTuple):
    """From what cost on efficient programmes hold a lever: those above it do, and those below do not.

    Args:
        lever: its name.
        above: million yuan, half way between the last programme below and the first above.
        obeyed: programmes that do as the rule says.
        majority: programmes that do as most do, whatever they cost.
        programmes: all of them.
    """

    lever: str
    above: float
    obeyed: int
    majority: int
    programmes: int


def entry_costs(strengths: Numbers, costs: Numbers, levers: Sequence[str]) -> list[EntryCost]:
    """Return from what cost on levers are held, the cheapest first: a list of decisions for a growing budget.

    A lever has no entry unless the cost tells WORTH of the programmes more than what most of them do.

    Args:
        strengths: [programmes, levers]; 0 where a lever is left out.
        costs: [programmes] million yuan.
        levers: names.
    """
    order = np.argsort(costs, kind="stable")
    paid, count = costs[order], len(costs)
    found = []
    for index, lever in enumerate(levers):
        held = strengths[order, index] >= HELD
        cuts = [cut for cut in range(1, count) if paid[cut] > paid[cut - 1]]
        obeyed = [int((~held[:cut]).sum() + held[cut:].sum()) for cut in cuts]
        majority = int(max(held.sum(), count - held.sum()))
        if obeyed and max(obeyed) >= majority + max(1.0, WORTH * count):
            cut = cuts[int(np.argmax(obeyed))]
            found.append(EntryCost(lever, float(paid[cut - 1] + paid[cut]) / 2, max(obeyed), majority, count))
    return sorted(found, key=lambda entry: entry.above)


def simple_programmes(found: Sequence[Habit], entries: Sequence[EntryCost] = ()) -> list[dict[str, float]]:
    """Return ever longer programmes that obey the rules: first what most hold whatever it costs, then by entry.

    Returns:
        Strengths by lever, at most MOST_STEPS programmes; only levers that at least a quarter of programmes hold.
    """
    above = {entry.lever: entry.above for entry in entries}
    wanted = [habit for habit in found if habit.programmes and habit.held / habit.programmes >= HELD][:MOST_STEPS]
    wanted.sort(key=lambda habit: above.get(habit.lever, 0.0))  # stable: of those without entry the most held first
    return [{habit.lever: habit.strength for habit in wanted[: count + 1]} for count in range(len(wanted))]
