"""What military buyers may spend, and when they rather make a thing, against hand-worked numbers (M4, M16)."""

from __future__ import annotations

import pytest

from sim.agents import procurement
from tests.rules.plain import plain, settings

BUYER = settings(procurement_share=0.3, price_share=0.6, make_return=0.85)


@pytest.mark.parametrize(
    ("revenue", "sample", "quarters", "expected"),
    [(600.0, 0.18, 4.0, 32.4), (600.0, 0.36, 4.0, 64.8), (600.0, 0.18, 1.0, 8.1)],  # 0.3 x 0.18 x 600
)
def test_a_yearly_budget(revenue: float, sample: float, quarters: float, expected: float) -> None:
    assert plain(procurement.procurement_budget)(revenue, sample, quarters, BUYER) == pytest.approx(expected)


def test_price_of_a_supply() -> None:
    assert plain(procurement.price_of)(8.0, BUYER) == pytest.approx(4.8)


@pytest.mark.parametrize(
    ("expertise", "bought"),
    [
        (0.62, True),
        (0.80, False),
        (0.0, True),
    ],  # made at 0.85 x 0.772 = 0.656, 0.85 x 0.88 = 0.748, 0.34; bought at 0.708
)
def test_make_or_buy(expertise: float, bought: bool) -> None:
    assert plain(procurement.better_than_making)(3.4, 4.8, expertise, BUYER) is bought
