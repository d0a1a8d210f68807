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


def test_every_switch_has_an_old_word_which_is_not_the_shipped_one() -> None:
    old = {name.partition(".")[2]: word for name, word in old_forms.OLD.items() if name.startswith("structure.")}
    assert old.keys() == {switch.name for switch in SWITCHES}
    assert all(old[switch.name] in list(switch.meanings)[1:] for switch in SWITCHES)


@pytest.mark.parametrize("key", [name for name in old_forms.OLD if name.startswith("structure.")])
def test_every_word_is_felt(key: str) -> None:
    """With one word as it is shipped and all others old, some deal is another: no word does nothing."""
    whole = old_forms.kept()
    one = whole["scenarios"]["baseline"]
    shipped = next(switch.default for switch in SWITCHES if key.endswith(f".{switch.name}"))
    scenario = old_forms.scenario_of(one["scenario"], whole["parameters"]).with_(**{key: shipped})
    assert old_forms.digest_of(scenario, 0, whole["columns"]) != one["runs"]["0"]
