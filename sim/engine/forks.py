"""Arms of one seed are one run until they part: it is made once, copied where they part, and every copy goes on.

A lever does nothing before its first quarter and a shock nothing before its own, so arms that differ in nothing else
stand alike until the first quarter in which something begins in one of them and not in another. What a forked arm
leaves behind is what it leaves when it is run by itself, to the last bit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.engine.memory import FREE_OF_CHARGE
from sim.engine.policy import with_policy
from sim.engine.run import Run
from sim.levers import LEVERS
from sim.scenario import Scenario
from sim.scenario.consistency import organisations
from sim.state import VECTOR_OF, World, whole
from sim.tables import longer

WORTH_SHARING = 4  # quarters at the beginning: fewer are run again sooner than a world is copied
PLACED = frozenset(move.target for lever in LEVERS if lever.takes_cities or lever.takes_fields for move in lever.moves)
"""What the levers move that a scenario names cities or fields for: while it is 0, which are named does not matter."""

Begins = Mapping[int, tuple[str, ...]]
"""By quarter, what begins in it, in a form that is equal only if the effects are."""


def may_fork(scenario: Scenario) -> bool:
    """Tell whether there is memory for a copy of a run in the middle of it, without a thought."""
    return organisations(scenario.region, scenario.population) <= FREE_OF_CHARGE


def begins(scenario: Scenario) -> Begins:
    """Return what the levers and shocks of a scenario begin, as far as the run goes.

    A lever of strength 0 begins nothing. Which cities and fields are named is felt as soon as anything moves what they
    are named for.
    """
    found: defaultdict[int, set[str]] = defaultdict(set)
    placed = [0] if any(_value(scenario, key) != 0.0 for key in PLACED) else []
    for lever in LEVERS:
        given = scenario.levers.get(lever.name)
        if given is not None and given.strength > 0.0:
            found[given.start_quarter].add(f"{lever.name} {given!r}")
            placed += [given.start_quarter] if PLACED & {move.target for move in lever.moves} else []
    for shock in scenario.changes:
        found[shock.quarter].add(f"{shock!r}")
        placed += [shock.quarter] if shock.key.removeprefix("parameters.") in PLACED else []
    named = sorted({name for given in scenario.levers.values() for name in (*given.cities, *given.fields)})
    if placed and named:
        found[min(placed)].add(f"named {named}")
    return {quarter: tuple(sorted(what)) for quarter, what in found.items() if quarter < scenario.run.quarters}


def _value(scenario: Scenario, key: str) -> float:
    section, _, name = key.rpartition(".")
    return scenario.barriers[name] if section == "barriers" else scenario.parameters[name]


def run_together(arms: Sequence[Scenario], seed: int) -> Iterator[tuple[int, Run]]:
    """Run arms that differ in nothing but levers and shocks; yield the place of each and its finished run.

    A run is to be read before the next is asked for: its tables go on as another's.

    Args:
        arms: scenarios of one `ground`.
        seed: seed of the runs.

    Raises:
        ValueError: if they differ in anything else.
    """
    if len({arm.ground for arm in arms}) > 1:
        raise ValueError("arms that differ in more than levers and shocks have no run in common")
    yield from _Branches(arms, seed).grown(None, range(len(arms)))


class _Branches:
    """The tree of the runs of some arms.

    Args:
        arms: the scenarios.
        seed: seed of the runs.
    """

    def __init__(self, arms: Sequence[Scenario], seed: int) -> None:
        self.arms, self.seed = arms, seed
        self.begins = [begins(arm) for arm in arms]

    def grown(self, trunk: Run | None, places: Sequence[int]) -> Iterator[tuple[int, Run]]:
        """Run some arms to their end.

        Args:
            trunk: their run as far as it was made, with the policy of the first; None if nothing was.
            places: of the arms; so far all have begun the same.
        """
        part = self._part(places)
        if part is None:
            run = (trunk or self._new(places[0])).finish()
            yield from ((place, Run(self.arms[place], self.seed, run.world, threads=1)) for place in places)
            return
        first, *others = self._alike(places, part)
        if part < WORTH_SHARING:
            for branch in (first, *others):
                yield from self.grown(None, branch)
            return
        trunk = trunk or self._new(places[0])
        while trunk.quarter < part:
            trunk.step()
        for branch in others:
            yield from self.grown(forked(trunk, self.arms[branch[0]]), branch)
        yield from self.grown(trunk, first)

    def _new(self, place: int) -> Run:
        return Run(self.arms[place], self.seed, threads=1)  # others make other runs meanwhile

    def _part(self, places: Sequence[int]) -> int | None:
        """Return the first quarter in which not all begin the same; None if there is none."""
        quarters = sorted({quarter for place in places for quarter in self.begins[place]})
        return next((q for q in quarters if len({self.begins[place].get(q, ()) for place in places}) > 1), None)

    def _alike(self, places: Sequence[int], quarter: int) -> list[list[int]]:
        """Return the arms by what they begin in a quarter."""
        branches: dict[tuple[str, ...], list[int]] = {}
        for place in places:
            branches.setdefault(self.begins[place].get(quarter, ()), []).append(place)
        return list(branches.values())


def forked(run: Run, inputs: Scenario) -> Run:
    """Return a run that goes on from where another stands, on tables of its own, under other levers and shocks."""
    return Run(inputs, run.run_seed, with_policy(copied(run.world), inputs), threads=1)


def copied(world: World) -> World:
    """Return a world on tables of its own; rows that are not in use are not copied."""
    region = world.region[0]
    used: dict[str, int] = {
        "deals": int(region.deals),
        "cases": int(region.cases),
        "loans": int(region.loans),
        "open_deals": int(region.open_deals),
        "tallies": int(region.open_deals),
        "organisations": int(region.organisations),
        "expertise": int(region.organisations),
        "ledger": int(region.organisations),
    }
    tables: dict[str, Any] = {
        name: longer(table, len(table), used.get(name))
        for name, table in world._asdict().items()
        if name not in VECTOR_OF
    }
    return whole(tables)
