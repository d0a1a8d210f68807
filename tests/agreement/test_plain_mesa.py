"""The compiled model is the documented one: written once more as plain Mesa, it makes the same decisions.

`python -m pytest -m slow tests/agreement/test_plain_mesa.py` runs the default population and 200 scenarios drawn at
large, some minutes in all; the rest runs with every test.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import mesa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim import CollaborationModel, Scenario
from sim import draws as compiled_draws
from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.scenario.settings import SETTINGS, SWITCHES
from tests.agreement.plain_mesa import barriers, direction, draws, levers, population
from tests.agreement.plain_mesa.compare import differences, run_both
from tests.agreement.plain_mesa.model import PlainModel
from tests.agreement.plain_mesa.private_firm import PrivateFirm
from tests.agreement.plain_mesa.random_scenarios import WORDS, scenarios
from tests.laws.evidence import Note

TINY = Scenario.load("tiny")
SHORT = TINY.with_(**{"run.quarters": 11, "run.start_year": 2019})
OTHER_REGION = str(Path(__file__).parents[1] / "data" / "second_region.csv")
SEEDS = st.integers(0, 2**63 - 1)
# Not shrunk: every attempt runs both models, so that shrinking would take many minutes.
AT_LARGE = {
    "derandomize": True,
    "deadline": None,
    "database": None,
    "phases": (Phase.explicit, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


KNOWN = {
    "barriers.py": (BARRIERS, {one.name for one in barriers.BARRIERS}),
    "levers.py": (LEVERS, {one.name for one in levers.LEVERS}),
    "population.py": (KINDS, {one.kind for one in population.KINDS}),
    "direction.py": (
        DIRECTIONS,
        {one.name for one in vars(direction).values() if isinstance(one, direction.Direction)},
    ),
    "": ((*SETTINGS, *SWITCHES), WORDS),
}
"""What the compiled model has, and which names of it the plain one knows, by file; settings and switches anywhere."""


def all_levers(strength: float) -> dict[str, object]:
    """Put every lever in force early, half of them along a logistic ramp."""
    keys: dict[str, object] = {}
    for place, lever in enumerate(levers.LEVERS):
        keys[f"levers.{lever.name}.strength"] = strength
        keys[f"levers.{lever.name}.start_quarter"] = 2 + place % 3
        keys[f"levers.{lever.name}.ramp_quarters"] = place % 6
        keys[f"levers.{lever.name}.ramp_shape"] = ("linear", "logistic")[place % 2]
    keys["levers.demonstration_bases.cities"] = ["chengdu", "yibin"]
    return keys


def assert_same(scenario: Scenario, seed: int, note: Note) -> None:
    """Run both models and compare all deals, all quarters and all organisations; tell the evidence how many."""
    plain, compiled = run_both(scenario, seed)
    found = differences(plain, compiled)
    size = {"organisations": len(plain.organisations), "quarters": len(plain.history), "deals": len(plain.deals)}
    note("compared", {"scenario": scenario.title, "seed": seed, **size, "differences": len(found)})
    assert not found, f"{len(found)} differences, the first of them:\n" + "\n".join(found[:5])


@pytest.mark.parametrize(("counter", "key", "words"), PUBLISHED)
def test_random_words_are_the_published_ones(counter: tuple[int, ...], key: tuple[int, ...], words: object) -> None:
    assert draws.philox(counter, key) == words


@settings(max_examples=50, **AT_LARGE)
@given(SEEDS, st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 99), st.integers(0, 500))
def test_draws_are_those_of_the_compiled_model(seed: int, entity: int, moment: int, purpose: int, index: int) -> None:
    ours = draws.AddressedChance(seed).uniforms(purpose, entity, moment, index)
    assert ours == compiled_draws.block(seed, entity, moment, purpose, index)
    assert draws.normal(*ours[:2]) == pytest.approx(compiled_draws.normal(*ours[:2]), rel=1e-12)
    mean, share = 60.0 * ours[1], ours[2]
    assert draws.poisson(ours[0], mean) == compiled_draws.poisson(ours[0], mean)
    assert draws.binomial(ours[0], entity % 60, share) == compiled_draws.binomial(ours[0], entity % 60, share)


def test_purposes_have_the_numbers_of_the_compiled_model() -> None:
    assert {purpose.name: getattr(draws, purpose.name) for purpose in compiled_draws.Purpose} == {
        purpose.name: int(purpose) for purpose in compiled_draws.Purpose
    }


def test_the_plain_model_lacks_nothing() -> None:
    """What it lacks is left out of every comparison, and so is not shown to be as documented."""
    found = [
        f"tests/agreement/plain_mesa/{file} lacks {one.name}: write it there from docs/odd.md"
        for file, (made, known) in KNOWN.items()
        for one in made
        if one.name not in known
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_the_small_circle_decides_alike(seed: int, record_property: Note) -> None:
    assert_same(TINY, seed, record_property)


@pytest.mark.parametrize(
    ("seed", "changes"),
    [
        pytest.param(3, all_levers(0.5), id="all levers, half"),
        pytest.param(4, all_levers(1.0) | {"population.seed": 7}, id="all levers, full"),
        pytest.param(5, {f"barriers.{one.name}": 0.0 for one in barriers.BARRIERS}, id="no barriers"),
        pytest.param(6, {f"barriers.{one.name}": 1.0 for one in barriers.BARRIERS}, id="all barriers"),
        pytest.param(
            7,
            {"region.cities": OTHER_REGION, "population.military_sample": 2.0, "population.university_sample": 2.0},
            id="another region",
        ),
    ],
)
def test_levers_barriers_and_other_regions_decide_alike(
    seed: int, changes: dict[str, object], record_property: Note
) -> None:
    assert_same(SHORT.with_(**changes), seed, record_property)


@settings(max_examples=5, **AT_LARGE)
@given(scenario=scenarios(), seed=SEEDS)
def test_scenarios_drawn_at_large_decide_alike(scenario: Scenario, seed: int, record_property: Note) -> None:
    assert_same(scenario, seed, record_property)


def test_closing_organisations_ends_their_deals_alike() -> None:
    plain, compiled = PlainModel(SHORT, 8), CollaborationModel(SHORT, seed=8)
    for quarter in range(SHORT.run.quarters):
        for key in range(quarter, len(plain.organisations), 29) if quarter in (4, 8) else ():
            if plain.organisations[key].alive:
                plain.organisations[key].alive = False
                compiled.close(key)
        plain.step()
        compiled.step()
    assert any(deal.cause == "organisation_closed" for deal in plain.deals)
    assert differences(plain, compiled) == []


def test_a_difference_is_named_by_quarter_and_deal() -> None:
    short = TINY.with_(**{"run.quarters": 4, "run.start_year": 2020})
    plain = PlainModel(short, 1).run()
    compiled = CollaborationModel(short.with_(**{"parameters.attrition": 0.09}), seed=1).run()
    found = differences(plain, compiled)
    assert found[0].startswith("quarter 0, deal ")
    assert "(initiator " in found[0]
    assert "in the plain model" in found[0]
    plain.deals[3].cause = "nothing"
    assert any(
        "deal 3 " in line and "cause is nothing in the plain model" in line for line in differences(plain, compiled)
    )


def test_it_is_a_mesa_model_that_batch_run_can_run() -> None:
    few = TINY.with_(**{"run.quarters": 3, "run.start_year": 2020})
    parameters = {"scenario": [few], "chance": ["addressed", "mesa"]}
    by_rng = "rng" in inspect.signature(mesa.batch_run).parameters  # Mesa 3.4 and newer drop a parameter "seed"
    seeds = {"rng": [0, 1]} if by_rng else {"parameters": parameters | {"seed": [0, 1]}}
    rows = mesa.batch_run(PlainModel, **{"parameters": parameters, "display_progress": False, **seeds})
    assert sorted((row["seed"], row["chance"]) for row in rows) == [
        (s, c) for s in (0, 1) for c in ("addressed", "mesa")
    ]
    assert all(row["open_deals"] > 0 for row in rows)
    model = PlainModel(few, 1)
    assert len(model.agents) == len(model.organisations) + len(model.cities) + len(model.offices)
    assert set(model.agents_by_type[PrivateFirm]) == set(model.firms)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_default_population_decides_alike(seed: int, record_property: Note) -> None:
    assert_same(Scenario.load("baseline"), seed, record_property)


@pytest.mark.slow
@settings(max_examples=200, **AT_LARGE)
@given(scenario=scenarios(), seed=SEEDS)
def test_two_hundred_scenarios_drawn_at_large_decide_alike(
    scenario: Scenario, seed: int, record_property: Note
) -> None:
    assert_same(scenario, seed, record_property)
