"""Scenarios drawn at large: barriers, levers, history, shocks, parameters, words of structure, as far as allowed.

Drawn is what the plain model knows; a test names what it lacks, and what it lacks stays at its default here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from sim import Scenario
from sim.region import FIELD_NAMES
from sim.scenario.settings import SETTINGS, SWITCHES
from tests.agreement.plain_mesa import barriers, levers

QUARTERS = 16
OTHER_REGION = str(Path(__file__).parents[2] / "data" / "second_region.csv")
LARGE = 1e6
CITIES = ("chengdu", "mianyang", "yibin")
LEVERS = tuple(lever.name for lever in levers.LEVERS)
BARRIERS = tuple(barrier.name for barrier in barriers.BARRIERS)
WORDS = {word for file in Path(__file__).parent.glob("*.py") for word in re.findall(r"\w+", file.read_text("utf-8"))}
BY_NAME = {setting.name: setting for setting in SETTINGS if setting.name in WORDS}


def between(low: float, high: float) -> st.SearchStrategy[float]:
    """Draw a number within limits, its ends more often."""
    inside = st.integers(0, 1000).map(lambda part: low + (high - low) * part / 1000.0)
    return st.one_of(inside, inside, inside, st.sampled_from((float(low), float(high))))


def value_of(name: str, at_large: bool) -> st.SearchStrategy[float]:
    """Draw a value of a parameter from what is plausible, or, at large, one in three from all that is allowed."""
    setting = BY_NAME[name]
    plausible = between(*setting.plausible)
    allowed = between(max(setting.allowed[0], -LARGE), min(setting.allowed[1], LARGE))
    value = st.one_of(plausible, plausible, allowed) if at_large else plausible
    return value.map(round) if setting.whole else value


SHARE = between(0.0, 1.0)
LEVER = st.fixed_dictionaries(
    {
        "strength": SHARE,
        "start_quarter": st.integers(0, QUARTERS),
        "ramp_quarters": st.integers(0, 10),
        "ramp_shape": st.sampled_from(("linear", "logistic")),
    }
)
SHOCK_TARGETS = st.sampled_from([f"barriers.{name}" for name in BARRIERS] + [f"parameters.{name}" for name in BY_NAME])


@st.composite
def shocks(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw up to three changes from outside."""
    keys = draw(st.lists(SHOCK_TARGETS, max_size=3, unique=True))
    return [
        {
            "quarter": draw(st.integers(0, QUARTERS)),
            "key": key,
            "value": float(
                draw(SHARE if key.startswith("barriers") else value_of(key.partition(".")[2], at_large=True))
            ),
        }
        for key in keys
    ]


HISTORY = st.fixed_dictionaries(
    {
        "until": st.integers(-4, QUARTERS),
        "key": SHOCK_TARGETS,
        "times": between(0.0, 2.0),
        "source": st.just("drawn"),
    }
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a scenario of some hundred organisations and sixteen quarters."""
    at_large = draw(st.booleans())
    elsewhere = draw(st.sampled_from((False, False, False, True)))
    names = draw(st.lists(st.sampled_from(sorted(BY_NAME)), max_size=40, unique=True))
    in_force = {name: draw(LEVER) for name in draw(st.lists(st.sampled_from(LEVERS), max_size=8, unique=True))}
    if "demonstration_bases" in in_force:
        in_force["demonstration_bases"]["cities"] = ["old_bridge"] if elsewhere else list(CITIES)
    if "major_projects" in in_force:
        in_force["major_projects"]["fields"] = draw(st.lists(st.sampled_from(FIELD_NAMES), max_size=3, unique=True))
    return Scenario.from_dict(
        {
            "run": {"quarters": QUARTERS, "start_year": 2019},
            "region": {"cities": OTHER_REGION} if elsewhere else {},
            "population": {
                "military_sample": draw(between(0.05, 0.3)) * (5.0 if elsewhere else 1.0),
                "private_sample": draw(between(0.0, 0.006)) * (20.0 if elsewhere else 1.0),
                "room_for_firms": draw(between(1.0, 3.0)),
                "university_sample": draw(between(0.0, 0.2)) * (5.0 if elsewhere else 1.0),
                "seed": draw(st.integers(0, 2**63 - 1)),
            },
            "barriers": {name: draw(SHARE) for name in BARRIERS},
            "levers": in_force,
            "parameters": {name: draw(value_of(name, at_large)) for name in names},
            "structure": {switch.name: draw(st.sampled_from(list(switch.meanings))) for switch in SWITCHES},
            "history": draw(st.lists(HISTORY, max_size=3)),
            "shocks": draw(shocks()),
        }
    )
