"""Once a year people carry what the best of a city know of a field to its other organisations there (ODD, talent).

Whoever employs them loses nothing by it: people come back from meetings, teach and advise; those who leave for good are
replaced. That is a limit, and it is said among the limits.
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, share

BEST_SHARE = 0.1  # of the organisations of a field in a city, which set the mark


class TalentSettings(Settings):
    """How fast expertise spreads by people."""

    talent_flow: float = share(
        "part of the distance to the best of the city and field that people make up in a year",
        0.02,
        (0.0, 0.1),
        source="seed 2.2, 2.4: human resources and professional personnel, without a number",
    )


@rule
def among_best(count: int) -> int:
    """How many of so many organisations are the best: a tenth rounded down, at least one."""
    return max(1, int(count * BEST_SHARE + 1e-9))


@rule
def taught_by_people(expertise: float, best: float, free: float, settings: TalentSettings) -> float:
    """Expertise of an organisation in its own field that people bring in a year, 0..1.

    Args:
        expertise: of the organisation, 0..1.
        best: mean expertise of the best of its city and field, 0..1.
        free: what the barriers leave of the coming and going of people, 0..1.
    """
    return min(1.0, settings.talent_flow) * max(0.0, best - expertise) * free
