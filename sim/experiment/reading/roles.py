"""Some factors are chosen and some are not known: what an experiment says of them is held to the factors it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.experiment.designs import DESIGNS
from sim.experiment.reading.schema import ExperimentContent
from sim.language import _
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
                allowed = _("one of {join}", join=", ".join(factors)) if factors else _("there are no [factors]")
                yield (name,), Statement(_("there is no factor {key!r:.80}", key=key), allowed, nearest(key, factors))
    for key in sorted(set(content.policy) & set(content.uncertain)):
        yield ("uncertain",), Statement(_("{key} is policy too", key=key), _("a factor is the one or the other"))


def faults_of_readings(content: ExperimentContent) -> Iterator[Fault]:
    """Find what does not go together with readings."""
    given = content.model_fields_set
    for name in ("replications", "parameters_from", "draws"):
        if name in given:
            what = _("{name} stands beside [readings]", name=name)
            allowed = _("every reading has its own parameters and seed: leave it out, or [readings]")
            yield (name,), Statement(what, allowed)
    if content.design.kind in SAMPLED:
        what = _("[readings] stands beside design.kind = {kind!r}", kind=content.design.kind)
        yield (
            ("readings",),
            Statement(what, _("readings go with arms and lists of levels; a sample has draws of its own")),
        )
    if content.stopping is not None and "half_width" in content.stopping.model_fields_set:
        what = _("stopping.half_width stands beside [readings]")
        yield ("stopping", "half_width"), Statement(what, _("readings stop by stopping.decide"))


def faults_of_deciding(content: ExperimentContent, arms: Sequence[str]) -> Iterator[Fault]:
    """Find what is wrong with what is to be decided; `arms` are their names."""
    stopping, place = content.stopping, ("stopping", "decide")
    if stopping is None or "decide" not in stopping.model_fields_set:
        return
    if content.readings is None:
        yield (
            place,
            Statement(_("stopping.decide is asked for without [readings]"), _("seeds stop by stopping.half_width")),
        )
    decide = stopping.decide
    if isinstance(decide, str) and decide in (ORDER, FIRST):
        return
    pairs = decide if isinstance(decide, list) else [decide]
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(arm, str) for arm in pair)):
            allowed = _('"{order}", "{first}", or a list of pairs of arms', order=ORDER, first=FIRST)
            yield place, Statement(_("stopping.decide holds {pair!r:.60}", pair=pair), allowed)
            return
        for arm in pair:
            if arm not in arms:
                allowed = _("one of {join}", join=", ".join(arms[:12]))
                yield place, Statement(_("there is no arm {arm!r:.80}", arm=arm), allowed, nearest(arm, list(arms)))
