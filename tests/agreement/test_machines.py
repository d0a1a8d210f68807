"""The shipped code, WebAssembly and plain Python make the same runs to the last bit.

`tests/torture` compares more ways and all shipped scenarios; `python -m tests.pinned.machines` tries any machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from exporting.entries import kernels_run
from sim import Scenario
from sim.engine import Run
from sim.rules import Kernel
from tests.pinned.machines import digest_of, digests, one_digest, others, pinned

SMALL: dict[str, Any] = {"population.scale": 0.1}
SCENARIOS = {"tiny": Scenario.load("tiny"), "reform_package": Scenario.load("reform_package").with_(**SMALL)}
QUARTERS = 3
By = Callable[[Kernel], Callable[..., Any]]


def in_python(kernel: Kernel) -> Callable[..., Any]:
    return kernel.py_func


@pytest.fixture(scope="module")
def in_webassembly() -> By:
    pytest.importorskip("wasmtime", reason="wasmtime is not installed: pip install -e '.[dev]'")
    from exporting.webassembly import WebAssembly

    module = WebAssembly()
    assert module.asks == []
    return lambda kernel: module.kernel(kernel.name)


def beginnings() -> list[str]:
    return [digest_of(scenario, 3, QUARTERS) for scenario in SCENARIOS.values()]


def test_plain_python_makes_the_same_runs() -> None:
    before = beginnings()
    with kernels_run(in_python):
        assert beginnings() == before


def test_webassembly_makes_the_same_runs(in_webassembly: By) -> None:
    before = beginnings()
    with kernels_run(in_webassembly):
        assert beginnings() == before
        assert digests(1, ["tiny"])["tiny"] == pinned(1)["tiny"]


def test_tables_of_another_layout_are_not_handed_to_webassembly(in_webassembly: By) -> None:
    run = Run(SCENARIOS["tiny"], 0)
    run.world = run.world._replace(expertise=run.world.expertise.astype(np.float32))
    with kernels_run(in_webassembly), pytest.raises(TypeError, match="do not lie in memory as quarter"):
        run.step()


def test_the_small_circle_is_as_it_is_pinned() -> None:
    assert digests(5, ["tiny"])["tiny"] == pinned()["tiny"], "if this is meant: python -m tests.pinned.update"


def test_one_other_bit_in_one_run_is_told() -> None:
    now, before = {"one": ["a", "b"], "two": ["c", "d"]}, {"one": ["a", "x"], "three": ["e", "f"]}
    assert others(now, before) == ["one 1", "two 0", "two 1", "three is not there"]
    assert others(now, now) == []
    assert one_digest(now) != one_digest({**now, "two": ["c", "e"]})
    short, other = (digest_of(SCENARIOS["tiny"], seed, 1) for seed in (0, 1))
    assert short != other
