"""A form that was left is still there: under its words the model decides as it did before, to the last bit.

Twice: as the first version, in which nobody comes or goes; and as the first half of the second version, in which firms
come and go by what it has paid them, buyers have budgets, and offices of cities look for partners.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.scenario.settings import SETTING_BY_NAME, SWITCHES
from tests.pinned import decisions, first_half, old_forms
from tests.pinned.earlier import Made

FIRST = old_forms.PINS.kept()
SHIPPED = [name for name in FIRST["scenarios"] if not name.startswith("drawn")]
AT_LARGE = [name for name in FIRST["scenarios"] if name.startswith("drawn")]


@pytest.mark.parametrize("name", SHIPPED)
def test_l1_a_shipped_scenario_decides_as_in_the_first_version(name: str) -> None:
    assert [run.name for run in old_forms.PINS.made([name]) if not run.same] == []


def test_l1_scenarios_drawn_at_large_decide_as_in_the_first_version() -> None:
    assert len(AT_LARGE) > 50
    assert [run.name for run in old_forms.PINS.made(AT_LARGE) if not run.same] == []


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
    one = FIRST["scenarios"]["baseline"]
    scenario = old_forms.scenario_of(one["scenario"], FIRST["parameters"]).with_(**{f"structure.{name}": word})
    record = old_forms.PINS.record_of(scenario, 0)
    assert decisions.digest_of(record, FIRST["columns"]) != one["runs"]["0"]


FIRST_HALF = first_half.PINS.kept()
HALF_SHIPPED = [name for name in FIRST_HALF["scenarios"] if not name.startswith("drawn")]
HALF_DRAWN = [name for name in FIRST_HALF["scenarios"] if name.startswith("drawn")]
NOBODY_ENTERS = {"all_barriers"}
"""Where separate markets are complete; those that take part at the start leave."""


def entered_and_left(run: Made) -> tuple[int, int]:
    return int(run.record.history["entries"].sum()), int(run.record.history["exits"].sum())


@pytest.mark.parametrize("name", HALF_SHIPPED)
def test_l1_a_shipped_scenario_decides_as_in_the_first_half_while_firms_come_and_go(name: str) -> None:
    runs = list(first_half.PINS.made([name]))
    assert [run.name for run in runs if not run.same] == []
    assert len(runs) == 5
    for run in runs:
        entered, left = entered_and_left(run)
        assert left > 50
        assert entered == 0 if name in NOBODY_ENTERS else entered > 100


def test_l1_scenarios_that_are_drawn_decide_as_in_the_first_half() -> None:
    moved, entered, left = [], 0, 0
    for run in first_half.PINS.made(HALF_DRAWN):
        come, gone = entered_and_left(run)
        moved += [] if run.same else [run.name]
        entered, left = entered + come, left + gone
    assert moved == []
    assert len(HALF_DRAWN) == 60
    assert min(entered, left) > 5000


def test_what_the_first_half_brought_is_in_force_where_it_is_pinned() -> None:
    record = next(first_half.PINS.made(["baseline"])).record
    causes = {record.cause_names[cause] for cause in record.deals["cause"]}
    assert {"made_in_house", "no_procurement_budget"} <= causes
    assert (record.deals["price"] > 0.0).sum() > 1000
    assert record.deals["brokered"].sum() > 1000


HALF_BASELINE = FIRST_HALF["scenarios"]["baseline"]
HALF_SCENARIO = first_half.scenario_of(HALF_BASELINE["scenario"], FIRST_HALF["parameters"])
SWITCH_BY_NAME = {switch.name: switch for switch in SWITCHES}
HALF_UNFELT = {
    "blame": "it is read after a run",
    "tiers": "a centre that chooses begins with the scope that is set, and nothing is out of control",
}


def others_of(key: str, value: object) -> Iterator[object]:
    """Yield what else a word, or a number, may be: of a number its default, or else an end of what is plausible."""
    name = key.partition(".")[2]
    if key.startswith("structure."):
        yield from (word for word in SWITCH_BY_NAME[name].meanings if word != value)
    else:
        setting = SETTING_BY_NAME[name]
        yield next(other for other in (setting.default, *setting.plausible[::-1]) if other != value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (key, other)
        for key, own in {
            **{f"structure.{name}": word for name, word in HALF_SCENARIO.structure.items()},
            **first_half.NEUTRAL,
        }.items()
        for other in others_of(key, own)
        if key.partition(".")[2] not in HALF_UNFELT
    ],
)
def test_all_that_makes_the_model_that_of_the_first_half_is_needed(key: str, value: object) -> None:
    """With one word or number as it is now, and all others as they were, some deal is another."""
    record = first_half.PINS.record_of(HALF_SCENARIO.with_(**{key: value}), 0)
    assert decisions.digest_of(record, FIRST_HALF["columns"]) != HALF_BASELINE["runs"]["0"]
