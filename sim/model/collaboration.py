"""The collaboration model is a Mesa model around one run: agents, a data collector, and changes while it runs."""

from __future__ import annotations

import copy
import warnings
from os import PathLike
from secrets import randbits
from typing import Any

import mesa
import pandas as pd
from mesa.agent import AgentSet

from sim.agents import (
    ORGANISATIONS,
    ClearanceOffice,
    CoordinationBody,
    LocalGovernment,
)
from sim.agents.judgement import Judgement
from sim.engine import Run
from sim.engine.why import explain, judge
from sim.language import N_, _
from sim.levers import LEVERS
from sim.model.change import changed, named_now, put_in_force
from sim.model.collected import Collected
from sim.model.found import indexed, with_new_row
from sim.outcomes import Record
from sim.phases.entry_exit import entry_chance, entry_factor
from sim.region import Region
from sim.scenario import Scenario
from sim.scenario.given import scenario_of, whole_number
from sim.scenario.schema import LARGEST_SEED
from sim.state import World

PAST_THE_END = N_(
    "the scenario ends after {quarters} quarters (run.quarters) and the model is there: nothing was run; "
    "for more quarters give it a scenario with a larger run.quarters"
)
TIED = ("step", "_user_step")  # attributes in which Mesa keeps methods that belong to one model
DRAWN_BITS = 32  # of a seed that is drawn: short enough to be typed, and whole in any spreadsheet


