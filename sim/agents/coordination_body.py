"""A body across the jurisdictions exists only while it is in force; what it does is done by the settings it moves."""

from __future__ import annotations

from sim.agents.organisation import Handle


class CoordinationBody(Handle):
    """The cross-region coordination body; there is at most one."""

    @property
    def in_force(self) -> float:
        """How far it is in force now, 0..1."""
        return float(self.model.lever_level("coordination_body"))

    @property
    def pools_fund(self) -> float:
        """Share of the public fund that it has made common to all jurisdictions, 0..1."""
        return float(self.model.world.settings[0].fund_pooled)
