"""Who declines a deal is asked why: by what it fell short, and which barrier alone made the difference (ODD M4)."""

from __future__ import annotations

from sim import barriers
from sim.barriers import points
from sim.mechanisms.deal_value import Prospect
from sim.phases.chances import marked
from sim.phases.facts import Burden, cost_and_hurdle, not_neutral, pricing_in
from sim.rules import rule
from sim.state import World
from sim.tables import FIRST_BARRIER, DealRow, TallyRow


@rule
def welcome(world: World, burden: Burden, chance: float, without: int) -> bool:
    """Tell whether a candidate does not turn the partner away under a burden.

    Args:
        chance: uniform of this look; above what the barriers leave, the partner is turned away.
        without: barrier that is left out, NOBODY for none.
    """
    return bool(chance < points.PREFERENCE.join(burden.preference, without, world.settings[0]))


@rule
def pivotal_of(
    world: World, deal: DealRow, chance: float, prospect: Prospect, burden: Burden, needed: float, known: int
) -> int:
    """Mark the barriers without which the candidate would have accepted; one that does nothing here is none.

    Args:
        needed: what the gain had to exceed, million yuan.
        known: marks of those that need not be asked again; they stay.
    """
    marks, pricing = known, pricing_in(burden)
    acting = pricing | not_neutral(burden.preference, points.PREFERENCE.neutral)
    for index in range(barriers.COUNT):
        if not acting & (1 << index) or known & (1 << index) or not welcome(world, burden, chance, index):
            continue
        without = needed
        if pricing & (1 << index):
            without = cost_and_hurdle(world, deal, prospect, burden, index)[1]
        if prospect.gain - without > 0.0:
            marks |= 1 << index
    return marks


@rule
def explain_refusal(tally: TallyRow, pivotal: int, cause: int) -> None:
    """Share one point among the barriers without which a candidate would have accepted; else name what declined.

    Args:
        pivotal: marks of those barriers.
    """
    if pivotal == 0:
        tally.match[cause] += 1.0
        return
    for index in range(barriers.COUNT):
        if pivotal & (1 << index):
            tally.match[FIRST_BARRIER + index] += 1.0 / marked(pivotal)


@rule
def keep_refused(
    world: World, deal: DealRow, row: int, prospect: Prospect, burden: Burden, cost: float, needed: float
) -> None:
    """Write down an offer that was refused, and by how much each barrier raised what it had to exceed.

    Args:
        cost, needed: see `cost_and_hurdle`, with all barriers.
    """
    deal.refused_by = row
    deal.refused_quarter = world.region[0].quarter
    deal.refused_value = prospect.value
    deal.refused_cost = cost
    deal.refused_score = prospect.gain - needed
    pricing = pricing_in(burden)
    for index in range(barriers.COUNT):
        deal.refused_burden[index] = 0.0
        if pricing & (1 << index):
            deal.refused_burden[index] = needed - cost_and_hurdle(world, deal, prospect, burden, index)[1]
