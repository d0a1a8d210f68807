"""Who acts: the kinds of organisation, the offices and governments, what they decide and the ways technology can move.

The Mesa agents of all this (`organisation.py`, `authorities.py`) are loaded when one is asked for, so that who only
reads numbers or rules does not wait for Mesa. To add a kind of organisation, see `kinds.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.agreement import AgreementSettings, agreement_after, drawn_together, sign_chance
from sim.agents.clearance_office import (
    ClearanceSettings,
    holds_licence,
    layer_factor,
    licence_work,
    review_work,
    valid_through,
)
from sim.agents.direction import DIRECTIONS, Direction, DirectionSettings
from sim.agents.kind import EXPERTISE_SPREAD, Kind
from sim.agents.kinds import KINDS
from sim.agents.local_government import (
    GovernmentSettings,
    likeness,
    protection_after,
    protection_target,
    value_lost,
    year_begins,
    year_ends,
)
from sim.agents.military_enterprise import MilitarySettings
from sim.agents.private_firm import FirmSettings, chance_within_quarter, climbs_ladder, discouraged, entry_hazard
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
    FirmSettings,
    UniversitySettings,
    ClearanceSettings,
    GovernmentSettings,
    AgreementSettings,
    TierSettings,
    DirectionSettings,
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
    "chance_within_quarter",
    "climbs_ladder",
    "discouraged",
    "drawn_together",
    "entry_hazard",
    "holds_licence",
    "layer_factor",
    "licence_work",
    "likeness",
    "passes",
    "protection_after",
    "protection_target",
    "review_work",
    "scope_of",
    "sign_chance",
    "valid_through",
    "value_lost",
    "year_begins",
    "year_ends",
]
