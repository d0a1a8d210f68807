"""Searches side by side go round by round: what any of them waits for is made at once, and told to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.experiment.engines import BY_NAME, EngineKind
from sim.experiment.make.ledger import Ledger
from sim.experiment.plan.sought import Need, Sought
from sim.experiment.plan.strand import Strand
from sim.experiment.reading import Experiment, ExperimentError
from sim.language import _
from sim.scenario import Problem
from sim.store import Plan, Store

ROUND = "round"


def seek(
    experiment: Experiment, sought: Sought, engine: EngineKind, ledger: Ledger, beforehand: Sequence[str] = ()
) -> list[Strand]:
    """Let searches run until their runs are used up, and return them.

    Args:
        experiment: what is asked.
        sought: what is looked for.
        engine: proposes candidates.
        ledger: makes the runs.
        beforehand: candidates that are tried to the end before the searches begin; their runs are counted first.

    Raises:
        AwaitedError: if other shares have to make runs first.
        RunError: if a run fails.
    """
    design = experiment.content.design
    if beforehand:
        _make(Need(tuple(beforehand), sought.stages[-1]), sought, ledger, _about(engine, []))
    spent = sought.runs_each * sought.stages[-1] * len(beforehand)
    each = max(0, design.runs - spent) // design.seeds
    strands = [
        Strand(number, sought, engine, design.generation, each, design.seed) for number in range(1, design.seeds + 1)
    ]
    going = [(strand, strand.steps()) for strand in strands]
    needs = [(strand, steps, next(steps, None)) for strand, steps in going]
    while any(need is not None for _strand, _needs, need in needs):
        waiting = [need for _strand, _needs, need in needs if need is not None]
        for number in sorted({need.number for need in waiting}):
            keys = dict.fromkeys(key for need in waiting if need.number == number for key in need.keys)
            _make(Need(tuple(keys), number), sought, ledger, _about(engine, strands, sought.measure_name))
        needs = [(strand, steps, next(steps, None) if need else None) for strand, steps, need in needs]
    return strands


def log_of(strands: Sequence[Strand]) -> list[dict[str, Any]]:
    """Return the generations of searches side by side, in the order in which they were done."""
    done = [generation for strand in strands for generation in strand.log]
    return [one.plain() for one in sorted(done, key=lambda one: (one.number, one.strand))]


def _about(engine: EngineKind, strands: Sequence[Strand], measure: str = "") -> dict[str, Any]:
    """Return what a plan says of a search that is under way."""
    return {"engine": engine.name, "version": engine.version, "measure": measure, "log": log_of(strands)}


def _make(need: Need, sought: Sought, ledger: Ledger, about: Mapping[str, Any]) -> None:
    laid = sought.lay(need.keys, need.number, {ROUND: dict(about)})
    ledger.make(laid)
    sought.take(laid, ledger.measured)


def engine_for(experiment: Experiment, store: Store, anyway: bool) -> EngineKind:
    """Return the engine that an experiment asks for.

    Args:
        experiment: of a kind that asks as it goes.
        store: what was asked there before.
        anyway: whether another version of the engine may go on.

    Raises:
        ExperimentError: if another version has asked in this store.
        ModuleNotFoundError: if it is not installed.
    """
    kind = experiment.design.name
    engine = BY_NAME["pattern_space" if kind == "variety" else experiment.content.design.engine]
    version = engine.version
    others = {said["version"] for plan in store.plans() if (said := _said(plan)).get("engine") == engine.name} - {
        version
    }
    if others and not anyway:
        found = _(
            "{folder} was searched with {join}, and this is {version}",
            folder=store.folder,
            join=", ".join(sorted(others)),
            version=version,
        )
        allowed = _("the version that began it, which asks the same; --engine-anyway lets this one search anew there")
        raise ExperimentError([Problem("design.engine", found, allowed)])
    return engine


def _said(plan: Plan) -> Mapping[str, Any]:
    kind = plan.about.get("design", {}).get("kind", "")
    said: Mapping[str, Any] = plan.about.get(ROUND) or plan.about.get(kind) or {}
    return said
