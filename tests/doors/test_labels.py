"""Every arm of an experiment has a name of its own, as short as keeps it apart from the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.cli import sim as command
from sim.cli.edge import code_of
from sim.experiment import Experiment, ExperimentError, Study
from sim.experiment.plan.names import level_texts, refuse_equal_names


def names_of(levels: list[Any], key: str = "barriers.secrecy") -> list[str]:
    said = {"question": "?", "base": "tiny", "design": {"kind": "factorial"}, "factors": {key: levels}}
    return [arm.name for arm in Study(Experiment.from_dict(said)).plan().arms]


@pytest.mark.parametrize(
    ("levels", "names"),
    [
        ([0.0, 0.65], ["0", "0.65"]),
        ([0.1, 0.1000001], ["0.1", "0.1000001"]),
        ([0.5000001, 0.5000002, 0.25], ["0.5000001", "0.5000002", "0.25"]),
        ([0.1234567890123, 0.1234567890124], ["0.1234567890123", "0.1234567890124"]),
        ([1, 0.9999999], ["1", "0.9999999"]),
        ([1 / 3, 2 / 3], ["0.333333", "0.666667"]),
    ],
)
def test_a_name_has_the_fewest_digits_that_keep_it_apart(levels: list[Any], names: list[str]) -> None:
    assert names_of(levels) == [f"secrecy={name}" for name in names]


def test_numbers_one_rounding_apart_can_be_written_apart() -> None:
    text = level_texts([0.3, 0.1 + 0.2])
    assert text(0.3) != text(0.1 + 0.2)


def test_two_arms_of_one_name_are_refused_before_a_run_is_made() -> None:
    refuse_equal_names(["a", "b"])
    with pytest.raises(ExperimentError, match="two arms are called 'a'"):
        refuse_equal_names(["a", "b", "a"])
    said = {
        "question": "?",
        "base": "tiny",
        "factors": {"parameters.exit_pace": [0.01], "barriers.secrecy": [0.1, 0.2]},
        "arms": {"a": {}, "a, exit_pace=0.01": {}},
    }
    assert len(Study(Experiment.from_dict(said)).plan().arms) == 4


def test_a_sweep_of_levels_that_agree_in_six_digits_ends_in_a_report(tmp_path: Path) -> None:
    (tmp_path / "asked.toml").write_text(
        'question = "?"\nbase = "tiny"\nreplications = 2\n[design]\nkind = "grid"\n[factors]\n'
        '"barriers.secrecy" = [0.5000001, 0.5000002]\n'
    )
    out = str(tmp_path / "out")
    for arguments in (["sweep", str(tmp_path / "asked.toml"), "--out", out], ["status", out], ["report", out]):
        assert code_of(command, [*arguments]) == 0, arguments
