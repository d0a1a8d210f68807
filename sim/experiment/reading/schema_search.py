"""What an experiment file says of a search: among which programmes, what is best, within which limits."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from sim.experiment.reading.fields import as_list, as_words, described, whole
from sim.scales import FINITE_MAX
from sim.scenario.schema import FileSection, Whole

MOST_MONEY = 1e9
ALL = "all"
Words = Annotated[tuple[str, ...], BeforeValidator(as_words)]
Budgets = Annotated[tuple[Annotated[float, Field(gt=0, le=MOST_MONEY)], ...], BeforeValidator(as_list)]


def _number(words: str, unit: str, bounds: tuple[float, float], default: Any) -> Any:
    extra: Any = {"unit": unit}
    return Field(default, ge=bounds[0], le=bounds[1], description=words, json_schema_extra=extra)


class StrengthGrid(FileSection):
    """Strengths that a lever in force may have."""

    low: float = _number("the least; a lever of strength 0 is left out", "share", (0, 1), 0.0)
    high: float = _number("the greatest", "share", (0, 1), 1.0)
    step: float = _number("from one to the next", "share", (0.001, 1), 0.05)


class StartGrid(FileSection):
    """First quarters that a lever may have."""

    low: Whole | None = described(None, "the first", "a whole number of quarters", "when the burn-in ends")
    high: Whole | None = described(None, "the last", "a whole number of quarters", "six years after the first")
    step: Whole = whole("from one to the next", "quarters", (1, 400), 4)


class CitiesSection(FileSection):
    """Cities that a lever may work in."""

    most: Whole = whole("cities of one lever at most", "number", (1, 16), 3)
    among: Words = described(
        (), "cities that may be named", 'a list of ids of the city file such as ["mianyang"]', "all"
    )


class GoalSection(FileSection):
    """One thing that is to be had."""

    want: Literal["more", "less"] = Field(description="whether more or less of it is wanted")
    over: Literal["mean", "median", "worst_tenth"] = Field(
        "mean", description="what counts over readings; worst_tenth is the mean of the worst tenth of them"
    )


class LimitSection(FileSection):
    """What an outcome must keep to, in a share of readings."""

    most: float | None = _number("at most so much", "the outcome's unit", (-FINITE_MAX, FINITE_MAX), None)
    least: float | None = _number("at least so much", "the outcome's unit", (-FINITE_MAX, FINITE_MAX), None)
    in_readings: float = _number("in at least so large a share of readings", "share", (0, 1), 0.9)


class SearchSection(FileSection):
    """Among which programmes the best is looked for, and what is best."""

    levers: Words = described((ALL,), "levers that a programme may hold", '"all", or a list of levers', '"all"')
    strength: StrengthGrid = Field(StrengthGrid.model_validate({}), description="strengths of a lever in force")
    start_quarter: StartGrid = Field(StartGrid.model_validate({}), description="first quarters of a lever")
    cities: CitiesSection = Field(CitiesSection.model_validate({}), description="cities of a lever that is placed")
    best: dict[str, GoalSection] = described(
        {}, "what is to be had", 'sections such as transfers_delivered = { want = "more" }', "transfers and their cost"
    )
    limits: dict[str, LimitSection] = described(
        {}, "what must be kept to", "sections such as leaks = { most = 3, in_readings = 0.9 }", "none"
    )
    budgets: Budgets = described(
        (), "budgets that the report speaks of", "a list of million yuan such as [800, 3000]", "five along the frontier"
    )
    checked: Whole = whole("programmes of the frontier that the check tries, at most", "number", (2, 64), 16)


class ClaimSection(FileSection):
    """A claim: that one arm does better than another."""

    better: str = Field(description="the arm that is claimed to do better")
    than: str = Field(description="the arm that it is claimed to beat")
    outcome: str = Field("transfers_delivered", description="by which outcome")


class OverturnSection(FileSection):
    """A claim, and in which readings its failing is looked for."""

    claim: ClaimSection = Field(description="what is claimed")
    inputs: Words = described((ALL,), "inputs of readings that may move", '"all", or a list of dotted keys', '"all"')
    seeds: Whole = whole("seeds under which a reading is tried", "number", (1, 64), 4)
    shown: Whole = whole("readings that the report shows, at most", "number", (1, 32), 8)


class MapAxis(FileSection):
    """One side of a map of outcomes."""

    low: float = _number("where it begins", "the outcome's unit", (-FINITE_MAX, FINITE_MAX), ...)
    high: float = _number("where it ends", "the outcome's unit", (-FINITE_MAX, FINITE_MAX), ...)
    parts: Whole = whole("parts that it is cut in", "number", (2, 60), 12)


class VarietySection(FileSection):
    """Which combinations of outcomes are looked for."""

    map: dict[str, MapAxis] = described(
        {}, "outcomes that span the map", "two or three sections such as leaks = { low = 0, high = 12 }", "none"
    )
    readings: Whole = whole("readings over which an outcome is averaged", "number", (1, 64), 4)
