"""Codes of human readers: the sheet is read with care, agreement is the textbook's, codings lie about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.coding.__main__ import main
from experiments.coding.codes import STATEMENTS, agreement, alpha, by_barrier, codings, read_sheet, write_sheet
from sim.barriers import BARRIERS
from sim.scenario.coding import CODING_SD, SCALE

pytest.importorskip("krippendorff")
pytest.importorskip("scipy")


def filled(file: Path, codes: dict[int, str]) -> Path:
    """Write a sheet and fill in codes by number of the statement."""
    write_sheet(file)
    head = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    table = pd.read_csv(file, comment="#", dtype=str, keep_default_na=False)
    table["code"] = [codes.get(int(number), "") for number in table["number"]]
    file.write_text("\n".join(head) + "\n" + table.to_csv(index=False), encoding="utf-8")
    return file


def test_every_barrier_has_statements_with_their_section() -> None:
    table = pd.read_csv(STATEMENTS, dtype=str)
    assert set(table["barrier"]) == {barrier.name for barrier in BARRIERS}
    assert table.groupby("barrier").size().min() >= 3
    assert table["section"].str.fullmatch(r"\d\.\d").all()


def test_a_coder_s_intensity_is_the_mean_of_the_codes_given(tmp_path: Path) -> None:
    coder = read_sheet(filled(tmp_path / "one.csv", {1: "0.5", 2: "0.65", 3: "0.8", 4: "0.35"}))
    found = by_barrier(coder)
    assert found["standards_mismatch"] == pytest.approx(0.65)
    assert found["secrecy"] == pytest.approx(0.35)
    assert np.isnan(found["market_separation"])


def test_alpha_is_that_of_the_textbook() -> None:
    """Two coders, four units, interval scale, by hand: 1 - observed disagreement over that expected by chance."""
    steps = [np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 2.0, 3.0, 5.0])]
    values = np.concatenate(steps)
    expected = np.mean([(a - b) ** 2 for i, a in enumerate(values) for j, b in enumerate(values) if i != j])
    observed = np.mean((steps[0] - steps[1]) ** 2)
    assert alpha(steps) == pytest.approx(1.0 - observed / expected)
    assert alpha([steps[0], steps[0]]) == pytest.approx(1.0)


def test_codings_lie_about_the_codes_of_the_coders(tmp_path: Path) -> None:
    low = read_sheet(filled(tmp_path / "a.csv", dict.fromkeys(range(1, 17), "0.35")))
    high = read_sheet(filled(tmp_path / "b.csv", dict.fromkeys(range(1, 17), "0.8")))
    alone, both = codings([low], 2000), codings([low, high], 2000)
    assert alone["barriers.secrecy"].mean() == pytest.approx(0.35, abs=0.01)
    assert alone["barriers.secrecy"].std() == pytest.approx(CODING_SD, abs=0.005)
    assert both["barriers.secrecy"].mean() == pytest.approx(0.575, abs=0.02)
    assert ((both > 0.0) & (both < 1.0)).all(axis=None)


def test_a_barrier_that_nobody_coded_keeps_the_code_in_use(tmp_path: Path) -> None:
    table = codings([read_sheet(filled(tmp_path / "a.csv", {4: "0.2"}))], 2000)
    assert table["barriers.secrecy"].mean() == pytest.approx(0.2, abs=0.01)
    body = next(barrier for barrier in BARRIERS if barrier.name == "missing_coordination_body")
    assert table["barriers.missing_coordination_body"].mean() == pytest.approx(body.default, abs=0.01)


def test_one_coder_is_not_said_to_agree(tmp_path: Path) -> None:
    assert "nothing can be said of agreement" in agreement([read_sheet(filled(tmp_path / "a.csv", {1: "0.5"}))])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("\n1,", "\n7,", 1), "in order"),
        (lambda text: text.replace(",code", ",kode"), "no column code"),
        (lambda text: text.rstrip("\n") + "0.7\n", "not on the scale"),
        (lambda text: text.rstrip("\n") + "much\n", "not on the scale"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused(
    tmp_path: Path, change: Callable[[str], str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sheet.csv"
    write_sheet(file)
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert main(["read", str(file)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert str(file) in error


def test_a_sheet_is_never_written_over_and_none_is_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    assert main(["sheet", str(file)]) == 0
    assert main(["sheet", str(file)]) == 2
    assert main(["read", str(tmp_path / "none.csv")]) == 2


def test_codings_are_readings(tmp_path: Path) -> None:
    """What is written is what `[readings] coding` takes."""
    from sim import Experiment

    coder = filled(tmp_path / "a.csv", dict.fromkeys(range(1, 17), "0.5"))
    assert main(["read", str(coder), "--out", str(tmp_path / "codings.csv"), "--number", "20"]) == 0
    data = {
        "question": "Does the coding matter?",
        "base": "baseline",
        "readings": {"number": 4, "twins": 0, "coding": "codings.csv"},
        "arms": {"baseline": {}, "opened": {"scenario": "openness"}},
    }
    assert Experiment.from_dict(data, name="coded", folder=tmp_path).readings.asked.coding == "codings.csv"


def test_the_scale_rises_by_equal_steps() -> None:
    levels = list(SCALE)
    assert np.diff(levels) == pytest.approx(0.15)
