"""Some factors are chosen and some are not known: what an experiment says of them is held to the factors it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.experiment.designs import DESIGNS
from sim.experiment.reading.schema import ExperimentContent
from sim.scenario.problems import Fault, Statement
from sim.scenario.wording import nearest

SAMPLED = tuple(design.name for design in DESIGNS if design.takes == "spreads")
ORDER, FIRST = "order", "first"
"""What readings are to decide: which of any two arms does better, or which is best."""


def faults_of(content: ExperimentContent, factors: Sequence[str]) -> Iterator[Fault]:
    """Find what is wrong with what an experiment says of its factors."""
    for name in ("policy", "uncertain"):
        for key in getattr(content, name):
            if key not in factors:
                allowed = f"one of {', '.join(factors)}" if factors else "there are no [factors]"
                yield (name,), Statement(f"there is no factor {key!r:.80}", allowed, nearest(key, factors))
    for key in sorted(set(content.policy) & set(content.uncertain)):
        yield ("uncertain",), Statement(f"{key} is policy too", "a factor is the one or the other")


def faults_of_readings(content: ExperimentContent) -> Iterator[Fault]:
    """Find what does not go together with readings."""
    given = content.model_fields_set
    for name in ("replications", "parameters_from", "draws"):
        if name in given:
            what = f"{name} stands beside [readings]"
            allowed = "every reading has its own parameters and seed: leave it out, or [readings]"
            yield (name,), Statement(what, allowed)
    if content.design.kind in SAMPLED:
        what = f"[readings] stands beside design.kind = {content.design.kind!r}"
        yield ("readings",), Statement(what, "readings go with arms and lists of levels; a sample has draws of its own")
    if content.stopping is not None and "half_width" in content.stopping.model_fields_set:
        what = "stopping.half_width stands beside [readings]"
        yield ("stopping", "half_width"), Statement(what, "readings stop by stopping.decide")


def faults_of_deciding(content: ExperimentContent, arms: Sequence[str]) -> Iterator[Fault]:
    """Find what is wrong with what is to be decided; `arms` are their names."""
    stopping, place = content.stopping, ("stopping", "decide")
    if stopping is None or "decide" not in stopping.model_fields_set:
        return
    if content.readings is None:
        yield place, Statement("stopping.decide is asked for without [readings]", "seeds stop by stopping.half_width")
    decide = stopping.decide
    if isinstance(decide, str) and decide in (ORDER, FIRST):
        return
    pairs = decide if isinstance(decide, list) else [decide]
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(arm, str) for arm in pair)):
            allowed = f'"{ORDER}", "{FIRST}", or a list of pairs of arms'
            yield place, Statement(f"stopping.decide holds {pair!r:.60}", allowed)
            return
        for arm in pair:
            if arm not in arms:
                allowed = f"one of {', '.join(arms[:12])}"
                yield place, Statement(f"there is no arm {arm!r:.80}", allowed, nearest(arm, list(arms)))
