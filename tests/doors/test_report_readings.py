"""What a report concludes: no more than its runs carry, of the question that was asked, outcome by outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis import exchange, log_interactions, paired_differences
from sim.experiment import Experiment, Study
from sim.report.basis import basis, facts, shortfalls
from sim.report.chapters import Asked, costs, differences, harms, indices, interactions, response, robustness, screen
from sim.report.figures.interaction_matrix import draw_interaction_matrix
from sim.report.page import chapters_of, write_report
from sim.statistics import FEWEST
from sim.store import Results, RunRow, RunStatus, Store

TOTAL, COST, LEAKS, VALUE = (
    "transfers_delivered",
    "programme_cost_million_yuan",
    "leaks",
    "value_delivered_million_yuan",
)
OPENING, CLERKS, RATE = "levers.market_opening.strength", "parameters.clerks", "parameters.leak_rate"
Made = Callable[[Mapping[str, Any], int], dict[str, float]]
"""Gives the outcomes of a run by the factors of its arm, with its name ("arm") and draw ("draw"), and by its seed."""


def asked_of(folder: Path, said: dict[str, Any], made: Made) -> Asked:
    """Return what a report reads of an experiment whose runs are made up."""
    plan = Study(Experiment.from_dict({"question": "What if?", "base": "tiny", **said})).plan()
    store = Store(folder)
    store.keep_plan(plan)
    rows = {}
    for run in plan.runs():
        arm = plan.arms[run.arm]
        known = {**arm.factors, "arm": arm.name, "draw": run.draw}
        rows[run.run] = RunRow(run.run, arm.scenarios[run.draw], run.seed, RunStatus.OK, "", made(known, run.seed))
    store.add(list(rows.values()), {})
    return Asked(Results(store))


def luck(seed: int) -> float:
    """Return the luck of a seed: a few deals more or less."""
    return float(np.random.default_rng(seed).normal())


GRID = {
    "design": {"kind": "grid"},
    "factors": {CLERKS: [30, 60, 90], OPENING: [0.0, 0.5, 1.0]},
    "outcomes": [TOTAL],
    "replications": 16,
}
ROLES = {"reference": "clerks=60, market_opening=0", "policy": [CLERKS, OPENING]}


def opened(known: Mapping[str, Any], seed: int) -> dict[str, float]:
    """Opening brings a deal for each clerk, at 100 million yuan; clerks bring half a deal each and cost nothing."""
    clerks, opening = known[CLERKS], known[OPENING]
    return {TOTAL: 100 + 0.5 * clerks + clerks * opening + luck(seed) * (1 + opening), COST: 100.0 * opening}


def test_a_report_compares_with_the_reference_and_leaves_the_free_out_of_the_costs(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, {**GRID, **ROLES}, opened)
    assert asked.arms[0] == asked.runs["arm"].iloc[0] == "clerks=60, market_opening=0"
    assert "against clerks=60, market opening=0" in differences.write(asked).answer
    assert ("Reference", "clerks=60, market_opening=0") in [(name, fact.text) for name, fact in facts(asked)]
    section = costs.write(asked)
    assert set(section.tables[0].data["arm"]) == {f"clerks=60, market_opening={level}" for level in ("0", "0.5", "1")}
    assert any("6 of 9 arms, which change what has no cost in the model (clerks)" in text for text in section.text)
    assert section.answer.startswith("Cheapest for transfers delivered is clerks=60, market opening=")
    # From 0 to 1 opening adds a deal for each clerk: 60 at the reference, 30 and 90 at the ends.
    said = response.write(asked).answer
    assert "market opening changes transfers delivered by +60" in said
    assert "By clerks it is +30" in said
    assert "at 30 and +90" in said


def test_without_roles_what_is_no_lever_is_not_chosen(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, GRID, opened)
    assert asked.plan.uncertain == [CLERKS]
    assert [one.setting for one in asked.settings] == ["clerks 30", "clerks 60", "clerks 90"]
    # Within a setting opening is compared with no opening, never with another number of clerks.
    table = next(table.data for table in differences.write(asked).tables if table.name == "differences")
    found = table.groupby("setting")["difference"].max().round(-1).to_dict()
    assert found == {"clerks 30": 30, "clerks 60": 60, "clerks 90": 90}
    assert "The same policy is best in 3 of 3 settings of clerks." in differences.write(asked).answer
    assert "setting in which the reference stands: clerks 30" in " ".join(costs.write(asked).text)


def test_arms_that_change_what_costs_nothing_are_left_out_of_the_costs(tmp_path: Path) -> None:
    arms = {
        "none": {},
        "opening": {"set": {OPENING: 1.0}},
        "clerks": {"set": {CLERKS: 300}},
        "free": {"set": {"barriers.secrecy": 0.0}},
    }
    gains = {"none": 0, "opening": 20, "clerks": 50, "free": 80}

    def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
        return {TOTAL: 100 + gains[known["arm"]] + luck(seed), COST: 100.0 * (known["arm"] == "opening")}

    asked = asked_of(tmp_path / "a", {"arms": arms, "replications": 8}, made)
    section = costs.write(asked)
    assert set(section.tables[0].data["arm"]) == {"none", "opening"}
    assert "Left out: 2 of 4 arms" in " ".join(section.text)
    free = {name: arm for name, arm in arms.items() if name != "opening"}
    nothing = asked_of(tmp_path / "b", {"arms": free, "replications": 8}, lambda known, seed: {TOTAL: 1.0, COST: 5.0})
    with pytest.raises(ValueError, match="every arm changes something that has no cost"):
        costs.write(nothing)


def test_what_is_paid_in_kind_has_its_price_in_every_setting(tmp_path: Path) -> None:
    dose = "levers.graded_declassification.strength"
    said = {
        "design": {"kind": "grid"},
        "factors": {RATE: [0.001, 0.004], dose: [0.0, 1.0]},
        "outcomes": [TOTAL, LEAKS, VALUE],
        "replications": 16,
    }

    def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
        more = known[dose]
        leaks = 2000 * known[RATE] * (1 + more) + 0.1 * luck(seed) * more
        return {TOTAL: 100 + 20 * more + luck(seed), LEAKS: leaks, VALUE: 600 * more + luck(seed), COST: 0.0}

    asked = asked_of(tmp_path, said, made)
    section = harms.write(asked)
    # Two leaks more for 600 million yuan at the low rate, eight at the high: 300 and 75 for each.
    table = next(table.data for table in section.tables if table.name == f"per_{LEAKS}_{VALUE}")
    assert table["per_harm"].tolist() == pytest.approx([300, 75], rel=0.05)
    assert ((table["low"] < table["per_harm"]) & (table["per_harm"] < table["high"])).all()
    assert "brings +20" in section.answer
    assert "where leak rate 0.001" in section.answer
    assert "where leak rate 0.004" in section.answer
    assert "pays while one more of leaks is worth less than this (million yuan)" in section.answer


def test_a_harm_that_may_not_rise_has_no_price() -> None:
    rows = [(arm, 0, seed, 5.0 * (arm == "b"), luck(seed) * (arm == "b")) for arm in "ab" for seed in range(8)]
    table = exchange(pd.DataFrame(rows, columns=["arm", "draw", "seed", TOTAL, LEAKS]), TOTAL, LEAKS)
    assert table["gain"].tolist() == [5]
    assert table[["per_harm", "low", "high"]].isna().all(axis=None)


def test_what_is_regretted_least_depends_on_what_may_be_spent(tmp_path: Path) -> None:
    price = {"none": 0.0, "opening": 80.0, "staff": 80.0, "all": 900.0}
    gains = {"none": 0, "opening": 20, "staff": 5, "all": 30}
    arms = {"none": {}, **{name: {"set": {OPENING: 0.1 * place}} for place, name in enumerate(list(price)[1:], 1)}}
    draws = {"number": 14, "parameters": {"barriers.secrecy": {"low": 0.4, "high": 0.8}}}

    def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
        return {TOTAL: 100.0 + gains[known["arm"]] + known["draw"], COST: price[known["arm"]]}

    said = {"arms": arms, "draws": draws, "replications": 6, "outcomes": [TOTAL, COST]}
    answer = robustness.write(asked_of(tmp_path / "many", said, made)).answer
    assert answer.startswith("Which arm is regretted least by transfers delivered depends on what may be spent")
    assert "none from 0 million yuan on (30.0), opening from 80.0 million yuan on (10.0) and all from 900" in answer
    assert "The last is best in 14 of 14 draws" in answer
    few = robustness.write(asked_of(tmp_path / "few", {**said, "draws": {**draws, "number": 3}}, made)).answer
    assert few.endswith("too few to say: 3 parameter draws, where 14 would do.")


def test_inputs_that_no_sentence_can_name_are_counted() -> None:
    names = [f"parameters.p{place}" for place in range(robustness.MOST_NAMED + 1)]
    assert robustness.drawn_words(names[:2]) == "parameters.p0, parameters.p1"
    assert robustness.drawn_words(names).startswith(
        "7 inputs that nobody knows for sure (listed below, under What was run"
    )


ARMS = {"none": {}, "opening": {"set": {OPENING: 1.0}}}


def lucky(known: Mapping[str, Any], seed: int) -> dict[str, float]:
    return {TOTAL: 100.0 + 5 * (known["arm"] == "opening") + luck(seed), COST: 10.0 * (known["arm"] == "opening")}


@pytest.mark.parametrize("seeds", [1, 2, FEWEST - 1, FEWEST])
def test_below_fourteen_seeds_no_arm_is_called_best(tmp_path: Path, seeds: int) -> None:
    asked = asked_of(tmp_path, {"arms": ARMS, "replications": seeds, "outcomes": [TOTAL]}, lucky)
    sections, _ = chapters_of(asked)
    answers = " ".join(section.answer for section in sections.values())
    enough = seeds >= FEWEST
    few = f"too few to say: {seeds} seed{'s' if seeds > 1 else ''}, where 14 would do"
    assert (few in answers) is not enough
    assert ("Opening is best" in answers) is enough
    assert ("Cheapest" in answers) is enough
    assert ("95 % intervals over seeds" in basis(asked)) is (seeds > 1)
    assert ("no intervals" in basis(asked)) is (seeds == 1)
    assert write_report(asked.results).exists()


def test_a_sentence_counts_the_pairs_that_its_figure_prints_in_bold() -> None:
    pairs = pd.DataFrame(
        {
            "first": ["barriers.a", "barriers.a", "barriers.b"],
            "second": ["barriers.b", "barriers.c", "barriers.c"],
            "log_ratio": [-0.5, 0.2, 0.1],
            "low": [-1.1, 0.05, 0.06],
            "high": [0.1, 0.35, 0.14],
            "chance": [0.48, 0.06, 0.01],  # corrected: the second's interval leaves zero out, its chance does not
        }
    )
    for chances, said in (
        ([0.48, 0.06, 0.01], "1 of 3 pairs interact beyond chance; strongest of them are b and c (+0.100"),
        (
            [0.48, 0.06, 0.2],
            "none of 3 pairs interacts beyond chance, all taken together; the largest found is a and b",
        ),
    ):
        table = pairs.assign(chance=chances)
        assert interactions.verdict(table, "").startswith(said)
        bold = [text for text in draw_interaction_matrix(table, TOTAL).axes[0].texts if text.get_fontweight() == "bold"]
        assert len(bold) == sum(chance < 0.05 for chance in chances)


def test_interactions_are_told_of_the_reference(tmp_path: Path) -> None:
    said = {
        "design": {"kind": "factorial"},
        "factors": {
            f"barriers.{name}": ["base", 0.0] for name in ("secrecy", "standards_mismatch", "market_separation")
        },
        "outcomes": [TOTAL],
        "replications": 16,
    }

    def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
        cleared = [known[key] == 0 for key in said["factors"]]  # type: ignore[attr-defined]
        bonus = 2.0 if cleared[0] and cleared[1] and not cleared[2] else 1.0
        return {TOTAL: 100 * 1.5 ** sum(cleared) * bonus * (1 + 0.01 * luck(seed + 10 * sum(cleared)))}

    asked = asked_of(tmp_path, said, made)
    answer = interactions.write(asked).answer
    assert "1 of 3 pairs interact beyond chance; strongest of them are secrecy and standards mismatch (+0.69" in answer
    by_hand = log_interactions(asked.runs, TOTAL)["log_ratio"]
    assert by_hand.round(1).tolist() == [0.7, 0, 0]


RANGES = {"barriers.secrecy": {"low": 0.2, "high": 0.9}, "parameters.fund": {"low": 0, "high": 200}}


@pytest.mark.parametrize(("kind", "write"), [("sobol", indices.write), ("morris", screen.write)])
def test_a_constant_outcome_takes_no_other_with_it(tmp_path: Path, kind: str, write: Callable[[Asked], Any]) -> None:
    said = {
        "design": {"kind": kind, "samples": 64},
        "factors": RANGES,
        "outcomes": [LEAKS, TOTAL],
        "replications": 1,
    }

    def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
        return {LEAKS: 3.0, TOTAL: 100 * known["barriers.secrecy"] + 0.01 * known["parameters.fund"]}

    section = write(asked_of(tmp_path / "one", said, made))
    assert [picture.name for picture in section.pictures] == [f"{kind}_{TOTAL}"]
    assert any(text.startswith("Leaks is left out: leaks is the same at all points") for text in section.text)
    assert "ecrecy" in section.answer
    asked = asked_of(tmp_path / "none", {**said, "outcomes": [LEAKS]}, made)
    sections, warnings = chapters_of(asked)
    assert sections == {}
    assert "leaks is the same at all points" in warnings[0]
    page = write_report(asked.results).read_text(encoding="utf-8")
    assert "too few" not in page
    assert "There is no answer. No chapter on" in page


def test_indices_are_judged_by_their_points_and_their_lead(tmp_path: Path) -> None:
    def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
        return {TOTAL: 100 * known["barriers.secrecy"] + 0.35 * known["parameters.fund"]}

    said = {"design": {"kind": "sobol", "samples": 4}, "factors": RANGES, "outcomes": [TOTAL], "replications": 1}
    few = indices.write(asked_of(tmp_path / "few", said, made)).answer
    assert few.endswith("too few to say: 4 base points, where 64 would do.")
    said["design"] = {"kind": "sobol", "samples": 64}
    even = indices.write(asked_of(tmp_path / "even", said, made)).answer
    assert "is not settled by 64 base points" in even
    clear = indices.write(asked_of(tmp_path / "clear", said, lambda known, _: {TOTAL: known["parameters.fund"]})).answer
    assert clear.startswith("Fund decides most")
    assert "the largest in 100 % of resamples" in clear


def test_an_outcome_that_some_run_lacks_is_named(tmp_path: Path) -> None:
    wait = "mean_office_wait_quarters"

    def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
        return {**lucky(known, seed), wait: float("nan") if seed == 0 else 1.0}

    asked = asked_of(tmp_path, {"arms": ARMS, "replications": 6, "outcomes": [TOTAL, wait]}, made)
    assert any(text.startswith("Mean office wait quarters is left out: 2 of 12 runs") for text in shortfalls(asked))
    assert asked.outcomes == [TOTAL]
    assert len(paired_differences(asked.runs, asked.outcomes)) == 1
