"""What a comparison leaves behind: tables, figures with their data and captions, scenarios; or one piece of data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.differences import TOTAL, outcome_named
from sim.cli.results import PROVENANCE
from sim.language import N_, _

if TYPE_CHECKING:
    from sim.analysis.answer import Answer
    from sim.analysis.checked import CheckedTip
    from sim.experiment import Comparison
    from sim.scenario import Scenario

TABLES = "runs.csv", "readings.csv", "effects.csv", "verdicts.csv", "losers.csv", "flips.csv", "differences.csv"
FORMS = ("png", "svg", "pdf")  # of every figure
BESIDE = ("csv", "txt")  # its data and its caption


def count_of(result: Comparison) -> int:
    """Return how many readings there are."""
    return int((result.runs["arm"] == result.runs["arm"].iloc[0]).sum())


def write(
    folder: Path,
    result: Comparison,
    answer: Answer | None,
    arms: Mapping[str, Scenario],
    flips: Sequence[CheckedTip] = (),
) -> None:
    """Write the runs, what follows from them, the scenarios, and the figures.

    Args:
        folder: where it goes; exists.
        result: the comparison.
        answer: what it says of transfers; None if it cannot.
        arms: the scenarios by name.
        flips: what was checked of what would overturn the order.
    """
    import pandas as pd

    from sim.analysis.checked import as_frame
    from sim.analysis.wording import caption_of
    from sim.report.figures import draw_answer, draw_forest, save
    from sim.report.spreadsheet import write_csv

    both = [result.runs.assign(twin=False), *([result.twins.assign(twin=True)] if len(result.twins) else [])]
    readings = pd.DataFrame(list(result.plan.draws) if result.plan is not None else [])
    readings.insert(0, "draw", range(len(readings)))
    effects = answer.effects() if answer is not None else pd.DataFrame()
    verdicts = answer.verdicts() if answer is not None else pd.DataFrame()
    losers = answer.losers() if answer is not None else pd.DataFrame()
    tables = (pd.concat(both, ignore_index=True), readings, effects, verdicts, losers, as_frame(flips), result.table)
    for name, table in zip(TABLES, tables, strict=True):
        write_csv(table, folder / name)
    (folder / "scenarios").mkdir(exist_ok=True)
    for name, scenario in arms.items():
        (folder / "scenarios" / f"{file_name(name)}.toml").write_text(scenario.to_toml(), encoding="utf-8")
    (folder / "figures").mkdir(exist_ok=True)
    thought = result.plan.about.get("thought", ()) if result.plan is not None else ()
    titles = {name: _(scenario.title) for name, scenario in arms.items() if scenario.title}
    text = N_("n = {count} readings, the same in all; lines: 95 % interval of the mean")
    if answer is not None and answer.luck_only:
        text = N_("n = {count} seeds; luck only, the same in all; lines: 95 % interval of the mean")
    basis = _(text, count=count_of(result))
    for outcome, name in figures().items():
        if not result.subtracted(outcome):
            continue
        label = outcome_named(outcome).label
        label = _(label)
        if outcome == TOTAL and answer is not None:
            figure, data = draw_answer(answer, gains_in(result)), effects
            caption = caption_of(answer, label.lower())
        else:
            figure = draw_forest(result.table, outcome, next(iter(arms)), titles=titles, basis=basis, apart=thought)
            data, caption = (
                result.table[result.table["outcome"] == outcome],
                _("{label}: difference from the first; {basis}.", label=label, basis=basis),
            )
        for form in FORMS:
            save(figure, folder / "figures" / f"{name}.{form}")
        write_csv(data, folder / "figures" / f"{name}.csv")
        (folder / "figures" / f"{name}.txt").write_text(f"{caption}\n", encoding="utf-8")


def gains_in(result: Comparison) -> dict[str, Any]:
    """Return by arm what it brings more than the first in every reading, for the dots of a figure."""
    from sim.experiment.make.compare import wide

    arms, values = wide(result.runs, TOTAL)
    return {arm: own - values[0] for arm, own in zip(arms, values, strict=True)}


def figures() -> dict[str, str]:
    """Return the names of the figures of a comparison, by outcome."""
    from sim.outcomes import HEADLINE

    return {outcome: "answer" if outcome == TOTAL else f"forest_{outcome}" for outcome in HEADLINE}


def written_for(arms: Iterable[str]) -> list[str]:
    """Return the names of the files that a comparison of these arms writes."""
    scenarios = [f"scenarios/{file_name(arm)}.toml" for arm in arms]
    drawings = [f"figures/{name}.{form}" for name in figures().values() for form in (*FORMS, *BESIDE)]
    return [*TABLES, PROVENANCE, *scenarios, *drawings]


def file_name(arm: str) -> str:
    """Return a file name for an arm that was named by its path."""
    return arm.strip("./\\").replace("/", "-").replace("\\", "-")


def as_data(result: Comparison, answer: Answer | None, flips: Sequence[CheckedTip] = ()) -> dict[str, Any]:
    """Return a comparison as data for a script."""
    from sim.analysis.checked import as_frame
    from sim.analysis.sentences import sentences

    said: dict[str, Any] = {"effects": [], "verdicts": [], "losers": [], "sentences": []}
    if answer is not None:
        said = {
            "luck_only": answer.luck_only,
            "twins": answer.twins,
            "forms": answer.forms,
            "looks": answer.looks,
            "effects": answer.effects().to_dict(orient="records"),
            "verdicts": answer.verdicts().to_dict(orient="records"),
            "losers": answer.losers().to_dict(orient="records"),
            "sentences": sentences(answer),
        }
    return {
        "arms": [str(arm) for arm in result.runs["arm"].unique()],
        "readings": count_of(result),
        "unlike": result.unlike,
        **said,
        "flips": as_frame(flips).to_dict(orient="records"),
        "differences": result.table.to_dict(orient="records"),
    }
