"""An answer holds what its readings hold, and its words are those of its counts: pinned, count by count."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.answer import COST, LEAKS, WAIT, Answer, answer_of
from sim.analysis.sentences import MOST_PAIRS, headline, sentences
from sim.analysis.wording import (
    VERDICTS,
    amount,
    called,
    input_words,
    named,
    pair_words,
    share_words,
    undoubted,
    verdict_words,
)
from sim.language import speaking
from sim.levers import LEVERS
from sim.statistics import Numbers, PairVerdict, Verdict, share_interval, verdict_of
from sim.store import Arm, Plan

TOTAL = "transfers_delivered"
SECRECY, CLERKS, DEMAND = "barriers.secrecy", "parameters.clerks", "structure.demand"
LABELS = {"a": "Full openness", "b": "Coordination led"}


def pair(ahead: float, count: int, looks: int = 1, clear: bool = False) -> PairVerdict:
    low, high = share_interval(ahead, count, looks)
    verdict = verdict_of(ahead, count, looks)
    return PairVerdict("a", "b", ahead, 0, count, looks, low, high, verdict, 1.0, 0.5 if clear else -0.5, 2.0)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (pair(64, 64), "Full openness beats Coordination led in nearly all readings (64 of 64)"),
        (pair(29, 29), "Full openness beats Coordination led in nearly all readings (29 of 29)"),
        (pair(28, 28), "Full openness beats Coordination led in most readings (28 of 28)"),
        (pair(32, 32, 2), "Full openness beats Coordination led in most readings (32 of 32)"),
        (pair(60, 64), "Full openness beats Coordination led in most readings (60 of 64)"),
        (pair(60, 64, 2), "Too few readings to say: Full openness is ahead of Coordination led (60 of 64)"),
        (pair(62, 64, 2), "Full openness beats Coordination led in most readings (62 of 64)"),
        (pair(57, 64), "Too few readings to say: Full openness is ahead of Coordination led (57 of 64)"),
        (pair(57, 64, clear=True), "Too few readings to say: Full openness leads Coordination led (57 of 64)"),
        (pair(40, 64), "Full openness and Coordination led: the readings disagree (40 to 24)"),
        (pair(32.5, 64, 9), "Full openness and Coordination led: the readings disagree (32.5 to 31.5)"),
        (pair(14, 14), "Full openness beats Coordination led in most readings (14 of 14)"),
        (
            pair(13, 13, clear=True),
            "Full openness is ahead of Coordination led in 13 of 13 readings: a demonstration, no verdict below 14",
        ),
        (
            pair(20, 40)._replace(ties=40, verdict=Verdict.EQUAL),
            "Full openness and Coordination led bring the same in all 40 readings",
        ),
    ],
)
def test_counts_have_their_words(found: PairVerdict, words: str) -> None:
    assert pair_words(found, LABELS) == words
    assert pair_words(found, LABELS, "seeds") == words.replace("readings", "seeds")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([pair(32, 32)], "Full openness beats Coordination led"),
        ([pair(32, 32), pair(32, 32)._replace(second="c")], "Full openness brings more than all others"),
        ([pair(21, 32)], "The readings disagree whether Full openness brings more than Coordination led"),
        ([pair(26, 32)], "Too few readings to say whether Full openness brings more than Coordination led"),
        (
            [pair(26, 32), *(pair(21, 32)._replace(second=other) for other in "cd")],
            "Too few readings to say whether Full openness brings more than 3 others",
        ),
        ([pair(13, 13)], "13 readings: a demonstration"),
        ([], "Thought experiments alone: there is no order"),
    ],
)
def test_a_headline_says_no_more_than_the_verdicts_of_the_best(found: list[PairVerdict], words: str) -> None:
    count = found[0].readings if found else 32
    answer = Answer(TOTAL, "b", (), tuple(found), count, 0, 1, 1, False, (), np.inf)
    assert headline(answer, LABELS) == words


def test_no_count_of_readings_is_said_as_certain_and_none_below_14_as_a_verdict() -> None:
    """Every count up to 40 readings, fixed beforehand or looked at as it grew."""
    for count in range(1, 41):
        for half in range(count, 2 * count + 1):
            for looks in (1, 5):
                found = pair(half / 2, count, looks)
                answer = Answer(TOTAL, "b", (), (found,), count, 0, 1, looks, False, (), np.inf)
                said = " ".join([pair_words(found, LABELS), headline(answer, LABELS)])
                assert not re.search(r"100\s*%|certain|always", said), said
                if count < 14:
                    assert not re.search("beats|leads|disagree|too few", said, re.IGNORECASE), said
                    assert "demonstration" in said


def test_every_verdict_has_a_name_in_two_languages() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert verdict_words(Verdict.NEARLY_ALL, "seeds") == "nearly all seeds"
    with speaking("zh"):
        assert verdict_words(Verdict.DISAGREE) == "解读不一致"
        assert all(re.search("[\u4e00-\u9fff]", verdict_words(one)) for one in Verdict)


def test_amounts_are_as_sharp_as_they_are_known() -> None:
    assert amount(1509, 674, 2488, signed=True) == "+1,500"
    assert amount(22295) == "22,295"
    assert amount(22295, 22000, 22500) == "22,295"
    assert amount(-0.41, -0.9, 0.3, signed=True) == "-0.4"
    assert [amount(0.01, signed=True), amount(np.nan), amount(np.inf), amount(14.6)] == ["0", "-", "no limit", "14.6"]
    middle_and_ends = [amount(-15.2, -80, 9.4), *(amount(end, beside=(-15.2, -80, 9.4)) for end in (-80, 9.4))]
    assert middle_and_ends == ["-15", "-80", "9"]  # of one bracket: none has more decimals than the largest
    assert amount(-0.4, -30, 20, signed=True) == "0"
    assert [share_words(share) for share in (1.0, 0.998, 0.73, 0.0)] == ["over 99 %", "over 99 %", "73 %", "0 %"]


# Six hundred readings would be too slow to count by hand; these 32 are not. What differs in them is secrecy, the
# number of clerks and one switch of form.
N = 32
RANDOM = np.random.default_rng(0)
CODES = np.linspace(0.4, 0.9, N)[RANDOM.permutation(N)]
DRAWS = [
    {SECRECY: float(code), CLERKS: 80.0 + (index * 7) % 10, DEMAND: ("budgets", "unlimited")[index % 2]}
    for index, code in enumerate(CODES)
]


def study(gains: Mapping[str, Numbers], about: dict[str, Any], draws: list[dict[str, Any]] = DRAWS) -> Answer:
    """Answer a made-up study of arms that cost 100 million yuan for each of their number, and leak as often."""
    arms = ["base", *gains]
    plan = Plan("made", "0", [Arm(arm, {}, ("x",) * len(draws)) for arm in arms], draws, 1, about)
    rows = []
    for number, arm in enumerate(arms):
        for index in range(len(draws)):
            base = 1000.0 + index
            more = float(gains[arm][index]) if number else 0.0
            rows.append((arm, index, index, base + more, 100.0 * number, float(number), 2.0))
    runs = pd.DataFrame(rows, columns=["arm", "draw", "seed", TOTAL, COST, LEAKS, WAIT])
    twins = runs[runs["draw"] < 8].copy()
    twins["seed"] += 1_000_000
    twins.loc[twins["arm"] != "base", TOTAL] += 2.0  # so luck has a variance of 2
    return answer_of(plan, runs, twins, TOTAL)


def coded(flip: float) -> Numbers:
    """Return a gain of 500 that falls as secrecy is coded higher, to that of the others at a value."""
    return np.asarray(500 - 1000 * (CODES - flip))


BASE = {"readings": {"from": "posterior", "base": {SECRECY: 0.65, CLERKS: 87.0}}}


def test_the_rows_of_an_answer_are_those_of_its_readings() -> None:
    gains = {"a": coded(0.7), "b": np.full(N, 500.0), "thought": np.full(N, 9000.0)}
    found = study(gains, {**BASE, "thought": ["thought"], "unpriced": {"b": ["parameters.clerks"]}})
    assert [row.arm for row in found.arms] == ["a", "b", "thought"]  # a thought experiment comes last
    a, b, thought = found.arms
    assert a.effect.middle == pytest.approx(np.median(gains["a"]))
    assert (a.better, a.cost, a.leaks, a.wait) == (N, 100, 1, 0)
    assert a.per_unit == pytest.approx(100 / np.median(gains["a"]), rel=0.05)
    assert a.efficient == N
    assert np.isnan([b.efficient, thought.efficient, thought.regret]).all()
    assert a.regret == pytest.approx(np.maximum(gains["b"] - gains["a"], 0).mean())
    assert {(one.first, one.second) for one in found.pairs} == {("a", "base"), ("b", "base"), ("a", "b")}
    assert (found.readings, found.twins, found.forms, found.luck_only) == (N, 8, 2, False)
    assert a.shares.luck * a.shares.variance == pytest.approx(2)
    assert a.shares.coding > 0.9
    assert list(found.effects()["arm"]) == ["a", "b", "thought"]
    assert set(found.verdicts()["verdict"]) <= {str(one) for one in Verdict}


def test_an_answer_says_who_beats_whom_at_what_price_and_what_would_overturn_it() -> None:
    found = study({"a": coded(0.65), "b": np.full(N, 500.0), "c": np.full(N, 900.0)}, BASE)
    lines = sentences(found, LABELS)
    assert lines[0] == "All 3 beat Base in nearly all readings (32 of 32)."
    assert lines[1].startswith("C beats Full openness and Coordination led in nearly all readings (32 of 32); it")
    assert "costs 300 against 100 to 200 million yuan, leaks +3.0 against +1.0 to +2.0" in lines[1]
    [split] = [one for one in lines if "disagree" in one]
    assert re.search(r"the readings disagree \(1\d to 1\d\); more of them will not help", split)
    assert re.search(
        r"how secrecy is coded \((Full openness|Coordination led) leads (above|below) 0\.6\d; here 0\.65\)", split
    )
    assert lines[-1] == "Counts are of readings, not chances that a policy works."
    assert not [one for one in lines if "100 %" in one or "thought" in one.lower()]


def test_what_cannot_be_told_is_said_to_be_open() -> None:
    ahead = np.r_[np.full(28, 600.0), np.full(4, 400.0)]
    lines = sentences(study({"a": ahead, "b": np.full(N, 500.0)}, BASE), LABELS)
    assert "Too few readings to say (of 32): Full openness leads Coordination led (28)." in lines


def test_few_readings_are_a_demonstration_and_nothing_is_said_of_order() -> None:
    found = study({"a": coded(0.7)[:13], "b": np.full(13, 9.0)}, BASE, DRAWS[:13])
    assert sentences(found) == ["13 readings: a demonstration. Nothing is said of the order of arms below 14."]
    assert np.isnan([row.effect.thin_low for row in found.arms]).all()


def test_an_answer_that_doubts_luck_alone_counts_seeds_and_says_so() -> None:
    plan = Plan("made", "0", [Arm(arm, {}, ("x",)) for arm in ("base", "a")], [{}], 20, {})
    rows = [(arm, 0, seed, 10.0 + seed + (arm == "a"), 0.0, 0.0, 1.0) for arm in ("base", "a") for seed in range(20)]
    runs = pd.DataFrame(rows, columns=["arm", "draw", "seed", TOTAL, COST, LEAKS, WAIT])
    found = answer_of(plan, runs, runs[:0], TOTAL)
    assert (found.readings, found.twins, found.unit) == (20, 0, "seeds")
    assert sentences(found)[0].startswith("A beats Base in most seeds (20 of 20); it costs 0 million yuan")
    assert sentences(found)[0].endswith("side effects: none found.")
    assert "luck only" in undoubted(found)
    assert "one form of the model; other forms were not tried" in undoubted(study({"a": coded(0.7)}, BASE, [
        {key: draw[key] for key in (SECRECY, CLERKS)} for draw in DRAWS]))  # fmt: skip


def test_inputs_and_arms_are_called_in_words() -> None:
    assert input_words(SECRECY) == "how secrecy is coded"
    assert input_words(CLERKS) == "clerks"
    assert input_words(DEMAND) == "the form of the model (demand)"
    assert [called("coordination_led", {}), called("a", LABELS)] == ["Coordination led", "Full openness"]
    assert [called(lever.name, {}) for lever in LEVERS] == [lever.label for lever in LEVERS]


def test_a_name_that_would_read_as_two_stands_between_marks() -> None:
    assert [named(one, {}) for one in ("fund_pool", "openness")] == ["Development fund pool", "Openness"]
    found = pair(40, 64)._replace(first="open_catalogue_and_scope", second="people_and_laboratories")
    assert pair_words(found).startswith("“Open catalogue and scope” and “People and laboratories”: the readings")
    with speaking("zh"):
        assert pair_words(found).startswith("“扩大目录、缩小许可管理范围”与“人才与实验室”：解读不一致")
        assert called("people_and_laboratories", {}) == "人才与实验室"  # alone in a cell it cannot be misread


def test_counts_beyond_those_that_are_named_are_exact_and_ranges_say_over_what() -> None:
    found = study({name: np.full(N, 500.0) + np.where(np.arange(N) % 2, 1, -1) * at * (-1) ** at
                   for at, name in enumerate("abcdef")}, BASE)  # fmt: skip
    split = [one for one in found.pairs if one.verdict is Verdict.DISAGREE]
    lines = sentences(found)
    assert f"On {len(split) - MOST_PAIRS} more pairs the readings disagree." in lines
    assert any(one.startswith("The doubt, from arm to arm: luck of a run") for one in lines)
    with speaking("zh"):
        assert f"另有 {len(split) - MOST_PAIRS} 对方案，解读不一致。" in sentences(found)
