"""What carries a claim of the paper changes deals: parameters, levers, barriers, words, columns of the city file."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import seed_coverage

from experiments.what_acts import ACTS_BESIDE, Pair, idle
from sim import Scenario
from sim.scenario.region_files import CITIES, shipped_regions

BASE = Scenario.load("baseline")
KNOWN = seed_coverage.declared()
CLAIMS = {claim.says: seed_coverage.carriers(claim, KNOWN) for claim in seed_coverage.claims() if claim.names}
NAMED = {name for names in CLAIMS.values() for name in names} - {*ACTS_BESIDE}
OTHER: dict[str, Callable[[str], str]] = {
    "n_universities_institutes": lambda count: str(2 * int(count)),
    "pillar_industries": lambda _: "",
    "defence_science_presence": lambda _: "",
    "rd_expenditure_bn_yuan": lambda billions: str(2.0 * float(billions)) if billions else "",
    "rd_intensity_pct_gdp": lambda percents: str(2.0 * float(percents)) if percents else "",
    "hightech_zone": lambda word: {"yes": "no"}.get(word, "yes"),
    "pilot_zone_fields": lambda _: "space",
    "own_coordination_office": lambda _: "yes",
}
"""What stands in every row of the city file in place of what is shipped."""
BESIDE = {"pilot_zone_fields": {"parameters.pilot_zone_strength": 1.0}}
"""Without which a column of the city file is not read: the pilot zone is not in force yet."""


def city_files(folder: Path) -> Iterator[Pair]:
    """Give every column of the city file that a claim names, as shipped and with other cells."""
    for column in sorted(name for name in NAMED if KNOWN[name] == "city file"):
        copy = folder / column
        shutil.copytree(shipped_regions()["chengdu-chongqing"], copy)
        rows = list(csv.DictReader((copy / CITIES).read_text(encoding="utf-8").splitlines()))
        with (copy / CITIES).open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, dict.fromkeys([*rows[0], column]))
            sheet.writeheader()
            sheet.writerows({**row, column: OTHER[column](row.get(column, ""))} for row in rows)
        low = BASE.with_(**BESIDE.get(column, {}))
        yield Pair(column, low, low.with_(**{"region.cities": str(copy)}), "as shipped to other cells")


def test_what_carries_a_claim_is_of_a_sort_that_is_known_to_change_deals() -> None:
    """Parameters, barriers and levers by `test_everything_acts.py`, words by `test_words.py`, columns below."""
    assert {KNOWN[name] for name in NAMED} <= {"parameter", "barrier", "lever", "form", "city file"}


def test_a_column_of_the_city_file_that_carries_a_claim_changes_some_deal(tmp_path: Path) -> None:
    asked = list(city_files(tmp_path))
    assert idle(asked) == set()
    shutil.copytree(shipped_regions()["chengdu-chongqing"], tmp_path / "same")
    same = BASE.with_(**{"region.cities": str(tmp_path / "same")})
    assert idle([Pair("a copy as shipped", BASE, same, "")]) == {"a copy as shipped"}


def test_every_claim_has_a_carrier_that_is_known_to_act() -> None:
    assert [says for says, names in CLAIMS.items() if not NAMED & {*names}] == []
