"""Who acts: the kinds of organisation, the offices and governments, what they decide and the ways technology can move.

The Mesa agents of all this (`organisation.py`, `authorities.py`) are loaded when one is asked for, so that who only
reads numbers or rules does not wait for Mesa. To add a kind of organisation, see `kinds.py`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.agents import (
    clearance_office,
    direction,
    local_government,
    military_enterprise,
    private_firm,
    university,
)
from sim.agents.clearance_office import holds_licence, layer_factor, licence_work, review_work
from sim.agents.direction import DIRECTIONS, Direction
from sim.agents.kind import EXPERTISE_SPREAD, Kind
from sim.agents.kinds import KINDS
from sim.agents.local_government import protection_after, protection_target, value_lost
from sim.agents.private_firm import chance_within_quarter, climbs_ladder, discouraged, entry_hazard

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

SETTINGS = tuple(
    setting
    for room in (military_enterprise, private_firm, university, clearance_office, local_government, direction)
    for setting in room.SETTINGS
)
_HOMES = {
    **dict.fromkeys(("ClearanceOffice", "CoordinationBody", "LocalGovernment"), "sim.agents.authorities"),
    **dict.fromkeys(
        ("ORGANISATIONS", "Handle", "MilitaryEnterprise", "Organisation", "PrivateFirm", "University"),
        "sim.agents.organisation",
    ),
}

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


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim.agents' has no attribute {name!r}")
