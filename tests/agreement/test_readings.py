"""Readings: every arm meets the same, more of them keep those that were there, and who makes them does not matter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Experiment, Scenario, compare, sweep
from sim.experiment import ExperimentError, Study, SweepOptions
from sim.experiment.designs.forms import array, declared_switches, form_name, forms_of
from sim.experiment.make.deciding import asked_pairs, undecided
from sim.experiment.plan.readings import ArmsLaid
from sim.experiment.reading.draws import SHIPPED
from sim.experiment.reading.readings import ReadingsAsked, ReadingSource
from sim.scenario.wording import Key
from sim.store import TWIN_SEED, Plan, Results

SMALL = {"run.quarters": 16, "run.start_year": 2019, "population.scale": 0.3}
TINY = Scenario.load("tiny").with_(**SMALL)
OPEN = TINY.with_(**{"levers.market_opening.strength": 1.0})
SECRET = TINY.with_(**{"barriers.secrecy": 0.3})
SWITCHES = {"structure.demand": ("budgets", "unlimited"), "structure.gates": ("product", "partly_joint", "weakest")}


def ids(plan: Plan) -> set[str]:
    return {run.run for run in plan.runs()}


def plan_of(arms: dict[str, Scenario], number: int, **asked: Any) -> Plan:
    return ArmsLaid(arms, ReadingSource.of(ReadingsAsked(**asked))).plan(number)


def test_more_readings_keep_those_that_were_there_and_one_more_arm_makes_its_own_runs_only() -> None:
    arms = {"base": TINY, "open": OPEN}
    few, more = plan_of(arms, 16), plan_of(arms, 32)
    assert ids(few) < ids(more)
    assert more.draws[:16] == few.draws
    assert (len(few), len(more)) == (2 * (16 + 8), 2 * (32 + 8))
    third = plan_of({**arms, "secret": SECRET}, 16)
    assert ids(few) < ids(third)
    assert len(ids(third) - ids(few)) == 16 + 8
    assert few.id != more.id


def test_a_reading_is_a_row_and_a_seed_and_a_twin_the_same_row_under_another() -> None:
    plan = plan_of({"base": TINY, "open": OPEN}, 16)
    runs = list(plan.runs())
    assert [(run.draw, run.seed) for run in runs if run.arm == 0 and not run.twin] == [(n, n) for n in range(16)]
    twins = [run for run in runs if run.twin]
    assert [(run.draw, run.seed) for run in twins if run.arm == 1] == [(n, TWIN_SEED + n) for n in range(8)]
    assert len({str(draw) for draw in plan.draws}) == 16
    assert plan.twins == 8
    assert plan_of({"base": TINY}, 13).twins == 0  # of too few readings nothing is concluded
    assert plan_of({"base": TINY}, 64).twins == 16
    assert plan_of({"base": TINY}, 6, twins=9).twins == 6


def test_rows_come_back_only_when_all_were_taken() -> None:
    source, rows = ReadingSource.of(ReadingsAsked(costs=False)), len(pd.read_csv(SHIPPED["posterior"]))
    taken = [str(sorted(row.items())) for row in source.take(2 * rows)]
    assert len(set(taken[:rows])) == rows > 100
    assert sorted(taken[rows:]) == sorted(taken[:rows])
    assert taken[rows:] != taken[:rows]
    other = ReadingSource.of(ReadingsAsked(seed=1, costs=False)).take(8)
    assert other != source.take(8)


def test_no_reading_moves_what_an_arm_sets_or_what_was_set_by_hand() -> None:
    laid = ArmsLaid({"base": TINY, "secret": SECRET}, ReadingSource.of(ReadingsAsked()), {"parameters.clerks"})
    plan = laid.plan(8)
    for draw, reading in enumerate(plan.draws):
        base, secret = laid.scenario(0, draw), laid.scenario(1, draw)
        assert base.barriers["secrecy"] == reading["barriers.secrecy"]
        assert secret.barriers["secrecy"] == 0.3
        assert base.parameters["clerks"] == secret.parameters["clerks"] == TINY.parameters["clerks"]
        assert (
            base.parameters["learning_rate"]
            == secret.parameters["learning_rate"]
            == reading["parameters.learning_rate"]
        )
    assert plan.readings["held"] == ["parameters.clerks"]
    assert plan.readings["base"]["barriers.secrecy"] == TINY.barriers["secrecy"]


def test_thought_experiments_and_what_has_no_price_are_written_down() -> None:
    thought = TINY.with_(**{"barriers.secrecy": 0.0})
    plan = plan_of({"base": TINY, "open": OPEN, "thought": thought}, 8)
    assert plan.about["thought"] == ["thought"]
    assert plan.about["unpriced"] == {"thought": ["barriers.secrecy"]}


def test_codings_of_ones_own_take_the_place_of_those_of_the_rows(tmp_path: Path) -> None:
    file = tmp_path / "coders.csv"
    file.write_text("barriers.secrecy,barriers.market_separation\n0.5,0.6\n0.7,0.4\n0.9,0.5\n")
    readings = ReadingSource.of(ReadingsAsked(coding=str(file))).take(6)
    rows = ReadingSource.of(ReadingsAsked()).take(6)
    assert {row["barriers.secrecy"] for row in readings[:3]} == {0.5, 0.7, 0.9}
    assert "barriers.standards_mismatch" not in readings[0]
    assert [row["parameters.clerks"] for row in readings] == [row["parameters.clerks"] for row in rows]
    file.write_text("parameters.clerks\n9\n")
    with pytest.raises(ValueError, match=r"has a column parameters\.clerks, which codes no barrier"):
        ReadingSource.of(ReadingsAsked(coding=str(file)))


@pytest.mark.parametrize("switches", range(1, 17))
def test_an_array_of_forms_keeps_every_switch_apart_from_every_other_and_from_pairs(switches: int) -> None:
    signs = 2 * array(switches) - 1
    assert len(signs) == {1: 2, 2: 4, 3: 8, 4: 8}.get(switches, 16 if switches <= 8 else 32)
    assert (signs[0] == -1).all()  # the first row is what is shipped
    assert (signs.sum(axis=0) == 0).all()
    assert (signs.T @ signs == len(signs) * np.eye(switches)).all()
    pairs = [signs[:, one] * signs[:, other] for one in range(switches) for other in range(one)]
    for index, pair in enumerate(pairs):
        with_main = pair @ signs
        of_pair = [(one, other) for one in range(switches) for other in range(one)][index]
        assert all(with_main[one] == 0 for one in range(switches) if one not in of_pair)


def test_switches_are_those_that_scenarios_declare() -> None:
    keys = {
        "structure": Key("structure", "", "", section=True),
        "structure.demand": Key("structure.demand", "", "", "'budgets'", choices=("unlimited", "budgets")),
        "structure.strength": Key("structure.strength", "", "", "1"),
        "run.kind": Key("run.kind", "", "", "'a'", choices=("a", "b")),
    }
    assert declared_switches(keys) == {"structure.demand": ("budgets", "unlimited")}
    assert forms_of(("shipped",), SWITCHES) == ({},)
    assert forms_of(("all",), {}) == ({},)
    assert len(forms_of(("all",), SWITCHES)) == 4
    [first, other] = forms_of(("gates=weakest",), SWITCHES)
    assert first == {"structure.gates": "product"}
    assert form_name(first, SWITCHES) == "shipped"
    assert form_name(other, SWITCHES) == "gates-weakest"
    with pytest.raises(ValueError, match="there is no switch of form 'demant'; the switches of form are demand, gates"):
        forms_of(("demant",), SWITCHES)
    with pytest.raises(ValueError, match="gates is shipped as product, and may be partly_joint or weakest"):
        forms_of(("gates=tight",), SWITCHES)


def test_every_form_has_rows_of_its_own_and_one_without_is_refused_by_name(tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text("parameters.clerks\n" + "\n".join(str(value) for value in range(80, 90)))
    asked = ReadingsAsked(source="rows.csv", number=8, forms=("all",))
    with pytest.raises(ValueError, match=r"no rows were fitted under the form demand-unlimited: .*is no reading"):
        ReadingSource.of(asked, tmp_path, SWITCHES)
    for number, form in enumerate(forms_of(("all",), SWITCHES)):
        if number:
            own = tmp_path / f"rows_{form_name(form, SWITCHES)}.csv"
            own.write_text("parameters.clerks\n" + "\n".join(str(100 * number + value) for value in range(10)))
    source = ReadingSource.of(asked, tmp_path, SWITCHES)
    readings = source.take(8)
    names = [form_name({key: row[key] for key in SWITCHES}, SWITCHES) for row in readings]
    assert names[:4] == names[4:]
    assert names[0] == "shipped"
    assert [int(row["parameters.clerks"]) // 100 for row in readings] == [0, 1, 2, 3] * 2
    assert source.block == 8
    with pytest.raises(ValueError, match="6 readings do not fall evenly on 4 forms; ask for 4 or 8"):
        ReadingSource.of(ReadingsAsked(source="rows.csv", number=6, forms=("all",)), tmp_path, SWITCHES)


def test_each_other_word_is_a_form_and_one_that_cannot_fit_is_left_out(tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text("parameters.clerks\n80\n81\n")
    asked = ReadingsAsked(source="rows.csv", number=6, forms=("each",), costs=False)
    (tmp_path / "rows_demand-unlimited.csv").write_text("parameters.clerks\n100\n101\n")
    (tmp_path / "rows_gates-weakest.csv").write_text("parameters.clerks\n200\n201\n")
    with pytest.raises(ValueError, match="no rows were fitted under the form gates-partly_joint"):
        ReadingSource.of(asked, tmp_path, SWITCHES)
    for word, said in (("no", "cannot meet the patterns"), ("untold", "too few runs to know")):
        (tmp_path / "fits.csv").write_text(f"form,fits\nshipped,yes\ngates-partly_joint,{word}\n")
        with pytest.raises(ValueError, match=f"gates-partly_joint was fitted .*{said}"):
            ReadingSource.of(replace(asked, forms=("gates=partly_joint",)), tmp_path, SWITCHES)
    readings = ReadingSource.of(asked, tmp_path, SWITCHES).take(6)
    names = [form_name({key: row[key] for key in SWITCHES}, SWITCHES) for row in readings]
    assert names == ["shipped", "demand-unlimited", "gates-weakest"] * 2
    assert [int(row["parameters.clerks"]) // 100 for row in readings] == [0, 1, 2] * 2
    assert len(ReadingSource.of(replace(asked, number=5), tmp_path, SWITCHES).take(5)) == 5, "they are no array to fill"


ASKED: dict[str, Any] = {
    "question": "Does opening pay, whatever the reading?",
    "base": "tiny",
    "readings": {"number": 4, "twins": 2},
    "arms": {"none": {}, "open": {"set": {"levers.market_opening.strength": 1.0}}},
}
QUICK = tuple(f"{key}={value}" for key, value in SMALL.items())


def table_of(results: Results) -> bytes:
    frame = results.whole()
    assert len(frame) == len(results.plan) == 2 * (4 + 2)
    return pd.util.hash_pandas_object(frame.drop(columns="message").astype({"arm": str})).to_numpy().tobytes()


def test_a_sweep_of_readings_is_the_same_whoever_makes_it_and_whoever_is_stopped(tmp_path: Path) -> None:
    asked = Experiment.from_dict(ASKED, settings=QUICK)
    whole = sweep(asked, tmp_path / "one")
    for number in (2, 1, 3):
        sweep(asked, tmp_path / "shards", options=SweepOptions(share=(number, 3)))
    sweep(asked, tmp_path / "two", jobs=2)
    tables = {table_of(Results(tmp_path / name)) for name in ("one", "shards", "two")}
    assert len(tables) == 1
    assert len({Results(tmp_path / name).digest() for name in ("one", "shards", "two")}) == 1
    assert whole.frame()["seed"].tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert whole.frame(twins=True)["seed"].tolist() == [TWIN_SEED, TWIN_SEED, TWIN_SEED + 1, TWIN_SEED + 1]
    fresh: list[int] = []
    more = {**ASKED, "readings": {"number": 6, "twins": 2}}
    grown = sweep(
        Experiment.from_dict(more, settings=QUICK),
        tmp_path / "one",
        options=SweepOptions(progress=lambda told: fresh.append(told.fresh)),
    )
    assert fresh[-1] == 2 * 2
    assert (whole.looks, grown.looks) == (1, 2)  # two more readings after a look: no number that was fixed beforehand


def test_a_comparison_makes_the_same_readings_as_a_sweep_and_keeps_them(tmp_path: Path) -> None:
    asked = ReadingsAsked(number=4, twins=2)
    told: list[tuple[int, int]] = []
    arms = {"none": TINY, "open": OPEN}
    kept = compare(arms, asked, store=tmp_path / "store", progress=lambda *now: told.append(now))
    assert told[-1] == (12, 12)
    again = compare(arms, asked, jobs=2)
    pd.testing.assert_frame_equal(kept.runs, again.runs, check_exact=True)
    pd.testing.assert_frame_equal(kept.twins, again.twins, check_exact=True)
    swept = sweep(Experiment.from_dict(ASKED, settings=QUICK), tmp_path / "sweep")
    assert kept.plan is not None
    assert ids(kept.plan) == ids(swept.plan)
    assert kept.verdicts("transfers_delivered")["verdict"].tolist() == ["none"]
    assert list(kept.runs.columns[:4]) == ["arm", "draw", "seed", "digest"]


def test_luck_alone_moves_no_parameter() -> None:
    result = compare({"none": TINY, "open": OPEN}, 2, luck_only=True)
    assert result.runs["digest"].nunique() == 2
    assert result.runs["seed"].tolist() == [0, 1, 0, 1]
    assert result.plan is not None
    assert (result.plan.draws, len(result.twins)) == ([{}], 0)


def made_up(gaps: list[float]) -> pd.DataFrame:
    rows = [(arm, n, n, 100.0 + (arm == "b") * gap) for arm in ("base", "a", "b") for n, gap in enumerate(gaps)]
    return pd.DataFrame(rows, columns=["arm", "draw", "seed", "transfers_delivered"])


def test_pairs_are_decided_when_one_beats_the_other_or_none_can() -> None:
    always, half = made_up([5.0] * 40), made_up([5.0, -5.0] * 20)
    assert [(one.first, one.second) for one in undecided(made_up([5.0] * 13), "transfers_delivered")] == [("b", "a")]
    assert undecided(always, "transfers_delivered") == []
    assert undecided(half, "transfers_delivered") == []
    mostly = made_up(([5.0] * 7 + [-5.0]) * 5)
    assert [one.ahead for one in undecided(mostly, "transfers_delivered")] == [35]
    assert undecided(mostly, "transfers_delivered", thought={"a"}) != []  # b is compared with the baseline instead
    assert undecided(mostly, "transfers_delivered", decide=[["a", "base"]]) == []
    gains = np.array([[0.0], [3.0], [5.0], [4.0]])
    arms = ["base", "a", "b", "c"]
    assert asked_pairs(arms, gains, "first", ()) == {frozenset("ab"), frozenset("bc")}
    assert asked_pairs(arms, gains, "order", ("c",)) == {frozenset("ab")}


def test_readings_are_added_until_it_is_decided_or_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    arms = {"none": TINY, "same": TINY.with_(**{"levers.market_opening.strength": 1e-9})}
    result = compare(arms, ReadingsAsked(number=8, twins=0), decide="order", most=20)
    assert result.looks > 1
    count = len(result.runs) // 2
    assert count == 16  # the second block reaches fourteen readings: the two are the same in all, or most is reached


def test_as_many_readings_are_made_as_the_time_allows_and_sixteen_at_least() -> None:
    result = compare({"none": TINY, "open": OPEN}, ReadingsAsked(twins=0), within=0.001)
    assert len(result.runs) == 2 * 16
    assert result.looks == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"replications": 3}, "replications stands beside [readings]"),
        ({"parameters_from": "posterior"}, "parameters_from stands beside [readings]"),
        ({"draws": {"number": 3}}, "draws stands beside [readings]"),
        ({"readings": {"forms": ["polish"]}}, "there is no switch of form 'polish'"),
        ({"readings": {"from": "nowhere.csv"}}, "readings cannot be made"),
        ({"readings": {"numbr": 3}}, "did you mean readings.number"),
        ({"stopping": {"half_width": 0.1}}, "stopping.half_width stands beside [readings]"),
        ({"stopping": {"decide": [["none", "opn"]]}}, "did you mean open?"),
        ({"stopping": {"decide": "all"}}, '"order", "first", or a list of pairs'),
        (
            {"arms": {}, "design": {"kind": "latin_hypercube"}, "factors": {"barriers.secrecy": {"low": 0, "high": 1}}},
            "readings go with arms",
        ),
    ],
)
def test_what_does_not_go_with_readings_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ExperimentError) as refused:
        Study(Experiment.from_dict({**ASKED, **changes})).plan()
    assert words in str(refused.value)


def test_a_table_of_rows_of_ones_own_is_taken_whole_and_what_is_left_over_is_told(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("parameters.clerks\n" + "\n".join(map(str, range(80, 90))))
    asked = Experiment.from_dict({**ASKED, "readings": {"from": "rows.csv"}}, folder=tmp_path)
    assert len(Study(asked).plan().draws) == 10
    fewer = Experiment.from_dict({**ASKED, "readings": {"from": "rows.csv", "number": 4}}, folder=tmp_path)
    assert "rows.csv holds 6 rows that no reading takes (readings.number)" in fewer.warnings


def test_rows_that_come_back_are_runs_of_their_own(tmp_path: Path) -> None:
    """The same world under another seed is another reading: none may be taken for one that was made."""
    (tmp_path / "rows.csv").write_text("parameters.clerks\n80\n85\n90\n")
    asked = ReadingsAsked(source=str(tmp_path / "rows.csv"), number=7, twins=2)
    result = compare({"base": TINY, "secret": SECRET}, readings=asked, store=tmp_path / "store")
    assert result.plan is not None
    assert len({arm for one in result.plan.arms for arm in one.scenarios}) == 6  # three rows, two arms
    for arm in ("base", "secret"):
        assert sorted(result.runs[result.runs["arm"] == arm]["seed"]) == list(range(7))
    assert len(result.twins) == 4
    alone = compare({"base": TINY, "secret": SECRET}, readings=asked)
    assert alone.runs.equals(result.runs)
