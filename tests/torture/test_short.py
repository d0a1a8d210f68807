"""The short form of every attack: the same code as the long one, a few tries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.attack import Attack, Bench, SkippedError
from tests.torture.attacks import ATTACKS

LONG_ONLY = {
    "coordinator": "says something after thousands of runs",
    "equal-anew": "needs Zig, which is large; equal-processors compares the runs of Numba and of the shipped code",
    "equal-pythons": "needs other interpreters",
    "kill-here": "coordinators are killed in kill-processes as well",
    "fuzz-guided": "needs the extra `fuzz`; what it found is kept, and loaded by the attacks on files",
    "kill-dask": "takes half a minute; a worker of a cluster is killed in tests/agreement/test_sweeps.py",
    "scheduler-lost": "takes half a minute",
    "interrupts": "is made in tests/agreement/test_sweeps.py",
    "clock": "takes a quarter of a minute",
    "poison": "takes half a minute; is made in tests/agreement/test_sweeps.py",
}


@pytest.mark.parametrize("attack", [one for one in ATTACKS if one.name not in LONG_ONLY], ids=lambda one: one.name)
def test_the_product_holds(attack: Attack, tmp_path: Path) -> None:
    bench = Bench(tmp_path, short=True)
    try:
        attack.run(bench)
    except SkippedError as skipped:
        pytest.skip(str(skipped))
    assert bench.faults == []
    assert bench.tries > 0


def test_every_attack_has_a_name_of_its_own_and_words() -> None:
    names = [attack.name for attack in ATTACKS]
    assert len(set(names)) == len(names)
    assert set(LONG_ONLY) <= set(names)
    assert all(": " in attack.words for attack in ATTACKS)


def test_a_fault_is_counted_and_told(tmp_path: Path) -> None:
    bench = Bench(tmp_path, short=True)
    assert not bench.held(0, "the sky\nfell")
    bench.note("skies")
    assert bench.told() == "1 skies; 1 FAULTS: the sky fell"
