"""The compiled model is the written one: the same text as plain Python gives the same tables to the last bit."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest

from sim import CollaborationModel, Scenario
from sim.levers import LEVERS

QUARTERS, MORE = 6, 12
PROGRAM = """
import json
from tests.agreement import test_plain_python as tests
print(json.dumps(tests.fingerprint({})))
"""
ALL_LEVERS: dict[str, object] = {
    f"levers.{lever.name}.{what}": value
    for lever in LEVERS
    for what, value in {"strength": 1.0, "start_quarter": 2, "ramp_shape": "logistic"}.items()
}


def fingerprint(quarters: int, handles: bool = False, levers: bool = False) -> list[str]:
    model = CollaborationModel(Scenario.load("tiny"), seed=5, **(ALL_LEVERS if levers else {}))
    if handles:
        assert len(model.agents) > 0
    for _ in range(quarters):
        model.step()
    record = model.record()
    return [hashlib.sha256(table.tobytes()).hexdigest() for table in (record.deals, record.history, record.cases)]


def in_plain_python(arguments: str, hash_seed: str) -> list[str]:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", PROGRAM.format(arguments)]
    told = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout
    return list(json.loads(told))


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_m4_plain_python_equals_machine_code(hash_seed: str) -> None:
    assert in_plain_python(f"{QUARTERS}", hash_seed) == fingerprint(QUARTERS)


@pytest.mark.slow
def test_m4_plain_python_equals_machine_code_with_all_levers_too() -> None:
    assert in_plain_python(f"{MORE}, levers=True", "0") == fingerprint(MORE, levers=True)


def test_handles_and_earlier_runs_change_nothing() -> None:
    first = fingerprint(QUARTERS)
    CollaborationModel(Scenario.load("no_barriers").with_(**{"population.scale": 0.05}), seed=9).step()
    assert fingerprint(QUARTERS, handles=True) == first
