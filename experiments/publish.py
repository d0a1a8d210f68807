"""An answer is written into its README by the analysis that found it, with the runs that it rests on.

Every `analyse.py` beside an `experiment.toml` calls `publish`; what stands between the two marks of its README is
never typed. Beside README.md may stand README.zh.md, whose block says the same in Chinese: an analysis says everything
by messages of `sim.language`, and is asked once in each language.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis import complete
from sim.language import CHINESE, ENGLISH, N_, _, sentences, speaking, term
from sim.report.figures.style import save
from sim.store import Results, StoreError

PAGES: Mapping[str, str] = {ENGLISH: "README.md", CHINESE: "README.zh.md"}
"""The page of an answer, by language; one that an experiment does not have is not made."""
BEGIN, END = "<!-- answer: written by analyse.py -->", "<!-- end of answer -->"
SHOWN: Mapping[str, str] = {
    "arms": N_("what each arm brings, costs and loses"),
    "barriers": N_("what each barrier does, by three measures"),
    "directions": N_("what is gained, by direction"),
    "form_effects": N_("what each choice of form changes"),
    "frontier": N_("what the programmes of the frontier bring and cost"),
    "leaks": N_("leaks, by strength"),
    "levers": N_("what each lever brings, costs and loses"),
    "orders": N_("what each order of the reforms brings"),
    "over_forms": N_("effects over the forms of the model"),
    "packages": N_("what each package brings, costs and loses"),
    "spin_on": N_("supplies of private firms, by opening and clerks"),
    "subsystems": N_("share of key subsystems, by change"),
    "transfers": N_("transfers from military to civil, by strength"),
    "wait": N_("wait at the clearance offices, by opening and clerks"),
}
"""What a figure shows, by file name; messages. One that is called by an outcome shows that."""


def results_of(script: str) -> Results:
    """Return the results that the command line names; results/NAME if it names none. Ends with a message without them.

    Args:
        script: path of the analysis, whose folder is the experiment's.
    """
    name = Path(script).resolve().parent.name
    try:
        return Results(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("results") / name)
    except StoreError as error:
        sys.exit(f"error: {error}")


def runs_of(script: str) -> tuple[Results, pd.DataFrame]:
    """Return the results that the command line names, and their runs; results/NAME if it names none.

    Args:
        script: path of the analysis, whose folder is the experiment's.
    """
    results = results_of(script)
    runs, left_out = complete(results.frame(ok_only=True))
    if len(left_out):
        print(f"{len(left_out)} pairs of draw and seed are left out: some arm lacks them")
    return results, runs


class Brief(NamedTuple):
    """What an analysis says in the language that is spoken."""

    said: Sequence[str]
    """Paragraphs, made from the numbers."""
    figures: Mapping[str, Figure]
    """By file name without ending."""
    tables: Sequence[str]
    """As Markdown."""
    basis: str
    """A sentence on the runs that it rests on."""


def publish(script: str, brief: Callable[[], Brief]) -> None:
    """Write an answer into the pages beside an analysis, in the language of each, and its figures into the folder.

    Args:
        script: path of the analysis.
        brief: says the answer in the language that is spoken when it is called.
    """
    for language, name in PAGES.items():
        page = Path(script).resolve().with_name(name)
        if page.exists():
            with speaking(language):
                write_answer(page, *brief(), ending="" if language == ENGLISH else f".{language}")


def basis_of(script: str, results: Results, brackets: bool = True) -> str:
    """Say what an answer rests on.

    Args:
        script: path of the analysis.
        results: its runs.
        brackets: whether it has any; they hold 95 % intervals.
    """
    plan = results.plan
    said = _(
        "{runs:,} runs ({arms:,} arms x {draws:,} parameter draws x {seeds:,} seeds), made with `{command}`, {date}; "
        "model {model}, results {results}.",
        runs=results.counts()["done"],
        arms=len(plan.arms),
        draws=len(plan.draws),
        seeds=plan.seeds,
        **made(script, results),
    )
    return sentences([said, _("Brackets hold 95 % intervals.")]) if brackets else said


def made(script: str, results: Results) -> dict[str, str]:
    """Return how runs were made, as every basis names it: command, date, model, results.

    Args:
        script: path of the analysis.
        results: its runs.
    """
    return {
        "command": f"sim sweep experiments/{Path(script).resolve().parent.name}",
        "date": date.today().isoformat(),
        "model": results.plan.model[:12],
        "results": results.digest()[:12],
    }


def write_answer(
    page: Path, said: Sequence[str], figures: Mapping[str, Figure], tables: Sequence[str], basis: str, ending: str = ""
) -> None:
    """Write paragraphs, tables and figures between the two marks of a page, and the figures beside it.

    Args:
        page: of Markdown.
        said: paragraphs.
        figures: by file name without ending.
        tables: as Markdown.
        basis: a sentence on the runs that they rest on.
        ending: what file names of figures end in before ".svg".
    """
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    _old, after = rest.split(END)
    for name, figure in figures.items():
        save(figure, page.with_name(f"{name}{ending}.svg"))
    pictures = [f"![{shown_in(name)}]({name}{ending}.svg)" for name in figures]
    block = "\n\n".join([BEGIN, *said, *tables, *pictures, basis, END])
    page.write_text(f"{before}{block}{after}", encoding="utf-8")
    print("\n\n".join([*said, *tables, basis]))


def shown_in(name: str) -> str:
    """Say what a figure shows, for those who do not see it.

    Args:
        name: of its file, without ending.
    """
    return _(SHOWN[name]) if name in SHOWN else term(name)


def markdown(table: pd.DataFrame) -> str:
    """Write a table of texts as Markdown."""
    heads = [str(name) for name in table.columns]
    rows = [[str(value) for value in row] for row in table.itertuples(index=False)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [heads, ["---"] * len(heads), *rows])
