"""What the science base and the coming and going of people must do whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest

from sim import CollaborationModel
from tests.laws.benches import NO_RENEWAL, SMALL, parameters, run

COUNTS = ("laboratories", "laboratories_added", "capital_laboratories")


def same(one: CollaborationModel, other: CollaborationModel) -> bool:
    tables = ("deals", "cases", "organisations", "history")
    alike = all(getattr(one.record(), name).tobytes() == getattr(other.record(), name).tobytes() for name in tables)
    return alike and one.world.expertise.tobytes() == other.world.expertise.tobytes()


@pytest.mark.parametrize("name", COUNTS)
def test_without_a_pull_of_the_frontier_no_count_of_the_science_base_matters(name: str) -> None:
    without = parameters(frontier_pull=0.0)
    more = run(**without, **parameters(**{name: 40.0}))
    assert same(more, run(**without))
    assert not same(run(**parameters(**{name: 40.0})), run())


def test_expertise_by_research_stays_below_the_frontier() -> None:
    """Nobody learns beyond it who was not there at the start, or was taught by a delivery."""
    model = CollaborationModel(SMALL, seed=3, **parameters(frontier_pull=1.0, transfer_share=0.0, learning_rate=0.1))
    before = model.world.expertise.max()
    model.run()
    assert model.world.expertise.max() <= before < 1.0
    free = run(**parameters(frontier_pull=0.0, transfer_share=0.0, learning_rate=0.1))
    assert free.world.expertise.max() > before


def test_without_a_flow_of_talent_the_year_changes_nobody_and_no_bill_is_due() -> None:
    programme = {"levers.talent_programme.strength": 1.0, "levers.talent_programme.start_quarter": 2}
    assert same(run(**parameters(talent_flow=0.0), **programme), run(**parameters(talent_flow=0.0)))
    assert run(**programme).record().history["programme_cost"].sum() > 0.0


def test_people_bring_everybody_nearer_to_the_best_of_its_city_and_field_and_nobody_beyond() -> None:
    frozen = parameters(learning_rate=0.0, forgetting_rate=0.0, transfer_share=0.0)
    model = CollaborationModel(SMALL, seed=3, **frozen, **parameters(talent_flow=0.1), **NO_RENEWAL)
    organisations = model.world.organisations
    rows = np.arange(len(organisations))
    start = model.world.expertise.copy()
    own = start[rows, organisations["field"]]
    model.run()
    gain = model.world.expertise[rows, organisations["field"]] - own
    others = model.world.expertise.copy()
    others[rows, organisations["field"]] = own
    assert (others == start).all(), "people bring what is known of the organisation's own field, and nothing else"
    assert (gain >= 0.0).all()
    assert (gain > 0.0).sum() > len(rows) / 4
    for city in range(len(model.world.cities)):
        for field in range(len(model.world.fields)):
            here = (organisations["city"] == city) & (organisations["field"] == field)
            if here.any():
                assert (own + gain)[here].max() == own[here].max()


def test_secrecy_keeps_people_from_the_military_side_alone() -> None:
    frozen = parameters(learning_rate=0.0, forgetting_rate=0.0, transfer_share=0.0, talent_flow=0.1, leak_rate=0.0)
    gained, military = [], CollaborationModel(SMALL, seed=3).world.organisations["side"] == 1
    for intensity in (0.0, 1.0):
        model = CollaborationModel(SMALL, seed=3, **frozen, **{"barriers.secrecy": intensity})
        before = model.world.expertise.copy()
        for _ in range(4):  # a year: later the best of a city are others
            model.step()
        gained.append(model.world.expertise - before)
    assert gained[0][military].sum() > 0.0 == gained[1][military].sum()
    assert gained[0][~military].sum() > 0.0
    assert (gained[0][~military] == gained[1][~military]).all()
