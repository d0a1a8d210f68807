"""Technology is transferred in four directions (ODD 2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Direction:
    """Who gives technology to whom, and what that takes."""

    name: str
    source: str
    partner: str
    steps_low: int
    steps_high: int
    sides_differ: bool
    source_pays: bool = False
    licence: int = 0
    gap_exponent: float = 1.0

    @property
    def climbs(self) -> bool:
        """Whether it is a supply on the ladder of parts, subsystems and machines."""
        return self.name == "civil_to_military"

    @property
    def leaves_military(self) -> bool:
        """Whether military technology leaves the military side."""
        return self.name == "military_to_civil"

    @property
    def from_university(self) -> bool:
        """Whether the technology is a university's."""
        return self.source == "university"


MILITARY_TO_CIVIL = Direction("military_to_civil", "military_enterprise", "private_firm", 2, 3, True)
CIVIL_TO_MILITARY = Direction("civil_to_military", "private_firm", "military_enterprise", 1, 1, True, source_pays=True)
UNIVERSITY_TO_MILITARY = Direction(
    "university_to_military", "university", "military_enterprise", 4, 5, True, licence=1, gap_exponent=1.4
)
UNIVERSITY_TO_CIVIL = Direction("university_to_civil", "university", "private_firm", 4, 5, False)
