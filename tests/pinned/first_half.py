"""Runs of the first half of the second version, each to a digest: firms that come and go by what it has paid them.

    python -m tests.pinned.first_half            # says which runs are others, as `tests/laws/test_old_forms.py` does

`first_half.json` was written by `tests/pinned/write_first_half.py` under the rules of commit be0c18f4, and holds the
scenarios in full: all that were shipped, under five seeds, and some that are drawn. In them firms enter and leave by
their ledgers and apply for licences ahead, buyers have budgets and weigh every supply against making it, cities keep
up bases and offices whose looks find partners, technology is released, and the years before policy differ.
`NEUTRAL` is what makes the model of now that of then.

What is not that of then, as it cannot be had any more:

- Universities' sides, the release of military technology and where offices look were chosen by ledgers; they are
  constants (decision 35), and so they are in the pins, by sharpness 0 under the first half's own settings.
- Banks approve one share of all payers' requests, and a lead enterprise carries any number of deals: so in the pins.
- What bases and offices cost a city grows with the population: a run of another size has the prices that follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim import Scenario
from tests.pinned.earlier import Earlier

FILE = Path(__file__).with_name("first_half.json")
OTHER_REGION = str(Path(__file__).parents[1] / "data" / "second_region.csv")
CITIES = str(Path(__file__).parents[1] / "data" / "first_half_cities.csv")
"""The city file as it was."""
ORGANISATIONS = 3538
"""What `per_population` referred to."""
LATER_NAMES = {
    "bank_approval_private": "bank_approval",
    "habit_abroad": "looks_abroad",
    "handicap": "credit_gap",
    "layers": "handles_city",
}
GONE = {
    *("abroad_worth", "anchor_capacity", "bank_approval_military", "bank_approval_university", "fee_share"),
    *("habit_release", "offer_cost", "office_prior", "review_cost"),
    *("sharpness_cities", "sharpness_military", "sharpness_universities"),
}
"""Parameters of what chose then and chooses no more, and of limits that are gone; see `write_first_half.CONSTANT`."""
NEUTRAL: Mapping[str, object] = {
    "structure.agreements": "none",
    "structure.blame": "last_cause",
    "structure.firm_size": "fixed",
    "structure.gates": "product",
    "structure.money": "one_bank",
    "structure.offices": "shared",
    "structure.refusal": "final",
    "structure.response": "power",
    "structure.tiers": "fixed",
    "parameters.access_scope_1": 1.0,
    "parameters.access_scope_2": 1.0,
    "parameters.access_scope_3": 1.0,
    "parameters.catalogue_share": 0.0,
    "parameters.failure_rate": 0.0,
    "parameters.foundings": 0.0,
    "parameters.frontier_pull": 0.0,
    "parameters.handles_centre": 0.0,
    "parameters.handles_province": 0.0,
    "parameters.lead_revenue": 1e9,
    "parameters.project_size": 0.0,
    "parameters.spin_off": 0.0,
    "parameters.talent_flow": 0.0,
    "parameters.unweighed_purchases": 0.0,
}
"""The word of every switch that came later, and the settings that came later, where they do nothing.

The city file names no zones, and what one bank or a scope of 1 leaves unread needs no value.
"""


def scenario_of(own: Mapping[str, Any], shared: Mapping[str, float]) -> Scenario:
    """Return a scenario that the file holds, under the names of now and with `NEUTRAL`."""
    given = {LATER_NAMES.get(key, key): value for key, value in {**shared, **own["parameters"]}.items()}
    elsewhere = own["region"]["cities"] == Path(OTHER_REGION).name
    data = {
        **own,
        "region": {**own["region"], "cities": OTHER_REGION if elsewhere else CITIES},
        "parameters": {key: value for key, value in given.items() if key not in GONE},
        **{changes: [_renamed(one) for one in own[changes]] for changes in ("history", "shocks")},
    }
    return Scenario.from_dict(data).with_(**NEUTRAL)


def _renamed(change: Mapping[str, Any]) -> dict[str, Any]:
    section, _, name = change["key"].rpartition(".")
    return {**change, "key": f"{section}.{LATER_NAMES.get(name, name)}"}


PINS = Earlier("the first half", FILE, ORGANISATIONS, scenario_of)


if __name__ == "__main__":
    PINS.main()
