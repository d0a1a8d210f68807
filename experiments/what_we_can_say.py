"""What we can say, how sure, and what would overturn it: `python -m experiments.what_we_can_say`.

The page `docs/what_we_can_say.md` is made of what the answers keep beside them (`breaks.csv`, `verdicts.csv`, written
by `make robustness`) and of what the calibration has kept. Claims of version 0.1 are held against today's verdicts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.calibration.carried import left_out_lines, order_lines
from experiments.calibration.checks import sbc_lines
from experiments.calibration.report import PAST, fit_lines, screen_lines
from experiments.evidence.sealed import sealed_lines
from experiments.publish import markdown
from experiments.robustness import HOME, KEPT, VERDICTS_KEPT, questions, title_of
from sim.analysis.wording import counted, input_words, verdict_words
from sim.report.chapters.phrases import outcome_label
from sim.statistics import Verdict

PAGE = Path(__file__).parents[1] / "docs" / "what_we_can_say.md"
OLD = Path(__file__).with_name("claims_of_0_1.csv")
STANDS, CONTRARY, OPEN, FEW, UNASKED = (
    "stands",
    "fallen: the contrary holds",
    "fallen: the readings disagree",
    "fallen: too few readings to say",
    "not asked again",
)
FALLEN = (CONTRARY, OPEN, FEW)
TEXTS = dict.fromkeys(("input", "switch", "forms"), "string")


def claims(folder: Path) -> pd.DataFrame:
    """Return the claims of a question, each with where it breaks first; empty if no readings of it are kept."""
    file = folder / KEPT
    if not file.is_file():
        return pd.DataFrame()
    table = pd.read_csv(file, dtype=TEXTS).fillna(dict.fromkeys(TEXTS, ""))
    nearest = table.assign(far=table["spreads"].abs().fillna(math.inf)).sort_values("far", kind="stable")
    return nearest.drop_duplicates("claim").sort_values(["sure", "ahead"], ascending=False, kind="stable")


def claim_row(folder: Path, one: Any) -> dict[str, str]:
    """Write one claim as a row of the page."""
    return {
        "claim": f"[{one.claim.replace('|', '/')}](gallery/{folder.name}.md), by {outcome_label(one.outcome)}",
        "readings": f"{counted(one.ahead)} of {one.readings}: {one.verdict}",
        "forms": one.forms or "one form asked",
        "price, million yuan": "not measured" if math.isnan(one.price) else f"{one.price:,.0f}",
        "breaks when": breaking(one),
    }


def breaking(one: Any) -> str:
    """Say at which value of which input a claim breaks, and how far that is."""
    if not one.input:
        return "no one input turns it near the readings"
    side, digits = "above" if one.above else "below", 2 if abs(one.value) < 10 else 0
    far = f"{abs(one.spreads):.1f} sd off" if math.isfinite(one.spreads) else "off by an unknown distance"
    span = f"{one.low:.{digits}f} to {one.high:.{digits}f}"
    beyond = f"{counted(one.beyond)} of {one.readings} readings beyond"
    return f"{input_words(one.input)} {side} {one.value:.{digits}f} ({span}; {far}, {beyond})"


def standing(folder: Path, claim: Any) -> tuple[str, str]:
    """Return what became of a claim of version 0.1, and the count that shows it.

    Args:
        folder: where the questions are.
        claim: with question, outcome, first and second.
    """
    file = folder / str(claim.question) / VERDICTS_KEPT
    if not file.is_file():
        return UNASKED, "no readings kept"
    table = pd.read_csv(file)
    both = {claim.first, claim.second}
    there = [set(pair) == both for pair in zip(table["first"], table["second"], strict=True)]
    own = table[(table["outcome"] == claim.outcome) & pd.Series(there, index=table.index)]
    if own.empty:
        return UNASKED, "its arms are not there"
    row = own.iloc[0]
    ahead = row["ahead"] if row["first"] == claim.first else row["readings"] - row["ahead"]
    count = f"{counted(ahead)} of {row['readings']} readings"
    if not row["sure"]:
        return (OPEN if row["verdict"] == verdict_words(Verdict.DISAGREE) else FEW), count
    return (STANDS if row["first"] == claim.first else CONTRARY), count


def old_claims(folder: Path = HOME) -> pd.DataFrame:
    """Return the claims of version 0.1 with what became of each: columns said, question, became and count."""
    rows = []
    for claim in pd.read_csv(OLD).itertuples(index=False):
        became, count = standing(folder, claim)
        rows.append({"said": claim.said, "question": claim.question, "became": became, "count": count})
    return pd.DataFrame(rows)


def sections(folder: Path = HOME) -> Iterator[str]:
    """Yield the parts of the page."""
    yield HEAD
    asked, silent = [], []
    for one in questions(folder):
        found = claims(one)
        rows = [claim_row(one, row) for row in found.itertuples(index=False)]
        asked += rows
        if not rows:
            silent.append(f"[{title_of(one)}](gallery/{one.name}.md)")
    yield "## What we can say\n"
    yield markdown(pd.DataFrame(asked)) if asked else "No readings of any question are kept yet: `make robustness`."
    if silent:
        yield f"\nNothing is said of: {', '.join(silent)}: no readings of them are kept.\n"
    yield "\n## How sure the ground is\n"
    seals = sealed_lines()
    ground = [*screen_lines(), *fit_lines(), *sbc_lines(), *dict.fromkeys((seals[0], seals[-1]))]
    yield "\n".join(f"* {line}" for line in ground)
    yield f"\n## Orders under each form\n\n{PAST}\n"
    yield "\n".join(f"* {line}" for line in order_lines())
    yield "\n## Which pattern carries which answer\n"
    yield "\n".join(f"* {line}" for line in left_out_lines())
    old = old_claims(folder)
    counts = "; ".join(f"{word}: {int((old['became'] == word).sum())}" for word in (STANDS, *FALLEN, UNASKED))
    yield f"\n## What version 0.1 said\n\nClaims: {len(old)}. {counts}.\n"
    fallen = old[old["became"].isin(FALLEN)]
    yield markdown(_told(fallen)) if len(fallen) else "No claim that was asked again has fallen."
    rest = old[~old["became"].isin(FALLEN)]
    yield f"\nThe others:\n\n{markdown(_told(rest))}" if len(rest) else ""


def _told(old: pd.DataFrame) -> pd.DataFrame:
    links = [f"[{one.said}](gallery/{one.question}.md)" for one in old.itertuples(index=False)]
    return pd.DataFrame({"version 0.1 said": links, "today": old["became"].tolist(), "count": old["count"].tolist()})


HEAD = """# What we can say, how sure, and what would overturn it

Written by `python -m experiments.what_we_can_say` from what the answers and the calibration keep; change nothing here.
A reading is one way to fill in what the sources leave open ([what counts mean](answers.md)); a count of readings is no
chance that a policy works. The price is what the arm that is ahead costs more than the reference, the middle of the
readings. Where a claim breaks is the nearest value of one input at which the order turns, all others at their means
([where each answer breaks](robustness.md) has the others).
"""


def main() -> None:
    """Write the page."""
    text = "\n".join(part for part in sections() if part)
    PAGE.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
