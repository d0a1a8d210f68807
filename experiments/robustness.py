"""Where each answer breaks, question by question: `python -m experiments.robustness [RESULTS]`, or `make robustness`.

Of every experiment whose runs lie in RESULTS/NAME (results/NAME if not given) the claims are read off its readings and
kept beside it in `breaks.csv`; the page `docs/robustness.md` is made of all that are kept (robustness analysis: Grimm
and Berger 2016).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.calibration.prior import range_of
from experiments.publish import markdown
from sim.analysis.paired_runs import PairedRuns
from sim.analysis.readings import Readings
from sim.analysis.wording import called, counted, input_words, pair_words, split_of, verdict_words
from sim.report.chapters import Asked
from sim.report.chapters.phrases import outcome_label
from sim.report.figures.labels import factor_words
from sim.scenario.settings import SETTING_BY_NAME
from sim.statistics import PairVerdict, Verdict, flips, pair_verdicts, strongest_switch
from sim.store import Results, StoreError

HOME = Path(__file__).parent
PAGE = HOME.parent / "docs" / "robustness.md"
KEPT, VERDICTS_KEPT = "breaks.csv", "verdicts.csv"
COST = "programme_cost_million_yuan"
MOST_CLAIMS = 5
FEW = 14
MOST_FORMS = 4
REACH = 3.0
"""How far from the mean of the readings a turn is spoken of, in their standard deviations."""


class Break(NamedTuple):
    """Where one claim breaks.

    Args:
        question: of the experiment.
        outcome: by which its arms are compared.
        claim: which arm is ahead of which, and in how many readings.
        verdict: what the count shows, in words.
        input: dotted key of an input at whose value the order changes; empty if none does, or none is known.
        default: its value as shipped; NaN if the plan does not say.
        value: at which the order changes, all others at their means.
        low, high: 90 % interval of the value.
        above: whether the order is the other one above it.
        spreads: how far the value lies from the mean of the readings, in their standard deviations.
        beyond: readings that lie beyond.
        readings: all of them.
        switch: dotted key of the switch of form that moves the difference most; empty if one form was asked.
        change: by how much, in the outcome's unit.
        difference: mean difference, in the outcome's unit.
        basis: plan and results, by the first letters of their digests.
        ahead: readings in which the claim holds; ties count half.
        forms: in which forms it holds, in words.
        price: what the arm that is ahead costs more than the reference, million yuan, the middle of the readings; NaN
            if that was not measured.
        sure: whether the count shows the claim.
    """

    question: str
    outcome: str
    claim: str
    verdict: str
    input: str
    default: float
    value: float
    low: float
    high: float
    above: bool
    spreads: float
    beyond: int
    readings: int
    switch: str
    change: float
    difference: float
    basis: str
    ahead: float
    forms: str
    price: float
    sure: bool


def main() -> None:
    """Renew what is kept of the experiments whose runs are there, and write the page."""
    store = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("results")
    for folder in questions():
        if (store / folder.name / "runs").is_dir():
            renew(folder, Results(store / folder.name))
    text = page()
    PAGE.write_text(text, encoding="utf-8")
    print(text)


def questions(home: Path | None = None) -> list[Path]:
    """Return the folders of the questions that were asked."""
    return sorted(path.parent for path in (home or HOME).glob("[qs][0-9]*/experiment.toml"))


def renew(folder: Path, results: Results) -> None:
    """Keep where the claims of an experiment break; nothing, if its runs are too few or differ in seeds alone."""
    try:
        found = list(breaks_of(Asked(results)))
    except (ValueError, StoreError) as error:
        print(f"{folder.name}: nothing is said ({error})")
        return
    if found:
        pd.DataFrame(found).to_csv(folder / KEPT, index=False)
        verdicts_of(Asked(results)).to_csv(folder / VERDICTS_KEPT, index=False)


def breaks_of(asked: Asked) -> Iterator[Break]:
    """Yield where the claims of a study break: its best arm against those that come closest, and the reference.

    Of a factorial the single changes are compared.
    """
    if asked.apart or asked.sampled or not asked.ranked or not any(asked.plan.draws):
        return
    home, outcome = asked.settings[0], asked.ranked[0]
    runs = _singles(asked) if asked.two_level else home.orderly
    read = Readings(asked.plan, PairedRuns.of(runs), pd.DataFrame(), outcome)
    values, arms = read.by_reading(outcome, turned=True), list(read.study.arms)
    pairs = pair_verdicts(values, arms, asked.results.looks)
    question = str(asked.plan.about["question"])
    basis = f"plan {asked.plan.id[:12]}, results {asked.results.digest()[:12]}"
    for pair in _claims(pairs):
        gaps = values[arms.index(pair.first)] - values[arms.index(pair.second)]
        switch = strongest_switch(gaps, read.doubted)
        form = ("", math.nan) if switch is None else (read.switched[switch[0]][0], switch[1])
        words = verdict_words(pair.verdict)
        more = (pair.ahead, _forms(read, gaps), _price(read, arms.index(pair.first)), pair.verdict.sure)
        claim = pair_words(pair, {}, asked.unit) if pair.verdict.sure else f"{_short(pair)} ({split_of(pair)})"
        found = flips(gaps, read.doubted, within_reach(read))
        for flip in found:
            own = read.doubted.rows[:, flip.input]
            key = read.inputs[flip.input]
            spreads = (flip.value - own.mean()) / own.std()
            beyond = round(flip.beyond * pair.readings)
            here = float(read.base.get(key, math.nan))
            where = (key, here, flip.value, flip.low, flip.high, flip.above, float(spreads), beyond)
            yield Break(question, outcome, claim, words, *where, pair.readings, *form, pair.difference, basis, *more)
        if not found:
            nothing: tuple[Any, ...] = ("", math.nan, math.nan, math.nan, math.nan, False, math.nan, 0)
            yield Break(question, outcome, claim, words, *nothing, pair.readings, *form, pair.difference, basis, *more)


def within_reach(read: Readings) -> NDArray[np.float64]:
    """Return between which values of each input a turn is spoken of, [inputs, 2]: plausible, and near the readings."""
    if not read.inputs:
        return np.empty((0, 2))
    rows, ends = read.doubted.rows, np.array([plausible(key) for key in read.inputs])
    reach = REACH * rows.std(axis=0)
    return np.column_stack(
        [np.maximum(ends[:, 0], rows.mean(axis=0) - reach), np.minimum(ends[:, 1], rows.mean(axis=0) + reach)]
    )


def plausible(key: str) -> tuple[float, float]:
    """Return the ends between which an input may lie: a line that turns beyond them tells of no world that could be."""
    kind, _, name = key.partition(".")
    if kind == "barriers":
        return 0.0, 1.0
    setting = SETTING_BY_NAME.get(name) if kind == "parameters" else None
    return (-math.inf, math.inf) if setting is None else range_of(setting)


def verdicts_of(asked: Asked) -> pd.DataFrame:
    """Return what the readings show about every two arms of a study, by every outcome that it ranks by.

    Returns:
        One row per outcome and pair: columns outcome, first, second, ahead, readings, verdict and sure.
    """
    home, rows = asked.settings[0], []
    runs = _singles(asked) if asked.two_level else home.orderly
    for outcome in asked.ranked:
        read = Readings(asked.plan, PairedRuns.of(runs), pd.DataFrame(), outcome)
        for pair in pair_verdicts(read.by_reading(outcome, turned=True), list(read.study.arms), asked.results.looks):
            words, sure = verdict_words(pair.verdict), pair.verdict.sure
            rows.append((outcome, pair.first, pair.second, pair.ahead, pair.readings, words, sure))
    return pd.DataFrame(rows, columns=["outcome", "first", "second", "ahead", "readings", "verdict", "sure"])


def _forms(read: Readings, gaps: Any) -> str:
    """Say in how many forms a claim holds in more than half of the readings, and name those in which it does not."""
    draws = [read.plan.draws[number] for number in read.study.draws.tolist()]
    if not read.switched or len(draws) != len(gaps):
        return ""
    said: dict[str, list[float]] = {}
    for draw, gap in zip(draws, gaps, strict=True):
        others = [f"{key.partition('.')[2]} {word}" for key, word in read.switched if draw[key] == word]
        said.setdefault(" + ".join(others) or "shipped", []).append(float(gap > 0) + 0.5 * float(gap == 0))
    fails = {form: held for form, held in said.items() if 2.0 * sum(held) <= len(held)}
    named = [
        f"{form.replace('_', ' ')} ({counted(sum(held))} of {len(held)})"
        for form, held in list(fails.items())[:MOST_FORMS]
    ]
    more = [f"{len(fails) - MOST_FORMS} more"] if len(fails) > MOST_FORMS else []
    head = f"{len(said) - len(fails)} of {len(said)}"
    return f"{head}; not {', '.join([*named, *more])}" if fails else head


def _price(read: Readings, arm: int) -> float:
    """Return what an arm costs more than the first, the middle of the readings, million yuan."""
    return float(np.median(read.more(COST)[arm]))


def _short(pair: PairVerdict) -> str:
    return f"{called(pair.first, {})} against {called(pair.second, {})}"


def _singles(asked: Asked) -> pd.DataFrame:
    """Return the runs of the arms of a factorial that differ from the reference in one factor."""
    arms = {arm.name: arm.factors for arm in asked.plan.arms}
    base = arms[asked.plan.reference]
    own = [name for name, factors in arms.items() if sum(factors[key] != base[key] for key in base) <= 1]
    names = {name: _changed(arms[name], base) for name in own}
    runs = asked.runs[asked.runs["arm"].isin(own)].copy()
    runs["arm"] = runs["arm"].map(names)
    return runs


def _changed(factors: Any, base: Any) -> str:
    """Name an arm of a factorial by the factor in which it differs from the reference: what is taken away, or added."""
    changed = [key for key in base if factors[key] != base[key]]
    if not changed:
        return "reference"
    key, words = changed[0], factor_words(changed[0])
    if factors[key] == 0:
        return f"without {words}"
    return f"with {words}" if base[key] == 0 else f"{words} {factors[key]}"


def _claims(pairs: list[PairVerdict]) -> list[PairVerdict]:
    """Return the pairs of the arm that is ahead most often, the closest first, that with the first arm last."""
    ahead: dict[str, float] = {}
    for pair in pairs:
        ahead[pair.first] = ahead.get(pair.first, 0.0) + pair.ahead
        ahead[pair.second] = ahead.get(pair.second, 0.0) + pair.readings - pair.ahead
    best = max(ahead, key=lambda arm: ahead[arm])
    own = [pair for pair in pairs if best in (pair.first, pair.second) and pair.readings >= FEW]
    return sorted((pair for pair in own if pair.verdict is not Verdict.EQUAL), key=lambda pair: pair.ahead)[
        :MOST_CLAIMS
    ]


def page() -> str:
    """Write the page from what is kept beside the experiments."""
    parts = [HEAD]
    for folder in questions():
        kept = folder / KEPT
        link = f"[the experiment](gallery/{folder.name}.md)"
        if not kept.is_file():
            parts.append(f"## {title_of(folder)}\n\n{UNASKED.format(name=folder.name)}; {link}.\n")
            continue
        words = {"input": "string", "switch": "string", "forms": "string"}
        table = pd.read_csv(kept, dtype=words).fillna(dict.fromkeys(words, ""))
        first = table.iloc[0]
        said = f"*{first['question']}* By {outcome_label(str(first['outcome']))}, {link}; {first['basis']}."
        rows = [_row(one) for one in table.itertuples(index=False)]
        parts.append(f"## {title_of(folder)}\n\n{said}\n\n{markdown(pd.DataFrame(rows))}\n")
    return "\n".join(parts)


def _row(one: Any) -> dict[str, str]:
    """Write one break as a row of the page."""
    form = (
        ("none for sure" if one.forms else "one form asked")
        if not one.switch
        else f"{input_words(one.switch)}: {one.change:+,.0f} of {one.difference:,.0f}"
    )
    row = {"claim": one.claim.replace("|", "/"), "what the count shows": one.verdict}
    if not one.input:
        nothing = {"breaks when": "no one input turns it near the readings", "how far": "-"}
        return {**row, **nothing, "readings beyond": "0", "form that moves it most": form}
    digits = 2 if abs(one.value) < 10 else 0
    side = "above" if one.above else "below"
    here = "" if math.isnan(one.default) else f"; shipped {one.default:.{digits}f}"
    beyond = f"{counted(one.beyond)} of {one.readings}"
    return {
        **row,
        "breaks when": f"{input_words(one.input)} {side} {one.value:.{digits}f} ({one.low:.{digits}f} to "
        f"{one.high:.{digits}f}{here})",
        "how far": f"{abs(one.spreads):.1f} sd" if np.isfinite(one.spreads) else "-",
        "readings beyond": beyond,
        "form that moves it most": form,
    }


def title_of(folder: Path) -> str:
    """Return the title of an experiment: the first line of its README."""
    line = (folder / "README.md").read_text(encoding="utf-8").partition("\n")[0]
    return line.removeprefix("# ").strip()


UNASKED = (
    "No readings of it are kept yet: `sim sweep experiments/{name}`, with readings or draws, then `make robustness`"
)
HEAD = """# Where each answer breaks

Written by `make robustness` from what each experiment keeps of its readings; change nothing here.

For each question: the arm that is ahead most often against those that come closest; the input at whose value the order
turns, all others at their means (a ridge regression over the readings, 90 % interval;
[what it means](answers.md#what-would-overturn-it)); how far that is from the mean of the readings, in their standard
deviations; how many readings lie beyond; and the switch of form that moves the difference most. An input is named only
if that value lies within its plausible range and within three standard deviations of the readings' mean: further off
the line would speak of worlds that no reading is like. A claim that breaks within one standard deviation hangs on that
input.
Robustness analysis of this kind looks for where an explanation breaks down, not for where it holds (Grimm & Berger
2016, *Ecological Modelling* 326).
"""


if __name__ == "__main__":
    main()
