"""The compiled model is the written one: the same text as plain Python gives the same tables to the last bit."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest

from sim import CollaborationModel, Scenario

QUARTERS = 6
PROGRAM = f"""
import json
from tests.agreement.test_plain_python import fingerprint
print(json.dumps(fingerprint({QUARTERS})))
"""


def fingerprint(quarters: int, handles: bool = False) -> list[str]:
    model = CollaborationModel(Scenario.load("tiny"), seed=5)
    if handles:
        assert len(model.agents) > 0
    for _ in range(quarters):
        model.step()
    record = model.record()
    return [hashlib.sha256(table.tobytes()).hexdigest() for table in (record.deals, record.history, record.cases)]


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_plain_python_equals_machine_code(hash_seed: str) -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment, check=True)
    assert json.loads(done.stdout) == fingerprint(QUARTERS)


def test_handles_and_earlier_runs_change_nothing() -> None:
    first = fingerprint(QUARTERS)
    CollaborationModel(Scenario.load("no_barriers").with_(**{"population.scale": 0.05}), seed=9).step()
    assert fingerprint(QUARTERS, handles=True) == first
