"""A deal can explain itself: per barrier and point, what it reads now and what it would read without the barrier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim import barriers
from sim.barriers import BARRIERS, STAGE_OF_POINT
from sim.phases.facts import burden, capacity_of, cost_and_hurdle, pair_of, prospect_of
from sim.phases.match import has_place
from sim.rules import use_cache
from sim.tables import World

ASKED = (pair_of, prospect_of, burden, cost_and_hurdle, capacity_of, has_place, barriers.product)

_ready = False


def prepare() -> None:
    """Let the rules that are asked one by one keep their machine code on disk, so that an answer comes at once."""
    global _ready
    if not _ready:
        use_cache(*ASKED, *{act.rule: None for barrier in BARRIERS for act in barrier.acts})
        _ready = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an organisation would answer to a deal now.

    Attributes:
        accepted: whether value, room and place would let it accept; chance may still turn it away.
        gain_million_yuan: perceived, discounted value.
        hurdle_million_yuan: what the gain must exceed.
        chance_of_consideration: chance that it is not turned away as an outsider or by a rival city, 0..1.
        why: the reason in words.
    """

    accepted: bool
    gain_million_yuan: float
    hurdle_million_yuan: float
    chance_of_consideration: float
    why: str


def judge(world: World, number: int, row: int) -> Judgement:
    """Ask an organisation about a deal, by the rules of the match."""
    prepare()
    deal = world.deals[number]
    direction = world.directions[deal.direction]
    organisation = world.organisations[row]
    if organisation.kind != direction.partner_kind:
        return Judgement(False, 0.0, 0.0, 0.0, "it is not of the kind that this direction of transfer seeks")
    pair = pair_of(world, deal, row)
    prospect = prospect_of(world, deal, row, pair)
    burden(world, pair)
    needed = float(cost_and_hurdle(world, deal, prospect)[1])
    chance = float(barriers.product(world.desk[0].preference))
    gain = float(prospect.gain)
    if not has_place(world, deal, row):
        why = "it has no supplier place for this rung"
    elif organisation.open_deals >= capacity_of(world, row):
        why = "it carries all the deals it can"
    elif gain <= needed:
        why = f"the perceived gain of {gain:.2f} million yuan does not exceed the hurdle of {needed:.2f}"
    else:
        why = f"the perceived gain of {gain:.2f} million yuan exceeds the hurdle of {needed:.2f}"
        return Judgement(True, gain, needed, chance, why)
    return Judgement(False, gain, needed, chance, why)


def explain(world: World, number: int) -> pd.DataFrame:
    """Return what every barrier costs a deal now.

    Returns:
        One row per barrier and point that it changes: stage, point, intensity, now, without, why. Before a
        partner is found, the deal is compared with a partner like its own organisation's neighbour.
    """
    prepare()
    deal = world.deals[number]
    partner = int(deal.recipient)
    if partner < 0:
        sought = world.directions[deal.direction].partner_kind
        partner = int(np.flatnonzero(world.organisations["kind"] == sought)[0])
    pair = pair_of(world, deal, partner)
    settings = world.settings[0]
    rows = []
    for place, barrier in enumerate(BARRIERS):
        intensity = float(settings.barriers[place])
        for act in barrier.acts:
            now, free = (float(act.rule(level, pair, settings)) for level in (intensity, 0.0))
            stage = STAGE_OF_POINT[act.point]
            if now != free and stage is not None:
                rows.append(
                    (
                        barrier.name,
                        stage.name.lower(),
                        str(act.point),
                        intensity,
                        now,
                        free,
                        act.words,
                    )
                )
    return pd.DataFrame(rows, columns=["barrier", "stage", "point", "intensity", "now", "without", "why"])
