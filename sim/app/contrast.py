"""Two policies on the same seed open the same deals: which of them came to another end, and what that adds up to."""

from __future__ import annotations

from dataclasses import replace

from sim.analysis.same_deals import SameDeals, same_deals
from sim.model import CollaborationModel

LISTED = 100


def contrast(a: CollaborationModel, b: CollaborationModel, fates: tuple[str, str] | None = None) -> SameDeals:
    """Join the deals of two runs of the same quarter; of those that differ, the latest are listed.

    Args:
        a, b: models that are not stepped meanwhile.
        fates: list only deals with this fate in A and in B.
    """
    found = same_deals(a.deals(), b.deals())
    rows, turns = found.rows, found.turns.groupby(["fate_a", "fate_b"], sort=False)["deals"].sum().reset_index()
    if fates is not None:
        rows = rows[(rows["fate_a"] == fates[0]) & (rows["fate_b"] == fates[1])]
    turns = turns.sort_values("deals", ascending=False, kind="stable", ignore_index=True)
    return replace(found, turns=turns, rows=rows.head(LISTED))
