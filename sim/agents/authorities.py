"""Offices, governments and the coordination body as Mesa agents; their rules have files of their own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.agents.organisation import Handle
from sim.tables import AGREEMENT, PROTECTION, OfficeRow


class ClearanceOffice(Handle):
    """The clearance office of one jurisdiction: a queue and its clerks."""

    mean_wait = OfficeRow.mean_wait
    waiting = OfficeRow.waiting
    clerks = OfficeRow.clerks

    @property
    def jurisdiction(self) -> str:
        """Name of its jurisdiction."""
        return str(self.model.region.jurisdictions[self.row])


class LocalGovernment(Handle):
    """The government of one city: it protects its own, and may run a coordination office of its own."""

    @property
    def city(self) -> str:
        """Key of its city."""
        return str(self.model.region.cities[self.row].key)

    @property
    def jurisdiction(self) -> str:
        """Name of its jurisdiction."""
        return str(self.model.region.cities[self.row].jurisdiction)

    @property
    def protection(self) -> NDArray[np.float64]:
        """Its protection towards every city, shape (cities,), 0..1; a live view that may be written."""
        stance: NDArray[np.float64] = self.model.world.city_pair[PROTECTION][self.row]
        return stance

    @property
    def agreement(self) -> NDArray[np.float64]:
        """How far it has agreed with every city to coordinate, shape (cities,), 0..1; a live view."""
        agreed: NDArray[np.float64] = self.model.world.city_pair[AGREEMENT][self.row]
        return agreed


class CoordinationBody(Handle):
    """The cross-region coordination body; there is at most one."""

    @property
    def in_force(self) -> float:
        """How far it is in force now, 0..1."""
        return float(self.model.lever_level("coordination_body"))
