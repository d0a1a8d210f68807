"""What the sources declare wrongly is refused as soon as it is loaded, in words that name it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Protocol

import pytest

from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS, Pair
from sim.barriers.barrier import Act
from sim.barriers.secrecy import SecrecySettings
from sim.declared import DeclarationError, check_distinct
from sim.levers import LEVERS, How, Move
from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch
from sim.scenario.references import check_barrier, check_direction, check_kind, check_lever
from sim.scenario.settings import SETTING_BY_NAME
from sim.tables import Cause, DealRow, TableRow
from sim.tables.column import column

BARRIER, LEVER = BARRIERS[0], LEVERS[0]
KIND, DIRECTION = KINDS[0], DIRECTIONS[2]
NAMES = [*SETTING_BY_NAME, *(f"barriers.{barrier.name}" for barrier in BARRIERS)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"default": 1.4}, "default is 1.4; it must lie from 0 to 1"),
        ({"name": "Talent immobility"}, "barrier 'Talent immobility': a name is of small letters"),
        ({"label_zh": ""}, "label_zh is empty"),
        ({"source": ""}, "source is empty"),
        ({"acts": ()}, "acts is empty"),
    ],
)
def test_a_barrier(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        replace(BARRIER, **changes)


def test_an_act_at_what_is_no_point() -> None:
    with pytest.raises(DeclarationError, match=r"'contact', which is no point; there are points.ENTRY, "):
        Act("contact", BARRIER.acts[0].rule, "slows")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"), [({"moves": ()}, "moves is empty"), ({"ramp_quarters": -1}, "ramp_quarters is -1")]
)
def test_a_lever(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        replace(LEVER, **changes)


@pytest.mark.parametrize(("default", "plausible"), [(1.5, (0.0, 1.0)), (0.5, (0.0, 1.5))])
def test_a_setting(default: float, plausible: tuple[float, float]) -> None:
    with pytest.raises(DeclarationError, match=r"setting haste: .* must lie from 0 to 1"):

        class Hasty(Settings):
            haste: float = share("how hasty", default, plausible)


class Doubted(Settings):
    order: int = switch("who comes first", {"oldest": "the oldest", "by_lot": "anybody"}, source="for a test")


def test_words_of_a_switch_are_numbered_as_they_are_listed() -> None:
    [order] = Doubted.switches
    assert (order.name, order.default, order.home) == ("order", "oldest", __name__)
    assert [number_of(Doubted.order, word) for word in ("oldest", "by_lot")] == [0, 1]
    assert Doubted.declared == ()


@pytest.mark.parametrize(
    ("meanings", "source", "words"),
    [
        ({"oldest": "the oldest"}, "for a test", "number of words is 1; it must lie from 2 to 8"),
        ({"oldest": "the oldest", "by_lot": ""}, "for a test", "switch order: by_lot is empty"),
        ({"oldest": "the oldest", "By lot": "anybody"}, "for a test", "word 'By lot': a name is of small letters"),
        ({"oldest": "the oldest", "by_lot": "anybody"}, "", "switch order: source is empty"),
    ],
)
def test_a_switch(meanings: dict[str, str], source: str, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):

        class Wrong(Settings):
            order: int = switch("who comes first", meanings, source=source)


def test_a_switch_that_is_declared_as_a_number() -> None:
    with pytest.raises(DeclarationError, match=r"it is declared as `order: int = switch\(\.\.\.\)`"):

        class Wrong(Settings):
            order: float = switch("who comes first", {"oldest": "the oldest", "by_lot": "anybody"}, source="a test")


def test_a_rule_that_asks_for_a_word_that_there_is_not() -> None:
    with pytest.raises(DeclarationError, match=r"switch order: a rule names 'by_lots'.* did you mean 'by_lot'\?"):
        number_of(Doubted.order, "by_lots")


@pytest.mark.parametrize("name", [BARRIER.name, Cause.LOW_VALUE.name.lower()])
def test_a_name_that_is_taken(name: str) -> None:
    names = [*(barrier.name for barrier in BARRIERS), name]
    with pytest.raises(DeclarationError, match=f"barrier {name}: this name is taken"):
        check_distinct("barrier", names, (cause.name.lower() for cause in Cause))


def test_two_acts_of_a_barrier_at_one_point() -> None:
    with pytest.raises(DeclarationError, match=f"barrier {BARRIER.name}: two acts at {BARRIER.acts[0].point}"):
        replace(BARRIER, acts=(*BARRIER.acts, replace(BARRIER.acts[0], words="once more")))


@rule
def of_two(level: float, meters: Any) -> float:
    return level


def of_three(intensity: float, pair: Any, settings: Any) -> float:
    return intensity


def test_what_cannot_be_called_as_a_rule() -> None:
    point = BARRIER.acts[0].point
    with pytest.raises(DeclarationError, match="of_two takes 2 arguments; it must take intensity, pair, settings"):
        Act(point, of_two, "slows")  # type: ignore[arg-type]
    with pytest.raises(DeclarationError, match="of_three is no rule; write @rule above it"):
        Act(point, of_three, "slows")
    with pytest.raises(DeclarationError, match=f"lever {LEVER.name}: of_three is no rule"):
        replace(LEVER, metered=of_three)


class PooledFunds(Protocol):
    fund_poold: float


@rule
def reads_elsewhere(intensity: float, pair: Pair, settings: PooledFunds) -> float:
    return intensity * settings.fund_poold


def test_a_barrier_that_reads_what_another_room_does_not_have() -> None:
    lost = replace(BARRIER, acts=(Act(BARRIER.acts[0].point, reads_elsewhere, "slows"),))
    with pytest.raises(DeclarationError, match=r"the protocol PooledFunds names 'fund_poold'.*'fund_pooled'"):
        check_barrier(lost, NAMES)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("barriers.secrcy", "did you mean 'barriers.secrecy'?"),
        ("candidate", "did you mean 'candidates'?"),
        ("parameters.candidates", "did you mean 'candidates'?"),
        ("zzz", "which does not exist"),
    ],
)
def test_a_lever_that_moves_nothing(target: str, words: str) -> None:
    lost = replace(LEVER, moves=(Move(target, How.RAISE, 0.5),))
    with pytest.raises(DeclarationError, match=rf"lever {LEVER.name}: a move names '{target}'.*") as caught:
        check_lever(lost, NAMES)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"chance": "university_military_shar"}, "did you mean 'university_military_share'?"),
        ({"seen": "visibility_u"}, "seen names 'visibility_u', which does not exist"),
        ({"waiver": "boundary_waver"}, "did you mean 'boundary_waiver'?"),
        ({"partner": "military_enterprises"}, "did you mean 'military_enterprise'?"),
        ({"source": "zzz"}, "there are military_enterprise, private_firm, university"),
    ],
)
def test_a_direction_that_names_what_is_not_there(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError, match=f"direction {DIRECTION.name}: ") as caught:
        check_direction(replace(DIRECTION, **changes), [kind.name for kind in KINDS], NAMES)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        *(({part: "zzz"}, f"{part} names 'zzz'") for part in ("effort", "capacity", "distance_factor")),
        ({"effort": ""}, "effort names ''"),
        ({"arrival": "arrival_militry"}, "did you mean 'arrival_military'?"),
        ({"classified_share": "zzz"}, "classified_share names 'zzz'"),
        ({"count": "military_organisation"}, "did you mean 'military_organisations'?"),
        ({"performer": ("enterprise",)}, "did you mean 'enterprises'?"),
        ({"name": "broker"}, "kind broker: no direction of transfer names it"),
    ],
)
def test_a_kind_that_names_what_is_not_there_or_is_named_by_nobody(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(DeclarationError, match=r"kind \w+: ") as caught:
        check_kind(replace(KIND, **changes), DIRECTIONS, NAMES)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("chance", "words"),
    [("university_military_share", "found none"), ("", "university_to_military, university_to_civil")],
)
def test_a_kind_whose_offers_have_no_way_or_two(chance: str, words: str) -> None:
    (kind,) = [one for one in KINDS if one.name == "university"]
    directions = [replace(one, chance=chance) if one.source == kind.name else one for one in DIRECTIONS]
    check_kind(kind, DIRECTIONS, NAMES)
    with pytest.raises(DeclarationError, match=f"kind university: .*{words}"):
        check_kind(kind, directions, NAMES)


def test_a_setting_without_a_source_is_an_assumption() -> None:
    with pytest.raises(DeclarationError, match="setting haste: source is empty"):

        class Hasty(Settings):
            haste: float = share("how hasty", 0.5, (0.1, 0.9), grade="coded")


def test_a_setting_is_a_typed_number() -> None:
    with pytest.raises(DeclarationError, match=r"setting haste of Hasty: it is declared as `haste: float = number"):

        class Hasty(Settings):
            haste = number("how hasty", "factor", 1.0, (0.5, 2.0))

    with pytest.raises(DeclarationError, match=r"setting waste of Wasty: it is declared as"):

        class Wasty(Settings):
            waste: float = 0.5


def test_a_column_has_a_type_and_is_declared() -> None:
    with pytest.raises(DeclarationError, match=r"column haste of hasty: it is declared as `haste: float = column"):

        class Undeclared(TableRow, table="hasty"):
            haste: float

    with pytest.raises(DeclarationError, match="column haste of hasty: it has no type"):

        class Untyped(TableRow, table="hasty"):
            haste = column("how hasty")

    with pytest.raises(DeclarationError, match=r"column haste of hasty: <class 'str'> is no type of a column"):

        class Wordy(TableRow, table="hasty"):
            haste: str = column("how hasty")


def slow_rule(deal: DealRow) -> float:
    return deal.quallity


def slow_barrier(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    return intensity * settings.secrecy_visibility_exponnt


def slow_write(deal: DealRow) -> None:
    deal.stagee = 3  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (slow_rule, "slow_rule: nothing has a 'quallity'; did you mean quality?"),
        (
            slow_barrier,
            "slow_barrier: nothing has a 'secrecy_visibility_exponnt'; did you mean secrecy_visibility_exponent?",
        ),
        (slow_write, "slow_write: nothing has a 'stagee'; did you mean stage?"),
    ],
)
def test_a_misspelt_column_or_setting(function: Any, words: str) -> None:
    with pytest.raises(DeclarationError, match=re.escape(words)):
        rule(function)
