"""What an experiment file names is looked up and tried out, and every fault is kept with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.experiment.designs import BASE, Design, Factor
from sim.experiment.draws import SHIPPED, draw_together, table_of_draws
from sim.experiment.factors import Said, factor_of, said_below
from sim.experiment.roles import problems_of
from sim.experiment.schema import KEPT_TABLES, MAX_RUNS, Content
from sim.outcomes import OUTCOMES
from sim.scenario import Problem, Scenario, ScenarioError, unlike
from sim.scenario.alike import AGREE, SECTIONS, unlike_problem
from sim.scenario.layers import Stack
from sim.scenario.overrides import Override
from sim.scenario.renamed import with_new_names, words
from sim.scenario.shipped import find
from sim.scenario.wording import nearest


@dataclass(slots=True)
class Reading:
    """Reads an experiment whose sections have the right shape.

    Args:
        content: what it says.
        stack: where it says so.
        folder: where relative paths start.
        settings: changes of the base scenario, which hold in every arm.
        problems: what was found wrong so far.
        warnings: what is allowed, but worth saying.
    """

    content: Content
    stack: Stack
    folder: Path
    settings: tuple[Override, ...] = ()
    problems: list[Problem] = field(default_factory=list)
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
            said = [(*self._said(one), one) for one in said_below(arm.set, (*path, "set"))]
            try:
                found[name] = world.varied([(place, one.key, one.value) for place, _, one in said])
            except ScenarioError as error:
                lines = {place: line for place, line, _ in said}
                self.problems += [_with_line(problem, lines) for problem in error.problems]
        return found or {"base": base}

    def factors(self, base: Scenario, design: Design) -> tuple[Factor, ...]:
        """Return what is varied."""
        return self._factors(self.content.factors, ("factors",), design.takes, base)

    def drawn(self, base: Scenario) -> tuple[Factor, ...]:
        """Return the parameters that are drawn."""
        return self._factors(self.content.draws.parameters, ("draws", "parameters"), "spreads", base)

    def draws(self, base: Scenario, drawn: Sequence[Factor]) -> tuple[Mapping[str, Any], ...]:
        """Return the values of every draw."""
        said, named = self.content.draws, self.content.parameters_from
        sources = {"parameters_from": bool(named), "draws.file": bool(said.file), "draws.parameters": bool(drawn)}
        first, *others = [name for name, there in sources.items() if there] or [""]
        if others:
            self._wrong(tuple(others[0].split(".")), f"{others[0]} stands beside {first}", "one of the two")
            return ({},)
        wanted = said.number if "number" in said.model_fields_set else None
        if named:
            self._known(named, tuple(SHIPPED), ("parameters_from",), "table of draws")
            return self._table(base, SHIPPED[named], ("parameters_from",), wanted) if named in SHIPPED else ({},)
        if said.file:
            return self._table(base, self.folder / said.file, ("draws", "file"), wanted)
        if not drawn and said.number > 1:
            what = f"draws.number = {said.number}, but nothing is drawn"
            self._wrong(("draws", "number"), what, "name draws.parameters, draws.file or parameters_from")
        return draw_together(drawn, said.number, said.seed) if drawn else ({},)

    def check(
        self, design: Design, factors: Sequence[Factor], worlds: Mapping[str, Scenario], draws: Sequence[Any]
    ) -> None:
        """Find what does not go together."""
        content = self.content
        names = [outcome.name for outcome in OUTCOMES]
        for name in content.outcomes:
            self._known(name, names, ("outcomes",), "outcome")
        for key, what, allowed, near in problems_of(content, [factor.key for factor in factors]):
            self._wrong((key,), what, allowed, hint=near)
        for name in content.keep:
            self._known(name, KEPT_TABLES, ("keep",), "table")
        if content.stopping is not None:
            self._known(content.stopping.outcome, names, ("stopping", "outcome"), "outcome")
            if content.stopping.most < content.replications:
                what = f"stopping.most = {content.stopping.most} is below replications = {content.replications}"
                self._wrong(("stopping", "most"), what, "it must be at least as many")
        self._check_design(design, factors, worlds)
        if not content.unlike and not self.problems:
            self._check_alike(factors, worlds)
        least = len(worlds) * max(1, len(factors)) * len(draws) * content.replications
        if least > MAX_RUNS and not self.problems:
            self._wrong(("replications",), f"the experiment has {least:,} runs or more", f"at most {MAX_RUNS:,}")

    def _check_alike(self, factors: Sequence[Factor], worlds: Mapping[str, Scenario]) -> None:
        """Find arms and factors with which runs are longer, elsewhere or of another population."""
        if found := unlike(worlds):
            first, *_ = worlds
            values = next(iter(found.values()))
            other = next((name for name in worlds if values[name] != values[first]), first)
            layer = self.stack.layer(("arms", other))
            place, line = layer.place(("arms", other)), layer.line(("arms", other))
            self.problems.append(unlike_problem(found, place, "unlike = true", line))
        for factor in factors:
            if factor.key.partition(".")[0] in SECTIONS and unlike(_at_levels(factor, worlds)):
                what = f"factors.{factor.key} makes arms that are not like with like"
                fix = "set it alike in all arms, or ask for the comparison with unlike = true"
                self.problems.append(Problem(factor.place, what, AGREE, fix=fix))

    def _check_design(self, design: Design, factors: Sequence[Factor], worlds: Mapping[str, Scenario]) -> None:
        said = self.content.design
        named = bool(self.content.arms)
        if named and design.name != "arms":
            self._wrong(("arms",), f"[arms] stands beside design.kind = {design.name!r}", 'arms need kind = "arms"')
        if design.name == "arms" and not named and not factors and not self.problems:
            what = "there is nothing to compare: neither [arms] nor [factors]"
            self._wrong(("design",), what, "name two worlds or more, or choose a design and factors")
        if len(factors) < design.least and not self.problems:
            what = f"design.kind = {design.name!r} has {len(factors)} factors"
            self._wrong(("design", "kind"), what, f"it needs {design.least} or more in [factors]")
        if design.name == "sobol" and said.samples & (said.samples - 1):
            low = 1 << (said.samples.bit_length() - 1)
            what = f"design.samples = {said.samples} is no power of 2"
            self._wrong(("design", "samples"), what, f"write {low} or {2 * low}")
        if design.name == "morris" and said.levels % 2:
            self._wrong(("design", "levels"), f"design.levels = {said.levels} is odd", "an even number")
        if said.equal_budget and len(worlds) < 2:
            what = "design.equal_budget is asked for without arms"
            self._wrong(("design", "equal_budget"), what, "it needs two or more [arms], the first the baseline")

    def _scenario(self, name: str, path: tuple[str, ...]) -> Scenario | None:
        try:
            return Scenario.load(find(name, self.folder)).varied(self.settings)
        except ScenarioError as error:
            place, line = self.stack.layer(path).place(path), self.stack.layer(path).line(path)
            for problem in error.problems:
                if "no such scenario" in problem.found:
                    problem = Problem(
                        place, f"{'.'.join(path)} = {name!r:.80}: {problem.found}", problem.allowed, problem.hint, line
                    )
                self.problems.append(problem)
            return None

    def _table(
        self, base: Scenario, file: Path, path: tuple[str, ...], wanted: int | None
    ) -> tuple[Mapping[str, Any], ...]:
        """Read a table of draws, the first of them or all, and try each on the base scenario."""
        try:
            draws = table_of_draws(file)
        except (OSError, ValueError) as error:
            self._wrong(path, f"{file.name} cannot be read ({error})", "a CSV file of numbers by dotted key")
            return ({},)
        if len(draws) < (wanted or 1):
            what = f"{file.name} holds {len(draws)} draws"
            self._wrong(path, what, f"draws.number = {wanted or 1} are asked for")
            return ({},)
        if wanted is not None and wanted < len(draws):
            self.warnings.append(
                f"{file.name} holds {len(draws):,} draws; the first {wanted:,} are taken (draws.number)"
            )
        for one in with_new_names(draws[0])[1]:
            self.warnings.append(f"{file.name}: {words(one.old, one.new)}")
            if one.twice:
                self._wrong(path, f"{file.name} has a column {one.old} and a column {one.new}", "one of the two")
        draws = tuple(with_new_names(draw)[0] for draw in draws[:wanted])
        for number, draw in enumerate(draws):
            try:
                base.varied([(f"{file.name}: draw {number}", key, value) for key, value in draw.items()])
            except ScenarioError as error:
                self.problems += error.problems
                break
        return draws

    def _factors(
        self, data: Mapping[str, Any], path: tuple[str, ...], takes: str, base: Scenario
    ) -> tuple[Factor, ...]:
        """Read every key of a section; what is wrong is kept."""
        found: dict[str, Factor] = {}
        for said in said_below(data, path):
            read = factor_of(said, ".".join(path), takes, self.stack, base)
            if isinstance(read, Problem):
                self.problems.append(read)
            elif read.key in found:
                self.problems.append(Problem(read.place, f"{read.key} stands twice", "every key stands once"))
            else:
                found[read.key] = read
        return tuple(found.values())

    def _known(self, name: str, known: Sequence[str], path: tuple[str, ...], what: str) -> None:
        if name not in known:
            near = nearest(name, known)
            self._wrong(path, f"there is no {what} {name!r:.80}", f"one of {', '.join(known)}", hint=near)

    def _said(self, said: Said) -> tuple[str, str]:
        layer = self.stack.layer(said.path)
        return layer.place(said.path), layer.line(said.path)

    def _wrong(self, path: tuple[str, ...], found: str, allowed: str, hint: str = "") -> None:
        self.problems.append(self.stack.problem(path, found, allowed, hint=hint))


def _at_levels(factor: Factor, worlds: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Return the first world at every level of a factor, or at both ends of its spread."""
    world = next(iter(worlds.values()))
    values = factor.levels if factor.spread is None else factor.spread.bounds()
    return {
        str(value): world if isinstance(value, str) and value == BASE else world.varied([("", factor.key, value)])
        for value in values
    }


def _with_line(problem: Problem, lines: Mapping[str, str]) -> Problem:
    if problem.line or problem.place not in lines:
        return problem
    return Problem(
        problem.place, problem.found, problem.allowed, problem.hint, lines[problem.place], problem.words, problem.fix
    )
