"""A scenario file has ten sections; their keys are made from the tuples of barriers, levers, settings and switches.

To add a barrier, a lever, a parameter, a switch or a kind of organisation, nothing is edited here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from sim.agents import KINDS
from sim.agents.kind import Kind
from sim.barriers import BARRIERS, Barrier
from sim.dates import IN_A_YEAR, WRITTEN, Calendar
from sim.levers import LEVERS, Lever
from sim.scales import FINITE_MAX, Setting, Switch
from sim.scenario.settings import SETTINGS, SWITCHES

MAX_TITLE = 200
MAX_WHY = 4000
MAX_PATH = 4096
MAX_QUARTERS = 4000
YEARS = (1900, 2200)
MAX_RAMP_QUARTERS = 400
LARGEST_SEED = 2**63 - 1

BARRIERS_WORDS = "How strong each barrier is: 0 absent, 1 as complete as imaginable."
LEVERS_WORDS = "The policy levers in force; what is not listed is not in force."
PARAMETERS_WORDS = "The other numbers of the model."
HISTORY_WORDS = "How the past differed from now; what a scenario states is what is from the policy year on."
STRUCTURE_WORDS = "Which of several rules the model follows, where a reader may doubt the shipped one."
SHOCKS_WORDS = "Changes of a barrier or parameter from outside, from a quarter on."


def _whole(value: object) -> object:
    """Take 6.0 for 6, as sampled designs write whole numbers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]


