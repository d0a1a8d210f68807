"""A plan is everything an experiment asks for, written down before the first run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.language import _

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
ID_LENGTH = 32
MOST_SEEDS = 10_000_000
TWIN_SEED = 1_000_000_000
"""Seed of the first reading's twin; those of others follow, and none is a seed of anything else."""
CHOSEN = ("levers", "barriers")
"""Sections of a scenario whose keys are policy unless an experiment says otherwise."""


class PlannedRun(NamedTuple):
    """One run of a plan: which arm, parameter draw and seed, its identity, and whether it is a twin of a reading's."""

    arm: int
    draw: int
    seed: int
    run: str
    twin: bool = False


@dataclass(frozen=True, slots=True)
class Arm:
    """One thing that is compared.

    Args:
        name: for tables and figures.
        factors: value of every factor, by dotted scenario key.
        scenarios: digest of its resolved scenario under every parameter draw.
    """

    name: str
    factors: Mapping[str, Any]
    scenarios: tuple[str, ...]


def is_priced(key: str) -> bool:
    """Tell whether moving a scenario key has a cost in the model: that of levers alone is counted."""
    return key.partition(".")[0] == "levers"


def run_id(model: str, scenario: str, seed: int) -> str:
    """Return the identity of a run.

    Args:
        model: version of the model, a digest of its sources.
        scenario: digest of the resolved scenario.
        seed: seed of the run.
    """
    return hashlib.sha256(f"{model} {scenario} {seed}".encode()).hexdigest()[:ID_LENGTH]


@dataclass(frozen=True, eq=False)
class Plan:
    """All runs of an experiment, in the order in which they are made.

    Args:
        name: short name of the experiment, for file names.
        model: version of the model.
        arms: what is compared; the first is the baseline.
        draws: parameter draws, the values by dotted key; one empty draw if parameters are certain.
        seeds: seeds 0 to seeds - 1, the same in every arm and draw; with own seeds, as many for each draw, which no
            other draw has.
        about: the experiment as it was asked: question, design, outcomes, tables to keep.
    """

    name: str
    model: str
    arms: Sequence[Arm]
    draws: Sequence[Mapping[str, Any]]
    seeds: int
    about: Mapping[str, Any]

    def __len__(self) -> int:
        return len(self.arms) * (len(self.draws) * self.seeds + self.twins)

    def runs(self) -> Iterator[PlannedRun]:
        """Yield every run: seed by seed all draws, draw by draw all arms, so that what is done first is balanced.

        Twins come last: those of the first draws, each under a second seed that no other run has.
        """
        for number in range(self.seeds):
            for draw in range(len(self.draws)):
                seed = self.first_seed + (number * len(self.draws) + draw if self.own_seeds else number)
                for index, arm in enumerate(self.arms):
                    yield PlannedRun(index, draw, seed, run_id(self.model, arm.scenarios[draw], seed))
        for draw in range(self.twins):
            seed = TWIN_SEED + draw
            for index, arm in enumerate(self.arms):
                yield PlannedRun(index, draw, seed, run_id(self.model, arm.scenarios[draw], seed), twin=True)

    def frame(self, twins: bool = False) -> pd.DataFrame:
        """Return one row per run: columns run, arm, draw, seed and every factor; arms stay in their order.

        Args:
            twins: whether the twins of readings are wanted, and not the readings.
        """
        import pandas as pd

        runs = [run for run in self.runs() if run.twin is twins]
        names = pd.CategoricalDtype([arm.name for arm in self.arms], ordered=True)
        columns: dict[str, Any] = {
            "run": [run.run for run in runs],
            "arm": pd.Categorical.from_codes([run.arm for run in runs], dtype=names),
            "draw": [run.draw for run in runs],
            "seed": [run.seed for run in runs],
        }
        for key in self.factors:
            values = [_cell(arm.factors.get(key)) for arm in self.arms]
            columns[key] = [values[run.arm] for run in runs]
        return pd.DataFrame(columns)

    @property
    def factors(self) -> list[str]:
        """Dotted keys of the factors, in the order of the experiment."""
        return list(dict.fromkeys(key for arm in self.arms for key in arm.factors))

    @property
    def reference(self) -> str:
        """Name of the arm that the others are compared with: the one that the experiment names, or the first."""
        return str(self.about.get("reference") or self.arms[0].name)

    @property
    def uncertain(self) -> list[str]:
        """Factors that nobody chooses: those that the experiment names, or that are neither its policy nor CHOSEN."""
        return [
            key
            for key in self.factors
            if key in self.about.get("uncertain", ())
            or (key not in self.about.get("policy", ()) and key.partition(".")[0] not in CHOSEN)
        ]

    def unpriced(self, arm: str, reference: str) -> list[str]:
        """Return the keys in which an arm differs from another and that have no cost in the model."""
        here, there = ({one.name: one for one in self.arms}[name].factors for name in (arm, reference))
        moved = [key for key in self.factors if here.get(key) != there.get(key) and not is_priced(key)]
        return [*self.about.get("unpriced", {}).get(arm, ()), *moved]

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of the tables that are kept of every run beside its outcomes."""
        return tuple(self.about.get("keep", ()))

    @property
    def own_seeds(self) -> bool:
        """Whether every parameter draw has seeds of its own."""
        return self.about.get("draw_seeds") == "own"

    @property
    def first_seed(self) -> int:
        """The least seed: above 0 for readings that are to share none with those of another plan."""
        return int(self.about.get("first_seed", 0))

    @property
    def readings(self) -> Mapping[str, Any]:
        """What the plan says of its readings; empty if its draws are none."""
        readings: Mapping[str, Any] = self.about.get("readings") or {}
        return readings

    @property
    def twins(self) -> int:
        """How many of the first readings are made under a second seed too."""
        return int(self.readings.get("twins", 0))

    @cached_property
    def id(self) -> str:
        """SHA-256, in hex, of the plan."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Write the plan out, the same text for the same plan."""
        data = {
            "format": FORMAT,
            "name": self.name,
            "model": self.model,
            "seeds": self.seeds,
            "draws": [dict(draw) for draw in self.draws],
            "about": dict(self.about),
            "arms": [
                {"name": arm.name, "factors": dict(arm.factors), "scenarios": list(arm.scenarios)} for arm in self.arms
            ],
        }
        return json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Read a plan.

        Raises:
            ValueError: if the text is no plan of this format.
        """
        try:
            data = json.loads(text)
            if data["format"] != FORMAT:
                raise ValueError(_("it is of format {found!r}, not {format}", found=data["format"], format=FORMAT))
            if not (data["arms"] and data["draws"] and isinstance(data["about"], dict) and data["seeds"] <= MOST_SEEDS):
                raise ValueError(_("it asks for nothing, or for too much"))
            arms = [Arm(arm["name"], arm["factors"], tuple(arm["scenarios"])) for arm in data["arms"]]
            return cls(data["name"], data["model"], arms, data["draws"], data["seeds"], data["about"])
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(_("it is no plan ({name}: {error})", name=type(error).__name__, error=error)) from None


def _cell(value: Any) -> Any:
    """Give a factor's value as a cell of a table."""
    return json.dumps(value) if isinstance(value, list | dict) else value
