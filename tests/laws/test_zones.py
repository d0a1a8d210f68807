"""Zones act in their cities and fields, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim import CollaborationModel
from sim.scenario import ScenarioError
from tests.laws.benches import NO_RENEWAL, SMALL, parameters, run
from tests.laws.test_artefacts import SHIPPED, city_file


def without_zones(folder: Path, **replaced: str) -> str:
    """Write the shipped region to a file of its own, some words of it replaced; return its path."""
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    file = folder / "zones.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def same(one: CollaborationModel, other: CollaborationModel) -> bool:
    return one.record().deals.tobytes() == other.record().deals.tobytes()


def test_without_effect_a_zone_is_a_word(tmp_path: Path) -> None:
    other = SMALL.with_(**{"region.cities": city_file(tmp_path, hightech_zone="former_zone")})
    assert not any(city.hightech_zone for city in other.region.cities)
    copied = SMALL.with_(**{"region.cities": city_file(tmp_path)})
    no_effect = parameters(zone_effect=0.0, incubation=0.0)
    one, two = (CollaborationModel(scenario, seed=3, **no_effect).run() for scenario in (copied, other))
    assert same(one, two)
    assert not same(CollaborationModel(copied, seed=3).run(), one)


def test_more_technology_arrives_where_there_is_a_zone_and_elsewhere_as_much_as_before() -> None:
    """On shelves that nothing leaves, in one quarter: nobody has shared a draw with anybody else yet."""
    shelves = []
    for effect in (0.0, 4.0):
        model = CollaborationModel(SMALL, seed=3, **parameters(zone_effect=effect, effort_military=0.0))
        model.step()
        shelves.append((model.world.organisations["open_shelf"] + model.world.organisations["classified_shelf"]).copy())
    zone = model.world.cities["hightech_zone"][model.world.organisations["city"]]
    military = model.world.organisations["kind"] == 0
    before, after = (shelf.astype(int) for shelf in shelves)
    assert after[zone & military].sum() > 2 * before[zone & military].sum() > 0
    assert (after[~zone & military] == before[~zone & military]).all()


def test_a_pilot_zone_in_force_acts_and_one_that_is_not_does_not(tmp_path: Path) -> None:
    none = SMALL.with_(**{"region.cities": without_zones(tmp_path, pilot_zone_fields="former_fields")})
    kept = SMALL.with_(**{"region.cities": city_file(tmp_path)})
    none, kept = none.with_(**NO_RENEWAL), kept.with_(**NO_RENEWAL)  # looks are weighed by who is there
    closed = [CollaborationModel(scenario, seed=3).run() for scenario in (none, kept)]
    assert same(*closed)
    opened = CollaborationModel(kept, seed=3, **parameters(pilot_zone_strength=1.0)).run()
    assert not same(opened, closed[1])
    chengdu = [city.key for city in kept.region.cities].index("chengdu")
    gravity = [model.world.gravity for model in (opened, closed[1])]
    weight = [np.diff(one, axis=-1, prepend=0.0)[..., chengdu] for one in gravity]
    share = weight[0][0, 1, 1] / weight[1][0, 1, 1]
    assert share[:2] == pytest.approx(1.7 / 1.35)  # electronics and software, seen from the second city
    assert share[2:] == pytest.approx(1.0)


def test_a_field_that_there_is_not_is_refused_with_what_was_probably_meant(tmp_path: Path) -> None:
    wrong = without_zones(tmp_path, software_information_security="software_information_securty")
    with pytest.raises(ScenarioError, match="software_information_security") as refused:
        SMALL.with_(**{"region.cities": wrong})
    assert "pilot_zone_fields" in str(refused.value)


def test_the_default_has_no_pilot_zone_in_force_yet() -> None:
    assert same(run(**parameters(pilot_zone_strength=0.0)), run())
