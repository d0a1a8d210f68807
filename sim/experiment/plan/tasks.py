"""The runs of a plan that are missing are handed out as data: each once, and each by one shard only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.engine.forks import may_fork

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.store import Inventory, Plan, PlannedRun

WHOLE = (1, 1)
"""The share of a sweep that is not cut into shards."""
GROUPS_A_WORKER = 4


MOST_TOGETHER = 32
"""Runs of a group: more would be long in the hands of one worker, and gain nothing."""
MOST_ARMS = 2_000
"""Arms of a plan whose runs are grouped: of more, as sampled designs have, the scenarios are not all at hand."""


class Task(NamedTuple):
    """One run to be made, as data: its identity, its scenario written out, its seed, tables to keep, if watched.

    Runs of one group (0: none) follow one another: arms of one seed that may be one run until they part.
    """

    run: str
    scenario: str
    data: dict[str, Any]
    seed: int
    keep: tuple[str, ...]
    watched: bool = False
    group: int = 0


def tasks_of(
    plan: Plan,
    scenario: Callable[[int, int], Scenario],
    inventory: Inventory,
    share: tuple[int, int] = WHOLE,
    again: bool = False,
    watched: bool = False,
    together: int = MOST_TOGETHER,
) -> Iterator[Task]:
    """Yield the runs of a plan that are missing, each once, seed by seed and draw by draw.

    Args:
        plan: all runs.
        scenario: gives the scenario of an arm under a parameter draw.
        inventory: what is there.
        share: number and count of the shards; every shard takes its own runs.
        again: whether runs that failed are to be tried again.
        watched: whether the laws of the model are to be checked in every quarter; changes no result.
        together: runs of a group at most; 1 for no groups. No run that is watched is in one.
    """
    missing = (planned for planned in runs_of_share(plan, share) if not inventory.has(planned.run, plan.kept, again))

    def asked(planned: PlannedRun) -> tuple[Scenario, Task]:
        world = scenario(planned.arm, planned.draw)
        return world, Task(planned.run, world.digest, world.to_dict(), planned.seed, plan.kept, watched)

    blocks = groupby(missing, key=lambda planned: (planned.draw, planned.seed))
    alone = watched or len(plan.arms) > MOST_ARMS
    return in_groups((map(asked, block) for _, block in blocks), 1 if alone else together)


def in_groups(blocks: Iterable[Iterable[tuple[Scenario, Task]]], together: int) -> Iterator[Task]:
    """Yield tasks so that those that may be one run until they part follow one another, as a group.

    Args:
        blocks: scenarios and their tasks, those of one seed in a block; groups are within a block.
        together: tasks of a group at most.
    """
    number = 0
    for block in blocks:
        if together < 2:
            yield from (task for _, task in block)
            continue
        kin: dict[str, list[Task]] = {}
        for scenario, task in block:
            kin.setdefault(scenario.ground if may_fork(scenario) else task.run, []).append(task)
        for tasks in kin.values():
            for first in range(0, len(tasks), together):
                group, number = tasks[first : first + together], number + 1
                yield from (task._replace(group=number if len(group) > 1 else 0) for task in group)


def fair(runs: int, workers: int) -> int:
    """Return how many runs may be in a group so that every worker gets several."""
    return max(1, min(MOST_TOGETHER, runs // (GROUPS_A_WORKER * max(1, workers))))


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
    """Tell of every arm, draw by draw, whether it is the first that is this world: the same for every seed.

    Where draws have seeds of their own, the same world under another draw is another run: rows come back, seeds do not.
    """
    given: set[str] = set()
    first = []
    for draw in range(len(plan.draws)):
        if plan.own_seeds:
            given = set()
        for arm in plan.arms:
            first.append(arm.scenarios[draw] not in given)
            given.add(arm.scenarios[draw])
    return first


def extent(plan: Plan, inventory: Inventory, share: tuple[int, int] = WHOLE, again: bool = False) -> tuple[int, int]:
    """Return how many runs a shard has, and how many of them have to be made; see `tasks_of`."""
    needed = [not inventory.has(planned.run, plan.kept, again) for planned in runs_of_share(plan, share)]
    return len(needed), sum(needed)
