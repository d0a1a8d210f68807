"""The map of the model says what the model does: columns written, columns read, settings felt."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from source_map import PARTS, as_text, plan
from source_map.calls import behind, phases_that_ask, plain
from source_map.chart import edges
from source_map.columns import columns_read

from sim import CollaborationModel, Scenario
from sim.barriers import BARRIERS, POINTS
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES, Record
from sim.phases import PHASES, quarter
from sim.scenario.settings import SETTINGS, SWITCHES

ROOT = Path(__file__).parents[2]
PLAN = plan()

# Runs the phases one by one in plain Python and says which columns each has changed.
CHANGES = """
import json, sys
import numpy as np
from sim import Scenario
from sim.engine.quarters import with_room
from sim.phases import PHASES
from sim.world import build

def tables(world):
    named = {name: table for name, table in world._asdict().items() if table.dtype.names}
    return {f"{name}.{column}": np.copy(table[column]) for name, table in named.items() for column in table.dtype.names}

world = build(Scenario.load("tiny").with_(**{"levers.fund_pool.strength": 1.0}), 3)
changed = {phase.__name__: set() for phase in PHASES}
for _ in range(int(sys.argv[1])):
    world = with_room(world)
    before = tables(world)
    for phase in PHASES:
        phase(world)
        after = tables(world)
        same = {c for c in after if np.array_equal(before[c], after[c], equal_nan=after[c].dtype.kind == "f")}
        changed[phase.__name__] |= set(after) - same
        before = after
print(json.dumps({phase: sorted(columns) for phase, columns in changed.items()}))
"""


def test_every_column_that_a_phase_changes_is_on_the_map() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CHANGES, "9"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    changed = {name: set(columns) for name, columns in json.loads(done.stdout).items()}
    assert len(set.union(*changed.values())) > 80
    for phase in PHASES:
        written = behind(phase).writes
        off_the_map = {c for c in changed[phase.__name__] - written if f"{c.split('.')[0]}.*" not in written}
        assert off_the_map == set(), phase.__name__


def test_a_quarter_calls_the_phases_in_the_order_of_their_list() -> None:
    [function] = ast.parse(inspect.getsource(plain(quarter))).body
    assert isinstance(function, ast.FunctionDef)
    calls = [
        node.value.func for node in function.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    assert [ast.unparse(call) for call in calls] == [phase.__name__ for phase in PHASES]


@pytest.fixture(scope="module")
def record() -> Record:
    return CollaborationModel(Scenario.load("tiny"), seed=4).run().record()


def test_an_outcome_reads_no_column_that_is_not_on_the_map(record: Record) -> None:
    generator = np.random.default_rng(1)
    for name, columns in columns_read().items():
        scrambled = {}
        for table in ("deals", "cases", "history", "organisations"):
            rows = getattr(record, table).copy()
            for column in rows.dtype.names:
                if f"{table}.{column}" not in columns:
                    rows[column] = generator.permutation(rows[column], axis=0)
            scrambled[table] = rows
        [outcome] = [one for one in OUTCOMES if one.name == name]
        measured = outcome.measure(dataclasses.replace(record, **scrambled))
        assert measured == pytest.approx(outcome.measure(record), nan_ok=True), name


def test_what_an_outcome_reads_matters_to_it(record: Record) -> None:
    columns = columns_read()
    assert columns["leaks"] == ("history.leaks",)
    assert columns["mean_office_wait_quarters"] == ("cases.filed", "cases.started", "cases.status")
    assert set(columns) == {outcome.name for outcome in OUTCOMES}
    assert all(columns.values())


def test_every_column_that_an_outcome_reads_is_written_by_a_phase() -> None:
    written = set.union(*(behind(phase).writes for phase in PHASES))
    unwritten = {column for columns in columns_read().values() for column in columns} - written
    assert unwritten == set()


def test_every_setting_is_read_by_a_phase_or_by_what_builds_the_world() -> None:
    read = set.union(*(behind(phase).settings for phase in PHASES))
    rooms = [ROOT / "sim" / "world", ROOT / "sim" / "region"]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for room in rooms for file in room.glob("*.py")]
    words = {
        node.attr if isinstance(node, ast.Attribute) else str(node.value)
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Constant)
    }
    known = {one.name for one in (*SETTINGS, *SWITCHES)}
    after_a_run = {"blame"}  # read by outcomes
    assert known - read - words == after_a_run
    assert {switch.name for switch in SWITCHES} - after_a_run <= read
    assert read - known == {"barriers"}


def test_every_lever_is_felt_in_a_phase() -> None:
    assert [lever["name"] for lever in PLAN["levers"]] == [lever.name for lever in LEVERS]
    for lever in PLAN["levers"]:
        for move in lever["moves"]:
            felt = move.get("phases") or [act["phases"] for act in move["acts"]]
            assert felt, (lever["name"], move["target"])
            assert all(felt)


def test_every_point_is_asked_by_a_phase() -> None:
    assert [point for point in POINTS if not phases_that_ask(point)] == []


def test_what_is_known_of_declassification_is_on_the_map() -> None:
    [lever] = [one for one in PLAN["levers"] if one["name"] == "graded_declassification"]
    [move] = lever["moves"]
    assert (move["target"], move["change"]) == ("barriers.secrecy", "cut by 60 %")
    assert {(act["stage"], act["point"]) for act in move["acts"]} == {
        ("", "release"),
        ("search", "across"),
        ("access", "licence"),
        ("access", "review_needed"),
        ("access", "review_pass"),
        ("absorption", "contact"),
        ("absorption", "withdrawal"),
        ("", "people"),
    }
    [secrecy] = [one for one in PLAN["barriers"] if one["name"] == "secrecy"]
    assert secrecy["moved_by"] == ["graded_declassification"]
    [grant] = [act for act in secrecy["acts"] if act["point"] == "licence"]
    assert grant["rule"] == "barriers.secrecy.licence_grant"
    assert grant["settings"] == ["licence_exponent_1", "licence_exponent_2", "licence_exponent_3"]
    assert grant["phases"] == ["access"]


def test_the_text_has_every_name() -> None:
    text = as_text(PLAN, PARTS)
    names = [one.name for one in (*LEVERS, *BARRIERS, *OUTCOMES)] + [phase.__name__ for phase in PHASES]
    assert [name for name in names if name not in text] == []
    assert max(len(line) for line in text.splitlines()) <= 120
    assert as_text(PLAN, ["phases"]).count("\n  ") == text.split("\n\n")[2].count("\n  ")


def test_the_chart_joins_every_lever_to_a_phase() -> None:
    arrows: dict[str, set[str]] = {}
    for start, end in edges(PLAN):
        arrows.setdefault(start, set()).add(end)
    for lever in LEVERS:
        reached = {f"lever:{lever.name}"}
        for _ in range(3):
            reached |= {end for start in reached for end in arrows.get(start, ())}
        assert any(node.startswith("phase:") for node in reached), lever.name
