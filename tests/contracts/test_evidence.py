"""The evidence is whole: every row of the validation plan has a test and stands in the document; pictures are fresh."""

from __future__ import annotations

import re
from pathlib import Path

import deal_flow
import numpy as np
import pytest

from experiments.evidence.collect import ROOT, TESTS
from experiments.evidence.lines import complete, count_lines, docking_lines, law_lines
from experiments.evidence.rows import DOCKING, LAWS, ids_of
from experiments.evidence.sealed import FACTS, intact, sealed_facts
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
