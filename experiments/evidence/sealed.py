"""Facts kept sealed until the calibration is done: the hash that proves that they were not changed since.

`sealed.toml` holds the facts, what is to be measured, and the tolerances; `sealed.sha256` its hash, committed before
the calibration was begun. They are opened once, by `python -m experiments.evidence --open`: measured on one run of each
of the posterior's draws, and kept in `opened.csv` whichever way they come out. A fact is met if the mean over the draws
lies within its tolerance; that was written before it was opened.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.calibration.runs import Keeper, frame_of, points_of
from experiments.evidence.sealed_measures import sealed
from sim.engine import model_version
from sim.experiment.reading.draws import SHIPPED, table_of_draws

HERE = Path(__file__).parent
FACTS = HERE / "sealed.toml"
SEAL = HERE / "sealed.sha256"
OPENED = HERE / "opened.csv"
KINDS = {"Q": "quantitative", "S": "structural"}
DRAWS = 100


def intact(facts: Path = FACTS, seal: Path = SEAL) -> bool:
    """Say whether the facts are those that were sealed, to the last byte."""
    was = seal.read_text(encoding="ascii").split()[0]
    return hashlib.sha256(facts.read_bytes()).hexdigest() == was


def sealed_facts(facts: Path = FACTS) -> list[dict[str, Any]]:
    """Return the facts: id, kind, says, source, measure, low, high, seen."""
    return list(tomllib.loads(facts.read_text(encoding="utf-8"))["fact"])


def judged(facts: Sequence[Mapping[str, Any]], runs: pd.DataFrame) -> pd.DataFrame:
    """Lay what runs show beside the facts, a row for each.

    Args:
        facts: with id, kind, says, source, low and high.
        runs: a row per draw, a column per id; NaN where a run has nothing to measure.

    Returns:
        Columns id, kind, says, low, high, mean, low_90, high_90 (of single runs), inside (share of single runs within
        the tolerance), draws (that could be measured) and met.

    Raises:
        ValueError: if a fact was not measured; names it.
    """
    rows = []
    for fact in facts:
        if fact["id"] not in runs:
            raise ValueError(f"the sealed fact {fact['id']} has no measure")
        values = runs[fact["id"]].dropna().to_numpy(float)
        low, high = np.quantile(values, (0.05, 0.95)) if len(values) else (np.nan, np.nan)
        mean = float(values.mean()) if len(values) else np.nan
        rows.append({
            **{name: fact[name] for name in ("id", "kind", "says", "low", "high")},
            "mean": mean, "low_90": low, "high_90": high,
            "inside": float(((values >= fact["low"]) & (values <= fact["high"])).mean()) if len(values) else np.nan,
            "draws": len(values), "met": bool(fact["low"] <= mean <= fact["high"]),
        })  # fmt: skip
    return pd.DataFrame(rows)


def posterior_runs(draws: int, jobs: int) -> pd.DataFrame:
    """Measure the sealed facts on one run of each of the first draws of the posterior that is shipped."""
    rows = table_of_draws(SHIPPED["posterior"])[:draws]
    keys = list(rows[0])
    values = np.array([[float(row[key]) for key in keys] for row in rows])
    with Keeper("sealed", sealed, jobs) as keeper:
        return frame_of(keeper.rows(points_of(keys, values, range(len(rows)))))


def open_seals(draws: int = DRAWS, jobs: int = 2, opened: Path = OPENED) -> None:
    """Measure the sealed facts and keep what came out.

    Raises:
        ValueError: if the facts are not those that were sealed, or they were opened before.
    """
    if not intact():
        raise ValueError(f"{FACTS.name} is not what was sealed: nothing is opened")
    if opened.is_file():
        raise ValueError(f"the seals were opened before: {opened.name} says what came out, and stays as it is")
    table = judged(sealed_facts(), posterior_runs(draws, jobs))
    table.assign(model=model_version()[:12]).to_csv(opened, index=False, float_format="%.4g")


def sealed_lines(facts: Path = FACTS, seal: Path = SEAL, opened: Path = OPENED) -> list[str]:
    """Say how many facts are sealed, since when, and that nobody has changed them; once opened, what came out."""
    when = tomllib.loads(facts.read_text(encoding="utf-8"))["sealed_on"]
    whole = intact(facts, seal)
    state = "as they were sealed" if whole else "CHANGED since they were sealed: they prove nothing any more"
    head = f"{len(sealed_facts(facts))} facts, sealed on {when}"
    if not opened.is_file():
        return [f"{head}, not opened; {state}"]
    table = pd.read_csv(opened)
    head = f"{head}, opened with model {table['model'].iloc[0]}; {state}"
    return [head, *(_line(one) for one in table.itertuples(index=False)), *_counts(table)]


def _line(one: Any) -> str:
    verdict = "met" if one.met else "NOT MET"
    runs = f"{one.mean:8.3f} [{one.low_90:8.3f}, {one.high_90:8.3f}]"
    inside = f"{one.inside:.0%} of {one.draws} draws inside"
    return f"{one.id:3s} {verdict:8s} {runs}   {one.low:g} to {one.high:g}   {inside}   {one.says}"


def _counts(table: pd.DataFrame) -> list[str]:
    by_kind = [
        f"{words} {int(own['met'].sum())} of {len(own)}"
        for kind, words in KINDS.items()
        if len(own := table[table["kind"] == kind])
    ]
    return [f"sealed facts met: {int(table['met'].sum())} of {len(table)} ({', '.join(by_kind)})"]
