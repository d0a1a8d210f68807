"""The evidence is whole: every row of the validation plan has a test and stands in the document; pictures are fresh."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import deal_flow
import numpy as np
import pandas as pd
import pytest

from experiments.evidence import sealed_measures
from experiments.evidence.collect import ROOT, TESTS
from experiments.evidence.lines import complete, count_lines, docking_lines, law_lines
from experiments.evidence.rows import DOCKING, LAWS, ids_of
from experiments.evidence.sealed import FACTS, SEAL, intact, judged, open_seals, sealed_facts, sealed_lines
from sim import CollaborationModel, Scenario
from sim.barriers import BARRIERS
from sim.tables import Cause, Status

EVIDENCE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")


def ids_tested() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in TESTS:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.glob("test_*.py")):
            for test in re.findall(r"(?m)^def (test_\w+)", file.read_text(encoding="utf-8")):
                for key in ids_of(test):
                    found.setdefault(key, []).append(test)
    return found


def test_every_row_of_the_plan_has_a_test_and_every_test_a_row() -> None:
    assert set(ids_tested()) == {*LAWS, *DOCKING}


@pytest.mark.parametrize("key", [*LAWS, *DOCKING])
def test_the_document_has_the_row(key: str) -> None:
    assert re.search(rf"(?m)^{key} +(held|BROKEN)", EVIDENCE)


def test_the_document_says_when_and_by_which_command() -> None:
    assert re.search(r"`make validate`, \d+ \w+ \d{4}", EVIDENCE)


def test_names_speak_for_rows() -> None:
    assert ids_of("test_x2_x3_each_blocks[secrecy]") == ["X2", "X3"]
    assert ids_of("test_d1_one_office") == ["D1"]
    assert ids_of("test_draws_are_those_of") == ids_of("test_m_is_no_number") == []


def test_what_is_missing_or_broken_is_said() -> None:
    assert not complete([])
    assert all("NO TEST" in line for line in law_lines([]))
    assert sum("NO TEST" in line for line in docking_lines([])) == len(DOCKING)
    assert any(line.startswith(f"Laws: 0 of {len(LAWS)}") for line in count_lines([]))


RARE: tuple[dict[str, object], ...] = (
    {},
    {"population.private_sample": 0.0},  # nobody to be found
    {"parameters.capacity_military": 2, "parameters.climb_after": 1, "parameters.anchor_slots": 0},  # no places
    {  # cities that protect themselves in the open
        **{f"barriers.{name}": 0.0 for name in ("secrecy", "market_separation", "standards_mismatch")},
        "barriers.missing_coordination_body": 0.5,
        "parameters.rivalry": 2.0,
        "parameters.protection_adjustment": 1.0,
        "parameters.candidates": 1,
        "parameters.distance_decay": 0.5,
    },
    {f"barriers.{barrier.name}": 1.0 for barrier in BARRIERS if barrier.default == 0.0},  # those absent else
)


def test_the_flow_of_a_deal_shows_every_death_and_no_other() -> None:
    drawn = {(int(stage), int(cause)) for stage, causes in deal_flow.DIES_OF.items() for cause in causes}
    seen: set[tuple[int, int]] = set()
    for seed in range(6):
        for keys in RARE:
            deals = CollaborationModel(Scenario.load("tiny"), seed=seed, **keys).run().record().deals
            dead = deals[deals["status"] == Status.DEAD]
            seen |= {(int(stage), int(cause)) for stage, cause in np.unique(dead[["stage", "cause"]]).tolist()}
    closed = {(stage, cause) for stage, cause in seen if cause == Cause.ORGANISATION_CLOSED}
    assert len(closed) > 3, "a firm may fail in any stage, which is drawn once for all"
    seen -= closed
    assert seen == drawn, (
        "docs/deal_flow.py draws other deaths than there are: NO_DEATH_OF_ITS_OWN, EARLIER, DIES_BESIDE"
    )


def test_the_collector_is_told_where_the_tests_are() -> None:
    assert all((Path(ROOT) / name).exists() for name in TESTS)


def test_sealed_facts_are_as_they_were_sealed(tmp_path: Path) -> None:
    assert intact()
    facts = sealed_facts()
    assert len({fact["id"] for fact in facts}) == len(facts) >= 5
    assert all(fact["low"] < fact["high"] for fact in facts)
    opened = tmp_path / "sealed.toml"
    opened.write_bytes(FACTS.read_bytes().replace(b"high = 8.0", b"high = 9.0"))
    assert not intact(opened), "a tolerance that was moved is not noticed"


def test_every_sealed_fact_has_a_measure_and_every_measure_a_fact() -> None:
    assert {fact["id"] for fact in sealed_facts()} == {*sealed_measures.MEASURES, sealed_measures.TWICE}


TOY = [
    {"id": "A", "kind": "Q", "says": "a is about one", "low": 0.5, "high": 1.5},
    {"id": "B", "kind": "S", "says": "b is above one", "low": 1.0, "high": 9.0},
]


def test_sealed_facts_are_judged_by_the_mean_over_draws_whichever_way_it_comes_out() -> None:
    runs = pd.DataFrame({"A": [0.0, 1.0, 2.0, 1.0], "B": [0.2, 0.4, np.nan, 0.6]})
    found = judged(TOY, runs).set_index("id")
    assert found["met"].tolist() == [True, False]
    assert found["mean"].tolist() == pytest.approx([1.0, 0.4])
    assert found["draws"].tolist() == [4, 3]
    assert found.loc["A", "inside"] == pytest.approx(0.5)
    with pytest.raises(ValueError, match="B has no measure"):
        judged(TOY, runs[["A"]])
    nothing = judged(TOY, pd.DataFrame({"A": [np.nan], "B": [2.0]})).set_index("id")
    assert nothing["met"].tolist() == [False, True], "a fact that could not be measured is met"


def test_seals_tell_their_hash_until_they_are_opened_and_then_what_came_out(tmp_path: Path) -> None:
    none, opened = tmp_path / "none.csv", tmp_path / "opened.csv"
    [closed] = sealed_lines(opened=none)
    assert "not opened; as they were sealed" in closed
    moved = tmp_path / "sealed.toml"
    moved.write_bytes(FACTS.read_bytes().replace(b"low = 2.5", b"low = 1.5"))
    assert "CHANGED" in sealed_lines(moved, SEAL, none)[0]
    runs = pd.DataFrame({"A": [1.0, 1.2], "B": [0.2, 0.4]})
    judged(TOY, runs).assign(model="toy").to_csv(opened, index=False)
    head, first, second, counts = sealed_lines(opened=opened)
    assert "opened with model toy" in head
    assert re.match(r"A +met +1\.1", first)
    assert re.match(r"B +NOT MET +0\.3", second)
    assert counts == "sealed facts met: 1 of 2 (quantitative 1 of 1, structural 0 of 1)"


def test_seals_are_opened_once(tmp_path: Path) -> None:
    opened = tmp_path / "opened.csv"
    opened.write_text("what came out\n", encoding="utf-8")
    with pytest.raises(ValueError, match="opened before"):
        open_seals(opened=opened)
    assert opened.read_text(encoding="utf-8") == "what came out\n"


class ToyRun:
    """A finished run with a few deals, whose numbers are known by hand; quarter 0 is 2014 Q1, quarter 24 2020 Q1."""

    def __init__(self, **tables: Any) -> None:
        base = Scenario.load("baseline")
        calendar = base.run.calendar._replace(start_year=2014)
        self.inputs = SimpleNamespace(run=SimpleNamespace(calendar=calendar, fill=0, quarters=40, policy_quarter=24))
        self.region, self.tables = base.region, tables
        self.world = SimpleNamespace(**tables)

    def record(self) -> Any:
        return SimpleNamespace(**self.tables)


def deals(rows: list[dict[str, float]]) -> Any:
    first = {"direction": 0, "status": int(Status.DELIVERED), "stage": 6, "value": 1.0, "payer": 0}
    first |= dict.fromkeys(("ended", "converted", "financed", "matched", "cleared"), np.nan)
    return pd.DataFrame([{**first, **row} for row in rows]).to_records(index=False)


def test_growth_of_output_counts_deliveries_across_the_sides_by_calendar_year() -> None:
    across, civil = sealed_measures.DIRECTION["civil_to_military"], sealed_measures.DIRECTION["university_to_civil"]
    rows = [
        {"direction": across, "ended": 4.5, "value": 100.0},  # 2015 Q1
        {"direction": across, "ended": 12.2, "value": 121.0},  # 2017 Q1
        {"direction": across, "ended": 16.0, "value": 500.0},  # 2018 Q1
        {"direction": civil, "ended": 13.0, "value": 900.0},
        {"direction": across, "ended": 13.0, "value": 900.0, "status": int(Status.DEAD)},
    ]
    assert sealed_measures.output_growth(ToyRun(deals=deals(rows))) == pytest.approx(0.1)


def test_payments_and_decisions_are_timed_from_the_quarter_they_came() -> None:
    organisations = {"kind": np.array([sealed_measures.FIRM, sealed_measures.FIRM + 1])}
    rows = [
        {"payer": 0, "converted": 25.4, "financed": 25.0},
        {"payer": 0, "converted": 26.9, "financed": 27.0},
        {"payer": 0, "converted": 26.9},
        {"payer": 1, "converted": 26.9},
        {"payer": 0, "converted": 20.9},
    ]
    assert sealed_measures.unpaid_at_first(ToyRun(deals=deals(rows), organisations=organisations)) == pytest.approx(
        2 / 3
    )
    supply = sealed_measures.DIRECTION["civil_to_military"]
    rows = [
        {"direction": supply, "matched": 25.0, "cleared": 26.9},
        {"direction": supply, "matched": 25.0, "cleared": 27.5},
        {"direction": supply, "matched": 25.0, "stage": 2},
        {"direction": supply, "matched": 20.0, "cleared": 21.0},
    ]
    assert sealed_measures.decided_in_time(ToyRun(deals=deals(rows))) == pytest.approx(0.5)


def test_stocks_and_counts_are_read_at_their_dates() -> None:
    entries, shelf, queue = np.ones(40), np.full(40, 50.0), np.full(40, 3.0)
    entries[8:12], entries[24:28] = 10.0, 8.0  # 2016, 2020
    shelf[3], shelf[23] = 100.0, 100.0 * 1.02**5  # end of 2014, of 2019
    history = {"entries": entries, "shelf_classified": shelf, "queue": queue}
    run = ToyRun(history=history)
    assert sealed_measures.entrants(run) == pytest.approx(0.8)
    assert sealed_measures.classified_growth(run) == pytest.approx(0.02)
    half = ToyRun(history={**history, "queue": np.concatenate([np.full(24, 99.0), np.full(16, 9.0)])})
    assert sealed_measures.queue_with_half(run, half) == pytest.approx(3.0)


def test_the_share_of_chengdu_is_among_the_firms_of_its_province() -> None:
    base = Scenario.load("baseline").region
    keys = [city.key for city in base.cities]
    licensed = np.zeros((40, len(keys), 2))
    licensed[23, keys.index("chengdu"), 1], licensed[23, keys.index("mianyang"), 1] = 30.0, 10.0
    licensed[23, keys.index("chongqing"), 1] = 500.0
    jurisdictions = {"jurisdiction": np.array([base.jurisdictions.index(city.jurisdiction) for city in base.cities])}
    run = ToyRun(history_by_city=licensed, cities=jurisdictions)
    assert sealed_measures.share_of_chengdu(run) == pytest.approx(0.75)


def test_half_the_clerks_is_all_that_differs() -> None:
    base = Scenario.load("baseline")
    half = sealed_measures.with_half_the_clerks(base)
    assert half.parameters["clerks"] * 2.0 == base.parameters["clerks"]
    assert half.with_(**{"parameters.clerks": base.parameters["clerks"]}).parameters == base.parameters
