"""Experiments whose runs hang on earlier ones: what goes with each kind, and what is wrong with what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.experiment.designs import SEARCHES
from sim.experiment.reading.schema import ExperimentContent
from sim.experiment.reading.schema_search import ALL
from sim.experiment.reading.search import faults_of_search
from sim.language import _
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario
from sim.scenario.problems import Fault, Statement
from sim.scenario.wording import nearest

KINDS = tuple(design.name for design in SEARCHES)
SECTION = {"search": ("search",), "overturn": ("overturn",), "variety": ("variety", "search")}
"""Sections that each kind reads."""
NOT_BESIDE = {
    "factors": "a search proposes what it varies",
    "stopping": "a search stops when its runs are used up (design.runs)",
    "replications": "every reading has its own seed",
    "parameters_from": "readings bring their own parameters",
    "draws": "readings bring their own parameters",
    "reference": "every programme is compared with the base",
}
SIDES = (2, 3)


def asks(content: ExperimentContent) -> bool:
    """Tell whether an experiment is of a kind whose runs hang on earlier ones."""
    return content.design.kind in KINDS


def faults_of_asking(content: ExperimentContent, base: Scenario, arms: Sequence[str]) -> Iterator[Fault]:
    """Find what is wrong with a search, an overturning or a map, and with sections that stand beside the wrong kind."""
    kind, given = content.design.kind, content.model_fields_set
    for name in ("search", "overturn", "variety"):
        if name in given and name not in SECTION.get(kind, ()):
            yield (
                (name,),
                Statement(
                    _("[{name}] stands beside design.kind = {kind!r}", name=name, kind=kind),
                    _('it goes with kind = "{name}"', name=name),
                ),
            )
    if kind not in KINDS:
        yield from _only_for_searches(content)
        return
    for name, why in NOT_BESIDE.items():
        if name in given:
            yield (
                (name,),
                Statement(
                    _("{name} stands beside design.kind = {kind!r}", name=name, kind=kind),
                    _("{why}: leave it out", why=why),
                ),
            )
    if content.readings is not None:
        for name in ("number", "twins"):
            if name in content.readings.model_fields_set:
                what = _("readings.{name} stands beside design.kind = {kind!r}", name=name, kind=kind)
                yield (
                    ("readings", name),
                    Statement(what, _("readings.search and readings.check say how many there are")),
                )
    if content.design.runs < content.design.seeds * content.design.generation:
        what = _(
            "design.runs = {runs:,} is not a generation for each of {seeds} searches",
            runs=content.design.runs,
            seeds=content.design.seeds,
        )
        yield (
            ("design", "runs"),
            Statement(what, _("{seeds:,} or more", seeds=content.design.seeds * content.design.generation)),
        )
    if kind in ("search", "variety"):
        yield from faults_of_search(content, base)
    if kind == "overturn":
        yield from _faults_of_claim(content, arms)
    elif kind == "variety":
        yield from _faults_of_map(content)


def _only_for_searches(content: ExperimentContent) -> Iterator[Fault]:
    kind = content.design.kind
    for name in ("engine", "runs", "generation", "seeds", "start"):
        if name in content.design.model_fields_set:
            what = _("design.{name} stands beside design.kind = {kind!r}", name=name, kind=kind)
            yield ("design", name), Statement(what, _("it goes with kind = {join}", join=" or ".join(KINDS)))
    for name in ("search", "check"):
        if content.readings is not None and name in content.readings.model_fields_set:
            what = _("readings.{name} stands beside design.kind = {kind!r}", name=name, kind=kind)
            yield ("readings", name), Statement(what, _("readings.number says how many there are"))


def _faults_of_claim(content: ExperimentContent, arms: Sequence[str]) -> Iterator[Fault]:
    section = content.overturn
    if section is None:
        what = _('design.kind = "overturn" needs a claim')
        yield ("design", "kind"), Statement(what, _("a section [overturn.claim] with better, than and outcome"))
        return
    for name in ("better", "than"):
        arm = getattr(section.claim, name)
        if arm not in arms:
            known = ", ".join(arms) if content.arms else _("those of [arms], of which there are none")
            yield (
                ("overturn", "claim", name),
                Statement(_("there is no arm {arm!r:.80}", arm=arm), known, nearest(arm, list(arms))),
            )
    if section.claim.better == section.claim.than:
        yield ("overturn", "claim"), Statement(_("an arm is claimed to beat itself"), _("two arms"))
    better: Mapping[str, str] = {outcome.name: outcome.better for outcome in OUTCOMES}
    known_names = [name for name, sense in better.items() if sense != "neither"]
    if section.claim.outcome not in known_names:
        what = _("overturn.claim.outcome = {outcome!r:.80} has no better or worse", outcome=section.claim.outcome)
        hint = nearest(section.claim.outcome, known_names)
        yield ("overturn", "claim", "outcome"), Statement(what, _("one of {join}", join=", ".join(known_names)), hint)


def faults_of_inputs(content: ExperimentContent, inputs: Sequence[str]) -> Iterator[Fault]:
    """Find inputs of an overturning that no reading moves."""
    for name in content.overturn.inputs if content.overturn is not None else ():
        if name != ALL and name not in inputs:
            said = Statement(
                _("no reading moves {name!r:.80}", name=name),
                _('"{all}" or {join}', all=ALL, join=", ".join(inputs)),
                nearest(name, list(inputs)),
            )
            yield ("overturn", "inputs"), said


def _faults_of_map(content: ExperimentContent) -> Iterator[Fault]:
    sides = content.variety.map if content.variety is not None else {}
    if len(sides) not in SIDES:
        what = _("[variety.map] has {sides} sides", sides=len(sides))
        at = ("variety", "map") if sides else ("design", "kind")
        yield at, Statement(what, _("two or three outcomes, each with low, high and parts"))
    known = [outcome.name for outcome in OUTCOMES]
    for name, side in sides.items():
        if name not in known:
            said = Statement(
                _("there is no outcome {name!r:.80}", name=name),
                _("one of {join}", join=", ".join(known)),
                nearest(name, known),
            )
            yield ("variety", "map", name), said
        elif side.low >= side.high:
            what = _(
                "variety.map.{name}: low = {low:g} is not below high = {high:g}",
                name=name,
                low=side.low,
                high=side.high,
            )
            yield ("variety", "map", name), Statement(what, _("low below high"))
