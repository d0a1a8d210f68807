"""The page of the paper's claims names nothing that is not there, and calls nothing missing that has come."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import seed_coverage

from sim.levers import LEVERS

ROOT = Path(__file__).parents[2]
CLAIMS = seed_coverage.claims()
KNOWN = seed_coverage.declared()
EVIDENCE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
ALL = {"how": 49, "left_out": 2}
"""How many of each sort there are: who brings a claim into the model changes its entry and these."""


def test_as_many_claims_as_are_counted() -> None:
    assert Counter(claim.sort for claim in CLAIMS) == ALL
    assert len({claim.says for claim in CLAIMS}) == len(CLAIMS) == 51
    assert [claim.seed for claim in CLAIMS] == sorted(claim.seed for claim in CLAIMS)
    assert sorted({claim.seed for claim in CLAIMS}) == [
        "2.1",
        "2.2",
        "2.3",
        "2.4",
        "3.1",
        "3.2",
        "3.3",
        "3.4",
        "4.1",
        "4.2",
        "4.3",
    ]


def test_what_carries_a_claim_is_declared() -> None:
    lacking = [f"{claim.says}: {name}" for claim in CLAIMS for name in claim.names if name not in KNOWN]
    assert lacking == [], "names of docs/seed_coverage.toml that nothing in the model has"


def test_what_is_called_missing_has_not_come() -> None:
    come = [f"{claim.says}: {name}" for claim in CLAIMS for name in claim.awaits if seed_coverage.awaited(name, KNOWN)]
    assert come == [], "is there now: say in docs/seed_coverage.toml how, with names and tests"


@pytest.mark.parametrize("test", sorted({test for claim in CLAIMS for test in claim.tests}))
def test_where_a_claim_is_felt(test: str) -> None:
    file, _, name = test.partition("::")
    if "/" not in file:
        assert re.search(rf"(?m)^{file}\b", EVIDENCE), f"docs/evidence.md has no pattern {file}"
        return
    assert f"def {name or 'test_'}" in (ROOT / "tests" / file).read_text(encoding="utf-8")


def test_every_lever_answers_a_claim() -> None:
    named = {name for claim in CLAIMS for name in claim.names}
    assert {lever.name for lever in LEVERS} - named == {"rd_subsidy"}, "the paper asks for money for R&D, not for a way"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"says": "A", "seed": "2.1"}, "'A': one of how, not_yet, left_out is wanted, none found"),
        ({"says": "A", "seed": "2.1", "how": "so", "left_out": "because"}, "is wanted, "),
        ({"says": "A", "seed": "2.1", "how": "so", "names": ["fund"]}, "'A' is how: tests is wanted"),
        ({"says": "A", "seed": "2.1", "left_out": "because", "names": ["fund"]}, "names is out of place"),
        ({"says": "A", "seed": "2.1", "not_yet": "money"}, "awaits is wanted"),
    ],
)
def test_a_claim_that_cannot_be_meant(entry: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        seed_coverage.claims([entry])


def test_a_name_that_has_come_and_a_file_that_has() -> None:
    assert seed_coverage.awaited("fund", KNOWN)
    assert seed_coverage.awaited("scenarios/baseline.toml", KNOWN)
    assert not seed_coverage.awaited("scenarios/nowhere.toml", KNOWN)
    assert not seed_coverage.awaited("make_return_of_nobody", KNOWN)
