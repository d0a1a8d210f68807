"""City, province and centre each see files and supplies that are theirs: who must pass a file, what needs a licence.

The source describes a centre that divides tasks among 23 ministries (seed 2.1), a hierarchy below it with overlapping
responsibilities (3.1), and a scope of control that was too wide and narrows from the lowest rung up (2.3).
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch

SCOPE = "seed 2.3: the scope of control is too wide; in September 2015 it was cut by about two thirds (Xinhua)"


class TierSettings(Settings):
    """What each tier of government handles, and what is under control at all."""

    tiers: int = switch(
        "whether the centre changes the scope of control by what it has seen",
        {
            "fixed": "the scope is as it is set",
            "choosing": "it widens and narrows by what supplies with and without a licence have brought each",
        },
        source="the scope was cut once in ten years (2015): nobody has seen it follow returns",
    )

    scope_sharpness: float = number(
        "how strongly a choosing centre's scope follows what supplies have brought",
        "exponent",
        2.0,
        (1.0, 3.0),
        allowed=(0.0, 16.0),
        source="read under tiers = choosing alone",
    )
    scope_prior: float = number(
        "supplies without a licence, and with one, before a choosing centre believes its own count",
        "number",
        10.0,
        (3.0, 30.0),
        allowed=(0.0, 1e6),
        source="read under tiers = choosing alone",
    )
    handles_city: float = number(
        "how often a file must pass the city's hands",
        "number",
        1.0,
        (0.5, 2.0),
        allowed=(0.0, 100.0),
        grade="coded",
        source="seed 3.1: the main management body is the local government; below 1 it is a chance",
    )
    handles_province: float = number(
        "how often a file must pass the province's hands",
        "number",
        1.0,
        (0.0, 2.0),
        allowed=(0.0, 100.0),
        grade="coded",
        source="seed 3.1: hierarchical management; below 1 it is a chance",
    )
    handles_centre: float = number(
        "how often a file of a complete machine must pass the centre's hands; half as often one of a key subsystem",
        "number",
        1.0,
        (0.0, 2.0),
        allowed=(0.0, 100.0),
        grade="coded",
        source="seed 2.1: tasks are divided among ministries of the centre; below 1 it is a chance",
    )
    access_scope_1: float = share(
        "part of the supplies of parts that are under control, so that they need a licence",
        0.3,
        (0.1, 1.0),
        grade="coded",
        source=SCOPE,
    )
    access_scope_2: float = share(
        "the same of key subsystems",
        0.4,
        (0.1, 1.0),
        grade="coded",
        source=SCOPE,
    )
    access_scope_3: float = share(
        "the same of complete machines",
        1.0,
        (0.1, 1.0),
        grade="coded",
        source=SCOPE,
    )
    uncontrolled_exposure: float = number(
        "exposure of a supply delivered without a licence, over that of classified technology that passes review",
        "ratio",
        0.2,
        (0.0, 1.0),
        allowed=(0.0, 100.0),
    )


CHOOSING = number_of(TierSettings.tiers, "choosing")


@rule
def passes(rung: int, own_office: float, settings: TierSettings) -> float:
    """How many hands a file must pass.

    Args:
        rung: of the deal that it belongs to, 1 parts to 3 complete machines.
        own_office: how far both parties' cities have a coordination office of their own, which joins city and province.
    """
    local = settings.handles_city + settings.handles_province
    local = own_office * min(1.0, local) + (1.0 - own_office) * local
    return local + 0.5 * settings.handles_centre * (rung - 1)


@rule
def scope_of(rung: int, settings: TierSettings) -> float:
    """Part of the supplies of a rung that are under control, 0..1."""
    if rung <= 1:
        return settings.access_scope_1
    return settings.access_scope_2 if rung == 2 else settings.access_scope_3
