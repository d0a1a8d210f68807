"""Firms are founded by others and by what is delivered, and fail; what is left of them is a base of suppliers."""

from __future__ import annotations

from sim.outcomes.measure import Outcome, Record, in_last_quarter


def firms(record: Record) -> float:
    """Return the firms that exist in the last quarter."""
    return in_last_quarter(record, "firms")


def firms_founded(record: Record) -> float:
    """Return the firms founded within the policy horizon."""
    return float(record.horizon["founded"].sum())


def spin_offs(record: Record) -> float:
    """Return those of them that a delivered technology founded."""
    return float(record.horizon["spin_offs"].sum())


def firms_failed(record: Record) -> float:
    """Return the firms that failed within the policy horizon."""
    return float(record.horizon["failed"].sum())


OUTCOMES = (
    Outcome(
        name="firms",
        label="Firms",
        words="Private firms that exist at the end of the run, active or not.",
        unit="firms",
        better="higher",
        kind="state",
        measure=firms,
    ),
    Outcome(
        name="firms_founded",
        label="Firms founded",
        words="Private firms founded within the policy horizon.",
        unit="firms",
        better="neither",
        kind="total",
        measure=firms_founded,
    ),
    Outcome(
        name="spin_offs",
        label="Spin-offs",
        words="Firms founded by a technology that a university or a military enterprise delivered.",
        unit="firms",
        better="higher",
        kind="total",
        measure=spin_offs,
    ),
    Outcome(
        name="firms_failed",
        label="Firms failed",
        words="Private firms that failed within the policy horizon.",
        unit="firms",
        better="neither",
        kind="total",
        measure=firms_failed,
    ),
)
