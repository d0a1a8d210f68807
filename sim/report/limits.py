"""What a report must not be read as; the model document says more."""

from __future__ import annotations

from sim.language import N_

LIMITS: tuple[str, ...] = (
    N_("No number here is a forecast. Read differences and rankings, with their intervals, not levels."),
    N_(
        "The strength of the barriers was coded from the words of a published analysis; another reader might code them "
        "otherwise. A result that hangs on the coding should be repeated over draws of it."
    ),
    N_(
        "There are no open data on single deals. Calibration rests on a handful of aggregate facts, some national or "
        "foreign."
    ),
    N_("Counts of military organisations by city are largely assumed."),
    N_(
        "Clearance offices work near their capacity under the default settings, so small changes of load move "
        "waits a lot."
    ),
    N_("Costs of levers are assumptions at the default population and serve only to rank."),
    N_(
        "At the shipped defaults, after 5, 15 and 25 years of past, no lever's place by number of deliveries moves by "
        "more than one beyond luck, but for the university IP alliance: seventh of 21 after five years, third after "
        "fifteen and more, as what firms know beyond their own field takes decades to build up. In value it brings "
        "the same after each."
    ),
    N_(
        "No market prices, no labour market, no export; firms grow and fail by what happens to their deals and cash "
        "alone."
    ),
    N_(
        "Intervals, where there are any, hold 95 % over seeds, and over draws of parameters if they were drawn; "
        "they do "
        "not cover what the model leaves out."
    ),
)
"""Messages."""
SOURCES: tuple[str, ...] = (
    "Grimm, V. et al. (2020). The ODD protocol for describing agent-based and other simulation models: a second "
    "update. "
    "JASSS 23(2), 7.",
    "ter Hoeven, E. et al. (2025). Mesa 3: agent-based modeling with Python in 2025. JOSS 10(107), 7668.",
    "Salmon, J. K. et al. (2011). Parallel random numbers: as easy as 1, 2, 3. Proceedings of SC11.",
)
