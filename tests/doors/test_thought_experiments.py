"""A world that no policy brings about is shown beside policies and has no place in any order, wherever it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sim import Scenario
from sim.cli import sim as command
from sim.cli.edge import BAD_INPUT, DONE, code_of
from sim.experiment.plan.readings import thought_of
from sim.report.brief import answer_to
from sim.report.chapters import differences, robustness
from sim.report.figures import draw_forest
from sim.report.page import write_report
from sim.scenario.shipped import shipped_names
from tests.doors.command_line import QUICK, Said
from tests.doors.test_report_readings import COST, LEAKS, OPENING, TOTAL, asked_of, luck

KIND = {"kind": "thought_experiment"}
ARMS = {"none": {}, "opening": {"set": {OPENING: 1.0}}, "dream": {"set": {OPENING: 0.9}, **KIND}}


def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
    gain = {"none": 0, "opening": 20, "dream": 900}[known["arm"]]
    return {TOTAL: 100.0 + gain + luck(seed), COST: 10.0 * (gain > 0), LEAKS: 1.0 + (gain > 0)}


def test_a_scenario_and_an_arm_say_that_they_are_thought_experiments(tmp_path: Path) -> None:
    plain, said = Scenario(), Scenario.from_dict(KIND)
    assert (plain.thought, said.thought) == (False, True)
    assert plain.digest == said.digest  # it changes no result
    assert Scenario.from_dict(said.to_dict()).thought
    assert Scenario.from_dict({"barriers": {"secrecy": 0.0}}).thought  # where no coding puts it
    asked = asked_of(tmp_path, {"arms": ARMS, "replications": 2, "outcomes": [TOTAL]}, made)
    assert asked.thought == ["dream"]
    assert thought_of({"a": said, "b": plain, "c": said}) == ["c"]  # the first is what others are compared with


def test_what_is_shipped_without_a_barrier_is_a_thought_experiment() -> None:
    thought = {name for name in shipped_names() if Scenario.load(name).thought}
    without = {name for name in shipped_names() if name.startswith("without_")}
    assert len(without) > 3
    assert thought == {"no_barriers", "all_barriers"} | without


def test_it_is_refused_by_another_word(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "dream.toml"
    file.write_text('kind = "dream"\n', encoding="utf-8")
    assert code_of(command, ["validate", str(file)]) == BAD_INPUT
    said = capsys.readouterr()
    assert "thought_experiment" in said.err + said.out


def test_it_has_no_place_in_order_regret_efficient_set_and_costs(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, {"arms": ARMS, "replications": 32, "outcomes": [TOTAL, LEAKS]}, made)
    answer = answer_to(asked)
    assert answer is not None
    assert [(row.arm, row.thought) for row in answer.arms] == [("opening", False), ("dream", True)]
    assert "dream" not in {arm for pair in answer.pairs for arm in (pair.first, pair.second)}
    dream = answer.arms[1]
    assert dream.efficient != dream.efficient  # NaN
    assert dream.regret != dream.regret
    assert answer.arms[0].regret == 0
    text = write_report(asked.results).read_text(encoding="utf-8")
    prose = re.sub(r"(?s)<(svg|style|table|script)\b.*?</\1>", " ", text)
    assert "Opening beats None" in prose
    assert "Thought experiments, which no policy brings about" in prose
    assert not re.search(r"[Dd]ream (beats|is best|is ahead|leads|brings|costs|from)", prose)
    section = differences.write(asked)
    [pairs] = [picture.data for picture in section.pictures if picture.name == f"pairs_{TOTAL}"]
    assert "dream" not in {*pairs["first"], *pairs["second"]}


def test_thought_experiments_alone_have_no_order(tmp_path: Path) -> None:
    arms = {name: arm for name, arm in ARMS.items() if name != "opening"}
    asked = asked_of(tmp_path, {"arms": arms, "replications": 16, "outcomes": [TOTAL]}, made)
    with pytest.raises(ValueError, match="those have no order"):
        robustness.write(asked)
    assert differences.write(asked).answer == ""
    text = write_report(asked.results).read_text(encoding="utf-8")
    assert "Thought experiments alone: there is no order" in text


def test_a_figure_draws_it_below_a_rule(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, {"arms": ARMS, "replications": 16, "outcomes": [TOTAL]}, made)
    table = next(
        picture.data for picture in differences.write(asked).pictures if picture.name.startswith("differences")
    )
    figure = draw_forest(table, TOTAL, "none", apart=asked.thought)
    names_drawn = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names_drawn == ["opening", "dream"]  # though the dream's difference is the larger
    assert any(line.get_linestyle() == "--" for line in figure.axes[0].lines)


def test_the_screen_shows_it_below_a_rule(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "dream.toml"
    file.write_text('extends = "openness"\nkind = "thought_experiment"\n', encoding="utf-8")
    given = ["compare", "baseline", "coordination_led", str(file), *QUICK, "--readings", "2"]
    assert code_of(command, given) == DONE
    said = capsys.readouterr().out
    assert said.index("Coordination led") < said.index("Thought experiments") < said.rindex("ream")
