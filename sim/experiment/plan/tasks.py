"""The runs of a plan that are missing are handed out as data: each once, and each by one shard only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.store import Inventory, Plan, PlannedRun

WHOLE = (1, 1)
"""The share of a sweep that is not cut into shards."""


class Task(NamedTuple):
    """One run to be made, as data: its identity, its scenario written out, its seed, tables to keep, if watched."""

    run: str
    scenario: str
    data: dict[str, Any]
    seed: int
    keep: tuple[str, ...]
    watched: bool = False


def tasks_of(
    plan: Plan,
    scenario: Callable[[int, int], Scenario],
    inventory: Inventory,
    share: tuple[int, int] = WHOLE,
    again: bool = False,
    watched: bool = False,
) -> Iterator[Task]:
    """Yield the runs of a plan that are missing, each once, in the order of the plan.

    Args:
        plan: all runs.
        scenario: gives the scenario of an arm under a parameter draw.
        inventory: what is there.
        share: number and count of the shards; every shard takes its own runs.
        again: whether runs that failed are to be tried again.
        watched: whether the laws of the model are to be checked in every quarter; changes no result.
    """
    for planned in runs_of_share(plan, share):
        if not inventory.has(planned.run, plan.kept, again):
            world = scenario(planned.arm, planned.draw)
            yield Task(planned.run, world.digest, world.to_dict(), planned.seed, plan.kept, watched)


def runs_of_share(plan: Plan, share: tuple[int, int] = WHOLE) -> Iterator[PlannedRun]:
    """Yield the runs of one shard, each once and in one shard only: arms that are the same world share theirs.

    Args:
        plan: all runs.
        share: number and count of the shards.
    """
    first = _first_of_their_world(plan)
    for index, planned in enumerate(plan.runs()):
        if index % share[1] == share[0] - 1 and first[index % len(first)]:
            yield planned


def _first_of_their_world(plan: Plan) -> list[bool]:
    """Tell of every arm, draw by draw, whether it is the first that is this world: the same for every seed."""
    given: set[str] = set()
    first = []
    for draw in range(len(plan.draws)):
        for arm in plan.arms:
            first.append(arm.scenarios[draw] not in given)
            given.add(arm.scenarios[draw])
    return first


def extent(plan: Plan, inventory: Inventory, share: tuple[int, int] = WHOLE, again: bool = False) -> tuple[int, int]:
    """Return how many runs a shard has, and how many of them have to be made; see `tasks_of`."""
    needed = [not inventory.has(planned.run, plan.kept, again) for planned in runs_of_share(plan, share)]
    return len(needed), sum(needed)
