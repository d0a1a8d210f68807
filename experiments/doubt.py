"""Bars and verdicts on trial, on the model itself: `python -m experiments.doubt [--jobs N] [--readings N]`.

Makes the runs that are missing (`results/doubt`: the shipped packages over 640 readings) and writes `docs/doubt.md`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.publish import markdown
from sim.analysis.paired_runs import PairedRuns
from sim.analysis.readings import Readings
from sim.analysis.wording import called, verdict_words
from sim.experiment import compare
from sim.experiment.reading.draws import SHIPPED
from sim.statistics import Numbers, Verdict, bars, pair_verdicts, shares, verdict_of

PAGE = Path(__file__).parents[1] / "docs" / "doubt.md"
STORE = Path("results") / "doubt"
TOTAL = "transfers_delivered"
ARMS = ("baseline", "reform_package", "capacity_first", "finance_led", "coordination_led", "openness")
POOL, SET, SETS, DRAWN, TWINS = 200, 32, 20, 1000, 8
SEED = 20


@dataclass(frozen=True)
class Pool:
    """Readings that serve as the truth.

    Args:
        arms: names, the baseline first.
        gains: [arms, readings] effects against the baseline.
        gaps: [arms, twins] effects less those of the same readings under a second seed.
        read: what they differ by.
    """

    arms: tuple[str, ...]
    gains: Numbers
    gaps: Numbers
    read: Readings


def main() -> None:
    """Make the runs, put bars and verdicts on trial, write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--readings", type=int, default=SET * SETS, help=f"at least {POOL}; {SET * SETS} if not given")
    parser.add_argument("--store", type=Path, default=STORE, help="folder that keeps the runs")
    given = parser.parse_args()
    result = compare(list(ARMS), readings=max(POOL, given.readings), jobs=given.jobs, store=given.store)
    assert result.plan is not None
    read = Readings(result.plan, PairedRuns.of(result.runs), result.twins, TOTAL)
    pool = Pool(tuple(read.study.arms), read.gains, read.twin_gaps, read)
    counts = f"{pool.gains.shape[1]} readings, {pool.gaps.shape[1]} of them with twins"
    parts = [
        HEAD.format(day=f"{date.today():%d %B %Y}", model=result.plan.model[:12], counts=counts,
                    rows=len(pd.read_csv(SHIPPED["posterior"]))),
        "## Coverage\n", COVERAGE, markdown(coverage(pool)),
        "\n## Verdicts over disjoint sets of readings\n", STABILITY.format(sets=pool.gains.shape[1] // SET),
        markdown(stability(pool)),
        "\n## Stopping when decided\n", STOPPING, markdown(stopping(pool)),
    ]  # fmt: skip
    PAGE.write_text("\n".join(parts) + "\n", encoding="utf-8")
    print("\n".join(parts))


def coverage(pool: Pool) -> pd.DataFrame:
    """Return how often the bars of SET readings hold what POOL readings say."""
    random = np.random.default_rng(SEED)
    truth = pool.gains[:, :POOL]
    luck = [luck_of(pool, index) for index in range(len(pool.arms))]
    rows = []
    for index, arm in enumerate(pool.arms[1:], 1):
        whole = truth[index]
        clean = whole.mean() + (whole - whole.mean()) * np.sqrt(1 - luck[index])
        middle = float(np.median(whole))
        held, within = [], []
        for _ in range(DRAWN):
            own = whole[random.integers(POOL, size=SET)]
            gaps = pool.gaps[index, random.integers(pool.gaps.shape[1], size=TWINS)]
            part = min(1.0, float((gaps**2).mean()) / 2 / float(own.var(ddof=1)))
            one = bars(own, np.zeros(SET, dtype=np.int64), part, TWINS)
            held.append(one.thick_low <= middle <= one.thick_high)
            within.append(float(((clean >= one.thin_low) & (clean <= one.thin_high)).mean()))
        low, high = np.percentile(within, (5, 95))
        rows.append({
            "arm": called(arm, {}), "middle of the pool": f"{middle:+,.0f}", "luck": f"{luck[index]:.2f}",
            f"thick bar holds it, of {DRAWN:,}": f"{np.mean(held):.3f}",
            "readings within the thin bar, mean": f"{np.mean(within):.2f}",
            "in nine subsets of ten": f"{low:.2f} to {high:.2f}",
        })  # fmt: skip
    return pd.DataFrame(rows)


def luck_of(pool: Pool, index: int) -> float:
    """Return the share of the variance over the pool's readings that is luck."""
    found = shares(pool.gains[index], pool.gaps[index], pool.read.doubted).luck
    return 0.0 if np.isnan(found) else found


def stability(pool: Pool) -> pd.DataFrame:
    """Return how often each pair has which verdict over disjoint sets of SET readings."""
    sets = [slice(first, first + SET) for first in range(0, pool.gains.shape[1] - SET + 1, SET)]
    told: dict[tuple[str, str], Counter[str]] = {}
    for one in sets:
        for pair in pair_verdicts(pool.gains[:, one], pool.arms):
            names = tuple(sorted((pair.first, pair.second), key=pool.arms.index))
            word = f"{called(pair.first, {})} beats" if pair.verdict.sure else verdict_words(pair.verdict)
            told.setdefault((names[0], names[1]), Counter()).update([word])
    rows = []
    for (one_, other), words in told.items():
        ahead = pool.gains[pool.arms.index(one_)] > pool.gains[pool.arms.index(other)]
        share = max(ahead.mean(), 1 - ahead.mean())
        said = "; ".join(f"{word}: {count}" for word, count in words.most_common())
        contrary = sum(word.endswith(" beats") for word in words) > 1
        rows.append({
            "pair": f"{called(one_, {})}, {called(other, {})}", "share in all readings": f"{share:.2f}",
            f"verdicts of {len(sets)} sets of {SET}": said, "contrary verdicts": "yes" if contrary else "none",
        })  # fmt: skip
    return pd.DataFrame(rows)


def stopping(pool: Pool) -> pd.DataFrame:
    """Return when readings added eight at a time decide each pair, over orders by lot, and how."""
    random = np.random.default_rng(SEED)
    rows = []
    for one, other in combinations(range(1, len(pool.arms)), 2):
        ahead = (pool.gains[one] > pool.gains[other]).astype(float) + (pool.gains[one] == pool.gains[other]) / 2
        ends, words = [], Counter[str]()
        for _ in range(400):
            count, verdict = stop(ahead[random.integers(len(ahead), size=256)])
            ends.append(count)
            words.update([verdict_words(verdict)])
        middle, late = np.percentile(ends, (50, 90), method="nearest")
        rows.append({
            "pair": f"{called(pool.arms[one], {})}, {called(pool.arms[other], {})}",
            "share": f"{max(ahead.mean(), 1 - ahead.mean()):.2f}", "stops at, middle": f"{middle:.0f}",
            "nine in ten by": f"{late:.0f}",
            "verdicts of 400 orders": "; ".join(f"{word}: {count}" for word, count in words.most_common()),
        })  # fmt: skip
    return pd.DataFrame(rows)


def stop(ahead: Numbers) -> tuple[int, Verdict]:
    """Return after how many readings a pair is decided, by the confidence sequence, and the verdict."""
    for count in looks(len(ahead)):
        verdict = verdict_of(float(ahead[:count].sum()), count, looks=2)
        if verdict.decided:
            return count, verdict
    return len(ahead), verdict_of(float(ahead.sum()), len(ahead), looks=2)


def looks(most: int) -> Iterator[int]:
    """Yield the numbers of readings at which one looks."""
    yield from range(16, most + 1, 8)


HEAD = """# Bars and verdicts on trial

Written by `python -m experiments.doubt`, {day}, model {model}: {counts}, of the shipped packages against the
baseline, one form of the model. There are {rows} rows; beyond as many readings they come back under other seeds.
What the marks mean: [what bars and counts mean](answers.md).
"""
COVERAGE = f"""{POOL} readings are taken for the truth: they are drawn from with return, {SET} at a time,
{DRAWN:,} times for each arm, with {TWINS} twins. The thick bar is to hold the pool's middle in 0.95 of the subsets,
the thin bar 0.90 of the pool's readings, luck taken out.
"""
STABILITY = """{sets} disjoint sets of 32 readings: how often each pair of arms has which verdict. "Contrary" would be a
pair of which one set says that the first is sure to beat the second, and another the contrary.
"""
STOPPING = """Readings drawn with return from all of them, looked at from 16 on after every 8, at most 256; 400 orders
for each pair, by the confidence sequence that `--until-decided` uses.
"""


if __name__ == "__main__":
    main()
