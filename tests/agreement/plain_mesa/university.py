"""A university or civilian research institute offers technology to both sides."""

from __future__ import annotations

from tests.agreement.plain_mesa.direction import UNIVERSITY_TO_CIVIL, UNIVERSITY_TO_MILITARY
from tests.agreement.plain_mesa.organisation import Organisation


class University(Organisation):
    """Its technology is far from use, and distance matters less to it."""

    kind = "university"
    revenue_median = 80.0
    revenue_spread = 1.0
    expertise_level = 0.50
    tries = 2
    has_shelf = True

    @property
    def effort(self):
        return self.settings.effort_university

    @property
    def capacity(self):
        return self.settings.capacity_university

    @property
    def arrival(self):
        return self.settings.arrival_university

    @property
    def decay(self):
        return self.settings.distance_weight_universities

    def offers(self, deal_draw):
        military = deal_draw < self.settings.university_military_share
        return UNIVERSITY_TO_MILITARY if military else UNIVERSITY_TO_CIVIL
