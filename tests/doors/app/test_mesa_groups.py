"""What stands beside Mesa's viewer sets every lever, with the cities or fields that it names."""

from __future__ import annotations

import pytest

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")

from sim.app.mesa_page import Chosen, groups_of, named_by
from sim.levers import LEVERS
from sim.scenario import Scenario

TINY = Scenario.load("tiny")
PROJECTS, BASES = "levers.major_projects", "levers.demonstration_bases"


def test_every_lever_can_be_set_and_those_that_name_something_can_name_it() -> None:
    assert set(groups_of(TINY)["Policy levers"]) == {f"levers.{lever.name}.strength" for lever in LEVERS}
    taking = {f"levers.{lever.name}.cities" for lever in LEVERS if lever.takes_cities}
    taking |= {f"levers.{lever.name}.fields" for lever in LEVERS if lever.takes_fields}
    assert set(named_by(TINY)) == taking
    assert set(named_by(TINY)[f"{PROJECTS}.fields"].known.values()) == set(TINY.region.fields.names)
    assert set(named_by(TINY)[f"{BASES}.cities"].known.values()) == {city.key for city in TINY.region.cities}


def test_what_is_named_counts_while_the_lever_is_in_force() -> None:
    chosen = {f"{PROJECTS}.fields": ["aviation"], f"{BASES}.cities": ["mianyang"]}
    assert Chosen(TINY, 0, chosen).inputs == TINY
    chosen |= {f"{PROJECTS}.strength": 0.5, f"{BASES}.strength": 1.0}
    levers = Chosen(TINY, 0, chosen).inputs.levers
    assert (list(levers["major_projects"].fields), list(levers["demonstration_bases"].cities)) == (
        ["aviation"],
        ["mianyang"],
    )


def test_a_scenarios_own_lever_keeps_what_it_names_when_only_that_is_changed() -> None:
    own = TINY.with_(**{f"{BASES}.strength": 1.0, f"{BASES}.cities": ["mianyang"]})
    assert list(named_by(own)[f"{BASES}.cities"].given) == ["mianyang"]
    assert list(Chosen(own, 0, {}).inputs.levers["demonstration_bases"].cities) == ["mianyang"]
    changed = Chosen(own, 0, {f"{BASES}.cities": ["yibin"]}).inputs
    assert list(changed.levers["demonstration_bases"].cities) == ["yibin"]
