"""The page of the paper's claims names nothing that is not there, and calls nothing missing that has come."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import seed_coverage

from sim.levers import LEVERS

ROOT = Path(__file__).parents[2]
CLAIMS = seed_coverage.claims()
KNOWN = seed_coverage.declared()
VERDICTS = seed_coverage.verdicts()
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


@cache
def parsed(file: str) -> dict[str, tuple[str, set[str]]]:
    """Return the source of what stands in a test file, and the names that it uses, by its own name."""
    text = (ROOT / "tests" / file).read_text(encoding="utf-8")
    found: dict[str, tuple[str, set[str]]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            names, first = [node.name], min([node.lineno, *(one.lineno for one in node.decorator_list)])
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not node.col_offset:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names, first = [one.id for one in targets if isinstance(one, ast.Name)], node.lineno
        else:
            continue
        own = "\n".join(text.splitlines()[first - 1 : node.end_lineno])
        used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        found |= dict.fromkeys(names, (own, used))
    return found


def read_by(test: str) -> str:
    """Return the source of a cited test with that of all in its file that it uses; of a file, all of it."""
    file, _, name = test.partition("::")
    if not name:
        return (ROOT / "tests" / file).read_text(encoding="utf-8")
    whole, open_, done = parsed(file), [name], set[str]()
    while open_:
        done.add(now := open_.pop())
        open_ += (whole[now][1] & whole.keys()) - done
    return "\n".join(whole[one][0] for one in done)


@pytest.mark.parametrize("test", sorted({test for claim in CLAIMS for test in claim.tests}))
def test_where_a_claim_is_felt(test: str) -> None:
    file, _, name = test.partition("::")
    if "/" not in file:
        assert seed_coverage.patterns(test, VERDICTS), f"docs/evidence.md has no pattern {test}"
        return
    assert not name or name.startswith("test_")
    assert f"def {name or 'test_'}" in (ROOT / "tests" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.names], ids=lambda claim: claim.says[:40])
def test_a_cited_test_is_about_what_carries_the_claim(claim: seed_coverage.Claim) -> None:
    silent = [
        test
        for test in claim.tests
        if "/" in test and not any(re.search(rf"\b{name}\b", read_by(test)) for name in claim.names)
    ]
    assert silent == [], f"these name none of {', '.join(claim.names)}: cite what does, in docs/seed_coverage.toml"


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.names], ids=lambda claim: claim.says[:40])
def test_no_claim_rests_on_a_pattern_that_is_not_met(claim: seed_coverage.Claim) -> None:
    held = [test for test in claim.tests if "/" in test]
    came = {name: word for test in claim.tests for name, word in seed_coverage.patterns(test, VERDICTS).items()}
    held += [name for name, verdict in came.items() if verdict.startswith("met")]
    assert held, f"{', '.join(claim.tests)}: none is met; cite a test, or leave the claim open"
    unmet = [name for name, verdict in came.items() if not verdict.startswith("met")]
    assert all(name.partition(" ")[0] in claim.words for name in unmet), (
        f"say in the words of docs/seed_coverage.toml that {', '.join(unmet)} is not met, or cite something else"
    )


def test_the_source_of_a_cited_test_is_read_with_what_it_uses() -> None:
    own = "laws/test_tiers.py::test_no_supply_out_of_control_waits_for_a_licence"
    assert "access_scope_1=0.0" in read_by(own)  # of OPEN, above it
    assert "catalogue_share" not in read_by(own)
    assert "catalogue_share" in read_by("laws/test_tiers.py")


def test_what_came_of_a_pattern_is_said() -> None:
    found = {"P1 core": "met", "P1 rank": "met", "P2 far": "not met", "P2 near": "met", "P15 R&D": "met, an input"}
    assert seed_coverage.felt("P1", found) == "P1 (met)"
    assert seed_coverage.felt("P2", found) == "P2 far (not met); P2 near (met)"
    assert seed_coverage.felt("P2 near", found) == "P2 near (met)"
    assert seed_coverage.felt("P15", found) == "P15 (met, an input)"
    assert seed_coverage.felt("laws/test_ways.py", found) == "`laws/test_ways.py`"
    assert seed_coverage.felt("laws/test_ways.py::test_l1_one_bank", found) == "`laws/test_ways.py`: l1 one bank"
    assert len(VERDICTS) > 35
    words = {"met", "not met", "undecided", "met, an input", "not met, an input", "met; chance meets it too"}
    assert set(VERDICTS.values()) <= words


def test_what_chance_meets_too_is_said_where_the_table_has_it() -> None:
    rows = """
P1 core share    S  0.892 [      0.888,       0.895]   0.75 to 1  met  (seen)   0.975  met
P2 across jurisdictions    S  0.040 [      0.038,       0.042]   0.01 to 0.06  met  (seen)   0.427  fails
P2 density at 5 deals    S  0.280 [      0.273,       0.287]   0.15 to 0.4  met  (seen)   0.271  met
P11 mean rung rises    S  0.056 [      0.040,       0.073]   0 to 3  met  (calibrated)   0.001  edge
P15 R&D of the circle    I  155.520 [    155.520,     155.520]   155 to 156  met  (seen)   155.520  input
P21 borrowers in Sichuan    Q  80.267 [     73.267,      87.266]   101 to 912  NOT MET  (seen)   227.460  met
V6 wait at twice the load, over base    Q  3.703 [      3.533,       3.873]   3 to inf  met  (validation only)
V10 growth of licensed firms    S  -0.388 [     -0.540,      -0.235]   0 to inf  NOT MET  (validation only)
"""
    found = seed_coverage.read_verdicts(rows)
    assert found == {
        "P1 core share": "met; chance meets it too",
        "P2 across jurisdictions": "met",
        "P2 density at 5 deals": "met; chance meets it too",
        "P11 mean rung rises": "met",
        "P15 R&D of the circle": "met, an input",
        "P21 borrowers in Sichuan": "not met",
        "V6 wait at twice the load, over base": "met",
        "V10 growth of licensed firms": "not met",
    }
    assert seed_coverage.felt("P1", found) == "P1 (met; chance meets it too)"
    said = "P2 across jurisdictions (met); P2 density at 5 deals (met; chance meets it too)"
    assert seed_coverage.felt("P2", found) == said
    table = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")
    chance = set(re.findall(r"(?m)^(\S.*?) +[SQ] .*  met  \(.*\) .*  met$", table))
    assert {name for name, verdict in VERDICTS.items() if verdict.endswith(seed_coverage.BY_CHANCE)} == chance
    assert len(chance) > 8


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
