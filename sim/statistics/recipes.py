"""What efficient programmes have in common: which levers nearly all hold, which none holds, and from when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.statistics.pairs import Numbers

HELD = 0.25
"""Strength from which a lever counts as held."""
MOST_STEPS = 5


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


def simple_programmes(found: Sequence[Habit]) -> list[dict[str, float]]:
    """Return ever longer programmes that obey the habits: the lever that most hold, the two that most hold, and so on.

    Returns:
        Strengths by lever, at most MOST_STEPS programmes; only levers that at least a quarter of programmes hold.
    """
    wanted = [habit for habit in found if habit.programmes and habit.held / habit.programmes >= HELD][:MOST_STEPS]
    return [{habit.lever: habit.strength for habit in wanted[: count + 1]} for count in range(len(wanted))]
