"""The same deals in two worlds: which end otherwise, where they part, and what each barrier costs them in both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.same_deals import STEPS, same_deals
from sim.cli import sim as command
from sim.cli.edge import BAD_INPUT, DONE, code_of
from sim.engine import Run
from sim.scenario import Scenario
from tests.doors.command_line import Said

SPAN = ("run.start_year=2015", "run.quarters=32", "population.scale=0.2")  # levers begin in quarter 20
LONGER = [word for one in SPAN for word in ("--set", one)]
NEVER = dict.fromkeys(STEPS, np.nan)


def deal(number: int, **said: Any) -> dict[str, Any]:
    """Return a deal that was opened by organisation 7 and died of secrecy while it sought a partner."""
    of = {"initiator": 7, "opened": number, "slot": 0, "direction": "civil_to_military", "field": "ai"}
    end = {"stage": "match", "status": "dead", "cause": "secrecy", "recipient": -1, **NEVER, "ended": 9.0}
    return {"deal": number, **of, **end, **said}


MATCHED = {"recipient": 3, "matched": 4.0}
DELIVERED = {**MATCHED, "status": "delivered", "filed": 5.0, "cleared": 6.0, "ended": 9.0}


def test_deals_part_where_the_first_step_differs() -> None:
    a = pd.DataFrame([
        deal(0), deal(1), deal(2, **DELIVERED), deal(3, **DELIVERED), deal(4, **DELIVERED), deal(5),
    ])  # fmt: skip
    b = pd.DataFrame([
        deal(0),
        deal(1, **DELIVERED),
        deal(2, **{**DELIVERED, "recipient": 4, "status": "open"}),
        deal(3, **{**DELIVERED, "status": "dead", "cause": "attrition", "cleared": np.nan}),
        deal(4, **{**DELIVERED, "matched": 3.0}),
        deal(6),
    ])  # fmt: skip
    found = same_deals(a, b)
    assert (found.both, found.same, found.only_a, found.only_b) == (5, 2, 1, 1)
    rows = found.rows.set_index("deal_a")
    assert list(rows.index) == [3, 2, 1]  # the latest first
    assert rows["parted"].to_dict() == {3: "clearance", 2: "finding a partner", 1: "finding a partner"}
    assert rows["partner"].to_dict() == {3: "same", 2: "another", 1: "only in B"}
    assert rows.loc[3, ["fate_a", "fate_b"]].tolist() == ["delivered", "attrition"]
    assert found.turns["deals"].sum() == 3


def test_a_world_beside_itself_has_no_deal_that_ends_otherwise_and_a_policy_turns_some() -> None:
    world = Scenario.load("tiny")
    one = Run(world, seed=3).run().deals()
    alike = same_deals(one, one)
    assert alike.both == alike.same == len(one)
    assert alike.rows.empty
    other = Run(world.varied([("", "barriers.secrecy", 0.3)]), seed=3).run().deals()
    found = same_deals(one, other)
    assert found.turns["deals"].sum() == found.both - found.same == len(found.rows) > 0
    fates = one.set_index("deal")
    for row in found.rows.itertuples():
        told = fates.loc[row.deal_a]
        assert row.fate_a == (told["cause"] if told["status"] == "dead" else told["status"])


def asked(capsys: Said, *words: str) -> dict[str, Any]:
    assert code_of(command, ["deals", *words, "--json", "--quiet"]) == DONE
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_the_command_tells_which_deals_and_follows_one(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "out"
    found = asked(capsys, "baseline", "openness", *LONGER, "--out", str(out))
    differ = found["both"] - found["same"]
    assert len(found["deals"]) == differ == len(pd.read_csv(out / "deals.csv")) > 0
    assert sum(turn["deals"] for turn in found["turns"]) == differ
    first = found["deals"][0]
    one = asked(capsys, "baseline", "openness", *LONGER, "--deal", str(first["deal_a"]))["deal"]
    assert one["b"]["deal"] == first["deal_b"]
    assert one["parted"] == first["parted"]
    fate = one["a"]["cause"] if one["a"]["status"] == "dead" else one["a"]["status"]
    assert fate == first["fate_a"]
    assert code_of(command, ["deals", "baseline", "openness", *LONGER, "--deal", str(first["deal_a"])]) == DONE
    said = capsys.readouterr().out
    assert "Step by step" in said
    assert first["parted"] in said


def test_arms_of_results_are_followed_under_one_of_their_readings(tmp_path: Path, capsys: Said) -> None:
    out = str(tmp_path / "out")
    assert (
        code_of(command, ["compare", "baseline", "openness", *LONGER, "--readings", "2", "--out", out, "--quiet"])
        == DONE
    )
    runs = pd.read_csv(Path(out) / "runs.csv").query("not twin").set_index(["arm", "draw"])
    found = asked(capsys, "baseline", "openness", "--of", out, "--reading", "1")
    assert found["seed"] == 1
    more = sum(row["fate_b"] == "delivered" for row in found["deals"]) - sum(
        row["fate_a"] == "delivered" for row in found["deals"]
    )
    gain = runs.loc[("openness", 1), "transfers_delivered"] - runs.loc[("baseline", 1), "transfers_delivered"]
    assert gain != 0
    assert abs(more - gain) <= found["only_a"] + found["only_b"] + 5  # burn-in deals are not counted among transfers


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["baseline", "openness", "--reading", "1"], "--reading goes with --of"),
        (["baseline", "baseline"], "named twice"),
        (["baseline", "openness", *LONGER, "--deal", "99999999"], "A has deals 0 to"),
        (["baseline", "openness", "--of", ".", "--seed", "1"], "--set and --seed do not go with it"),
    ],
)
def test_what_does_not_go_together_is_refused(words: list[str], said: str, capsys: Said) -> None:
    assert code_of(command, ["deals", *words]) == BAD_INPUT
    assert said in capsys.readouterr().err
