"""What a study asks: one file a person can read, checked whole before anything runs."""

from sim.scenario.alike import horizons, refuse_unlike, unlike, unlike_in_words
from sim.scenario.content import LeverInForce, Shock
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.json_schema import json_schema
from sim.scenario.load import Scenario
from sim.scenario.shipped import shipped_names

__all__ = [
    "LeverInForce",
    "Problem",
    "Scenario",
    "ScenarioError",
    "Shock",
    "horizons",
    "json_schema",
    "refuse_unlike",
    "shipped_names",
    "unlike",
    "unlike_in_words",
]
