"""The page that says where answers break finds the value that was put in, and says what is not known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments import robustness
from tests.doors.test_report_readings import OPENING, TOTAL, asked_of

SECRECY = "barriers.secrecy"
ARMS = {"none": {}, "opening": {"set": {OPENING: 1.0}}, "clerks": {"set": {"levers.clearance_staff.strength": 1.0}}}
DRAWN = {"number": 40, "parameters": {SECRECY: {"low": 0.4, "high": 0.8}, "parameters.clerks": {"low": 50, "high": 99}}}


def study(folder: Path, turns: float) -> Any:
    """Make up a study in which opening leads clerks until secrecy is coded above a value."""
    said = {"arms": ARMS, "draws": DRAWN, "replications": 1, "outcomes": [TOTAL], "question": "Opening or clerks?"}
    plan: list[Mapping[str, Any]] = []

    def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
        secrecy = plan[known["draw"]][SECRECY]
        gain = {"none": 0.0, "clerks": 500.0, "opening": 500.0 + 1000.0 * (turns - secrecy)}[known["arm"]]
        return {TOTAL: 1000.0 + gain + float(np.random.default_rng(known["draw"]).normal())}

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
    [far] = [one for claim, one in found.items() if "None" in claim]  # at 1.15, where no reading lies
    assert far.value == pytest.approx(1.15, abs=0.05)
    assert (far.beyond, far.readings) == (0, 40)


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
