"""Keys that are right one by one can still contradict each other; this is where they are read together."""

from __future__ import annotations

import math
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from sim.agents import KINDS
from sim.agents.kind import Kind
from sim.language import N_, _
from sim.region import Region
from sim.scenario.errors import ScenarioError
from sim.scenario.problems import Fault, Problems, Statement, refusals
from sim.scenario.refusals import in_words, out_of_place
from sim.scenario.region_files import CITIES, MATRICES, load_region, shipped_regions
from sim.scenario.schema import SECTIONS, Population
from sim.scenario.shipped import is_there
from sim.scenario.toml_lines import Path
from sim.scenario.wording import BACKSLASHES, Key, figure, nearest, printable, shown

MAX_ORGANISATIONS = 20_000_000
MAX_LISTED = 40


class Names(NamedTuple):
    """What is said of a list of a lever that names what the region has; messages."""

    strange: str
    known: str
    once: str


NAMED: Mapping[str, Names] = {
    "cities": Names(
        N_("{key} names {name}, which is no city of the region"), N_("its cities are {known}"), N_("each city once")
    ),
    "fields": Names(
        N_("{key} names {name}, which is no field of the region"), N_("its fields are {known}"), N_("each field once")
    ),
}
Refused = set[tuple[str | int, ...]]


def organisations(region: Region, population: Population) -> int:
    """Count the organisations a population makes: the sample of each kind in all cities, rounded."""
    return sum(
        round(math.fsum(getattr(city, kind.count) for city in region.cities) * _sample(population, kind))
        for kind in KINDS
    )


def _sample(population: Population, kind: Kind) -> float:
    return float(getattr(population, kind.sample)) * population.scale


@cache
def _shipped_region(name: str, relatedness: str) -> Region:
    return load_region(name, relatedness=relatedness)


