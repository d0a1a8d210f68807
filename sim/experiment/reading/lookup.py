"""What an experiment file names is looked up and tried out, and every fault is kept with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.experiment.designs import BASE, Design, Factor
from sim.experiment.reading.asks import asks, faults_of_asking, faults_of_inputs
from sim.experiment.reading.draws import SHIPPED, draw_together, table_of_draws
from sim.experiment.reading.factors import entries_below, factor_of, of_every_switch, problems_of_array
from sim.experiment.reading.lever_costs import is_cost
from sim.experiment.reading.readings import ReadingsAsked, ReadingSource
from sim.experiment.reading.roles import faults_of, faults_of_readings
from sim.experiment.reading.schema import KEPT_TABLES, MAX_RUNS, ExperimentContent, ReadingsSection
from sim.language import N_, _
from sim.outcomes import OUTCOMES
from sim.scenario import Problem, Scenario, ScenarioError, unlike
from sim.scenario.alike import AGREE, SECTIONS, unlike_problem
from sim.scenario.overrides import Override
from sim.scenario.problems import Problems
from sim.scenario.renamed import with_new_names, words
from sim.scenario.shipped import find

WITH_ARMS = ("arms", "orthogonal_array", "overturn")
"""Kinds of design beside which arms may be named."""


@dataclass(slots=True)
class Lookup:
    """Reads an experiment whose sections have the right shape.

    Args:
        content: what it says.
        problems: takes what is wrong with it.
        folder: where relative paths start.
        settings: changes of the base scenario, which hold in every arm.
        warnings: what is allowed, but worth saying.
    """

    content: ExperimentContent
    problems: Problems
    folder: Path
    settings: tuple[Override, ...] = ()
    warnings: list[str] = field(default_factory=list)

    def base(self) -> Scenario:
        """Return the scenario that is varied; the defaults if it cannot be read."""
        return self._scenario(self.content.base, ("base",)) or Scenario()

    def worlds(self, base: Scenario) -> dict[str, Scenario]:
        """Return the named worlds, the base alone if there are none."""
        found: dict[str, Scenario] = {}
        for name, arm in self.content.arms.items():
            path = ("arms", name)
            world = self._scenario(arm.scenario, (*path, "scenario")) if arm.scenario else base
            if world is None:
                continue
            entries = [(self.problems.source.location(one.path), one) for one in entries_below(arm.set, (*path, "set"))]
            kind = [(self.problems.source.location((*path, "kind")), "kind", arm.kind)] if arm.kind else []
            try:
                found[name] = world.varied([*((location, one.key, one.value) for location, one in entries), *kind])
            except ScenarioError as error:
                paths = {location: one.path for location, one in entries}
                for problem in error.problems:
                    self.problems.take(paths.get(problem.location, path), [problem])
        return found or {"base": base}

    def factors(self, base: Scenario, design: Design) -> tuple[Factor, ...]:
        """Return what is varied."""
        return self._factors(self.content.factors, ("factors",), design.takes, base)

    def drawn(self, base: Scenario) -> tuple[Factor, ...]:
        """Return the parameters that are drawn."""
        return self._factors(self.content.draws.parameters, ("draws", "parameters"), "spreads", base)

    def draws(self, base: Scenario, drawn: Sequence[Factor]) -> tuple[Mapping[str, Any], ...]:
        """Return the values of every draw."""
        section, named = self.content.draws, self.content.parameters_from
        sources = {"parameters_from": bool(named), "draws.file": bool(section.file), "draws.parameters": bool(drawn)}
        first, *others = [name for name, there in sources.items() if there] or [""]
        if others:
            self.problems.add(
                tuple(others[0].split(".")),
                _("{others} stands beside {first}", others=others[0], first=first),
                _("one of the two"),
            )
            return ({},)
        wanted = section.number if "number" in section.model_fields_set else None
        if named:
            self.problems.refuse_unknown(("parameters_from",), named, tuple(SHIPPED), _("table of draws"))
            return self._table(base, SHIPPED[named], ("parameters_from",), wanted) if named in SHIPPED else ({},)
        if section.file:
            return self._table(base, self.folder / section.file, ("draws", "file"), wanted)
        if not drawn and section.number > 1:
            what = _("draws.number = {number}, but nothing is drawn", number=section.number)
            self.problems.add(("draws", "number"), what, _("name draws.parameters, draws.file or parameters_from"))
        return draw_together(drawn, section.number, section.seed) if drawn else ({},)

    def readings(self, base: Scenario) -> ReadingSource | None:
        """Return where readings are taken from, each tried on the base scenario; None if there are none."""
        section, searched = self.content.readings, asks(self.content)
        if section is None and not searched:
            return None
        section = section or ReadingsSection.model_validate({})
        self.problems.add_all(() if searched else faults_of_readings(self.content))
        given = section.model_fields_set
        number = section.number if "number" in given else None
        asked = ReadingsAsked(
            source=getattr(section, "from"),
            number=section.search + section.check if searched else number,
            twins=0 if searched else section.twins if "twins" in given else None,
            coding=section.coding,
            forms=section.forms,
            seed=section.seed,
            costs=section.costs == "drawn",
        )
        try:
            source = ReadingSource.of(asked, self.folder)
            for number, reading in enumerate(source.take(source.number)):
                moves = [
                    (key, value) for key, value in reading.items() if not is_cost(key)
                ]  # levers may not be in force
                base.varied([(f"reading {number}", *one) for one in moves])
        except ScenarioError as error:
            self.problems.take(("readings",), error.problems)
            return None
        except (OSError, ValueError) as error:
            self.problems.add(
                ("readings",),
                _("readings cannot be made: {error}", error=error),
                _("see docs/experiments.md, Readings"),
            )
            return None
        self.problems.add_all(faults_of_inputs(self.content, list(source.take(1)[0])))
        if searched and section.search % source.array:
            text = N_("readings.search = {search} does not fall evenly on {forms} forms")
            what = _(text, search=section.search, forms=source.array)
            self.problems.add(("readings", "search"), what, _("a multiple of {forms}", forms=source.array))
        if (left := source.left_over(source.number)) > 0:
            text = N_("{source} holds {left:,} rows that no reading takes (readings.number)")
            self.warnings.append(_(text, source=asked.source, left=left))
        return source

    def check(
        self, design: Design, factors: Sequence[Factor], worlds: Mapping[str, Scenario], draws: Sequence[Any]
    ) -> None:
        """Find what does not go together."""
        content = self.content
        names = [outcome.name for outcome in OUTCOMES]
        for name in content.outcomes:
            self.problems.refuse_unknown(("outcomes",), name, names, "outcome")
        self.problems.add_all(faults_of(content, [factor.key for factor in factors]))
        self.problems.add_all(faults_of_asking(content, next(iter(worlds.values())), list(worlds)))
        for name in content.keep:
            self.problems.refuse_unknown(("keep",), name, KEPT_TABLES, "table")
        if content.stopping is not None:
            self.problems.refuse_unknown(("stopping", "outcome"), content.stopping.outcome, names, "outcome")
            if content.readings is None and content.stopping.most < content.replications:
                text = N_("stopping.most = {most} is below replications = {replications}")
                what = _(text, most=content.stopping.most, replications=content.replications)
                self.problems.add(("stopping", "most"), what, _("it must be at least as many"))
        self._check_design(design, factors, worlds)
        if not content.unlike and not self.problems:
            self._check_alike(factors, worlds)
        each = 1 if content.readings is not None else content.replications
        least = len(worlds) * max(1, len(factors)) * len(draws) * each
        if least > MAX_RUNS and not self.problems:
            what = _("the experiment has {least:,} runs or more", least=least)
            self.problems.add(("replications",), what, _("at most {max_runs:,}", max_runs=MAX_RUNS))

    def _check_alike(self, factors: Sequence[Factor], worlds: Mapping[str, Scenario]) -> None:
        """Find arms and factors with which runs are longer, elsewhere or of another population."""
        if found := unlike(worlds):
            first = next(iter(worlds))
            values = next(iter(found.values()))
            path = ("arms", next((name for name in worlds if values[name] != values[first]), first))
            self.problems.take(path, [unlike_problem(found, self.problems.source.location(path), "unlike = true")])
        for factor in factors:
            if factor.key.partition(".")[0] in SECTIONS and unlike(_at_levels(factor, worlds)):
                what = _("factors.{key} makes arms that are not like with like", key=factor.key)
                fix = _("set it alike in all arms, or ask for the comparison with unlike = true")
                self.problems.take(("factors",), [Problem(factor.location, what, AGREE, fix=fix)])

    def _check_design(self, design: Design, factors: Sequence[Factor], worlds: Mapping[str, Scenario]) -> None:
        options = self.content.design
        named = bool(self.content.arms)
        if named and design.name not in WITH_ARMS:
            self.problems.add(
                ("arms",),
                _("[arms] stands beside design.kind = {name!r}", name=design.name),
                _("arms go with design.kind = {kinds}", kinds=", ".join(WITH_ARMS)),
            )
        if design.name == "arms" and not named and not factors and not self.problems:
            what = _("there is nothing to compare: neither [arms] nor [factors]")
            self.problems.add(("design",), what, _("name two worlds or more, or choose a design and factors"))
        if len(factors) < design.least and not self.problems:
            what = _("design.kind = {name!r} has {factors} factors", name=design.name, factors=len(factors))
            self.problems.add(("design", "kind"), what, _("it needs {least} or more in [factors]", least=design.least))
        if design.name == "orthogonal_array":
            for problem in problems_of_array(factors):
                self.problems.take(("factors",), [problem])
        if design.name == "sobol" and options.samples & (options.samples - 1):
            low = 1 << (options.samples.bit_length() - 1)
            what = _("design.samples = {samples} is no power of 2", samples=options.samples)
            self.problems.add(("design", "samples"), what, _("write {low} or {low_2}", low=low, low_2=2 * low))
        if design.name == "morris" and options.levels % 2:
            self.problems.add(
                ("design", "levels"), _("design.levels = {levels} is odd", levels=options.levels), _("an even number")
            )
        if options.equal_budget and len(worlds) < 2:
            what = _("design.equal_budget is asked for without arms")
            self.problems.add(
                ("design", "equal_budget"), what, _("it needs two or more [arms], the first the baseline")
            )

    def _scenario(self, name: str, path: tuple[str, ...]) -> Scenario | None:
        try:
            return Scenario.load(find(name, self.folder)).varied(self.settings)
        except ScenarioError as error:
            for problem in error.problems:
                if problem.found == _("no such scenario file"):
                    found = f"{'.'.join(path)} = {name!r:.80}: {problem.found}"
                    self.problems.add(path, found, problem.allowed, problem.hint)
                else:
                    self.problems.take(path, [problem])
            return None

    def _table(
        self, base: Scenario, file: Path, path: tuple[str, ...], wanted: int | None
    ) -> tuple[Mapping[str, Any], ...]:
        """Read a table of draws, the first of them or all, and try each on the base scenario."""
        try:
            draws = table_of_draws(file)
        except (OSError, ValueError) as error:
            self.problems.add(
                path,
                _("{name} cannot be read ({error})", name=file.name, error=error),
                _("a CSV file of numbers by dotted key"),
            )
            return ({},)
        if len(draws) < (wanted or 1):
            what = _("{name} holds {draws} draws", name=file.name, draws=len(draws))
            self.problems.add(path, what, _("draws.number = {value} are asked for", value=wanted or 1))
            return ({},)
        if wanted is not None and wanted < len(draws):
            self.warnings.append(
                _(
                    "{name} holds {draws:,} draws; the first {wanted:,} are taken (draws.number)",
                    name=file.name,
                    draws=len(draws),
                    wanted=wanted,
                )
            )
        for one in with_new_names(draws[0])[1]:
            self.warnings.append(f"{file.name}: {words(one.old, one.new)}")
            if one.twice:
                self.problems.add(
                    path,
                    _("{name} has a column {old} and a column {new}", name=file.name, old=one.old, new=one.new),
                    _("one of the two"),
                )
        draws = tuple(with_new_names(draw)[0] for draw in draws[:wanted])
        for number, draw in enumerate(draws):
            try:
                base.varied(
                    [
                        (_("{name}: draw {number}", name=file.name, number=number), key, value)
                        for key, value in draw.items()
                    ]
                )
            except ScenarioError as error:
                self.problems.take(path, error.problems)
                break
        return draws

    def _factors(
        self, data: Mapping[str, Any], path: tuple[str, ...], takes: str, base: Scenario
    ) -> tuple[Factor, ...]:
        """Read every key of a section; what is wrong is kept."""
        found: dict[str, Factor] = {}
        for entry in (each for one in entries_below(data, path) for each in of_every_switch(one, base)):
            read = factor_of(entry, ".".join(path), takes, self.problems, base)
            if read is not None and read.key in found:
                self.problems.add(entry.path, _("{key} stands twice", key=read.key), _("every key stands once"))
            elif read is not None:
                found[read.key] = read
        return tuple(found.values())


def _at_levels(factor: Factor, worlds: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Return the first world at every level of a factor, or at both ends of its spread."""
    world = next(iter(worlds.values()))
    values = factor.levels if factor.spread is None else factor.spread.bounds()
    return {
        str(value): world if isinstance(value, str) and value == BASE else world.varied([("", factor.key, value)])
        for value in values
    }
