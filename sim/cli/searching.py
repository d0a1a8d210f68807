"""What is said of experiments that ask as they go: what they will take, how far they are, what they found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from sim.cli.screen import say, tell
from sim.cli.talk import duration
from sim.language import N_, _, money, term

if TYPE_CHECKING:
    from sim.experiment import Experiment
    from sim.store import Plan, Results, Store

COST = "programme_cost_million_yuan"
RECENT = 20  # parts of a store by which its pace is judged
WAITING = N_("the other shards have to make theirs first; the same command goes on when they have")


TO_DO = {
    (True, True): N_(
        "{there:,} runs are there already, of which those that are asked again are not made; {left:,} to do at most, "
        "about {time} with --jobs {jobs}, about {megabytes:,.1f} MB"
    ),
    (True, False): N_(
        "{there:,} runs are there already, of which those that are asked again are not made; {left:,} to do at most, "
        "about {megabytes:,.1f} MB"
    ),
    (False, True): N_("{left:,} to do at most, about {time} with --jobs {jobs}, about {megabytes:,.1f} MB"),
    (False, False): N_("{left:,} to do at most, about {megabytes:,.1f} MB"),
}
"""What is left of a search, by whether some of it is there, and whether its time is known; messages."""


def announce_search(asked: Experiment, folder: Path, jobs: int, worth: int) -> None:
    """Say how many runs a search may ask for, how many are there, and what the rest takes in time and disk.

    Args:
        asked: of a kind that asks as it goes.
        folder: where its runs are kept.
        jobs: processes.
        worth: how many runs to do are worth making one to see how long it takes.
    """
    from sim.experiment.make.asking import total_of
    from sim.experiment.make.estimate import megabytes_of, seconds_a_run
    from sim.experiment.plan import Study

    total, there = total_of(asked), runs_in(folder)
    left = max(0, total - there)
    each = seconds_a_run(Study(asked)) if left >= max(1, worth) else float("nan")
    known, design = each == each, asked.content.design
    places = {"searches": design.seeds, "generation": design.generation, "total": total}
    text = N_("{searches} searches of {generation} at a time: at most {total:,} runs, the check included")
    if design.seeds == 1:
        text = N_("1 search of {generation} at a time: at most {total:,} runs, the check included")
    say(_(text, **places))
    time_ = duration(each * left / jobs) if known else ""
    megabytes = max(0.1, megabytes_of(asked, left))
    say(_(TO_DO[there > 0, known], there=there, left=left, time=time_, jobs=jobs, megabytes=megabytes))


def runs_in(folder: Path) -> int:
    """Return how many runs a store holds; 0 if there is none."""
    from sim.store import Store

    return len(Store.existing(folder).inventory(mend=False).status) if (folder / "runs").is_dir() else 0


def search_of(plan: Plan) -> Mapping[str, Any]:
    """Return what a plan says of the search that it is a round or the check of; empty if it is of none."""
    kind = plan.about.get("design", {}).get("kind", "")
    said: Mapping[str, Any] = plan.about.get("round") or plan.about.get(kind) or {}
    return said


def tell_search(results: Results, said: Mapping[str, Any]) -> None:
    """Say how far a search is: generation, measure, runs, and what is left."""

    design = results.plan.about["design"]
    last: dict[int, Mapping[str, Any]] = {one["strand"]: one for one in said["log"]}
    there = runs_in(results.store.folder)
    for strand, one in sorted(last.items()):
        tell(
            _(
                "  search {strand}: generation {number}, {measure} {measure_2:.3f}, {standing} standing, "
                "{runs:,} runs asked for",
                strand=strand,
                number=one["number"],
                measure=term(said["measure"]),
                measure_2=one["measure"],
                standing=one["standing"],
                runs=one["runs"],
            )
        )
    if "round" not in results.plan.about:
        tell(_("  the search is done; these runs are its check, which it has not seen"))
        return
    spent = sum(one["runs"] for one in last.values())
    left, pace = max(0, design["runs"] - spent), pace_of(results.store)
    text = N_("  {there:,} runs are kept; {left:,} more may be asked for before the check")
    time_ = ""
    if pace > 0:
        time_ = duration(left / pace)
        text = N_(
            "  {there:,} runs are kept; {left:,} more may be asked for before the check, about {time} at the "
            "pace of the "
            "last ones"
        )
    tell(_(text, there=there, left=left, time=time_))


def pace_of(store: Store) -> float:
    """Return how many runs a second were kept last; 0 if that cannot be told."""
    import pyarrow.parquet as pq

    parts = sorted(store.parts(), key=lambda path: path.stat().st_mtime)[-RECENT:]
    if len(parts) < 2:
        return 0.0
    seconds = parts[-1].stat().st_mtime - parts[0].stat().st_mtime
    runs = sum(pq.read_metadata(path).num_rows for path in parts[1:])
    return runs / seconds if seconds > 0 else 0.0


def programme_of_search(asked: Experiment, folder: Path, wanted: float) -> str:
    """Return the found programme that costs most nearly so much in the check, as the text of a scenario file.

    Args:
        asked: the experiment.
        folder: its results.
        wanted: million yuan.

    Raises:
        click.UsageError: if it is no search, is not done, or found nothing.
    """
    from sim.store import Results

    if not asked.asks:
        raise click.UsageError(_("--programme goes with an experiment of kind search"))
    results = Results(folder)
    found = results.plan.about.get("search", {}).get("found")
    if not found or results.counts()["missing"]:
        raise click.UsageError(
            _("{folder} holds no search that is done; first:  sim sweep {name}", folder=folder, name=asked.name)
        )
    frame = results.frame(ok_only=True)
    means = frame.astype({"arm": str}).groupby("arm")[[COST, "transfers_delivered"]].mean()
    costs = means.loc[list(found), COST]
    name = str((costs - wanted).abs().idxmin())
    factors = next(arm.factors for arm in results.plan.arms if arm.name == name)
    about = {
        "title": _("Programme of {costs} found by a search", costs=money(f"{costs[name]:,.0f}", costs[name])),
        "why": _(
            "{name} of {name_2}: of the programmes found, the one nearest to {wanted} by its mean cost in {draws} "
            "readings that the search had not seen. {question}",
            name=name,
            name_2=results.plan.name,
            wanted=money(f"{wanted:,.0f}", wanted),
            draws=len(results.plan.draws),
            question=results.plan.about["question"],
        ),
    }
    return asked.base.with_(**about, **factors).to_toml()
