"""Write what the calibration found into its page: `python -m experiments.calibration.report`.

Figures come from the tables that the screen, the posterior and the checks have kept; what was not made yet is named
with its command. Nothing between the two marks of `docs/calibration.md` is typed, nor `docs/numbers.md` below its head.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

import pandas as pd

from experiments.calibration.carried import by_form, left_out_lines, order_lines, place_lines
from experiments.calibration.checks import (
    COVERAGE,
    PREDICTIVE,
    SPOKEN,
    predictive_lines,
    sbc_lines,
)
from experiments.calibration.contrasts import BARRIER, LEVER
from experiments.calibration.kept import stale
from experiments.calibration.numbers import FILE, WORDS, screened, told_again
from experiments.calibration.posterior import EDGE, SUMMARY
from experiments.publish import markdown
from sim.experiment.reading.draws import FITS

PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"
PAST = """\
At the shipped defaults one lever's place by number of deliveries hangs on the length of the past: the university IP
alliance is seventh of 21 after five years, third after fifteen and more, as what firms know beyond their own field
takes decades to build up; in value it brings the same, as far as eight seeds tell ([the length of the
past](length_of_history.md))."""
"""What every ranking of levers is read with."""
BEGIN, END = "<!-- results: written by report.py -->", "<!-- end of results -->"


def screen_lines() -> list[str]:
    """Say how many numbers are free, shown irrelevant, sourced, or assumed and doubted."""
    if not FILE.is_file():
        return ["numbers: not screened yet (python -m experiments.calibration.screen)"]
    table = screened()
    counts = table["verdict"].value_counts()
    parts = ", ".join(f"{counts[word]} {word}" for word in WORDS if counts.get(word, 0))
    bases, model = int(table["bases"].max()), str(table["model"].dropna().iloc[0])
    return [f"numbers, {len(table)}: {parts}; from {bases} base worlds{stale(model)}"]


def fit_lines() -> list[str]:
    """Say how well each form fits that was fitted."""
    if not FITS.is_file():
        return ["posterior: none shipped yet (python -m experiments.calibration.posterior all --ship)"]
    said = []
    for one in pd.read_csv(FITS).itertuples(index=False):
        fits = {"yes": f"{one.rows} rows", "no": "CANNOT FIT, no reading"}.get(one.fits, "too few runs to know")
        said.append(
            f"form {one.form}: {fits}; {one.met} of {one.of} patterns met, misfit {one.misfit:.1f} "
            f"over {one.facts} facts, {one.not_ruled_out:.0%} of {one.draws} draws not ruled out; {one.runs:,} runs, "
            f"{one.inputs} inputs free{stale(str(one.model))}"
        )
    return said


def edge_lines() -> list[str]:
    """Say which numbers' draws gather at an end of the box in which they are looked for."""
    if not SUMMARY.is_file():
        return []
    table = pd.read_csv(SUMMARY)
    spoken = int((table["contraction"] > SPOKEN).sum())
    ends = table[table["edge"] > 2.0 * EDGE].sort_values("edge", ascending=False)
    named = ", ".join(f"{one.name} ({one.edge:.0%})" for one in ends.itertuples(index=False))
    return [
        f"the facts take a tenth or more off the variance of {spoken} of {len(table)} free numbers; more than a tenth "
        f"of the draws in the outer twentieth of the box: {named or 'none'}"
    ]


def lines() -> list[str]:
    """Return all that the calibration has to say, a line each."""
    return [
        *screen_lines(),
        *fit_lines(),
        *edge_lines(),
        *sbc_lines(),
        *predictive_lines(),
        *order_lines(),
        *left_out_lines(),
    ]


def results() -> str:
    """Return the part of the page that is made of kept tables."""
    parts = ["\n".join(f"* {line}" for line in lines())]
    for title, file, digits in (
        ("Forms", FITS, 3),
        ("What the facts say of the free numbers", SUMMARY, 3),
        ("Patterns in runs of the posterior", PREDICTIVE, 3),
        ("Held-out synthetic facts in 90 % intervals", COVERAGE, 2),
    ):
        if file.is_file():
            table = pd.read_csv(file)
            text = table.map(lambda value, digits=digits: f"{value:.{digits}g}" if isinstance(value, float) else value)
            parts.append(f"### {title}\n\n{markdown(text)}")
    said, places = place_lines(LEVER)
    said = textwrap.fill(said, 120, break_on_hyphens=False)
    for title, words, table in (
        ("Orders under each form", PAST, by_form(LEVER).astype(str)),
        ("Places of all levers under each form", f"{said}\n\n{PAST}", places),
        ("Barriers removed, under each form", "", by_form(BARRIER).astype(str)),
    ):
        if len(table):
            parts += [f"### {title}", *filter(None, [words]), markdown(table)]
    return "\n\n".join(parts)


def main() -> None:
    """Write the page, and that of the numbers below its head."""
    told_again()
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    text = results()
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
