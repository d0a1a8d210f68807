"""What is allowed but odd is run all the same, and said: values beyond the evidence, levers that never start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.barriers import BARRIERS
from sim.language import _
from sim.region import Region
from sim.scenario.coding import LEAST_CODED, MOST_CODED
from sim.scenario.content import ScenarioContent
from sim.scenario.schema import YEARS
from sim.scenario.settings import SETTING_BY_NAME
from sim.scenario.wording import figure, printable

MAX_CAUTIONS = 20
DEFAULTS = {barrier.name: barrier.default for barrier in BARRIERS}


EARLY = 8
"""Quarters before the policy year from which on a lever is so early that its date was perhaps counted otherwise."""


def cautions_of(content: ScenarioContent, region: Region, takes_cities: frozenset[str]) -> tuple[str, ...]:
    """List what a reader of the results should know about a scenario.

    Args:
        content: the scenario.
        region: its cities.
        takes_cities: names of the levers that work in named cities only.
    """
    cautions = [*_levers(content, takes_cities), *_shocks(content), *_barriers(content), *_parameters(content)]
    cautions += _industries(region)
    if len(cautions) <= MAX_CAUTIONS:
        return tuple(cautions)
    return (*cautions[:MAX_CAUTIONS], _("and {figure} more", figure=figure(len(cautions) - MAX_CAUTIONS)))


def _levers(content: ScenarioContent, takes_cities: frozenset[str]) -> Iterator[str]:
    quarters = content.run.quarters
    last, counted = map(content.run.calendar.name, (quarters - 1, content.run.policy_quarter))
    for name, lever in content.levers.items():
        if lever.strength == 0:
            continue  # it is not in force, and nobody expects it to do anything
        start = _("levers.{name}.start_quarter = {when}", name=name, when=_when(content, lever.start_quarter))
        if lever.start_quarter >= quarters:
            yield _("{start} is after the end of the run, {last}: the lever has no effect", start=start, last=last)
        if 0 <= lever.start_quarter <= content.run.policy_quarter - EARLY:
            yield _(
                "{start} is years before outcomes count and undated levers begin, {counted}",
                start=start,
                counted=counted,
            )
        if name in takes_cities and not lever.cities:
            yield _("levers.{name}.cities names no city: the lever has nowhere to work", name=name)


def _shocks(content: ScenarioContent) -> Iterator[str]:
    quarters = content.run.quarters
    last = content.run.calendar.name(quarters - 1)
    for index, shock in enumerate(content.shocks):
        if shock.quarter >= quarters:
            start = _("shocks.{index}.quarter = {when}", index=index, when=_when(content, shock.quarter))
            yield _("{start} is after the end of the run, {last}: the shock has no effect", start=start, last=last)
        section, _rest, name = shock.key.partition(".")
        if section == "parameters":
            yield from _implausible(f"shocks.{index}: {shock.key}", name, shock.value)


def _when(content: ScenarioContent, quarter: int) -> str:
    """Name a quarter; a number that looks like a year was probably meant as one."""
    year = _(' (for the year write "{quarter}")', quarter=quarter) if YEARS[0] <= quarter <= YEARS[1] else ""
    return _(
        "{figure}, which is {quarter}{year},",
        figure=figure(quarter),
        quarter=content.run.calendar.name(quarter),
        year=year,
    )


def _barriers(content: ScenarioContent) -> Iterator[str]:
    """Warn of intensities that the coding rule cannot give: experiments of thought, not readings.

    A barrier's own default is the choice of whoever declared it and is no news in a run.
    """
    outside = [f"{name} = {figure(content.barriers[name])}" for name in beyond_coding(content.barriers)]
    if outside:
        yield (
            _(
                "barriers {join}: outside the coding rule, from {least_coded} (solved) to {most_coded} "
                "(closed); read as a thought experiment",
                join=", ".join(outside),
                least_coded=LEAST_CODED,
                most_coded=MOST_CODED,
            )
        )


def beyond_coding(barriers: Mapping[str, float]) -> list[str]:
    """Return the barriers whose intensity the coding rule cannot give: a world with one is a thought experiment."""
    return [
        name for name, value in barriers.items() if not LEAST_CODED <= value <= MOST_CODED and value != DEFAULTS[name]
    ]


def _parameters(content: ScenarioContent) -> Iterator[str]:
    for name, value in content.parameters.items():
        yield from _implausible(f"parameters.{name}", name, value)


def _industries(region: Region) -> Iterator[str]:
    for city in region.cities:
        for phrase in region.fields.uncoded(city.pillars):
            yield (
                _(
                    "region: {key} has a pillar industry that gives it no technology field, '{printable}'; "
                    "sim knows words such as software, aviation and chemical, at the beginning, or those of "
                    "fields.csv",
                    key=city.key,
                    printable=printable(phrase),
                )
            )


def _implausible(location: str, name: str, value: float) -> Iterator[str]:
    setting = SETTING_BY_NAME[name]
    low, high = setting.plausible
    if not low <= value <= high and value != setting.default:
        yield (
            _(
                "{location} = {figure} ({unit}) is outside the range the evidence supports, {figure_2} to {figure_3}",
                location=location,
                figure=figure(value),
                unit=setting.unit,
                figure_2=figure(low),
                figure_3=figure(high),
            )
        )
