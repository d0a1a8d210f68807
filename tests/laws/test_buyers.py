"""Military buyers spend what they have, and buy what they would not rather make."""

from __future__ import annotations

import numpy as np
import pytest

from sim import CollaborationModel
from sim.tables import Cause, Status
from tests.laws.benches import DIRECTION, KIND, SMALL, delivered, parameters, run

UNLIMITED = {"structure.demand": "unlimited"}
ONE_BANK = {"structure.money": "one_bank"}
"""What is bought needs no capital, and its price no tax."""
RICH = parameters(procurement_share=1000.0)
NEVER_MADE = parameters(make_return=0.0)


def refusals(model: CollaborationModel) -> dict[str, int]:
    """Deaths of supplies of what only buyers refuse for, and matched supplies."""
    deals = model.record().deals
    supplies = deals[deals["direction"] == DIRECTION["civil_to_military"]]
    by_cause = np.bincount(supplies["cause"], minlength=len(Cause))
    return {
        "no money": int(by_cause[Cause.NO_PROCUREMENT_BUDGET]),
        "made": int(by_cause[Cause.MADE_IN_HOUSE]),
        "matched": int((supplies["recipient"] >= 0).sum()),
    }


@pytest.mark.parametrize("seed", range(3))
def test_without_limit_and_own_making_demand_is_as_it_was(seed: int) -> None:
    """With money for everything, no own making and a price of what delivery brought before, decisions are the same."""
    as_before = parameters(price_share=float(SMALL.parameters["delivery_cash"]))
    bought = run(seed, **RICH, **NEVER_MADE, **as_before, **ONE_BANK)
    taken = run(seed, **UNLIMITED, **ONE_BANK)
    assert delivered(taken)["civil_to_military"] > 5
    for name in taken.record().deals.dtype.names:
        if name != "price":
            assert bought.record().deals[name].tobytes() == taken.record().deals[name].tobytes(), name
    assert bought.world.organisations.tobytes() == taken.world.organisations.tobytes()


def test_demand_without_limit_refuses_for_want_of_nothing() -> None:
    found = refusals(run(3, **UNLIMITED))
    assert found["no money"] == found["made"] == 0 < found["matched"]


def test_without_money_nothing_is_bought_and_that_is_why() -> None:
    found = refusals(run(3, **parameters(procurement_share=0.0)))
    assert found["matched"] == found["made"] == 0 < found["no money"]


def test_buyers_that_make_everything_buy_nothing_and_that_is_why() -> None:
    found = refusals(run(3, **RICH, **parameters(make_return=1000.0)))
    assert found["matched"] == found["no money"] == 0 < found["made"]


def test_what_is_not_weighed_is_bought_however_well_a_buyer_makes_it() -> None:
    """With no supply weighed, own making counts for nothing; a part of them lies in between."""
    makers = parameters(make_return=1000.0)
    none, some, every = (run(3, **makers, **parameters(unweighed_purchases=part)) for part in (0.0, 0.3, 1.0))
    found = [refusals(model)["matched"] for model in (none, some, every)]
    assert 0 == found[0] < found[1] < found[2]
    assert every.record().deals.tobytes() == run(3, **NEVER_MADE).record().deals.tobytes()


def test_the_price_reaches_the_supplier_on_delivery_and_comes_back_from_what_died() -> None:
    model = run(3, **parameters(budget_quarters=4000))  # one budget for the whole run
    deals, world = model.record().deals, model.world
    supplies = deals[(deals["direction"] == DIRECTION["civil_to_military"]) & (deals["recipient"] >= 0)]
    assert supplies["price"] == pytest.approx(SMALL.parameters["price_share"] * supplies["value"])
    purses = world.purses[len(world.purses) - len(world.organisations) :]
    died = supplies[supplies["status"] == Status.DEAD]
    assert len(died) > 5
    assert purses["spent"].sum() == pytest.approx(supplies["price"].sum())
    assert purses["returned"].sum() == pytest.approx(died["price"].sum())


@pytest.mark.parametrize("sample", [0.01, 0.03, 0.12])
def test_only_that_part_of_the_money_is_there_of_which_the_firms_are_in_the_model(sample: float) -> None:
    """Money for supplies over firms is that of the whole region, however many of its firms are in the model."""
    model = CollaborationModel(SMALL, seed=1, **{"population.private_sample": sample})
    model.step()
    world, population = model.world, model.inputs.population
    revenue = world.organisations["revenue"][world.organisations["kind"] == KIND["military_enterprise"]].sum()
    granted = world.purses["granted"][len(world.purses) - len(world.organisations) :].sum()
    firms = sum(city.hightech_firms for city in model.region.cities) * population.scale
    whole = SMALL.parameters["procurement_share"] * revenue / firms
    assert granted / (world.organisations["kind"] == KIND["private_firm"]).sum() == pytest.approx(whole, rel=0.01)
