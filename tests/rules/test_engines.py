"""Engines of search find a frontier that is known and repeat themselves; programmes come back from genomes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiment.designs.programmes import Part, ProgrammeSpace, grid, key_of, programme_of, settings_of
from sim.experiment.engines import BY_NAME, ENGINES, Setup, Told
from sim.experiment.engines.pattern_space import cell_of
from sim.statistics.fronts import hypervolume

GAINS, PRICES = np.array([5.0, 4.0, 3.0, 2.0, 1.0, 0.5]), np.array([4.0, 3.0, 2.5, 2.0, 0.5, 1.0])
SPACE = ProgrammeSpace({f"lever_{index}": False for index in range(6)}, grid(0.1, 1.0, 0.1), (20, 24))
WORST = (0.0, 14.0)


def toy(genome: np.ndarray) -> tuple[float, float]:
    """Gains add up but for one pair that is worth more together; prices are known; the later start gains nothing."""
    programme = SPACE.programme(genome)
    strengths = np.array([programme[lever].strength if lever in programme else 0.0 for lever in SPACE.levers])
    starts = np.array([programme[lever].start == 20 if lever in programme else True for lever in SPACE.levers])
    gain = GAINS @ (strengths * np.where(starts, 1.0, 0.5)) + 4.0 * strengths[0] * strengths[1]
    return -float(gain), float(PRICES @ strengths)


def exact() -> float:
    """The hypervolume of the true frontier, by going through all strengths in steps of a tenth that may matter."""
    levels = np.linspace(0, 1, 11)
    points = []
    for first, second in product(levels, levels):
        gain, price = 5 * first + 4 * second + 4 * first * second, 4 * first + 3 * second
        points.append((-gain, price))
    order = np.argsort(-GAINS[2:] / PRICES[2:])
    whole = []
    for gain, price in points:
        whole.append((gain, price))
        for index in order:
            for _ in range(10):
                gain, price = gain - GAINS[2 + index] / 10, price + PRICES[2 + index] / 10
                whole.append((gain, price))
    return hypervolume(np.array(whole), WORST)


def found_by(name: str, seed: int, evaluations: int = 2000, start: int = 0) -> float:
    known = np.array([SPACE.genome(SPACE.single(lever)) for lever in list(SPACE.levers)[:start]]).reshape(
        -1, SPACE.genes
    )
    engine = BY_NAME[name].make(Setup(SPACE.genes, 2, 24, seed, known))
    aims: list[tuple[float, float]] = []
    while len(aims) < evaluations:
        told = [Told(toy(genome)) for genome in engine.ask()]
        aims += [one.aims for one in told]
        engine.tell(told)
    return hypervolume(np.array(aims), WORST)


@pytest.mark.parametrize("seed", range(5))
def test_the_genetic_engine_finds_a_frontier_that_is_known_and_a_sample_does_not(seed: int) -> None:
    whole = exact()
    assert found_by("nsga2", seed, start=6) >= 0.95 * whole
    assert found_by("latin_hypercube", seed) < 0.9 * whole


def test_the_parzen_trees_learn() -> None:
    assert found_by("tpe", 0, 192) > 1.03 * found_by("latin_hypercube", 0, 192)


def test_three_aims_are_spread_by_directions() -> None:
    engine = BY_NAME["nsga3"].make(Setup(6, 3, 28, 1, np.empty((0, 6))))
    found = []
    for _ in range(40):
        genomes = engine.ask()
        told = [Told((*map(float, genome[:3] + genome[3:].sum()),)) for genome in genomes]
        found += [one.aims for one in told]
        engine.tell(told)
    assert np.array(found[-28:]).mean() < 0.3 * np.array(found[:28]).mean()


@pytest.mark.parametrize("name", BY_NAME)
def test_an_engine_asks_the_same_when_it_is_asked_again(name: str) -> None:
    """In this process twice, and in a fresh one under another hash seed."""
    script = f"""
