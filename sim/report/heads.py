"""Names of columns that tables of a report show as words; every one of them has a translation."""

from __future__ import annotations

HEADS: tuple[str, ...] = (
    *(
        "arm",
        "draw",
        "seed",
        "outcome",
        "mean",
        "low",
        "high",
        "difference",
        "baseline_mean",
        "share_better",
        "readings",
    ),
    *("scenario", "parameter", "what it is", "unit", "default", "known by", "source", "varied here"),
)