class CollaborationModel(mesa.Model):  # type: ignore[misc]
    """Military-civilian technology transfer in a region of two or more jurisdictions.

    Args:
        inputs: a Scenario, or the path or shipped name of one; the default scenario if not given.
        seed: seed of the run, 0 to 2**63 - 1. Not given, one is drawn, so that models made alike differ, as Mesa's
            do; `run_seed` tells it, and so does the column "seed" of Mesa's tables.
        kwargs: values by dotted key, as `Scenario.with_` takes them; called so because Mesa's viewer asks for it.

    Raises:
        ScenarioError: if inputs is no scenario, or an override is unknown or not allowed.
        ValueError: if the seed is not a whole number in its range.
        MemoryError: if the run needs more memory than the machine has; says how much.

    Attributes:
        in_force: the scenario with all that was changed since by `set`.
    """

    def __init__(
        self, inputs: Scenario | str | PathLike[str] | None = None, seed: int | None = None, **kwargs: object
    ) -> None:
        run_seed = randbits(DRAWN_BITS) if seed is None else whole_number("seed", seed, 0, LARGEST_SEED)
        super().__init__(rng=run_seed)
        scenario = scenario_of(inputs, "inputs") if inputs is not None else Scenario()
        self._run = Run(scenario.with_(**kwargs) if kwargs else scenario, run_seed)
        self.in_force: Scenario = self.inputs
        self.field_names = scenario.region.fields.names
        self._handles: dict[int, Any] | None = None
        self._known = 0  # rows of organisations that were looked at for handles
        self.datacollector: mesa.DataCollector = Collected(self)

    @property
    def world(self) -> World:
        """All tables of the run; agents are handles on their rows."""
        return self._run.world

    @world.setter
    def world(self, tables: World) -> None:
        """Go on with other tables from the next quarter on."""
        self._run.world = tables

    @property
    def inputs(self) -> Scenario:
        """The scenario that the run began with."""
        return self._run.inputs

    @property
    def run_seed(self) -> int:
        """Seed of the run."""
        return self._run.run_seed

    @property
    def region(self) -> Region:
        """Cities, jurisdictions and distances."""
        return self._run.region

    @property
    def quarter(self) -> int:
        """Quarters that have been run."""
        return self._run.quarter

    def step(self) -> None:
        """Run one quarter; after the last quarter of the scenario do nothing, and warn.

        Mesa's own tools look at `running` between steps, but its viewer takes several at once.
        """
        if self._run.over:
            self.steps = self.quarter  # Mesa has counted a step that is none
            warnings.warn(_(PAST_THE_END, quarters=self.quarter), stacklevel=3)  # the caller of Mesa's step
            return
        self._run.step()
        self._run.warn()
        self.running = not self._run.over
        self._follow()

    def run(self) -> CollaborationModel:
        """Run to the scenario's horizon and return the model."""
        while not self._run.over:
            self.step()
        return self

    def record(self) -> Record:
        """Return what outcomes read: live views of the tables, cut to what has happened."""
        return self._run.record()

    def outcomes(self) -> dict[str, float]:
        """Measure every outcome of the policy horizon up to now."""
        return self._run.outcomes()

    def history(self) -> pd.DataFrame:
        """Return one row per quarter run."""
        return self._run.history()

    def deals(self, organisation: int | None = None) -> pd.DataFrame:
        """Return one row per deal ever opened, or only those of one organisation."""
        return self._run.deals(organisation)

    def why(self, deal: int) -> pd.DataFrame:
        """Explain what each barrier costs a deal now; see `sim.engine.why.explain`."""
        return explain(self.world, self._deal(deal))

    def judge(self, deal: int, organisation: int) -> Judgement:
        """Ask an organisation (by row) whether it would become a deal's partner now."""
        return judge(self.world, self._deal(deal), organisation)

    def entry_chance(self, row: int) -> float:
        """Return the chance that an organisation enters the other side's market in a quarter."""
        return float(entry_chance(self.world, row, entry_factor(self.world)))

    def lever_level(self, name: str) -> float:
        """Return how far a lever is in force now, 0..1."""
        return float(self.world.levers["now"][[lever.name for lever in LEVERS].index(name)])

    def set(self, key: str, value: object) -> None:
        """Change a barrier, parameter or lever from the next quarter on: `model.set("barriers.secrecy", 0.3)`.

        Args:
            key: "barriers.<name>", "parameters.<name>" or "levers.<name>.<what>", such as "levers.fund_pool.strength".
            value: as the scenario file takes it.

        Raises:
            ScenarioError: if the key is unknown, the value not allowed, or the key may not change in a run.
        """
        key = named_now(key)
        self.in_force = changed(self.in_force, key, value)
        self.world = put_in_force(self.world, self.in_force, key)

    @property
    def agents(self) -> AgentSet:
        """All agents of the model; their handles are made when somebody first asks."""
        self._make_handles()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Agents by class: PrivateFirm, University and so on."""
        self._make_handles()
        kinds: dict[type, AgentSet] = super().agents_by_type
        return kinds

    @property
    def agent_types(self) -> list[type]:
        """The classes of the agents."""
        return list(self.agents_by_type)

    def remove_all_agents(self) -> None:
        """Remove all agents, also those whose handles nobody has asked for: all organisations close."""
        self._make_handles()
        super().remove_all_agents()

    def organisation(self, row: int) -> Any:
        """Return the agent on a row of the organisations' table."""
        self._make_handles()
        assert self._handles is not None
        return self._handles[row]

    def found(self, kind: str, *, city: str, field: str, revenue: float | None, active: bool) -> int:
        """Add an organisation that takes part from the next quarter; called by the agents' constructors."""
        self._make_handles()
        if revenue is not None and not 0.001 <= revenue <= 1e9:
            raise ValueError(
                _(
                    "revenue = {revenue!r} is not allowed; it must be from 0.001 to 1e9 million yuan a year",
                    revenue=revenue,
                )
            )
        row, where = int(self.world.region[0].organisations), _index([c.key for c in self.region.cities], city, "city")
        self.world = with_new_row(self.world, kind, where, _index(self.field_names, field, "field"))
        one = self.world.organisations[row]
        if revenue is not None:
            one.revenue = revenue
        one.active = bool(active)
        self.world = indexed(self.world)
        self._known = row + 1
        return row

    def close(self, row: int) -> None:
        """Close an organisation; its open deals die in the next quarter."""
        self.world.organisations[row].alive = False
        self.world = indexed(self.world)
        if self._handles is not None:
            self._handles.pop(row, None)

    def register_agent(self, agent: Any) -> None:
        """Register an agent with Mesa, and remember organisations by their row."""
        if self._handles is not None and isinstance(agent, ORGANISATIONS):
            self._handles[agent.row] = agent
        super().register_agent(agent)

    def __copy__(self) -> CollaborationModel:
        """Return a model of its own, as `copy.deepcopy` does: two models cannot step the same tables."""
        return copy.deepcopy(self)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the steps, which Mesa ties to this very model."""
        return {name: value for name, value in self.__dict__.items() if name not in TIED}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take over what another model was; the copy's steps are its own."""
        self.__dict__.update(state)
        self._user_step = self.step
        self.step = self._wrapped_step  # type: ignore[method-assign]

    def _deal(self, number: int) -> int:
        count = int(self.world.region[0].deals)
        if not 0 <= number < count:
            raise ValueError(
                _(
                    "deal = {number!r} does not exist; deals are numbered from 0 to {count}",
                    number=number,
                    count=count - 1,
                )
            )
        return int(number)

    def _follow(self) -> None:
        """Give handles to firms that were founded and take off those that failed, if handles were asked for."""
        if self._handles is None:
            return
        there = self.world.organisations[: int(self.world.region[0].organisations)]
        for row in [row for row in self._handles if not there["alive"][row]]:
            self.deregister_agent(self._handles.pop(row))
        for row in range(self._known, len(there)):
            self._make_handle(row)
        self._known = len(there)

    def _make_handle(self, row: int) -> None:
        """Make the handle on a row that is in use, if its organisation lives."""
        one = self.world.organisations[row]
        if one.alive:
            self.register_agent(ORGANISATIONS[int(one.kind)].at(self, row, int(one.key) + 1))

    def _make_handles(self) -> None:
        if self._handles is not None or not hasattr(self, "world"):
            return
        self._handles, self._known = {}, int(self.world.region[0].organisations)
        for row in range(self._known):
            self._make_handle(row)
        first = int(self.world.organisations["key"].max(initial=0)) + 2
        others = [
            (LocalGovernment, len(self.world.cities)),
            (ClearanceOffice, len(self.world.offices)),
            (CoordinationBody, 1),
        ]
        for role, count in others:
            for row in range(count):
                super().register_agent(role.at(self, row, -(first + row)))
            first += count


def _index(names: Any, name: str, what: str) -> int:
    if name not in names:
        raise ValueError(
            _("{what} = {name!r} is unknown; known are {names}", what=what, name=name, names=", ".join(names))
        )
    return int(list(names).index(name))
