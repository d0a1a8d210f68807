"""The funnel of deals: how many are opened, how many find a partner, and how many of those reach use."""

from __future__ import annotations

from sim.outcomes.measure import Mask, Outcome, Record, ratio


def matched(record: Record) -> Mask:
    """[deals] whether a deal found its partner within the horizon."""
    within: Mask = record.deals["matched"] >= record.policy_quarter
    return within


def deals_opened(record: Record) -> float:
    """Count the deals opened within the horizon."""
    return float((record.deals["opened"] >= record.policy_quarter).sum())


def deals_matched(record: Record) -> float:
    """Count the deals that found a partner within the horizon."""
    return float(matched(record).sum())


def conversion_rate(record: Record) -> float:
    """Return the share of the deals matched within the horizon that were delivered, NaN if none matched."""
    return ratio((matched(record) & record.delivered).sum(), deals_matched(record))


OUTCOMES = (
    Outcome(
        name="deals_opened",
        label="Deals opened",
        words="Offers made, whether or not a partner was found.",
        unit="deals",
        better="neither",
        kind="total",
        measure=deals_opened,
    ),
    Outcome(
        name="deals_matched",
        label="Deals matched",
        words="Deals that found a partner.",
        unit="deals",
        better="higher",
        kind="total",
        measure=deals_matched,
    ),
    Outcome(
        name="conversion_rate",
        label="Delivered of matched",
        words="Share of the deals matched that were delivered; those still under way count as not.",
        unit="share",
        better="higher",
        kind="average",
        measure=conversion_rate,
    ),
)
