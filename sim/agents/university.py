"""Universities and civilian research institutes offer more technology per head than anyone, to both sides."""

from __future__ import annotations

from sim.agents.kind import Kind
from sim.scales import Settings, number, share
from sim.tables import Side


class UniversitySettings(Settings):
    """How much universities and institutes offer, carry and are lent."""

    effort_university: float = share(
        "chance per try that a university or institute opens a deal",
        0.26,
        (0.05, 1.0),
        source="calibrated, docs/calibration.md; two tries a quarter",
    )
    capacity_university: float = number(
        "open deals of a university or institute", "number", 8, (4, 16), allowed=(0, 10_000), whole=True
    )
    arrival_university: float = number(
        "transferable technologies of a university or institute of median size",
        "per quarter",
        1.6,
        (0.5, 2.0),
        allowed=(0.0, 20.0),
        source="tuned",
    )


KIND = Kind(
    name="university",
    label="University or institute",
    label_zh="高校与科研院所",
    words="University or civilian research institute: offers technology to firms and to the military side.",
    side=Side.CIVIL,
    count="universities",
    sample="university_sample",
    revenue_median=80.0,
    revenue_spread=1.0,
    expertise_level=0.50,
    tries=2,
    effort="effort_university",
    capacity="capacity_university",
    distance_factor="distance_weight_universities",
    performer=("institutes", "universities"),
    arrival="arrival_university",
)
