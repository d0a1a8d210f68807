"""One of several searches side by side: it asks, waits for runs, drops what is beaten, tells, and asks again.

It depends on its seed and on what its runs gave, and on nothing else: not on its neighbours, nor on which runs were
there before. Started from the beginning it does the same again, which is how a search goes on after an interruption.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.experiment.engines import EngineKind, Setup
from sim.experiment.plan.sought import Archive, Generation, Need, Sought
from sim.statistics.fronts import front
from sim.statistics.racing import outrun

MOST_IDLE = 5
"""Generations without a new candidate after which there is nothing left to find."""


class Strand:
    """One search.

    Args:
        number: from 1; its seed follows from it.
        sought: what is looked for.
        engine: proposes.
        generation: candidates asked for at a time.
        runs: that it may ask for.
        seed: of the whole study.

    Attributes:
        archive: candidates that kept up through all stages.
        log: its generations so far.
    """

    def __init__(
        self, number: int, sought: Sought, engine: EngineKind, generation: int, runs: int, seed: int = 0
    ) -> None:
        self.number, self.sought, self.runs = number, sought, runs
        own = int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
        setup = Setup(sought.genes, sought.aims, generation, own, sought.start, sought.cells)
        self._engine = engine.make(setup)
        self.archive, self.log = Archive(), list[Generation]()
        self._met: dict[str, int] = {}

    @property
    def spent(self) -> int:
        """Runs that it has asked for so far."""
        return self.sought.runs_each * sum(self._met.values())

    def steps(self) -> Iterator[Need]:
        """Yield what runs are needed; go on once the sought has taken them in."""
        first, *later = self.sought.stages
        idle = 0
        while idle < MOST_IDLE:
            genomes = self._engine.ask()
            keys = [self.sought.key(genome) for genome in genomes.tolist()]
            asked = tuple(dict.fromkeys(keys))
            fresh = [key for key in asked if key not in self._met]
            if not asked or self.spent + self.sought.runs_each * first * len(fresh) > self.runs:
                return
            idle = 0 if fresh else idle + 1
            yield from self._meet(asked, first)
            running = self._keeping_up(asked, first)
            for number in later:
                running = self._affordable(running, number)
                yield from self._meet(running, number)
                running = self._keeping_up(running, number)
            self.archive.add(running)
            self._engine.tell([self.sought.told(key, first) for key in keys])
            self._note(len(asked), len(fresh), len(running))

    def _meet(self, keys: Sequence[str], number: int) -> Iterator[Need]:
        """Have candidates meet so many readings."""
        for key in keys:
            self._met[key] = max(number, self._met.get(key, 0))
        if keys:
            yield Need(tuple(keys), number)

    def _affordable(self, keys: Sequence[str], number: int) -> list[str]:
        """Return as many candidates as the runs that are left allow to meet so many readings."""
        found, left = [], self.runs - self.spent
        for key in keys:
            left -= self.sought.runs_each * max(0, number - self._met[key])
            if left >= 0:
                found.append(key)
        return found

    def _keeping_up(self, keys: Sequence[str], number: int) -> list[str]:
        """Return the candidates that keep the limits and that no rival drops.

        A rival drops a candidate if it is better by all aims on the mean of the readings met, or in most of them.
        """
        within = [key for key in keys if self.sought.told(key, number).excess <= 0.0]
        if not within or self.sought.cells:
            return within
        rivals = list(dict.fromkeys([*self.archive.keys, *within]))
        rows = {key: self.sought.rows(key, number) for key in rivals}
        best = dict(zip(rivals, front(np.array([self.sought.told(key, number).aims for key in rivals])), strict=True))
        beaten = outrun(np.array([rows[key] for key in within]), np.array([rows[key] for key in rivals]))
        return [key for key, lost in zip(within, beaten, strict=True) if best[key] and not lost]

    def _note(self, asked: int, fresh: int, kept: int) -> None:
        standing = self.standing()
        measure = self.sought.measure(standing)
        number = len(self.log) + 1
        self.log.append(Generation(self.number, number, asked, fresh, kept, self.spent, len(standing), measure))

    def standing(self) -> list[str]:
        """Return the candidates of the archive that nothing in it beats, by all their readings."""
        return standing(self.archive.keys, self.sought)


def standing(keys: Sequence[str], sought: Sought) -> list[str]:
    """Return the candidates that nothing among them beats, by all their readings; all, of a map."""
    if not keys or sought.cells:
        return list(keys)
    told = [sought.told(key, sought.stages[-1]) for key in keys]
    return [key for key, best in zip(keys, front(np.array([one.aims for one in told])), strict=True) if best]
