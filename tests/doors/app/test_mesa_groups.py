"""What stands beside Mesa's viewer sets every lever, with what it names, in the language that is spoken."""

from __future__ import annotations

import ast
import inspect
import re

import pytest
from mesa.visualization import solara_viz

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")

from sim.app.mesa_page import Chosen, groups_of, named_by
from sim.app.mesa_words import WORDS, WRITES, said
from sim.language import CHINESE, speaking
from sim.levers import LEVERS
from sim.scenario import Scenario

TINY = Scenario.load("tiny")
UNSEEN = {"Command Console"}  # stands beside a viewer that has one
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


def written_by_mesa() -> dict[str, set[str]]:
    """Return the words that Mesa's viewer gives to Solara's components, by component."""
    found: dict[str, set[str]] = {}
    for one in ast.walk(ast.parse(inspect.getsource(solara_viz))):
        if (
            isinstance(one, ast.Call)
            and isinstance(one.func, ast.Attribute)
            and ast.unparse(one.func.value) == "solara"
        ):
            given = [*one.args[:1], *(keyword.value for keyword in one.keywords if keyword.arg == "label")]
            texts = {text.value for text in given if isinstance(text, ast.Constant) and isinstance(text.value, str)}
            found.setdefault(one.func.attr, set()).update(text for text in texts if re.search("[A-Za-z]", text))
    return found


def test_all_that_mesa_writes_is_said_in_the_language_spoken() -> None:
    written = {name: texts - UNSEEN for name, texts in written_by_mesa().items() if texts - UNSEEN}
    assert set(written) <= set(WRITES)
    assert set.union(*written.values()) <= set(WORDS)
    assert said("Step: 3") == said("Time: 3.0") == "Step: 3"
    assert said(3) == 3
    with speaking(CHINESE):
        texts = [said(word) for word in (*WORDS, "Step: 3")]
        for named in named_by(TINY).values():
            texts += [named.label, *named.known]
        for title, keys in groups_of(TINY).items():
            texts += [title, *(words for words, _ in keys.values())]
    assert [text for text in texts if re.search("[A-Za-z]", text)] == []
