"""Draws of parameters reach every arm: made from spreads, read from a table, or those of the calibration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Experiment, sweep
from sim.cli import sim as command
from sim.cli.edge import code_of
from sim.experiment import ExperimentError, Study
from sim.experiment.reading.draws import SHIPPED
from sim.scenario.settings import SETTING_BY_NAME
from sim.statistics import Pairs

ASKED: dict[str, Any] = {
    "question": "?",
    "base": "tiny",
    "replications": 2,
    "arms": {"none": {}, "open": {"set": {"barriers.secrecy": 0.1}}},
}


def test_the_posterior_reaches_every_arm_and_is_crossed_with_the_seeds() -> None:
    asked = Experiment.from_dict({**ASKED, "parameters_from": "posterior", "draws": {"number": 3}})
    table = pd.read_csv(SHIPPED["posterior"])
    study = Study(asked)
    assert len(study.plan()) == 2 * 3 * 2
    for draw in range(3):
        for arm in (0, 1):
            scenario = study.scenario(arm, draw)
            for key, value in table.iloc[draw].items():
                section, name = str(key).split(".")
                found = getattr(scenario, section)[name]
                assert found == (0.1 if arm == 1 and key == "barriers.secrecy" else value)


def test_without_a_number_all_draws_of_the_posterior_are_taken() -> None:
    asked = Experiment.from_dict({**ASKED, "parameters_from": "posterior"})
    table = pd.read_csv(SHIPPED["posterior"])
    assert len(asked.draws) == len(table) > 1
    assert list(asked.draws[0]) == list(table.columns)
    assert Study(asked).plan().about["drawn"] == list(table.columns)


def test_the_posterior_stays_within_what_the_evidence_supports() -> None:
    table = pd.read_csv(SHIPPED["posterior"])
    assert np.isfinite(table.to_numpy()).all()
    for key in table.columns:
        section, name = key.split(".")
        if section == "parameters":
            setting = SETTING_BY_NAME[name]
            low = min(setting.plausible[0], setting.default)
            high = max(setting.plausible[1], setting.default)
            assert table[key].between(low, high).all()
            assert not setting.whole or (table[key] % 1 == 0).all()
        else:
            assert section == "barriers"
            assert table[key].between(0, 1, inclusive="neither").all()


def test_a_factor_counts_before_a_draw_and_base_means_the_draw() -> None:
    asked = Experiment.from_dict(
        {
            "question": "?",
            "base": "tiny",
            "parameters_from": "posterior",
            "draws": {"number": 1},
            "design": {"kind": "factorial"},
            "factors": {"barriers.secrecy": ["base", 0.0]},
        }
    )
    drawn = asked.draws[0]["barriers.secrecy"]
    assert [Study(asked).scenario(arm, 0).barriers["secrecy"] for arm in (0, 1)] == [drawn, 0.0]


def test_a_sweep_makes_every_run_of_every_draw(tmp_path: Path) -> None:
    asked = Experiment.from_dict({**ASKED, "parameters_from": "posterior", "draws": {"number": 2}})
    runs = sweep(asked, tmp_path / "out").frame(ok_only=True)
    assert len(runs) == 8
    assert sorted(zip(runs["draw"], runs["seed"], strict=True)) == sorted([(d, s) for d in (0, 1) for s in (0, 1)] * 2)


def test_draws_with_seeds_of_their_own_share_none_and_keep_them_when_seeds_are_added() -> None:
    draws = {"number": 3, "seeds": "own", "parameters": {"barriers.secrecy": {"low": 0.5, "high": 0.8}}}
    study = Study(Experiment.from_dict({**ASKED, "draws": draws}))
    few, more = study.plan(), study.plan(4)
    assert few.frame().groupby("seed")["draw"].nunique().eq(1).all()
    assert few.frame().groupby(["draw", "seed"])["arm"].nunique().eq(2).all()
    assert {run.run for run in few.runs()} < {run.run for run in more.runs()}
    pairs = few.frame().query("arm == 'none'").sort_values(["draw", "seed"])
    assert Pairs.of(pairs["draw"], pairs["seed"]).layout == "nested"
    assert "draw_seeds" not in Study(Experiment.from_dict(ASKED)).plan().about


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("barriers.secrecy,barriers.secrecy\n0.5,0.6\n", "column barriers.secrecy stands twice"),
        ("barriers.secrecy,,parameters.lag\n0.5,0.6,1\n", "must name a dotted key for every column"),
        ("barriers.secrecy,\n0.5,0.6\n", "line 2 has 2 values for 1 columns"),
        ("barriers.secrecy;barriers.market_separation\n0,5;0,6\n", "'0,5' is no number; did you mean 0.5?"),
        ("barriers.secrecy\n0.5,0.6\n", "line 2 has 2 values for 1 columns"),
        ("barriers.secrecy\n0.5\nhalf\n", "line 3: barriers.secrecy = 'half' is no number"),
        ("barriers.secrecy\n0.5\n1.5\n0.5\n", "barriers.secrecy = 1.5 is not allowed"),
        ("barriers.secrecy\n0.5\nnan\n0.5\n", "barriers.secrecy"),
        ("barriers.secrec\n0.5\n0.5\n0.5\n", "did you mean barriers.secrecy"),
        ("parameters.candidates\n4\n4.5\n4\n", "parameters.candidates"),
        ("", "must name a dotted key"),
    ],
)
def test_a_wrong_table_of_draws_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "draws.csv").write_text(text)
    with pytest.raises(ExperimentError) as refused:
        Experiment.from_dict({**ASKED, "draws": {"file": "draws.csv", "number": 3}}, folder=tmp_path)
    assert said in str(refused.value)


HALVES = "barriers.secrecy\n0.5\n0.6\n0.7\n"


def test_a_table_without_a_number_gives_all_its_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "draws.csv").write_text(HALVES)
    (tmp_path / "asked.toml").write_text(
        'question = "?"\nbase = "tiny"\nreplications = 2\n[draws]\nfile = "draws.csv"\n[arms.a]\n'
    )
    asked = Experiment.load(tmp_path / "asked.toml")
    assert [draw["barriers.secrecy"] for draw in asked.draws] == [0.5, 0.6, 0.7]
    assert asked.warnings == ()
    arguments = ["sweep", str(tmp_path / "asked.toml"), "--dry-run", "--out", str(tmp_path / "out")]
    assert code_of(command, arguments) == 0
    assert "1 arms x 3 draws x 2 seeds: 6 runs" in capsys.readouterr().err
    assert code_of(command, [*arguments, "--set", "draws.number=1"]) == 0
    said = capsys.readouterr().err
    assert "draws.csv holds 3 draws; the first 1 are taken" in said
    assert "1 arms x 1 draws x 2 seeds: 2 runs" in said


def test_a_table_of_more_draws_than_the_most_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "draws.csv").write_text(HALVES)
    monkeypatch.setattr("sim.experiment.reading.draws.MOST_ROWS", 2)
    with pytest.raises(ExperimentError, match="more than 2 draws"):
        Experiment.from_dict({**ASKED, "draws": {"file": "draws.csv"}}, folder=tmp_path)
    monkeypatch.setattr("sim.experiment.reading.draws.MOST_ROWS", 3)
    assert len(Experiment.from_dict({**ASKED, "draws": {"file": "draws.csv"}}, folder=tmp_path).draws) == 3


def test_a_number_of_draws_of_nothing_is_refused() -> None:
    with pytest.raises(ExperimentError, match="nothing is drawn"):
        Experiment.from_dict({**ASKED, "draws": {"number": 5}})
