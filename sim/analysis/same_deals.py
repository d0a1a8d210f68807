"""The same deals in two worlds: which of them end otherwise, where they part, and of what they die.

Two worlds under one seed open the same deals as long as they stay alike: a deal is the same if the same organisation
opened it in the same quarter, as the same of its offers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.language import N_

KEY = ["initiator", "opened", "slot"]
STEPS = ("matched", "filed", "cleared", "converted", "financed", "ended")
"""Columns of a table of deals that hold when a step was done, in their order."""
WORDS = {
    "matched": N_("finding a partner"),
    "filed": N_("filing a case"),
    "cleared": N_("clearance"),
    "converted": N_("conversion"),
    "financed": N_("finance"),
    "ended": N_("the end"),
}


@dataclass(frozen=True, slots=True, eq=False)
class SameDeals:
    """Deals of two worlds, joined by who opened them, when, and which offer it was.

    Args:
        both: deals opened in both worlds; same: of these, those that came to the same end.
        only_a, only_b: deals opened in one world only.
        turns: fate in A, fate in B, where they part, and how many deals: those that differ, the most frequent first.
        rows: the deals that end otherwise, the latest opened first: columns deal_a and deal_b (their numbers),
            initiator, opened (quarter), slot, direction, field, fate_a and fate_b (open, delivered, or what it died
            of), stage_a and stage_b (how far it came), parted (the step, of WORDS, that first differs), partner (same,
            another, only in A, only in B, or none).
    """

    both: int
    same: int
    only_a: int
    only_b: int
    turns: pd.DataFrame
    rows: pd.DataFrame


def same_deals(a: pd.DataFrame, b: pd.DataFrame) -> SameDeals:
    """Join the deals of two runs of one seed.

    Args:
        a, b: tables of deals, as `Run.deals` returns them, after as many quarters.
    """
    joined = _told(a).merge(_told(b), on=KEY, how="outer", suffixes=("_a", "_b"), indicator="where")
    both = joined[joined["where"] == "both"]
    differ = both[both["fate_a"] != both["fate_b"]]
    rows = differ.assign(
        deal_a=differ["deal_a"].astype(int),
        deal_b=differ["deal_b"].astype(int),
        direction=differ["direction_a"],
        field=differ["field_a"],
        parted=_parted(differ),
        partner=_partner(differ),
    )
    names = [
        "deal_a",
        "deal_b",
        *KEY,
        "direction",
        "field",
        "fate_a",
        "fate_b",
        "stage_a",
        "stage_b",
        "parted",
        "partner",
    ]
    turns = rows.groupby(["fate_a", "fate_b", "parted"]).size().rename("deals").reset_index()
    return SameDeals(
        both=len(both),
        same=len(both) - len(differ),
        only_a=int((joined["where"] == "left_only").sum()),
        only_b=int((joined["where"] == "right_only").sum()),
        turns=turns.sort_values("deals", ascending=False, kind="stable", ignore_index=True),
        rows=rows.sort_values("opened", ascending=False, kind="stable", ignore_index=True)[names],
    )


def _told(deals: pd.DataFrame) -> pd.DataFrame:
    """Return deals with their fates: what is compared of them."""
    status, cause = deals["status"].astype(str), deals["cause"].astype(str)
    fate = np.where(status == "dead", cause, status)
    words = deals[["direction", "field", "stage"]].astype(str)
    return deals[[*KEY, "deal", "recipient", *STEPS]].assign(fate=fate, **words)


def _parted(rows: pd.DataFrame) -> list[str]:
    """Return the first step that is done at another time, with another partner, or in one world only."""
    other = np.column_stack([(rows[f"{step}_a"] != rows[f"{step}_b"]) & ~_neither(rows, step) for step in STEPS])
    other[:, 0] |= (rows["recipient_a"] != rows["recipient_b"]).to_numpy()
    return [WORDS[STEPS[place]] for place in other.argmax(axis=1)]


def _neither(rows: pd.DataFrame, step: str) -> pd.Series[bool]:
    return rows[f"{step}_a"].isna() & rows[f"{step}_b"].isna()


def _partner(rows: pd.DataFrame) -> list[str]:
    """Say whether a deal has the same partner in both worlds."""
    words = []
    for one, other in zip(rows["recipient_a"], rows["recipient_b"], strict=True):
        if one == other:
            words.append("same" if one >= 0 else "none")
        elif min(one, other) < 0:
            words.append("only in A" if one >= 0 else "only in B")
        else:
            words.append("another")
    return words


def barriers_in_both(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Set beside one another what each barrier costs one deal in two worlds.

    Args:
        a, b: as `sim.engine.why.explain` returns them, of the deal in each world.

    Returns:
        One row per barrier and point that either world has: columns barrier, stage, point, now_a, now_b, without; the
        rows that differ most, relatively, first.
    """
    names = ["barrier", "stage", "point"]
    one, other = (table.drop_duplicates(names)[[*names, "now", "without"]] for table in (a, b))
    both = one.merge(other, on=names, how="outer", suffixes=("_a", "_b"))
    both["without"] = both.pop("without_a").fillna(both.pop("without_b"))
    both["now_a"], both["now_b"] = both["now_a"].fillna(both["without"]), both["now_b"].fillna(both["without"])
    scale = both[["now_a", "now_b", "without"]].abs().max(axis=1).replace(0.0, 1.0)
    apart = ((both["now_a"] - both["now_b"]).abs() / scale).rename("apart")
    order = apart.sort_values(ascending=False, kind="stable").index
    return both.loc[order, [*names, "now_a", "now_b", "without"]].reset_index(drop=True)
