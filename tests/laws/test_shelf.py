"""What is classified waits on its shelf until it is released, or is offered under contract."""

from __future__ import annotations

import numpy as np
import pytest

from sim import CollaborationModel, Scenario
from tests.laws.benches import DIRECTION, SMALL, parameters
from tests.laws.evidence import Note

ALL_CLASSIFIED = parameters(classified_share=1.0)
SEALED = parameters(release_rate=0.0, classified_offers=0.0)


def offers(**settings: object) -> tuple[np.ndarray, CollaborationModel]:
    model = CollaborationModel(SMALL, seed=4, **settings).run()
    deals = model.record().deals
    return deals[deals["direction"] == DIRECTION["military_to_civil"]], model


def test_without_release_and_contracts_nothing_classified_leaves() -> None:
    deals, model = offers(**SEALED)
    assert len(deals) > 50
    assert not deals["classified"].any()
    sealed, _ = offers(**{**ALL_CLASSIFIED, **SEALED})
    assert len(sealed) == 0
    assert model.world.organisations["classified_shelf"].sum() > 50


def test_what_is_released_is_offered_as_open_technology() -> None:
    deals, _ = offers(**{**ALL_CLASSIFIED, **parameters(release_rate=0.2, classified_offers=0.0)})
    assert len(deals) > 50
    assert not deals["classified"].any()


def test_under_contract_classified_technology_is_offered_and_reviewed() -> None:
    deals, _ = offers(**{**ALL_CLASSIFIED, **parameters(release_rate=0.0, classified_offers=0.3)})
    assert len(deals) > 20
    assert deals["classified"].all()
    matched = deals[deals["recipient"] >= 0]
    assert len(matched) > 5
    assert (
        matched["review_pending"]
        | matched["second_pending"]
        | ~np.isnan(matched["cleared"])
        | (matched["ended"] >= 0.0)
    ).all()


def test_complete_secrecy_releases_nothing() -> None:
    deals, _ = offers(
        **{**ALL_CLASSIFIED, **parameters(release_rate=0.2, classified_offers=0.0), "barriers.secrecy": 1}
    )
    assert len(deals) == 0


@pytest.mark.parametrize("seed", range(3))
def test_declassification_is_felt_on_a_stock(seed: int, record_property: Note) -> None:
    """At the policy year the region holds a stock of classified technology; the lever draws it down (R6)."""
    plain, eased = (
        CollaborationModel(Scenario.load(name), seed=seed) for name in ("baseline", "graded_declassification")
    )
    stock, left = (model.run().record().history["shelf_classified"] for model in (plain, eased))
    start = plain.inputs.run.policy_quarter
    record_property("shelf", {"seed": seed, "at the policy year": int(stock[start]), "at the end": int(stock[-1])})
    assert 200 <= stock[start] <= 1500
    assert left[start - 1] == stock[start - 1]
    assert left[-1] < 0.995 * stock[-1]
