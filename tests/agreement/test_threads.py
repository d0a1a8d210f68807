"""A quarter that threads share is the quarter of one: every column, for any number of threads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim import Scenario
from sim.engine import Run, crew
from sim.engine.threads import VARIABLE, WORTH_SHARING, processors, threads_for
from sim.experiment.executors import work
from sim.experiment.plan import Task
from sim.phases.blocks import BLOCK, blocks_of, end_of, first_of
from sim.phases.pieces import PIECES, Cut, blocks_in
from tests.pinned.columns import columns_of

QUARTERS = 6
LARGE = {"population.scale": 46.0, "run.quarters": QUARTERS, "run.start_year": 2020}


def digests(run: Run) -> dict[str, str]:
    columns = dict(columns_of(run.run()))
    columns |= {f"meters.{name}": run.world.meters[name] for name in run.world.meters.dtype.names}
    return {name: hashlib.sha256(column.tobytes()).hexdigest() for name, column in columns.items()}


@pytest.fixture(scope="module", params=["baseline", "reform_package"])
def large(request: pytest.FixtureRequest) -> Scenario:
    early = {f"levers.{name}.start_quarter": 1 for name in Scenario.load(request.param).levers}
    return Scenario.load(request.param).with_(**LARGE, **early)


def test_any_number_of_threads_makes_the_run_of_one(large: Scenario) -> None:
    alone = Run(large, 3, threads=1)
    assert alone.world.region[0].organisations > WORTH_SHARING
    of_one = digests(alone)
    assert blocks_of(int(alone.world.region[0].open_deals)) > 1
    assert len(np.unique(alone.world.deals["cause"])) > 5
    for threads in (2, 3, 7):
        assert digests(Run(large, 3, threads=threads)) == of_one, threads


def test_blocks_may_be_done_in_any_order(large: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """What threads may not do, read what another block has written, shows when blocks are done last first."""
    of_one, whole = digests(Run(large, 4, threads=1)), crew._do
    backwards: Callable[..., None] = lambda shares, threads: whole(reversed(list(shares)), 1)  # noqa: E731
    monkeypatch.setattr(crew, "_do", backwards)
    assert digests(Run(large, 4, threads=2)) == of_one


def test_a_small_run_may_be_shared_as_well() -> None:
    tiny = Scenario.load("tiny")
    assert digests(Run(tiny, 5, threads=2)) == digests(Run(tiny, 5, threads=1))


def test_blocks_hold_every_row_once() -> None:
    for rows in (0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK):
        found = [row for block in range(blocks_of(rows)) for row in range(first_of(block), end_of(block, rows))]
        assert found == list(range(rows))


def test_a_piece_is_cut_into_blocks_of_its_rows() -> None:
    world = Run(Scenario.load("tiny"), 0).world
    world.region[0].organisations, world.region[0].open_deals = 2 * BLOCK + 1, 0
    assert [blocks_in(world, cut) for cut in Cut] == [1, 3, 0]
    assert set(PIECES) == set(Cut)


def test_what_goes_wrong_in_a_thread_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise MemoryError("no memory left")

    monkeypatch.setattr(crew, "piece", fails)
    with pytest.raises(MemoryError, match="no memory left"):
        Run(Scenario.load("tiny"), 0, threads=2).step()


class TestHowMany:
    @pytest.fixture(autouse=True)
    def nobody_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(VARIABLE, raising=False)

    def test_it_goes_by_size_and_processors(self) -> None:
        assert threads_for(WORTH_SHARING - 1) == 1
        assert threads_for(WORTH_SHARING) == min(4, processors())
        assert Run(Scenario.load("tiny"), 0).threads == 1

    def test_the_environment_may_ask_for_another(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(VARIABLE, "3")
        assert Run(Scenario.load("tiny"), 0).threads == 3
        assert Run(Scenario.load("tiny"), 0, threads=2).threads == 2

    @pytest.mark.parametrize("asked", ["0", "two", "-1", "1.5"])
    def test_anything_else_is_refused(self, asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(VARIABLE, asked)
        with pytest.raises(
            ValueError, match=f"{VARIABLE} = '{asked}' is not allowed; it must be a whole number from 1"
        ):
            Run(Scenario.load("tiny"), 0)

    def test_a_worker_uses_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(VARIABLE, "2")
        monkeypatch.setattr(crew, "quarter_by", None)  # it would be called if two were to share the work
        tiny = Scenario.load("tiny")
        [row] = work.work([Task("a run", tiny.digest, tiny.to_dict(), 3, ())], work.model_version())
        assert (row.status, row.message) == ("ok", "")
