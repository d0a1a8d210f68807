"""Who acts: the kinds of organisation, the offices and governments, what they decide and the ways technology can move.

To add a kind of organisation, write its file and list its class in ORGANISATIONS.
"""

from __future__ import annotations

from sim.agents import (
    clearance_office,
    direction,
    local_government,
    military_enterprise,
    private_firm,
    university,
)
from sim.agents.clearance_office import (
    ClearanceOffice,
    holds_licence,
    layer_factor,
    licence_work,
    review_work,
)
from sim.agents.coordination_body import CoordinationBody
from sim.agents.direction import DIRECTIONS, Direction
from sim.agents.kind import EXPERTISE_SPREAD, Kind
from sim.agents.local_government import (
    LocalGovernment,
    protection_after,
    protection_target,
    value_lost,
)
from sim.agents.military_enterprise import MilitaryEnterprise
from sim.agents.organisation import Handle, Organisation
from sim.agents.private_firm import (
    PrivateFirm,
    chance_within_quarter,
    climbs_ladder,
    discouraged,
    entry_hazard,
)
from sim.agents.university import University

ORGANISATIONS: tuple[type[Organisation], ...] = (MilitaryEnterprise, PrivateFirm, University)
KINDS: tuple[Kind, ...] = tuple(organisation.KIND for organisation in ORGANISATIONS)
SETTINGS = tuple(
    setting
    for room in (military_enterprise, private_firm, university, clearance_office, local_government, direction)
    for setting in room.SETTINGS
)

__all__ = [
    "DIRECTIONS",
    "EXPERTISE_SPREAD",
    "KINDS",
    "ORGANISATIONS",
    "SETTINGS",
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
    "chance_within_quarter",
    "climbs_ladder",
    "discouraged",
    "entry_hazard",
    "holds_licence",
    "layer_factor",
    "licence_work",
    "protection_after",
    "protection_target",
    "review_work",
    "value_lost",
]