import numpy as np
from tests.rules.test_engines import asked
print(asked({name!r}).tobytes().hex())
"""
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert asked(name).tobytes() == asked(name).tobytes() == bytes.fromhex(told.stdout)


def asked(name: str) -> np.ndarray:
    cells = ((-20.0, 0.0, 10), (0.0, 14.0, 10))
    engine = BY_NAME[name].make(Setup(SPACE.genes, 2, 12, 5, np.full((1, SPACE.genes), 0.9), cells))
    seen = []
    for _ in range(4):
        genomes = engine.ask()
        seen.append(genomes)
        engine.tell([Told(aims, aims[1] - 9.0) for aims in map(toy, genomes)])
    return np.vstack(seen)


@pytest.mark.parametrize("name", [engine.name for engine in ENGINES])
@pytest.mark.parametrize(
    "told", [lambda genomes: [Told((1.0, 1.0))] * len(genomes), lambda genomes: [Told((1.0, 1.0), 5.0)] * len(genomes)]
)
def test_nothing_to_choose_between_and_limits_that_nothing_keeps_stop_no_engine(
    name: str, told: Callable[[np.ndarray], list[Told]]
) -> None:
    engine = BY_NAME[name].make(Setup(2, 2, 8, 0, np.empty((0, 2))))
    for _ in range(4):
        genomes = engine.ask()
        assert ((genomes >= 0) & (genomes <= 1)).all()
        engine.tell(told(genomes))


def test_a_limit_keeps_proposals_within_it() -> None:
    engine = BY_NAME["nsga2"].make(Setup(SPACE.genes, 2, 24, 0, np.empty((0, SPACE.genes))))
    for _ in range(30):
        genomes = engine.ask()
        aims = [toy(genome) for genome in genomes]
        engine.tell([Told(one, one[1] - 3.0) for one in aims])
    assert np.mean([price <= 3.0 for _, price in aims]) > 0.6


def test_what_is_rare_is_bred_from() -> None:
    cells = ((-18.5, 0.0, 12), (0.0, 13.0, 12))
    met = {}
    for name in ("pattern_space", "latin_hypercube"):
        engine = BY_NAME[name].make(Setup(SPACE.genes, 2, 24, 0, np.empty((0, SPACE.genes)), cells))
        met[name] = set()
        for _ in range(40):
            told = [Told(toy(genome)) for genome in engine.ask()]
            met[name] |= {cell_of(one.aims, cells) for one in told}
            engine.tell(told)
    assert len(met["pattern_space"]) > 1.2 * len(met["latin_hypercube"])


PLACED = ProgrammeSpace(
    {"plain": False, "placed": True, "other": False}, grid(0.05, 1.0, 0.05), (20, 24, 28), ("a", "b", "c"), 2
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=PLACED.genes, max_size=PLACED.genes))
def test_a_programme_is_one_however_often_it_is_written_as_a_genome(genes: list[float]) -> None:
    programme = PLACED.programme(genes)
    again = PLACED.programme(PLACED.genome(programme))
    assert again == programme
    assert key_of(again) == key_of(programme)
    assert programme_of(settings_of(programme)) == programme
    assert list(programme) == [lever for lever in PLACED.levers if lever in programme]
    for lever, part in programme.items():
        assert part.strength in PLACED.strengths
        assert part.start in PLACED.starts
        assert (1 <= len(part.cities) <= 2) == (lever == "placed")
        assert list(part.cities) == sorted(set(part.cities))


def test_a_lever_without_a_place_is_off_and_a_grid_ends_where_it_says() -> None:
    genes = [0.9, 0.9, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert PLACED.programme(genes) == {"plain": Part(0.85, 20)}
    assert PLACED.single("placed", ["c"]) == {"placed": Part(1.0, 20, ("c",))}
    assert PLACED.single("placed") == {"placed": Part(1.0, 20, ("a", "b"))}
    assert grid(0.05, 1.0, 0.05)[-1] == 1.0
    assert len(grid(0.05, 1.0, 0.05)) == 20
    assert grid(20, 44, 5) == (20, 25, 30, 35, 40)
