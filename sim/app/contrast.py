"""Two policies on the same seed open the same deals: which of them came to another end, and what that adds up to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.model import CollaborationModel

KEY = ["initiator", "opened", "slot"]
LISTED = 100


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """Deals of two arms, joined by who opened them, when, and which offer it was.

    Args:
        both: deals opened in both arms; same: of these, those that came to the same end so far.
        only_a, only_b: deals opened in one arm only.
        turns: fate in A, fate in B and how many deals, the most frequent first, among those that differ.
        rows: the latest of those that differ: numbers in A and B, direction, field, fates.
    """

    both: int
    same: int
    only_a: int
    only_b: int
    turns: pd.DataFrame
    rows: pd.DataFrame


def contrast(a: CollaborationModel, b: CollaborationModel, fates: tuple[str, str] | None = None) -> Contrast:
    """Join the deals of two runs of the same quarter.

    Args:
        a, b: models that are not stepped meanwhile.
        fates: list only deals with this fate in A and in B.
    """
    left, right = (_fates(model.deals()) for model in (a, b))
    joined = left.merge(right, on=KEY, how="outer", suffixes=("_a", "_b"), indicator="where")
    both = joined[joined["where"] == "both"]
    differ = both[both["fate_a"] != both["fate_b"]]
    turns = differ.groupby(["fate_a", "fate_b"]).size().rename("deals").reset_index()
    rows = differ
    if fates is not None:
        rows = differ[(differ["fate_a"] == fates[0]) & (differ["fate_b"] == fates[1])]
    return Contrast(
        both=len(both),
        same=len(both) - len(differ),
        only_a=int((joined["where"] == "left_only").sum()),
        only_b=int((joined["where"] == "right_only").sum()),
        turns=turns.sort_values("deals", ascending=False, kind="stable", ignore_index=True),
        rows=rows.sort_values("opened", ascending=False, kind="stable").head(LISTED),
    )


def _fates(deals: pd.DataFrame) -> pd.DataFrame:
    status, cause = deals["status"].astype(str), deals["cause"].astype(str)
    fate = np.where(status == "dead", cause, status)
    columns = deals[[*KEY, "deal", "direction", "field"]].assign(fate=fate)
    return columns.astype({"direction": str, "field": str})
