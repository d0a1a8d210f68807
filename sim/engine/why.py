"""A deal can explain itself: per barrier and point, what it reads now and what it would read without the barrier."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.agents.judgement import Judgement
from sim.barriers import BARRIERS, NOBODY, points
from sim.engine.record import CAUSE_NAMES
from sim.language import _
from sim.mechanisms.ways import ONE_BANK
from sim.phases.buying import can_pay, is_bought, would_buy
from sim.phases.facts import burden_of, cost_and_hurdle, is_full, licence_needed, pair_of, prospect_of
from sim.phases.match import has_place
from sim.state import World
from sim.tables import FIRST_BARRIER, DealRow, Stage

NET_VALUE = "perceived net value of the best offer that was refused, million yuan"
DEARER = "made the best offer dearer"
Reading = tuple[Stage, str, str, str, float, float, float, str]


def judge(world: World, number: int, row: int) -> Judgement:
    """Ask an organisation about a deal, by the rules of the match."""
    deal = world.deals[number]
    direction = world.directions[deal.direction]
    organisation = world.organisations[row]
    if organisation.kind != direction.partner_kind:
        return Judgement(False, 0.0, 0.0, 0.0, _("it is not of the kind that this direction of transfer seeks"))
    pair = pair_of(world, deal, row)
    prospect = prospect_of(world, deal, row, pair)
    burden = burden_of(world, pair)
    needed = float(cost_and_hurdle(world, deal, prospect, burden, NOBODY)[1])
    chance = float(points.PREFERENCE.join(burden.preference, NOBODY, world.settings[0]))
    gain = float(prospect.gain)
    if not has_place(world, deal, row):
        why = _("it has no supplier place for this rung")
    elif is_full(world, row):
        why = _("it carries all the deals it can")
    elif not can_pay(world, deal, row, prospect.value):
        why = _("its procurement budget does not hold the price")
    elif not would_buy(world, deal, row, prospect):
        why = _(
            "its own making is expected to bring more than the perceived gain of {gain:.2f} million yuan", gain=gain
        )
    elif gain <= needed:
        why = _(
            "the perceived gain of {gain:.2f} million yuan does not exceed the hurdle of {needed:.2f}",
            gain=gain,
            needed=needed,
        )
    else:
        why = _(
            "the perceived gain of {gain:.2f} million yuan exceeds the hurdle of {needed:.2f}", gain=gain, needed=needed
        )
        return Judgement(True, gain, needed, chance, why)
    return Judgement(False, gain, needed, chance, why)


def explain(world: World, number: int) -> pd.DataFrame:
    """Return what every barrier costs a deal now.

    Returns:
        One row per barrier and point that it changes, by stage: barrier, stage, point, intensity, now,
        without, why. Points that the deal never meets are left out: reviews that nobody asks for, licences that its
        direction does not need. Before a partner is found, the deal is compared with whoever refused its best offer, or
        with one of its own jurisdiction if nobody was asked; if it died of a barrier that only another partner would
        meet, with one beyond the boundary. Of an offer that was refused the first rows tell, for every barrier that
        made it dearer, its perceived net value then, and what that would have been without the barrier.
    """
    deal = world.deals[number]
    if deal.recipient >= 0:
        return _readings(world, deal, int(deal.recipient))
    read = pd.DataFrame()
    asked = [int(deal.refused_by)] if deal.refused_by >= 0 else []
    for partner in (*asked, *_possible_partners(world, deal)):
        read = _readings(world, deal, partner, _refusal(world, deal) if asked else ())
        died_of_it = [f"{CAUSE_NAMES[deal.cause]} {Stage(deal.stage).name.lower()}"]
        if deal.cause < FIRST_BARRIER or (read["barrier"] + " " + read["stage"]).isin(died_of_it).any():
            break
    return read


def _possible_partners(world: World, deal: DealRow) -> list[int]:
    """Return a partner of the kind sought in the source's jurisdiction and one from elsewhere, as far as there are."""
    everyone = world.organisations
    sought = np.flatnonzero(everyone["kind"] == world.directions[deal.direction].partner_kind)
    other_field = everyone["field"][sought] != deal.field
    sought = sought[np.argsort(other_field, kind="stable")]  # those of the deal's field first
    abroad = everyone["jurisdiction"][sought] != everyone["jurisdiction"][deal.source]
    return [int(some[0]) for some in (sought[~abroad], sought[abroad]) if len(some)]


def _refusal(world: World, deal: DealRow) -> list[Reading]:
    """Return what each barrier cost the best offer that was refused, in the quarter in which it was."""
    score, stage = float(deal.refused_score), Stage.MATCH
    levels = world.history_by_barrier[deal.refused_quarter]
    return [
        (stage, barrier.name, stage.name.lower(), NET_VALUE, float(level), score, score + float(burden), DEARER)
        for barrier, level, burden in zip(BARRIERS, levels, deal.refused_burden, strict=True)
        if burden > 0.0
    ]


def _readings(world: World, deal: DealRow, partner: int, first: Sequence[Reading] = ()) -> pd.DataFrame:
    pair, settings = pair_of(world, deal, partner), world.settings[0]
    licence = licence_needed(deal, world.directions[deal.direction]) > 0
    review = any(
        act.reads(float(settings.barriers[index]), pair, settings) > 0.0
        for index, barrier in enumerate(BARRIERS)
        for act in barrier.acts
        if act.point is points.REVIEW_NEEDED
    )
    one_bank = bool(settings.money == ONE_BANK)
    met = {
        points.LICENCE: licence,
        points.REVIEW_PASS: review,
        points.HANDICAP: one_bank,
        points.INTEREST: not one_bank,
    }
    met |= dict.fromkeys((points.LAND, points.TAX), not one_bank and is_bought(world, deal))
    rows = list(first)
    for index, barrier in enumerate(BARRIERS):
        intensity = float(settings.barriers[index])
        for act in barrier.acts:
            now, free = (act.reads(level, pair, settings) for level in (intensity, 0.0))
            stage = act.point.stage
            if now != free and stage is not None and met.get(act.point, True):
                rows.append((stage, barrier.name, stage.name.lower(), act.point.words, intensity, now, free, act.words))
    rows.sort(key=lambda row: row[0])
    return pd.DataFrame(
        [row[1:] for row in rows],
        columns=["barrier", "stage", "point", "intensity", "now", "without", "why"],
    )
