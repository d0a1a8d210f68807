"""Two questions tell which of two arms leads where that was put in, and nothing where it was not."""

from __future__ import annotations

import numpy as np
import pytest

from sim.statistics.tree import Condition, lead_tree

N = 64
RANDOM = np.random.default_rng(1)
INPUTS = RANDOM.uniform(size=(N, 8))


def test_a_rule_of_two_inputs_is_found_with_its_counts() -> None:
    leads = (INPUTS[:, 2] > 0.5) & (INPUTS[:, 5] > 0.4)
    found = lead_tree(np.where(leads, 10.0, -10.0), INPUTS)
    assert found is not None
    assert {one.input for leaf in found.leaves for one in leaf.conditions} == {2, 5}
    assert found.majority == max(leads.sum(), N - leads.sum())
    assert found.told >= found.majority + N / 10
    assert sum(leaf.readings for leaf in found.leaves) == N
    assert sum(leaf.ahead for leaf in found.leaves) == leads.sum()
    assert min(leaf.readings for leaf in found.leaves) >= N / 10
    values = {one.input: one.value for leaf in found.leaves for one in leaf.conditions}
    assert values == pytest.approx({2: 0.5, 5: 0.4}, abs=0.05)


def test_by_hand() -> None:
    inputs = np.arange(20.0)[:, None]
    found = lead_tree(np.where(inputs[:, 0] < 12, 1.0, -1.0), inputs)
    assert found is not None
    assert [leaf.conditions for leaf in found.leaves] == [(Condition(0, False, 11.5),), (Condition(0, True, 11.5),)]
    assert [(leaf.ahead, leaf.readings) for leaf in found.leaves] == [(12, 12), (0, 8)]
    assert (found.told, found.majority, found.readings) == (
        19,
        12,
        20,
    )  # without the reading above it, 12 is told to the other side


def test_noise_earns_no_tree() -> None:
    """Of a hundred studies in which no input matters, hardly any has a tree: it is judged on readings left out."""
    random = np.random.default_rng(2)
    found = [lead_tree(random.normal(size=32), random.uniform(size=(32, 21))) for _ in range(100)]
    assert sum(one is not None for one in found) <= 8


@pytest.mark.parametrize("count", [0, 13])
def test_few_readings_have_none(count: int) -> None:
    assert lead_tree(np.where(INPUTS[:count, 0] > 0.5, 1.0, -1.0), INPUTS[:count]) is None


def test_a_pair_that_nearly_all_readings_decide_has_none() -> None:
    assert lead_tree(np.where(np.arange(N) < 60, 1.0, -1.0), INPUTS) is None
