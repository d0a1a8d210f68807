"""The page that says where answers break finds the value that was put in, and says what is not known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import robustness, what_we_can_say
from tests.doors.test_report_readings import OPENING, TOTAL, asked_of

SECRECY = "barriers.secrecy"
ARMS = {"none": {}, "opening": {"set": {OPENING: 1.0}}, "clerks": {"set": {"levers.clearance_staff.strength": 1.0}}}
DRAWN = {"number": 40, "parameters": {SECRECY: {"low": 0.4, "high": 0.8}, "parameters.clerks": {"low": 50, "high": 99}}}


def study(folder: Path, turns: float, gain_of_both: float = 200.0) -> Any:
    """Make up a study in which opening leads clerks until secrecy is coded above a value."""
    said = {"arms": ARMS, "draws": DRAWN, "replications": 1, "outcomes": [TOTAL], "question": "Opening or clerks?"}
    plan: list[Mapping[str, Any]] = []

    def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
        secrecy = plan[known["draw"]][SECRECY]
        gain = {"none": 0.0, "clerks": gain_of_both, "opening": gain_of_both + 1000.0 * (turns - secrecy)}[known["arm"]]
        cost = {"none": 0.0, "clerks": 70.0, "opening": 300.0}[known["arm"]]
        luck = float(np.random.default_rng(known["draw"]).normal())
        return {TOTAL: 1000.0 + gain + luck, robustness.COST: cost}

    from sim.experiment import Experiment, Study

    plan += Study(Experiment.from_dict({"base": "tiny", **said})).plan().draws
    return asked_of(folder, said, made)


def test_the_value_that_turns_an_order_is_found_with_its_distance(tmp_path: Path) -> None:
    found = {one.claim: one for one in robustness.breaks_of(study(tmp_path, 0.65)) if one.input == SECRECY}
    [close] = [one for claim, one in found.items() if "lerks" in claim]
    assert close.value == pytest.approx(0.65, abs=0.02)
    assert close.above
    spread = 0.4 / np.sqrt(12)
    assert close.spreads == pytest.approx((0.65 - 0.6) / spread, abs=0.2)
    assert close.beyond == pytest.approx(15, abs=2)
    [far] = [one for claim, one in found.items() if "None" in claim]  # at 0.85, where no reading lies
    assert far.value == pytest.approx(0.85, abs=0.05)
    assert (far.beyond, far.readings) == (0, 40)


def test_a_value_that_no_coding_can_have_turns_nothing(tmp_path: Path) -> None:
    found = [one for one in robustness.breaks_of(study(tmp_path, 0.65, 500.0)) if "None" in one.claim]
    assert [(one.input, one.readings) for one in found] == [("", 40)] * len(found)  # the line turns at 1.15
    assert found


def test_the_page_is_made_of_what_is_kept_and_says_what_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, title in (("q01_one", "One"), ("q02_two", "Two")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "experiment.toml").write_text("", encoding="utf-8")
        (tmp_path / name / "README.md").write_text(f"# {title}\n", encoding="utf-8")
    monkeypatch.setattr(robustness, "HOME", tmp_path)
    robustness.renew(tmp_path / "q01_one", study(tmp_path / "store", 0.65).results)
    kept = pd.read_csv(tmp_path / "q01_one" / "breaks.csv")
    text = robustness.page()
    first, second = text.split("## One")[1].split("## Two")
    assert "Opening or clerks?" in first
    assert re.search(r"how secrecy is coded above 0\.6\d \(0\.\d\d to 0\.\d\d", first)
    assert len(re.findall(r"(?m)^\| ", first)) == len(kept) + 2
    assert "one form asked" in first
    assert "No readings of it are kept yet" in second


def test_seeds_alone_break_nothing(tmp_path: Path) -> None:
    asked = asked_of(
        tmp_path, {"arms": ARMS, "replications": 16, "outcomes": [TOTAL]}, lambda known, seed: {TOTAL: 1.0}
    )
    assert list(robustness.breaks_of(asked)) == []


def kept(folder: Path, monkeypatch: pytest.MonkeyPatch, turns: float) -> Path:
    (folder / "q01_one").mkdir()
    (folder / "q01_one" / "experiment.toml").write_text("", encoding="utf-8")
    (folder / "q01_one" / "README.md").write_text("# One\n", encoding="utf-8")
    robustness.renew(folder / "q01_one", study(folder / "store", turns).results)
    old = folder / "old.csv"
    old.write_text(
        "question,outcome,first,second,said\n"
        f"q01_one,{TOTAL},clerks,none,clerks help\n"
        f"q01_one,{TOTAL},none,opening,opening harms\n"
        f"q01_one,{TOTAL},opening,clerks,opening is better than clerks\n"
        f"q02_two,{TOTAL},a,b,never asked\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(what_we_can_say, "OLD", old)
    return folder


def test_what_can_be_said_has_its_readings_its_price_and_where_it_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kept(tmp_path, monkeypatch, 0.65)
    text = "\n".join(what_we_can_say.sections(folder))
    [row] = [line for line in text.splitlines() if ("pening beats" in line and "None" in line) or "none in" in line]
    claim, readings, forms, price, breaks = (part.strip() for part in row.strip("| ").split(" | "))
    assert "gallery/q01_one.md" in claim
    assert readings.startswith("40 of 40")
    assert forms == "one form asked"
    assert price == "300"
    assert re.search(r"secrecy is coded above 0\.8\d", breaks)
    assert "0 of 40 readings beyond" in breaks


def test_claims_of_before_stand_fall_or_were_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = kept(tmp_path, monkeypatch, 0.6)
    became = what_we_can_say.old_claims(folder).set_index("said")
    assert became.loc["clerks help", "became"] == what_we_can_say.STANDS
    assert became.loc["opening harms", "became"] == what_we_can_say.CONTRARY
    assert became.loc["opening harms", "count"] == "0 of 40 readings"
    assert became.loc["opening is better than clerks", "became"] == what_we_can_say.OPEN
    assert became.loc["never asked", "became"] == what_we_can_say.UNASKED


def test_a_claim_is_counted_form_by_form() -> None:
    from types import SimpleNamespace

    draws = [{"structure.sort": word} for word in ("plain", "odd", "plain", "odd")]
    read = SimpleNamespace(
        plan=SimpleNamespace(draws=draws),
        study=SimpleNamespace(draws=np.arange(4)),
        switched=[("structure.sort", "odd")],
    )
    assert robustness._forms(read, np.array([1.0, -1.0, 2.0, 0.0])) == "1 of 2; not sort odd (0.5 of 2)"
    assert robustness._forms(read, np.array([1.0, 1.0, 2.0, 3.0])) == "2 of 2"
    read.switched = []
    assert robustness._forms(read, np.array([1.0, -1.0, 2.0, 0.0])) == ""


def test_what_a_factorial_adds_or_takes_away_is_called_so() -> None:
    base = {"barriers.secrecy": "base", "levers.market_opening.strength": 0.0, "parameters.candidates": "base"}
    changed = [("barriers.secrecy", 0.0), ("levers.market_opening.strength", 1.0), ("parameters.candidates", 8)]
    names = [robustness._changed({**base, key: value}, base) for key, value in changed]
    assert names == ["without secrecy", "with market opening", "candidates 8"]
    assert robustness._changed(base, base) == "reference"


def arms_that_are_compared(plan: Any) -> set[str]:
    """Return the names under which verdicts of a plan are kept."""
    arms = {arm.name: arm.factors for arm in plan.arms}
    base = arms[plan.reference]
    levels = [{str(factors.get(key)) for factors in arms.values()} for key in base]
    if plan.about["design"]["kind"] != "factorial" or any(len(level) > 2 for level in levels):
        return set(arms)
    return {robustness._changed(one, base) for one in arms.values() if sum(one[key] != base[key] for key in base) <= 1}


def test_every_claim_of_version_0_1_names_arms_and_outcomes_that_are_still_asked_for() -> None:
    from sim import Experiment
    from sim.experiment import Study
    from sim.statistics import better

    table = pd.read_csv(what_we_can_say.OLD)
    assert not table.duplicated(["question", "outcome", "first", "second"]).any()
    for question, own in table.groupby("question"):
        plan = Study(Experiment.load(robustness.HOME / str(question))).plan()
        assert {*own["first"], *own["second"]} <= arms_that_are_compared(plan), question
        assert set(own["outcome"]) <= set(plan.about["outcomes"]), question
        assert all(better(outcome) != "neither" for outcome in own["outcome"]), question
