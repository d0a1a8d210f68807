"""Worlds that run longer, elsewhere or with another population are not compared without a word."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from sim import CollaborationModel, Experiment, ExperimentError, compare
from sim.cli import sim as command
from sim.cli.compare import arms_of
from sim.cli.compare import compare as compare_command
from sim.cli.edge import DONE, code_of
from sim.experiment import Study
from sim.experiment.plan.readings import ArmsLaid
from sim.outcomes import OUTCOMES
from sim.report.chapters import Asked
from sim.report.page import unlike_words, write_report
from sim.scenario import Scenario, ScenarioError, refuse_unlike, unlike, unlike_in_words
from sim.store import Results

ROOT = Path(__file__).parents[2]
KIND = {outcome.name: outcome.kind for outcome in OUTCOMES}

TINY = Scenario.load("tiny")
TOUCHED = {
    "run.quarters": 28,
    "run.start_year": 2019,
    "run.policy_year": 2021,
    "population.scale": 0.5,
    "population.seed": 2,
}


@pytest.mark.parametrize(("key", "value"), TOUCHED.items())
def test_worlds_that_differ_in_run_or_population_are_unlike(key: str, value: object) -> None:
    section, _, name = key.partition(".")
    other = TINY.with_(**{key: value})
    assert unlike({"a": TINY, "b": other}) == {key: {"a": getattr(getattr(TINY, section), name), "b": value}}


def test_worlds_that_differ_in_policy_alone_are_alike() -> None:
    arms = {
        "tiny": TINY,
        "open": TINY.with_(**{"barriers.secrecy": 0.2, "levers.market_opening.strength": 1.0}),
        "dear": TINY.with_(**{"parameters.exit_pace": 0.02}),
    }
    assert unlike(arms) == {}
    assert unlike({}) == {}
    assert unlike_in_words({}) == ""


def test_a_city_file_counts_by_what_is_read_in_it(tmp_path: Path) -> None:
    rows = Path("tests/data/second_region.csv").read_text(encoding="utf-8")
    one, same, other = (tmp_path / name for name in ("one.csv", "same.csv", "other.csv"))
    one.write_text(rows, encoding="utf-8")
    same.write_text(rows, encoding="utf-8")
    other.write_text("\n".join(rows.splitlines()[:-1]) + "\n", encoding="utf-8")
    worlds = {path.stem: TINY.with_(**{"region.cities": str(path)}) for path in (one, same, other)}
    assert unlike({"one": worlds["one"], "same": worlds["same"]}) == {}
    assert list(unlike(worlds)) == ["region.cities"]
    assert list(unlike({"shipped": TINY, "one": worlds["one"]})) == ["region.cities"]
    assert unlike({"shipped": TINY, "one": worlds["one"]})["region.cities"]["shipped"] == "chengdu-chongqing"


def test_the_refusal_names_the_keys_the_values_and_both_ways_out() -> None:
    arms = {"tiny": TINY, "baseline": Scenario.load("baseline"), "openness": Scenario.load("openness")}
    with pytest.raises(ScenarioError) as caught:
        refuse_unlike(arms, "sim compare", "--unlike")
    said = str(caught.value)
    assert "run.quarters (24 in tiny, 88 in baseline and 1 more)" in said
    assert "population.private_sample (0.02 in tiny, 0.18 in baseline and 1 more)" in said
    assert "set run.quarters, run.start_year" in said
    assert "--unlike" in said
    refuse_unlike({"tiny": TINY, "again": TINY}, "sim compare", "--unlike")


SHORT = TINY.with_(**{"run.quarters": 10, "run.start_year": 2019, "population.scale": 0.2})
LONG = SHORT.with_(**{"run.quarters": 14, "barriers.secrecy": 0.2})


def test_totals_over_other_horizons_are_not_subtracted_though_unlike_arms_are_asked_for() -> None:
    with pytest.raises(ScenarioError, match="unlike=True"):
        compare({"short": SHORT, "long": LONG}, readings=2)
    result = compare({"short": SHORT, "long": LONG}, readings=6, unlike=True)
    table = result.table.set_index("outcome")
    assert {name for name in KIND if not result.subtracted(name)} == {name for name in KIND if KIND[name] == "total"}
    totals, others = (table[[(KIND[name] == "total") is total for name in table.index]] for total in (True, False))
    assert totals[["difference", "low", "high", "share_better"]].isna().all(axis=None)
    assert totals[["mean", "baseline_mean"]].notna().all(axis=None)
    assert others.loc["mean_office_queue", ["difference", "low", "high"]].notna().all()
    assert result.horizons == {"short": 6, "long": 10}
    assert list(result.unlike) == ["run.quarters"]
    assert result.verdicts("transfers_delivered").empty
    assert result.verdicts("mean_office_queue")["readings"].tolist() == [6]


def test_totals_over_one_horizon_are_subtracted_and_the_population_is_named() -> None:
    large = SHORT.with_(**{"population.scale": 0.4})
    result = compare({"small": SHORT, "large": large}, readings=2, unlike=True)
    assert result.table.set_index("outcome").loc["deals_opened", "difference"] > 0
    assert result.unlike == {"population.scale": {"small": 0.2, "large": 0.4}}


def test_the_command_says_what_differs_and_what_is_not_subtracted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    arguments = ["compare", "tiny", "baseline", "--set", "population.scale=0.02", "--readings", "2", "--unlike"]
    assert code_of(command, [*arguments, "--out", str(out)]) == DONE
    said = capsys.readouterr()
    assert "differ in run.quarters (24 in tiny, 88 in baseline)" in said.err
    assert "not subtracted: counted over 16 quarters in tiny, 40 in baseline" in said.out
    assert "nothing can be said" in said.out
    assert "beats" not in said.out
    assert not (out / "figures" / "answer.png").exists()
    assert json.loads((out / "provenance.json").read_text())["unlike"]["run.start_year"] == {
        "tiny": 2018,
        "baseline": 2008,
    }
    asked = Asked(Results(out))
    assert [name for name in [*asked.outcomes, *asked.runs] if KIND.get(name) == "total"] == []
    assert "totals" in write_report(Results(out)).read_text(encoding="utf-8")
    assert ["run.quarters (24 in tiny" in line for line in unlike_words(asked)] == [True, False]


QUESTION = {"question": "What?", "base": "tiny", "replications": 1}


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"arms": {"a": {}, "b": {"set": {"run.quarters": 30}}}}, "run.quarters"),
        ({"arms": {"a": {}, "b": {"scenario": "baseline"}}}, "population.private_sample"),
        ({"design": {"kind": "grid"}, "factors": {"population.scale": [0.5, "base"]}}, "population.scale"),
        (
            {"design": {"kind": "latin_hypercube"}, "factors": {"run.start_year": {"low": 2018, "high": 2020}}},
            "run.start_year",
        ),
    ],
    ids=["set", "scenario", "levels", "spread"],
)
def test_an_experiment_of_unlike_arms_is_refused_unless_it_asks_for_them(said: dict[str, Any], key: str) -> None:
    with pytest.raises(ExperimentError, match=key) as caught:
        Experiment.from_dict({**QUESTION, **said})
    assert "unlike = true" in str(caught.value)
    plan = Study(Experiment.from_dict({**QUESTION, **said, "unlike": True})).plan()
    assert key in plan.about["unlike"]
    assert ("horizons" in plan.about) == key.startswith(("run", "population.private"))


def test_a_plan_of_like_arms_says_nothing_of_it() -> None:
    alike = {"arms": {"a": {}, "b": {"set": {"barriers.secrecy": 0.2}}}, "unlike": True}
    assert "unlike" not in Study(Experiment.from_dict({**QUESTION, **alike})).plan().about
    assert "unlike" not in ArmsLaid({"a": SHORT, "b": SHORT.with_(**{"barriers.secrecy": 0.2})}, None).plan(2).about


def test_totals_only_grow_while_a_run_goes_on() -> None:
    model = CollaborationModel(Scenario.load("reform_package").with_(**{"population.scale": 0.05}), seed=1)
    before: dict[str, float] = {}
    for _ in range(model.inputs.run.quarters):
        model.step()
        now = {name: value for name, value in model.outcomes().items() if KIND[name] == "total"}
        assert [name for name in before if now[name] < before[name] * (1.0 - 1e-12)] == []
        before = now
    bounded = {outcome.name for outcome in OUTCOMES if outcome.unit in ("share", "index", "quarters")}
    assert {KIND[name] for name in bounded} == {"average"}
    assert {name for name in KIND if KIND[name] == "state"} == {"licensed_firms", "active_firms", "firms"}


def comparisons_of(page: Path) -> list[list[str]]:
    """The comparisons that a page shows, each as its arguments; a line that ends in a backslash goes on."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = re.findall(r"(?m)^\s*(?:\.venv/bin/)?sim compare (.+)$", text)
    return [shlex.split(re.split(r"[|>&]", line)[0], comments=True) for line in lines]


PAGES = [
    *map(ROOT.joinpath, ("README.md", "Makefile")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *ROOT.glob("experiments/*/*.md"),
]


def test_every_comparison_that_the_documents_show_is_like_with_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = 0
    for page in PAGES:
        for name, text in re.findall(r"(?ms)^```toml\n# (\w+\.toml)\n(.*?)^```", page.read_text(encoding="utf-8")):
            (tmp_path / name).write_text(text, encoding="utf-8")
        for arguments in comparisons_of(page):
            asked = compare_command.make_context("compare", arguments).params
            assert not asked["unlike"], (page, arguments)
            assert len(arms_of(asked["names"], asked["settings"])) > 1
            shown += 1
    assert shown >= 7


@pytest.mark.parametrize("file", sorted(ROOT.glob("experiments/*/experiment.toml")), ids=lambda file: file.parent.name)
def test_every_shipped_experiment_is_like_with_like(file: Path) -> None:
    study = Study(Experiment.load(file))
    assert not study.experiment.content.unlike
    assert unlike({arm.name: study.scenario(place, 0) for place, arm in enumerate(study.arms)}) == {}
