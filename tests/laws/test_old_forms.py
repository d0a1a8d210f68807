"""A form that was left is still there: under its words the model decides as its first version did, to the last bit."""

from __future__ import annotations

import pytest

from sim.scenario.settings import SWITCHES
from tests.pinned import old_forms

SHIPPED = [name for name in old_forms.kept()["scenarios"] if not name.startswith("drawn")]
AT_LARGE = [name for name in old_forms.kept()["scenarios"] if name.startswith("drawn")]


@pytest.mark.parametrize("name", SHIPPED)
def test_l1_a_shipped_scenario_decides_as_in_the_first_version(name: str) -> None:
    assert list(old_forms.others(iter([name]))) == []


def test_l1_scenarios_drawn_at_large_decide_as_in_the_first_version() -> None:
    assert len(AT_LARGE) > 50
    assert list(old_forms.others(iter(AT_LARGE))) == []


OLD = {name.partition(".")[2]: word for name, word in old_forms.OLD.items() if name.startswith("structure.")}
UNFELT = {
    "blame": "it is read after a run",
    "tiers": "the centre chooses by experience, which the old forms have none of",
}
"""Choices that move no deal if all others are old, and why."""


def test_every_switch_has_an_old_word() -> None:
    assert OLD.keys() == {switch.name for switch in SWITCHES}
    assert all(OLD[switch.name] in switch.meanings for switch in SWITCHES)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (switch.name, word)
        for switch in SWITCHES
        for word in switch.meanings
        if word != OLD[switch.name] and switch.name not in UNFELT
    ],
)
def test_every_word_is_felt(name: str, word: str) -> None:
    """With one word another and all others old, some deal is another: no word does nothing."""
    whole = old_forms.kept()
    one = whole["scenarios"]["baseline"]
    scenario = old_forms.scenario_of(one["scenario"], whole["parameters"]).with_(**{f"structure.{name}": word})
    assert old_forms.digest_of(scenario, 0, whole["columns"]) != one["runs"]["0"]
