"""A run is a scenario and a seed, taken quarter by quarter; sweeps, workers, scripts and the Mesa model all make it so.

It needs NumPy alone, so that a worker begins in a fraction of a second; a frame loads pandas when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine import quarters
from sim.engine.memory import refuse_if_too_large
from sim.engine.record import record_of
from sim.engine.threads import threads_for
from sim.machine_code.choice import tell
from sim.outcomes import Record, measure_all
from sim.region import Region
from sim.scenario import Scenario
from sim.world import build

if TYPE_CHECKING:
    import pandas as pd

    from sim.state import World


NO_ROW_LEFT = (
    "population.room_for_firms = {:g} is used up: firms were not founded, as foundings_refused of the history counts; "
    "for more of them give it a larger value"
)


class Run:
    """One run of a scenario.

    Args:
        inputs: the scenario.
        seed: seed of the run, 0 to 2**63 - 1.
        world: the tables to go on from; if not given, they are made as they are at quarter 0.
        threads: that share the work; if not given, as many as pay, see `threads_for`. Results are the same for any.

    Raises:
        ValueError: if the environment asks for something that is no number of threads.
        MemoryError: if the run needs more memory than the machine has; says how much.

    Attributes:
        world: all tables of the run.
        inputs: the scenario.
        run_seed: seed of the run.
        threads: that share the work.
    """

    def __init__(self, inputs: Scenario, seed: int, world: World | None = None, threads: int | None = None) -> None:
        refuse_if_too_large(inputs)
        self.inputs, self.run_seed = inputs, seed
        self.world: World = build(inputs, seed) if world is None else world
        self.threads = threads_for(int(self.world.region[0].organisations)) if threads is None else threads

    @property
    def region(self) -> Region:
        """Cities, jurisdictions and distances."""
        return self.inputs.region

    @property
    def quarter(self) -> int:
        """Quarters that have been run."""
        return int(self.world.region["quarter"][0])

    @property
    def over(self) -> bool:
        """Whether the scenario's last quarter has been run."""
        return self.quarter >= self.inputs.run.quarters

    def step(self) -> None:
        """Run one quarter.

        Raises:
            ValueError: if the run is over: outcomes of more quarters would be those of another scenario.
        """
        if self.over:
            raise ValueError(f"the run is over: its scenario ends after {self.inputs.run.quarters} quarters")
        self.world = quarters.step(self.world, self.threads)

    def finish(self) -> Run:
        """Run to the scenario's horizon and return the run; its `warning` is left to who made it."""
        while not self.over:
            self.step()
        return self

    def run(self) -> Run:
        """Run to the scenario's horizon, say what there is to warn of, and return the run."""
        self.finish().warn()
        return self

    @property
    def warning(self) -> str:
        """What users should know of the run so far; empty if there is nothing."""
        refused = self.world.history["foundings_refused"][: self.quarter].any()
        return NO_ROW_LEFT.format(self.inputs.population.room_for_firms) if refused else ""

    def warn(self) -> None:
        """Say the warning, if there is one; of all runs of a process the same one is said once."""
        if self.warning:
            tell(self.warning)

    def record(self) -> Record:
        """Return what outcomes read: live views of the tables, cut to what has happened."""
        return record_of(self.world, self.inputs.run.policy_quarter)

    def outcomes(self) -> dict[str, float]:
        """Measure every outcome of the policy horizon up to now."""
        return measure_all(self.record())

    def history(self) -> pd.DataFrame:
        """Return one row per quarter run."""
        from sim.engine.frames import history_frame

        return history_frame(self.world, self.region, self.inputs.run.policy_quarter)

    def deals(self, organisation: int | None = None) -> pd.DataFrame:
        """Return one row per deal ever opened, or only those of one organisation."""
        from sim.engine.frames import deals_frame

        if organisation is None:
            return deals_frame(self.world, self.region)
        deals = self.world.deals[: int(self.world.region[0].deals)]
        party = (deals["source"] == organisation) | (deals["recipient"] == organisation)
        return deals_frame(self.world, self.region, np.flatnonzero(party))
