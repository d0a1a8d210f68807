"""Runs of the model's first version, each to a digest: under the old words of structure it decides as it did.

    python -m tests.pinned.old_forms             # says which runs are others, as `tests/laws/test_old_forms.py` does

`old_forms.json` was written by the first version, and holds the scenarios in full, so that no default moves them: all
shipped ones under five seeds, and some drawn at large. `OLD` says what makes the model of now that of then. Its rule by
which firms came and went has no old word: it is gone, and so in both versions nobody comes or goes (docs/decisions).
So are its shares of requests approved by payer and the limit of a lead enterprise: in both versions banks approve one
share of all requests, and a lead enterprise carries any number of deals. Firms that come and go are held to the first
half of the second version, by `tests/pinned/first_half.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim import Scenario
from tests.pinned.earlier import Earlier

FILE = Path(__file__).with_name("old_forms.json")
OTHER_REGION = str(Path(__file__).parents[1] / "data" / "second_region.csv")
FIRST_CITIES = str(Path(__file__).parents[1] / "data" / "first_version_cities.csv")
"""The city file as the first version read it, blanks filled as it filled them: cells were corrected since."""
FIRST_ORGANISATIONS = 3523
"""What `per_population` referred to."""
LATER_NAMES = {"parameters.layers": "parameters.handles_city", "parameters.handicap": "parameters.credit_gap"}
"""Of the keys of shocks."""
OLD: Mapping[str, object] = {
    "structure.agreements": "none",
    "structure.city_choice": "mass",
    "structure.shelf": "open",
    "structure.demand": "unlimited",
    "structure.choice": "fixed",
    "structure.firm_size": "fixed",
    "structure.money": "one_bank",
    "structure.gates": "product",
    "structure.response": "power",
    "structure.offices": "shared",
    "structure.refusal": "final",
    "structure.blame": "last_cause",
    "structure.tiers": "fixed",
    "parameters.city_budget": 0.0,
    "parameters.office_looks": 0.0,
    "parameters.enter_pace": 0.0,
    "parameters.exit_pace": 0.0,
    "parameters.failure_rate": 0.0,
    "parameters.foundings": 0.0,
    "parameters.spin_off": 0.0,
    "parameters.lead_revenue": 1e9,
    "parameters.budget_quarters": 1,
    "parameters.frontier_pull": 0.0,
    "parameters.talent_flow": 0.0,
    "parameters.handles_province": 0.0,
    "parameters.handles_centre": 0.0,
    "parameters.catalogue_share": 0.0,
    "parameters.zone_effect": 0.0,
    "parameters.access_scope_1": 1.0,
    "parameters.access_scope_2": 1.0,
}
"""The word of every switch whose rule the first version had, and the settings it had not, where they do nothing."""


def scenario_of(own: Mapping[str, Any], shared: Mapping[str, float]) -> Scenario:
    """Return a scenario that the file holds, in its old form; its burn-in becomes the years before policy."""
    other = own["region"]["cities"] == OTHER_REGION.rpartition("/")[2]
    cities = OTHER_REGION if other else FIRST_CITIES
    run = own["run"]
    dates = {"quarters": run["quarters"], "start_year": run["start_year"] - run["burn_in"] // 4}
    shocks = [{**shock, "key": LATER_NAMES.get(shock["key"], shock["key"])} for shock in own.get("shocks", ())]
    given = {**shared, **own["parameters"]}
    given["handles_city"] = given.pop("layers")
    given["credit_gap"] = given.pop("handicap")
    data = {**own, "run": dates, "region": {"cities": cities}, "parameters": given, "shocks": shocks}
    return Scenario.from_dict(data).with_(**OLD)


PINS = Earlier("the first version", FILE, FIRST_ORGANISATIONS, scenario_of)


if __name__ == "__main__":
    PINS.main()
