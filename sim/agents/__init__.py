"""Who acts: the kinds of organisation, the offices and governments, what they decide and the ways technology can move.

The Mesa agents of all this (`organisation.py`, `authorities.py`) are loaded when one is asked for, so that who only
reads numbers or rules does not wait for Mesa. To add a kind of organisation, see `kinds.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.agreement import AgreementSettings, agreement_after, drawn_together, expected_a_quarter, sign_chance
from sim.agents.choice import (
    QUARTERS_A_YEAR,
    ChoiceSettings,
    kept,
    perceived_return,
    prior,
    pull,
    share_away,
    sharpness_in_force,
)
from sim.agents.clearance_office import (
    ClearanceSettings,
    clerks_for_reviews,
    due,
    files_again,
    holds_licence,
    layer_factor,
    licence_work,
    review_work,
    valid_through,
)
from sim.agents.direction import DIRECTIONS, Direction, DirectionSettings
from sim.agents.firm_life import (
    FirmLifeSettings,
    failure_chance,
    foundings_expected,
    grown,
    leads_by_size,
    shrunk,
    spin_off_chance,
)
from sim.agents.kind import EXPERTISE_SPREAD, Kind
from sim.agents.kinds import KINDS
from sim.agents.local_government import (
    GovernmentSettings,
    extra_looks,
    instrument_money,
    level_bought,
    likeness,
    protection_after,
    protection_target,
    shown_chance,
    value_lost,
    year_begins,
    year_ends,
)
from sim.agents.military_enterprise import MilitarySettings, is_classified, offer_chance, release_chance
from sim.agents.private_firm import (
    FirmSettings,
    chance_within_quarter,
    climbs_ladder,
    entry_hazard,
    exit_hazard,
    licence_worth,
)
from sim.agents.procurement import (
    ProcurementSettings,
    better_than_making,
    beyond,
    price_of,
    procurement_budget,
    project_factor,
)
from sim.agents.tiers import TierSettings, passes, scope_of
from sim.agents.university import UniversitySettings
from sim.later import loads
from sim.scales import all_declared, all_switches

if TYPE_CHECKING:
    from sim.agents.authorities import ClearanceOffice, CoordinationBody, LocalGovernment
    from sim.agents.organisation import (
        ORGANISATIONS,
        Handle,
        MilitaryEnterprise,
        Organisation,
        PrivateFirm,
        University,
    )


class AgentSettings(
    MilitarySettings,
    ProcurementSettings,
    FirmSettings,
    FirmLifeSettings,
    UniversitySettings,
    ClearanceSettings,
    GovernmentSettings,
    AgreementSettings,
    TierSettings,
    DirectionSettings,
    ChoiceSettings,
):
    """The settings of all agents."""


SETTINGS = all_declared(*AgentSettings.__bases__)
SWITCHES = all_switches(*AgentSettings.__bases__)
__getattr__ = loads(
    __name__,
    {
        **dict.fromkeys(("ClearanceOffice", "CoordinationBody", "LocalGovernment"), "sim.agents.authorities"),
        **dict.fromkeys(
            ("ORGANISATIONS", "Handle", "MilitaryEnterprise", "Organisation", "PrivateFirm", "University"),
            "sim.agents.organisation",
        ),
    },
)

__all__ = [
    "DIRECTIONS",
    "EXPERTISE_SPREAD",
    "KINDS",
    "ORGANISATIONS",
    "QUARTERS_A_YEAR",
    "SETTINGS",
    "SWITCHES",
    "AgentSettings",
    "ClearanceOffice",
    "CoordinationBody",
    "Direction",
    "Handle",
    "Kind",
    "LocalGovernment",
    "MilitaryEnterprise",
    "Organisation",
    "PrivateFirm",
    "University",
    "agreement_after",
    "better_than_making",
    "beyond",
    "chance_within_quarter",
    "clerks_for_reviews",
    "climbs_ladder",
    "drawn_together",
    "due",
    "entry_hazard",
    "exit_hazard",
    "expected_a_quarter",
    "extra_looks",
    "failure_chance",
    "files_again",
    "foundings_expected",
    "grown",
    "holds_licence",
    "instrument_money",
    "is_classified",
    "kept",
    "layer_factor",
    "leads_by_size",
    "level_bought",
    "licence_work",
    "licence_worth",
    "likeness",
    "offer_chance",
    "passes",
    "perceived_return",
    "price_of",
    "prior",
    "procurement_budget",
    "project_factor",
    "protection_after",
    "protection_target",
    "pull",
    "release_chance",
    "review_work",
    "scope_of",
    "share_away",
    "sharpness_in_force",
    "shown_chance",
    "shrunk",
    "sign_chance",
    "spin_off_chance",
    "valid_through",
    "value_lost",
    "year_begins",
    "year_ends",
]