class FileSection(BaseModel):
    """What all sections share: no unknown keys, no conversions, finite numbers."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, protected_namespaces=())


def _number(
    words: str,
    unit: str,
    bounds: tuple[float, float],
    default: float | None = None,
    source: str = "",
) -> Any:
    """Describe a number once, for validation, messages and editors; without a default it must be given."""
    return Field(
        ... if default is None else default,
        ge=bounds[0],
        le=bounds[1],
        description=words,
        json_schema_extra={"unit": unit, "source": source},
    )


def _when(words: str, default: int | None = None) -> Any:
    """Describe a quarter, which a file may name by its date."""
    extra: dict[str, Any] = {"unit": "quarter", "source": "", "date": WRITTEN}
    low, high = -IN_A_YEAR * YEARS[1], FINITE_MAX
    return Field(... if default is None else default, ge=low, le=high, description=words, json_schema_extra=extra)


class RunSection(FileSection):
    """How long the run is, and which years it means."""

    quarters: Whole = _number("length of the run, its past included", "quarters", (1, MAX_QUARTERS), 88)
    start_year: Whole = _number("first year of the run", "year", YEARS, 2008)
    policy_year: Whole = _number("first year that outcomes count, and in which levers start", "year", YEARS, 2020)
    fill: Whole = _number(
        "first quarters, in which pipeline, queues and networks fill: nothing is measured in them, no result changes",
        "quarters",
        (0, MAX_QUARTERS),
        8,
    )
    history: bool = Field(
        True,
        description="whether the past differs from now as [[history]] says",
        json_schema_extra={"allowed": "true or false", "default": "true"},
    )

    @property
    def calendar(self) -> Calendar:
        """The dates of its quarters."""
        return Calendar(self.start_year, self.policy_year)

    @property
    def policy_quarter(self) -> int:
        """First quarter that outcomes count."""
        return self.calendar.policy_quarter


class RegionSection(FileSection):
    """Where it happens."""

    cities: str = Field(
        "chengdu-chongqing",
        min_length=1,
        max_length=MAX_PATH,
        description="a shipped region, a folder of tables like its own, or a CSV file of cities, relative to this file",
    )
    relatedness: str = Field(
        "own",
        min_length=1,
        max_length=MAX_PATH,
        description="how fields are related: own (as the region says), patents (co-classified), or a CSV file",
    )


class Population(FileSection):
    """How many organisations are represented."""

    private_sample: float = _number(
        "share of the high-tech firms represented", "share", (0, 1), 0.18, "assumption: run time"
    )
    military_sample: float = _number(
        "military organisations per counted one", "multiple", (0, 10), 1.0, "counts of the city file"
    )
    university_sample: float = _number(
        "universities and institutes per counted one", "multiple", (0, 10), 1.0, "counts of the city file"
    )
    scale: float = _number("multiplies all three", "multiple", (0.001, 1000), 1.0)
    room_for_firms: float = _number(
        "rows for firms, over firms at the start; when they are used up, no more are founded, and a run says so",
        "multiple",
        (1, 1000),
        8.0,
    )
    seed: Whole = _number(
        "seed of the synthetic population, apart from the seed of a run", "seed", (0, LARGEST_SEED), 1
    )
    counts_year: Whole = _number("year whose counts are used; 0 for those of the city file", "year", (0, 2200), 0)
    counts_seed: Whole = _number(
        "seed by which the counts that are assumptions are drawn; 0 draws none", "seed", (0, LARGEST_SEED), 0
    )


class LeverSection(FileSection):
    """What every lever may be given."""

    strength: float = _number("how strongly the lever is in force", "share", (0, 1))
    start_quarter: Whole = _when("first quarter in force; left out, it is the first of the policy year", 48)
    ramp_shape: Literal["linear", "logistic"] = Field("linear", description="how it grows to its strength")


class ShockSection(FileSection):
    """A change of one barrier or parameter that comes from outside, from a quarter on."""

    quarter: Whole = _when("first quarter with the new value")
    key: str = Field(description="what changes: barriers.<name> or parameters.<name>")
    value: float = Field(description="its new value, within the range of the key")


ScenarioKind = Literal["policy", "thought_experiment"]
KIND_WORDS = "thought_experiment for a world that no policy brings about: it is shown beside policies, and in no order"


class HistorySection(FileSection):
    """How the past differed from now: until a quarter one barrier or parameter was so many times what it is."""

    until: Whole = _when("first quarter that it is as it is now")
    key: str = Field(description="what differed: barriers.<name> or parameters.<name>")
    times: float = _number("how many times its value it was, held within the range of the key", "factor", (0, 1000))
    source: str = Field(min_length=1, max_length=MAX_WHY, description="where that is known from")


class Head(FileSection):
    """What stands above the sections."""

    title: str = Field("", max_length=MAX_TITLE, description="a line for tables and figures")
    why: str = Field("", max_length=MAX_WHY, description="what the scenario is for, in plain words")
    kind: ScenarioKind = Field("policy", description=KIND_WORDS)
    extends: str = Field(
        "",
        max_length=MAX_PATH,
        description="scenario to start from, relative to this file or shipped; only differences follow",
    )


def sections(
    barriers: Iterable[Barrier] = BARRIERS,
    levers: Iterable[Lever] = LEVERS,
    settings: Iterable[Setting] = SETTINGS,
    kinds: Iterable[Kind] = KINDS,
    switches: Iterable[Switch] = SWITCHES,
) -> type[Head]:
    """Make the schema of a scenario file.

    Args:
        barriers: each becomes a key of [barriers].
        levers: each becomes a section [levers.<name>].
        settings: each becomes a key of [parameters].
        kinds: the sample of each is a key of [population].
        switches: each becomes a key of [structure].
    """
    barrier_keys = {barrier.name: _barrier_field(barrier) for barrier in barriers}
    lever_keys = {lever.name: _lever_field(lever) for lever in levers}
    setting_keys = {setting.name: setting_field(setting) for setting in settings}
    switch_keys = {switch.name: _switch_field(switch) for switch in switches}
    tables: dict[str, Any] = {
        "run": RunSection,
        "region": RegionSection,
        "population": _population(kinds),
        "barriers": _section("barriers", FileSection, BARRIERS_WORDS, barrier_keys),
        "levers": _section("levers", FileSection, LEVERS_WORDS, lever_keys),
        "parameters": _section("parameters", FileSection, PARAMETERS_WORDS, setting_keys),
        "structure": _section("structure", FileSection, STRUCTURE_WORDS, switch_keys),
    }
    fields = {name: (table, Field(default_factory=table, description=table.__doc__)) for name, table in tables.items()}
    fields["history"] = (list[HistorySection], Field(default=[], description=HISTORY_WORDS))
    fields["shocks"] = (list[ShockSection], Field(default=[], description=SHOCKS_WORDS))
    made: type[Head] = _section("scenario", Head, "A scenario.", fields)
    return made


def setting_field(setting: Setting) -> tuple[Any, Any]:
    """Make the type and the description of the key that sets a setting."""
    low, high = setting.allowed
    source = setting.known_by
    if not setting.whole:
        return float, _number(setting.words, setting.unit, (low, high), float(setting.default), source)
    bounds = math.ceil(low), math.floor(high)
    return Whole, _number(setting.words, setting.unit, bounds, int(setting.default), source)


def _switch_field(switch: Switch) -> tuple[Any, Any]:
    """Make the type and the description of the key that chooses a word."""
    allowed: Any = Literal.__getitem__(tuple(switch.meanings))
    more: Any = {"meanings": dict(switch.meanings), "source": switch.known_by}
    return allowed, Field(switch.default, description=switch.words, json_schema_extra=more)


def _population(kinds: Iterable[Kind]) -> type[Population]:
    """Add the samples of kinds that the section does not know by itself."""
    more = {
        kind.sample: (float, _number(f"{kind.label}: per counted one", "multiple", (0, 10), 0.0))
        for kind in kinds
        if kind.sample not in Population.model_fields
    }
    made: type[Population] = _section("Population", Population, Population.__doc__ or "", more)
    return made if more else Population


def _barrier_field(barrier: Barrier) -> tuple[Any, Any]:
    source = f"{barrier.grade}: {barrier.source}"
    return float, _number(barrier.words, "intensity", (0, 1), float(barrier.default), source)


def _lever_field(lever: Lever) -> tuple[Any, Any]:
    """Make the section of one lever, whose ramp and costs default to the lever's own."""
    ramp = _number("time to full strength", "quarters", (0, MAX_RAMP_QUARTERS), lever.ramp_quarters, lever.source)
    fixed = _number(
        "cost at full strength",
        "million yuan a year",
        (0, FINITE_MAX),
        float(lever.fixed_cost_million_yuan_per_year),
        lever.source,
    )
    variable = _number(
        "cost that grows with use",
        lever.variable_cost_unit or "nothing is metered",
        (0, FINITE_MAX),
        float(lever.variable_cost),
        lever.source,
    )
    fields: dict[str, tuple[Any, Any]] = {
        "ramp_quarters": (Whole, ramp),
        "fixed_cost_million_yuan_per_year": (float, fixed),
        "variable_cost": (float, variable),
    }
    if lever.takes_cities:
        words = "cities it works in, by the ids of the city file"
        fields["cities"] = (list[str], Field(default=[], description=words))
    if lever.takes_fields:
        words = "fields that it is of, by the names of the region's; none for all"
        fields["fields"] = (list[str], Field(default=[], description=words))
    return _section(lever.name, LeverSection, lever.words, fields), Field(None, description=lever.words)


def _section(name: str, base: type[FileSection], words: str, fields: Mapping[str, tuple[Any, Any]]) -> Any:
    make: Any = create_model
    return make(name, __base__=base, __doc__=words, **fields)


SECTIONS = sections()
