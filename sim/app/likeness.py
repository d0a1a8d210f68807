"""Two settings are compared like with like, or because the reader has asked for it all the same."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.app.frame import Frame
from sim.app.plan import Setup
from sim.app.words import OUTCOME_BY_NAME
from sim.scenario import ScenarioError, unlike, unlike_in_words


def apart(plans: Sequence[Setup]) -> str:
    """Say in which keys of run, region and population two settings differ; empty if in none, or if there is but one."""
    if len(plans) < 2:
        return ""
    try:
        return unlike_in_words(unlike({arm: plan.now() for arm, plan in zip("AB", plans, strict=False)}))
    except ScenarioError:  # the file that was opened has been changed since and is wrong now, which is said elsewhere
        return ""


def gap(name: str, frames: Sequence[Frame]) -> float:
    """Return an outcome of B minus that of A; NaN before either counts, and for totals counted over other spans."""
    first, second = frames
    if any(frame.quarter <= frame.policy_quarter for frame in frames):
        return math.nan
    if OUTCOME_BY_NAME[name].kind == "total" and first.policy_quarter != second.policy_quarter:
        return math.nan
    return second.outcomes[name] - first.outcomes[name]
