"""A world with nothing going on, into which a test puts deals by hand and then runs the real quarters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from sim import CollaborationModel, Scenario
from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS
from sim.engine import Watch
from sim.tables import Stage, Status

SMALL = Scenario.load("tiny").with_(**{"population.private_sample": 0.03, "population.military_sample": 0.5})
CROSSING = ("military_to_civil", "civil_to_military", "university_to_military")
DIRECTION = {direction.name: place for place, direction in enumerate(DIRECTIONS)}
KIND = {kind.name: place for place, kind in enumerate(KINDS)}
NO_RENEWAL: dict[str, object] = {
    "structure.firm_size": "fixed",
    "population.room_for_firms": 1.0,
    **{f"parameters.{name}": 0.0 for name in ("foundings", "failure_rate", "spin_off")},
}
"""Firms stay as they are, and nobody else comes."""
QUIET: dict[str, object] = {
    **{f"barriers.{barrier.name}": 0.0 for barrier in BARRIERS},
    **{f"parameters.effort_{kind}": 0.0 for kind in ("military", "private", "university")},
    **{
        f"parameters.{name}": 0.0
        for name in ("enter_pace", "exit_pace", "office_looks", "learning_rate", "forgetting_rate", "transfer_share")
    },
    **NO_RENEWAL,
    "parameters.leak_rate": 0.0,
    "run.quarters": 4000,  # as many as a run may have: a bench ends when its test has seen enough
}


def barriers(**values: float) -> dict[str, object]:
    return {f"barriers.{name}": value for name, value in values.items()}


def parameters(**values: float) -> dict[str, object]:
    return {f"parameters.{name}": value for name, value in values.items()}


# Nothing is scarce, nobody learns, nothing leaks: the only mode in which monotonicity is a theorem.
FREE: dict[str, object] = {
    **NO_RENEWAL,
    "structure.agreements": "none",  # what is exchanged now lowers no barrier later
    **parameters(debt_service=1e6),  # nor does one loan stand in the way of another
    "structure.demand": "unlimited",
    "structure.shelf": "open",
    **parameters(clerks=100_000.0, fund=1e9, self_financing_share=0.0, delivery_cash=0.0, opportunism=0.0),
    **parameters(
        leak_rate=0.0, harmonisation_step=0.0, rivalry=0.0, learning_rate=0.0, forgetting_rate=0.0, transfer_share=0.0
    ),
    **parameters(trust_step=0.0, success_step=0.0, failure_factor=1.0, technical_failure_factor=1.0),
    **parameters(tie_memory=0.0, preferential_attachment=0.0, climb_after=10_000, licence_life=4000.0),
    # Nobody learns from what came of others, and no office shows a deal what it shows no other.
    **parameters(sharpness_firms=0.0, exit_pace=0.0, city_budget=0.0, office_looks=0.0),
    **parameters(licence_exponent_1=0.0, capacity_military=10_000, capacity_private=10_000),
    # A deal that meets a poor partner one quarter earlier may be lost by it: one look, one quarter.
    **parameters(capacity_university=10_000, candidates=1, patience=1),
    "population.scale": 10.0,
}


def delivered(model: CollaborationModel) -> dict[str, int]:
    deals = model.record().deals
    done = deals["direction"][deals["status"] == Status.DELIVERED]
    return {name: int((done == place).sum()) for name, place in DIRECTION.items()}


def run(seed: int = 3, **overrides: object) -> CollaborationModel:
    """Run the small region to its horizon, with the accounts C1 to C4, C7 and C8 watched in every quarter."""
    return Watch(CollaborationModel(SMALL, seed=seed, **overrides)).run()


def by_seed(measure: Callable[[CollaborationModel], float], seeds: Iterable[int], **overrides: object) -> np.ndarray:
    """Measure one number in a run per seed."""
    return np.array([measure(run(seed, **overrides)) for seed in seeds], float)


def supplies(model: CollaborationModel) -> float:
    """Civil-to-military deliveries."""
    return float(delivered(model)["civil_to_military"])


def bench(seed: int = 1, **overrides: object) -> CollaborationModel:
    """Return a model in which nobody opens a deal, enters or learns."""
    return CollaborationModel(Scenario.load("tiny"), seed=seed, **{**QUIET, **overrides})


def parties(model: CollaborationModel, direction: str) -> tuple[int, int]:
    """Return one source and one recipient of a direction, in the same jurisdiction but different cities."""
    organisations = model.world.organisations
    kinds = (KIND[DIRECTIONS[DIRECTION[direction]].source], KIND[DIRECTIONS[DIRECTION[direction]].partner])
    sources, recipients = (np.flatnonzero(organisations["kind"] == kind) for kind in kinds)
    for source in sources:
        one = organisations[source]
        fits = (organisations["jurisdiction"][recipients] == one.jurisdiction) & (
            organisations["city"][recipients] != one.city
        )
        if fits.any():
            return int(source), int(recipients[fits][0])
    raise AssertionError("the small Circle has no such pair")


def put_deals(model: CollaborationModel, direction: str, count: int, stage: Stage, **columns: Any) -> np.ndarray:
    """Append deals that already stand in a stage, each with a key of its own; return their rows."""
    source, recipient = parties(model, direction)
    world, region = model.world, model.world.region[0]
    first, listed = int(region.deals), int(region.open_deals)
    room = first + count + 1024
    if room > len(world.deals):
        deals = np.zeros(2 * room, world.deals.dtype).view(np.recarray)
        deals[: len(world.deals)] = world.deals
        model.world = world = world._replace(deals=deals)
    if listed + count > len(world.open_deals):
        open_deals = np.zeros(2 * (listed + count), world.open_deals.dtype)
        open_deals[: len(world.open_deals)] = world.open_deals
        tallies = np.zeros(len(open_deals), world.tallies.dtype).view(np.recarray)
        tallies[: len(world.tallies)] = world.tallies
        model.world = world = world._replace(open_deals=open_deals, tallies=tallies)
    world.tallies[listed : listed + count] = np.zeros(count, world.tallies.dtype)
    rows = np.arange(first, first + count)
    values: dict[str, Any] = {
        "initiator": 1_000_000 + np.arange(count),
        "opened": model.quarter,
        "source": source,
        "recipient": recipient,
        "payer": recipient,
        "direction": DIRECTION[direction],
        "stage": stage,
        "status": Status.OPEN,
        "case": -1,
        "clocked": -1,
        "rung": 1,
        "steps": 1,
        "controlled": True,
        "quality": 1.0,
        "matched": float(model.quarter),
        **dict.fromkeys(("filed", "cleared", "converted", "financed", "ended"), np.nan),
        **columns,
    }
    for name, value in values.items():
        world.deals[name][rows] = value
    world.open_deals[listed : listed + count] = rows
    for row in (source, recipient):
        world.organisations["open_deals"][row] += count
    world.region["deals"] += count
    world.region["open_deals"] += count
    return rows
