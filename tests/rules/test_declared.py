"""What the sources declare wrongly is refused as soon as it is loaded, in words that name it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.barriers import BARRIERS
from sim.barriers.barrier import Act
from sim.declared import DeclarationError, check_distinct
from sim.levers import LEVERS
from sim.scales import share
from sim.tables import Cause

BARRIER, LEVER = BARRIERS[0], LEVERS[0]


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
    with pytest.raises(DeclarationError, match=r"'contact', which is no point; there are Point.ENTRY, "):
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
        share("haste", "how hasty", default, plausible, "assumption", "assumption")


@pytest.mark.parametrize("name", [BARRIER.name, Cause.LOW_VALUE.name.lower()])
def test_a_name_that_is_taken(name: str) -> None:
    names = [*(barrier.name for barrier in BARRIERS), name]
    with pytest.raises(DeclarationError, match=f"barrier {name}: this name is taken"):
        check_distinct("barrier", names, (cause.name.lower() for cause in Cause))
