"""An answer is written into its README by the analysis that found it, with the runs that it rests on.

Every `analyse.py` beside an `experiment.toml` calls `publish`; what stands between the two marks of its README is
never typed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis import complete
from sim.report.figures.style import save
from sim.store import Results

BEGIN, END = "<!-- answer: written by analyse.py -->", "<!-- end of answer -->"


def runs_of(script: str) -> tuple[Results, pd.DataFrame]:
    """Return the results that the command line names, and their runs; results/NAME if it names none.

    Args:
        script: path of the analysis, whose folder is the experiment's.
    """
    name = Path(script).resolve().parent.name
    results = Results(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("results") / name)
    runs, left_out = complete(results.frame(ok_only=True))
    if len(left_out):
        print(f"{len(left_out)} pairs of draw and seed are left out: some arm lacks them")
    return results, runs


def publish(
    script: str, results: Results, said: Sequence[str], figures: Mapping[str, Figure], tables: Sequence[str] = ()
) -> None:
    """Write an answer into the README beside an analysis, and its figures into the same folder.

    Args:
        script: path of the analysis.
        results: what it rests on.
        said: paragraphs, made from the numbers.
        figures: by file name without ending.
        tables: tables as Markdown.
    """
    folder, plan = Path(script).resolve().parent, results.plan
    draws = f" x {len(plan.draws)} parameter draws" if len(plan.draws) > 1 else ""
    basis = (
        f"{results.counts()['done']:,} runs ({len(plan.arms):,} arms{draws} x {plan.seeds} seeds), made with "
        f"`sim sweep experiments/{folder.name}`, {date.today():%d %B %Y}; model {plan.model[:12]}, results "
        f"{results.digest()[:12]}. Brackets hold 95 % intervals."
    )
    write_answer(script, said, figures, tables, basis)


def write_answer(
    script: str | Path, said: Sequence[str], figures: Mapping[str, Figure], tables: Sequence[str], basis: str
) -> None:
    """Write paragraphs, tables and figures between the two marks of the README beside an analysis, or of a page.

    Args:
        script: path of the analysis, or of a page of Markdown.
        said: paragraphs.
        figures: by file name without ending.
        tables: as Markdown.
        basis: a sentence on the runs that they rest on.
    """
    folder = Path(script).resolve().parent
    readme = Path(script) if Path(script).suffix == ".md" else folder / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    for name, figure in figures.items():
        save(figure, folder / f"{name}.svg")
    pictures = [f"![{name.replace('_', ' ')}]({name}.svg)" for name in figures]
    block = "\n\n".join([BEGIN, *said, *tables, *pictures, basis, END])
    readme.write_text(f"{before}{block}{after}", encoding="utf-8")
    print("\n\n".join([*said, *tables, basis]))


def markdown(table: pd.DataFrame) -> str:
    """Write a table of texts as Markdown."""
    heads = [str(name) for name in table.columns]
    rows = [[str(value) for value in row] for row in table.itertuples(index=False)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [heads, ["---"] * len(heads), *rows])
