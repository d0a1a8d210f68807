"""What can happen at all: programmes are proposed so that their outcomes fill a map, not so that they are good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.experiment.engines import Told
from sim.experiment.engines.pattern_space import cell_of
from sim.experiment.plan.programmes import ProgrammeSearch, as_data
from sim.experiment.reading import Experiment
from sim.statistics.goals import WORST


class Variety(ProgrammeSearch):
    """The search for what can happen; see `sim.experiment.plan.sought.Sought`. Its aims are places on a map.

    Args:
        experiment: of the kind "variety".
    """

    measure_name = "cells met"

    def __init__(self, experiment: Experiment) -> None:
        assert experiment.content.variety is not None  # the kind needs it
        self.section = experiment.content.variety
        super().__init__(experiment)
        self.cells = tuple((side.low, side.high, side.parts) for side in self.section.map.values())

    @property
    def aims(self) -> int:
        """How many sides the map has."""
        return len(self.cells)

    @property
    def stages(self) -> tuple[int, ...]:
        """Readings over which outcomes are averaged."""
        return (min(self.section.readings, self.asked.readings),)

    @property
    def keep(self) -> tuple[str, ...]:
        """Tables kept of every run: none."""
        return ()

    def told(self, key: str, number: int) -> Told:
        """Return where on the map a programme falls by its first so many readings."""
        runs = self._runs(key, number)
        means = (float(np.mean([one.outcomes[name] for one in runs])) for name in self.section.map)
        return Told(tuple(mean if mean == mean else WORST for mean in means))

    def measure(self, keys: Sequence[str]) -> float:
        """Return how many cells of the map programmes have met."""
        return float(len({self.cell(key) for key in keys}))

    def cell(self, key: str) -> tuple[int, ...]:
        """Return the cell of the map that a programme falls into."""
        return cell_of(self.told(key, self.stages[0]).aims, self.cells)

    def met(self, keys: Sequence[str]) -> list[dict[str, Any]]:
        """Return programmes with their place on the map, as plain data."""
        return [
            {
                "programme": as_data(self.programmes[key]),
                "values": [round(value, 4) for value in self.told(key, self.stages[0]).aims],
                "cell": list(self.cell(key)),
            }
            for key in keys
        ]
