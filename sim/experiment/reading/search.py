"""What a search is asked: its space of programmes, its goals, and what it starts from, all checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.experiment.designs.programmes import LeverPart, ProgrammeSpace, grid, settings_of
from sim.experiment.reading.goals import faults_of_goals, goals_of, limits_of
from sim.experiment.reading.schema import ExperimentContent
from sim.experiment.reading.schema_search import ALL, SearchSection
from sim.language import _
from sim.levers import LEVERS
from sim.scenario import Scenario, ScenarioError, shipped_names
from sim.scenario.problems import Fault, Statement
from sim.scenario.wording import nearest
from sim.statistics.goals import Goal, Limit

FIRST = 4
"""Readings that every new programme meets; those that keep up meet twice as many, and then all."""
YEARS_OF_STARTS = 6
QUARTERS_A_YEAR = 4
WORLD = "baseline"


@dataclass(frozen=True)
class SearchAsked:
    """What a search for programmes is asked.

    Args:
        space: among which programmes.
        goals: two or more.
        limits: may be none.
        packages: shipped programmes of several levers, by name of their scenario.
        singles: every lever alone.
        readings: that the search asks.
        check: that it never sees.
        budgets: of which the report speaks, million yuan; none for five along the frontier.
        checked: programmes that are checked, at most.
    """

    space: ProgrammeSpace
    goals: tuple[Goal, ...]
    limits: tuple[Limit, ...]
    packages: Mapping[str, Mapping[str, LeverPart]]
    singles: tuple[Mapping[str, LeverPart], ...]
    readings: int
    check: int
    budgets: tuple[float, ...]
    checked: int

    @property
    def stages(self) -> tuple[int, ...]:
        """How many readings a programme meets at first, if it keeps up, and at most."""
        return tuple(dict.fromkeys(min(stage, self.readings) for stage in (FIRST, 2 * FIRST, self.readings)))


def search_asked(content: ExperimentContent, base: Scenario) -> SearchAsked:
    """Return what a search is asked, of a file in which nothing is wrong with it."""
    section = section_of(content)
    space = space_of(section, base)
    packages = packages_for(base, space)
    readings = readings_of(content)
    where = next((part.cities for one in packages.values() for part in one.values() if part.cities), ())
    return SearchAsked(
        space,
        goals_of(section.best),
        limits_of(section.limits),
        packages,
        tuple(space.single(lever, where) for lever in space.levers),
        *readings,
        tuple(sorted(section.budgets)),
        section.checked,
    )


def section_of(content: ExperimentContent) -> SearchSection:
    """Return the section [search], or what holds if there is none."""
    return content.search or SearchSection.model_validate({})


def readings_of(content: ExperimentContent) -> tuple[int, int]:
    """Return how many readings a search asks, and how many check it."""
    section = content.readings
    return (16, 64) if section is None else (section.search, section.check)


def space_of(section: SearchSection, base: Scenario) -> ProgrammeSpace:
    """Return the space of programmes that a section means, in a world."""
    named = section.levers
    levers = {one.name: one.takes_cities for one in LEVERS if ALL in named or one.name in named}
    first = base.run.policy_quarter if section.start_quarter.low is None else section.start_quarter.low
    last = section.start_quarter.high
    last = min(first + YEARS_OF_STARTS * QUARTERS_A_YEAR, base.run.quarters - 1) if last is None else last
    strengths = tuple(
        one for one in grid(section.strength.low, section.strength.high, section.strength.step) if one > 0
    )
    starts = tuple(int(one) for one in grid(first, last, section.start_quarter.step))
    keys = [city.key for city in base.region.cities]
    cities = tuple(key for key in keys if not section.cities.among or key in section.cities.among)
    return ProgrammeSpace(levers, strengths, starts, cities, min(section.cities.most, len(cities)))


def packages_for(base: Scenario, space: ProgrammeSpace) -> dict[str, dict[str, LeverPart]]:
    """Return the shipped policy packages that a world can have: scenarios of several levers, and of nothing else."""
    ground = Scenario.load(WORLD).ground
    found: dict[str, dict[str, LeverPart]] = {}
    for name in shipped_names():
        world = Scenario.load(name)
        levers = {key: lever for key, lever in world.levers.items() if lever.strength > 0.0}
        if world.ground != ground or len(levers) < 2 or not set(levers) <= set(space.levers):
            continue
        later = base.run.policy_quarter - world.run.policy_quarter  # a package begins at its date, whenever a run does
        programme = {
            key: LeverPart(lever.strength, lever.start_quarter + later, tuple(sorted(lever.cities)))
            for key, lever in levers.items()
        }
        if all(part.cities or not space.levers[key] for key, part in programme.items()) and _fits(base, programme):
            found[name] = programme
    return found


def _fits(base: Scenario, programme: Mapping[str, LeverPart]) -> bool:
    try:
        base.varied([(f"programme {key}", key, value) for key, value in settings_of(programme).items()])
    except ScenarioError:
        return False
    return True


def faults_of_search(content: ExperimentContent, base: Scenario) -> Iterator[Fault]:
    """Find what is wrong with the section [search]."""
    section, at = section_of(content), "search"
    known = [one.name for one in LEVERS]
    for name in section.levers:
        if name not in (*known, ALL):
            said = Statement(
                _("there is no lever {name!r:.80}", name=name),
                _('"{all}" or {join}', all=ALL, join=", ".join(known)),
                nearest(name, known),
            )
            yield (at, "levers"), said
    if not section.levers:
        yield (at, "levers"), Statement(_("search.levers names no lever"), _('"{all}" or a list of levers', all=ALL))
    yield from _faults_of_grids(section, base)
    yield from faults_of_goals(section.best, section.limits, at)
    keys = [city.key for city in base.region.cities]
    for city in section.cities.among:
        if city not in keys:
            yield (
                (at, "cities", "among"),
                Statement(_("there is no city {city!r:.80}", city=city), ", ".join(keys), nearest(city, keys)),
            )
    readings, _rest = readings_of(content)
    if readings < FIRST:
        allowed = _("{first} or more: so many every new programme meets", first=FIRST)
        yield ("readings", "search"), Statement(_("readings.search = {readings}", readings=readings), allowed)
    if any(lever.strength > 0.0 for lever in base.levers.values()):
        what = _("{base} has levers in force, and a search proposes them all", base=content.base)
        yield ("base",), Statement(what, _("a scenario without levers, such as baseline"))


def _faults_of_grids(section: SearchSection, base: Scenario) -> Iterator[Fault]:
    strength, start = section.strength, section.start_quarter
    if strength.high < max(strength.low, strength.step):
        what = _("search.strength: high = {high:g} leaves no strength above 0", high=strength.high)
        yield ("search", "strength"), Statement(what, _("high at least as large as low and as step"))
    first = base.run.policy_quarter if start.low is None else start.low
    last = base.run.quarters - 1
    if first > last:
        what = _(
            "search.start_quarter: low = {first} is beyond the run, whose last quarter is {last}",
            first=first,
            last=last,
        )
        yield ("search", "start_quarter"), Statement(what, _("at most {last}", last=last))
    if start.high is not None and not first <= start.high <= last:
        what = _("search.start_quarter: high = {high}", high=start.high)
        yield (
            ("search", "start_quarter"),
            Statement(what, _("from {first}, the first, to {last}, the last quarter", first=first, last=last)),
        )