class Consistency:
    """A scenario whose keys were checked one by one and are now read together.

    Args:
        model: the checked sections; keys that were refused have their defaults.
        data: what the layers of the scenario say together, dates as quarters.
        refused: paths of the refused keys, which no further fault is looked for in.
        keys: every key there is, by dotted name.
    """

    def __init__(self, model: Any, data: Mapping[str, Any], refused: Refused, keys: Mapping[str, Key]) -> None:
        self.model = model
        self.data = data
        self.refused = refused
        self.keys = keys

    def region(self, known: Region | None, problems: Problems) -> Region | None:
        """Load the region, unless it is known already; None if it cannot be, and why is noted."""
        if known is not None or not self._fine(("region",)):
            return known
        section, shipped = self.model.region, tuple(shipped_regions())
        for key, names in (("cities", shipped), ("relatedness", MATRICES)):
            path = getattr(section, key)
            if path not in names and not _there(path, folder=key == "cities"):
                problems.add(("region", key), *_no_file(key, path, names))
        if problems.found and any(path[:1] == ("region",) for path, _rest in problems.found):
            return None
        named = section.cities in shipped and section.relatedness in MATRICES
        load = _shipped_region if named else load_region
        try:
            return load(section.cities, relatedness=section.relatedness)
        except ScenarioError as error:
            problems.take(("region", "cities"), error.problems)
            return None

    def faults(self, region: Region | None) -> Iterator[Fault]:
        """Find what contradicts; what needs the region is left out if there is none."""
        yield from self._dates()
        yield from self._history()
        yield from self._shocks()
        if region is not None:
            yield from self._named("cities", [city.key for city in region.cities])
            yield from self._named("fields", region.fields.names)
            yield from self._population(region)

    def _dates(self) -> Iterator[Fault]:
        """Find a policy year that lies before the run, or after its end."""
        run, path = self.model.run, ("run", "policy_year")
        if not self._fine(("run",)) or 0 <= run.policy_quarter <= run.quarters:
            return
        given = run.model_fields_set
        where = next((name for name in ("policy_year", "quarters", "start_year") if name in given), "policy_year")
        last = run.calendar.name(run.quarters - 1)
        outside = N_("run.policy_year = {policy_year} is outside the run, {first} to {last}")
        if path[1] not in given:
            outside = N_("run.policy_year = {policy_year} (the default) is outside the run, {first} to {last}")
        yield _fault(
            ("run", where),
            _(outside, policy_year=run.policy_year, first=run.calendar.name(0), last=last),
            _("outcomes count from the policy year on, so the run begins by then and does not end before it"),
            fix=_(
                "set run.start_year to {policy_year} or less, and run.quarters to 4 for each year from then on",
                policy_year=run.policy_year,
            ),
        )

    def _named(self, key: str, known: Sequence[str]) -> Iterator[Fault]:
        """Find what levers name that the region does not have, or name twice.

        Args:
            key: of the list, of NAMED.
            known: those of the region.
        """
        for path, named in self._lists(key):
            seen = set[str]()
            for index, name in enumerate(named):
                here, said = (*path, str(index)), {"key": ".".join(path), "name": shown(name)}
                if (*path, index) in self.refused:
                    continue
                if name not in known:
                    listed = _(NAMED[key].known, known=", ".join(known[:MAX_LISTED]))
                    yield _fault(here, _(NAMED[key].strange, **said), listed, hint=nearest(name, known))
                elif name in seen:
                    yield _fault(here, _("{key} names {name} twice", **said), _(NAMED[key].once))
                seen.add(name)

    def _lists(self, key: str) -> Iterator[tuple[Path, list[str]]]:
        """Find the lists of a key of levers as they were given, for a lever refused for another reason too."""
        levers = self.data.get("levers")
        for name, lever in levers.items() if isinstance(levers, dict) else ():
            path = ("levers", name, key)
            if isinstance(lever, dict) and not any(path[:n] in self.refused for n in (1, 3)):
                yield path, lever.get(key, [])

    def _population(self, region: Region) -> Iterator[Fault]:
        path = ("population",)
        if not self._fine(path):
            return
        count = organisations(region, self.model.population)
        if count == 0:
            found = _("the population is empty: counts of the cities x samples x scale make 0 organisations")
            yield _fault(
                path, found, _("at least 1 organisation"), fix=_("raise a sample of [population], or population.scale")
            )
        if count > MAX_ORGANISATIONS:
            found = _("the population would have {figure} organisations", figure=figure(count))
            yield _fault(
                path,
                found,
                _("at most {figure}", figure=figure(MAX_ORGANISATIONS)),
                fix=_("lower a sample of [population], or population.scale"),
            )

    def _shocks(self) -> Iterator[Fault]:
        seen: set[tuple[int, str]] = set()
        raw = self.data.get("shocks", [])
        for index, shock in enumerate(raw if isinstance(raw, list) else []):
            path = ("shocks", index)
            if any(refused[:2] == path for refused in self.refused):
                continue
            here = ("shocks", str(index))
            wrong = self._shock(shock["key"], shock["value"], here)
            yield from wrong
            if not wrong and (shock["quarter"], shock["key"]) in seen:
                found = _(
                    "shocks.{index} changes {key} in quarter {quarter} once more",
                    index=index,
                    key=shock["key"],
                    quarter=shock["quarter"],
                )
                yield _fault(here, found, _("one value for a key and quarter"))
            seen.add((shock["quarter"], shock["key"]))

    def _history(self) -> Iterator[Fault]:
        for index, entry in enumerate(self.model.history):
            if not any(refused[:1] == ("history",) for refused in self.refused):
                yield from self._known(entry.key, ("history", str(index)))

    def _known(self, key: str, path: tuple[str, ...]) -> list[Fault]:
        """Check that a key is that of a barrier or parameter."""
        section, _rest, name = key.partition(".")
        if section in ("barriers", "parameters") and key in self.keys:
            return []
        hint = out_of_place(name or section, (section, name), self.keys)
        found = _("{join}.key = {shown} is no such key", join=".".join(path), shown=shown(key))
        return [_fault((*path, "key"), found, _("it must be barriers.<name> or parameters.<name>"), hint=hint)]

    def _shock(self, key: str, value: Any, path: tuple[str, ...]) -> list[Fault]:
        """Check the value of a shock just as the key itself is checked."""
        if unknown := self._known(key, path):
            return unknown
        section, _rest, name = key.partition(".")
        try:
            SECTIONS.model_validate({section: {name: value}})
        except ValidationError as error:
            here = (*path, "value")
            stated = map(in_words(self.keys), refusals(error))
            return [(here, one._replace(found=f"{'.'.join(here)}: {one.found}")) for one in stated]
        return []

    def _fine(self, *paths: tuple[str, ...]) -> bool:
        """Tell whether neither a key nor anything in it or around it was refused."""
        return not any(
            refused[: len(path)] == path or path[: len(refused)] == refused
            for path in paths
            for refused in self.refused
        )


def _there(path: str, folder: bool) -> bool:
    return is_there(pathlib.Path(path)) or (folder and is_there(pathlib.Path(path) / CITIES))


def _no_file(key: str, path: str, names: Sequence[str]) -> Statement:
    """Say that a region's key names neither a file nor anything shipped."""
    hint = nearest(pathlib.Path(path).name, names)
    what = _("a CSV file of cities, or a folder with one") if key == "cities" else _("a CSV file")
    # "C:\temp\new.csv" is TOML, and names a tab and a line break.
    fix = _(BACKSLASHES) if any(letter in path for letter in "\t\n\r\b\f\x1b") else ""
    allowed = _("it must be {join} or {what}", join=", ".join(map(repr, names)), what=what)
    return Statement(
        _("region.{key}: no such file {printable}", key=key, printable=printable(path)),
        allowed,
        repr(hint) if hint else "",
        fix=fix,
    )


def _fault(path: Path, found: str, allowed: str, **more: str) -> Fault:
    return path, Statement(found, allowed, **more)
