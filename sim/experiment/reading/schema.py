"""An experiment file says what is asked, what is varied and how often; its keys, each with words and range."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from sim.experiment.designs import DESIGNS
from sim.experiment.engines import ENGINES
from sim.experiment.reading.fields import as_list, as_words, described, whole
from sim.experiment.reading.schema_search import OverturnSection, SearchSection, VarietySection
from sim.outcomes import DELIVERIES
from sim.scenario.schema import (
    KIND_WORDS,
    LARGEST_SEED,
    MAX_PATH,
    MAX_TITLE,
    MAX_WHY,
    FileSection,
    ScenarioKind,
    Whole,
)

MAX_REPLICATIONS = 100_000
MAX_SAMPLES = 1_000_000
MAX_RUNS = 1_000_000
MAX_READINGS = 10_000
KEPT_TABLES = ("history", "deals", DELIVERIES)

SHIPPED_STARTS = ("shipped", "single")
KINDS = tuple(design.name for design in DESIGNS)
DesignKind: Any = Literal[KINDS]  # made from the designs there are: to add one, nothing is edited here
EngineName: Any = Literal[tuple(engine.name for engine in ENGINES)]


Words = Annotated[tuple[str, ...], BeforeValidator(as_words)]


Starts = Annotated[tuple[Literal["shipped", "single"], ...], BeforeValidator(as_words)]


class DesignSection(FileSection):
    """How the factors are combined."""

    kind: DesignKind = Field("arms", description="how the factors are combined")
    samples: Whole = whole(
        "points of a latin_hypercube, base sample of a sobol (a power of 2), trajectories of a morris",
        "number",
        (2, MAX_SAMPLES),
        64,
    )
    levels: Whole = whole("levels that a morris moves between, an even number", "number", (2, 100), 4)
    indices: Literal["first", "second"] = Field("first", description="highest order of the indices of a sobol")
    seed: Whole = whole("seed of the sampled points, apart from the seeds of the runs", "seed", (0, LARGEST_SEED), 0)
    engine: EngineName = Field(ENGINES[0].name, description="what proposes programmes in a search")
    runs: Whole = whole("all runs of a search, those of its check not counted", "number", (24, MAX_RUNS), 3000)
    generation: Whole = whole("candidates that are asked for at a time", "number", (4, 1000), 24)
    seeds: Whole = whole("searches side by side, each with its share of the runs", "number", (1, 16), 3)
    start: Starts = described(
        SHIPPED_STARTS, "what a search begins with", f"a list of {' and '.join(SHIPPED_STARTS)}; [] for nothing", "both"
    )
    equal_budget: float = Field(
        0.0,
        ge=0.0,
        le=1e9,
        description="programme cost to which the levers of every arm but the first are scaled; 0 for no scaling",
        json_schema_extra={"unit": "million yuan"},
    )


class Stopping(FileSection):
    """When enough is known."""

    outcome: str = Field("transfers_delivered", description="headline outcome")
    half_width: float = Field(
        0.05,
        ge=0.001,
        le=10.0,
        description="stop when the half-width of every arm's difference is below this share of the baseline's mean",
        json_schema_extra={"unit": "share"},
    )
    most: Whole = whole("seeds, or readings, after which to stop in any case", "number", (2, MAX_REPLICATIONS), 256)
    decide: Any = described(
        (),
        "of which arms the readings must tell which does better, or that they cannot",
        '"order" for all arms, "first" for the best and each other, or a list of pairs such as [["a", "b"]]',
        '"order", with [readings]',
    )


class Draws(FileSection):
    """Parameters that are not known for sure: drawn together, the same draws in every arm."""

    number: Whole = whole("how many draws; of a table, left out, all that there are", "number", (1, 100_000), 1)
    seed: Whole = whole("seed of the draws, apart from the seeds of the runs", "seed", (0, LARGEST_SEED), 0)
    seeds: Literal["shared", "own"] = Field(
        "shared", description="whether all draws meet the same seeds, or every draw has its own, the same in all arms"
    )
    file: str = Field("", max_length=MAX_PATH, description="a CSV file with a column per dotted key and a row per draw")
    parameters: dict[str, Any] = described(
        {}, "what is drawn", 'a section of dotted keys such as "barriers.secrecy" = { low = 0.5, high = 0.8 }'
    )


def _readings() -> Any:
    """Make the section of readings, one of whose keys is a word of Python."""
    rows = "where rows of parameters come from: posterior, or a CSV file with a column per dotted key"
    coding = "a CSV file with a column per barrier and a row per coding, which takes the place of the rows' own"
    forms = '"shipped", "each", "all", or a list of switches such as ["demand", "gates=weakest"]'
    fields: dict[str, Any] = {
        "number": (
            Whole,
            whole("how many; of a table of one's own, left out, all rows", "number", (1, MAX_READINGS), 32),
        ),
        "twins": (
            Whole,
            whole("how many have a second seed too; left out, one in four", "number", (0, MAX_READINGS), 8),
        ),
        "from": (str, Field("posterior", min_length=1, max_length=MAX_PATH, description=rows)),
        "coding": (str, Field("", max_length=MAX_PATH, description=coding)),
        "forms": (Words, described(("shipped",), "forms of the model", forms, '"shipped"')),
        "seed": (Whole, whole("seed of the order in which rows are taken", "seed", (0, LARGEST_SEED), 0)),
        "costs": (
            Literal["drawn", "shipped"],
            Field("drawn", description="whether every reading has its own costs of levers"),
        ),
        "search": (Whole, whole("readings that a search asks, at most for one programme", "number", (1, 1000), 16)),
        "check": (Whole, whole("readings that no search has seen, for what is reported", "number", (2, 1000), 64)),
    }
    make: Any = create_model
    words = "Ways to fill in what the sources leave open, the same in every arm."
    return make("ReadingsSection", __base__=FileSection, __doc__=words, **fields)


ReadingsSection: Any = _readings()


class ArmSection(FileSection):
    """One of several named worlds to compare."""

    scenario: str = Field("", max_length=MAX_PATH, description="scenario file or shipped name; left out, the base")
    kind: ScenarioKind | Literal[""] = described("", KIND_WORDS, "policy or thought_experiment", "that of the scenario")
    set: dict[str, Any] = described(
        {}, "what differs from it", 'a table of dotted keys such as { "levers.fund_pool.strength" = 0.5 }'
    )


Names = Annotated[tuple[str, ...], BeforeValidator(as_list)]


class ExperimentContent(FileSection):
    """What stands in an experiment file."""

    title: str = Field("", max_length=MAX_TITLE, description="a line for tables and figures")
    question: str = Field(max_length=MAX_WHY, description="what is to be found out, in one sentence")
    base: str = Field(
        "baseline",
        min_length=1,
        max_length=MAX_PATH,
        description="scenario to start from, relative to this file or shipped",
    )
    replications: Whole = whole("seeds 0, 1, ... of every arm, the same in all", "number", (1, MAX_REPLICATIONS), 16)
    outcomes: Names = described(
        (), "headline outcomes", 'a list of outcomes such as ["transfers_delivered"]', "those of `sim compare`"
    )
    reference: str = described("", "arm that the others are compared with", "its name in the report", "the first")
    policy: Names = described(
        (), "factors that somebody chooses", "a list of factors", "those below levers and barriers"
    )
    uncertain: Names = described((), "factors that nobody chooses or knows", "a list of factors", "all other factors")
    keep: Names = described(
        (), "tables kept of every run beside its outcomes", 'a list of "history", "deals" and "deliveries"', "none"
    )
    design: DesignSection = Field(DesignSection.model_validate({}), description="how the factors are combined")
    factors: dict[str, Any] = described(
        {}, "what is varied", 'a section of dotted keys such as "barriers.secrecy" = [0.0, 0.65]'
    )
    arms: dict[str, ArmSection] = described(
        {}, "named worlds to compare", 'sections such as [arms.openness] with scenario = "openness"'
    )
    unlike: bool = Field(
        False,
        description="whether arms may differ in run, region or population; what differs is then not the policy alone",
        json_schema_extra={"allowed": "true or false", "default": "false"},
    )
    search: SearchSection | None = described(
        None, "which programmes are looked among, and what is best", "a section headed [search]", "no search"
    )
    overturn: OverturnSection | None = described(
        None, "the claim whose failing is looked for", "a section headed [overturn]", "no claim"
    )
    variety: VarietySection | None = described(
        None, "the map of what can happen", "a section headed [variety]", "no map"
    )
    parameters_from: str = described(
        "", "where parameters come from", '"posterior" for draws that fit the patterns', "the base scenario"
    )
    readings: ReadingsSection | None = described(
        None, "ways to fill in what the sources leave open", "a section headed [readings]", "seeds alone"
    )
    draws: Draws = Field(Draws.model_validate({}), description="parameters that are not known for sure")
    stopping: Stopping | None = described(
        None, "when enough is known", "a section headed [stopping]", "after all replications"
    )
