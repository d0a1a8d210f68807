"""Choices of structure that concern every barrier: how gates hang together, how one responds, who is to blame.

A gate is a chance that is 1 where a barrier is absent and 0 where it is complete.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.elementary import power
from sim.rules import rule
from sim.scales import Settings, number, number_of, switch


class FormSettings(Settings):
    """How gates are joined, and how strongly an intensity is felt."""

    gates: int = switch(
        "how the gates of several barriers at one point hang together",
        {
            "product": "each opens by itself: their chances are multiplied",
            "partly_joint": "who gets through one is likelier to get through the next, by gate_dependence",
            "weakest": "who gets through the narrowest gets through all",
        },
        source="no source speaks of dependence; a product is the plainest reading",
    )
    gate_dependence: float = number(
        "how strongly gates at one point hang together, under gates = partly_joint",
        "exponent",
        1.0,
        (0.5, 8.0),
        allowed=(0.01, 20.0),
        source="Clayton 1978; near 0 it is a product, above 8 nearly the narrowest gate",
    )
    response: int = switch(
        "how a gate narrows as its barrier grows",
        {
            "power": "what the barrier leaves open, to the exponent of the gate",
            "linear": "what the barrier leaves open, whatever the exponent",
            "threshold": "hardly at all until the barrier is high: its fourth power takes its place",
        },
        source="tuned with exponents below 1: a gate is felt most where its barrier is nearly complete",
    )
    blame: int = switch(
        "which barrier a lost deal is charged to, of those that shut it out; read after a run",
        {
            "last_cause": "the one that was drawn when it ended",
            "first_gate": "the first of them, in the order of barriers",
            "shapley": "all of them in equal parts, as each alone would have been enough (Shapley value)",
        },
        source="one deal, one cause: it adds up and is read at once",
    )


PARTLY_JOINT = number_of(FormSettings.gates, "partly_joint")
FIRST_GATE = number_of(FormSettings.blame, "first_gate")
SHAPLEY = number_of(FormSettings.blame, "shapley")
WEAKEST = number_of(FormSettings.gates, "weakest")
LINEAR = number_of(FormSettings.response, "linear")
THRESHOLD = number_of(FormSettings.response, "threshold")

Parts = tuple[float, ...]
"""What each barrier does at a point, in their order."""


@rule
def felt(intensity: float, settings: FormSettings) -> float:
    """How far an intensity narrows a gate without an exponent, 0..1."""
    return intensity * intensity * intensity * intensity if settings.response == THRESHOLD else intensity


@rule
def left_open(intensity: float, exponent: float, settings: FormSettings) -> float:
    """Chance of a gate to be open: 1 without the barrier, 0 if it is complete."""
    if intensity >= 1.0:
        return 0.0
    return 1.0 - intensity if settings.response == LINEAR else power(1.0 - felt(intensity, settings), exponent)


@rule
def root_left_open(intensity: float, settings: FormSettings) -> float:
    """The same with an exponent of a half, by a square root."""
    left = max(0.0, 1.0 - felt(intensity, settings))
    return left if settings.response == LINEAR else math.sqrt(left)


@rule
def joint(chances: Parts, without: int, dependence: float) -> float:
    """Chance that all gates open that hang together: (1 + sum of (c^-t - 1))^(-1/t), after Clayton (ODD, barriers).

    Args:
        chances: of each gate, 0..1.
        without: gate that is left out, -1 for none.
        dependence: t, above 0.
    """
    least = narrowest(chances, without)
    if least <= 0.0:
        return 0.0
    scaled = power(least, dependence)  # all divided by the narrowest, so that nothing overflows
    total = scaled
    for index in range(len(chances)):
        if index != without:
            total += power(least / chances[index], dependence) - scaled
    return least * power(total, -1.0 / dependence)


@rule
def narrowest(chances: Parts, without: int) -> float:
    """The least of the chances, 1 if there is none; see `joint`."""
    least = 1.0
    for index in range(len(chances)):
        if index != without:
            least = min(least, chances[index])
    return least


class Gates(NamedTuple):
    """What the gates that were drawn at a point leave for the next one."""

    before: int
    first: float  # uniform of the first
    passed: float  # sum of (u^-t - 1) over their uniforms u


UNDRAWN = Gates(0, 0.0, 0.0)


@rule
def next_gate(own: float, done: Gates, settings: FormSettings) -> tuple[float, Gates]:
    """Return a uniform for the next gate at a point, and what it leaves for those after it.

    It hangs together with those before it so that the chance that all gates open is the one by which chances are
    joined at a point: gate after gate from the conditional distribution of Clayton's family.

    Args:
        own: uniform that belongs to this gate alone.
        done: what those before it leave.
    """
    if settings.gates == WEAKEST and done.before > 0:
        return done.first, done
    if settings.gates != PARTLY_JOINT:
        return own, Gates(done.before + 1, own, 0.0)
    dependence, drawn = settings.gate_dependence, own
    if done.before > 0:
        inner = power(own, -dependence / (1.0 + dependence * done.before)) - 1.0
        drawn = power((1.0 + done.passed) * inner + 1.0, -1.0 / dependence)
    return drawn, Gates(done.before + 1, done.first, done.passed + power(drawn, -dependence) - 1.0)
