"""What an answer rests on: the runs that were made, those that are missing, and how they came about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from sim.report.chapters import Asked, Picture
from sim.report.chapters.phrases import joined
from sim.report.figures.style import words
from sim.store.parts import about_of


class Fact(NamedTuple):
    """One thing worth knowing about how results came about."""

    text: str
    code: bool = False


def basis(asked: Asked) -> str:
    """Say in one line what the answer rests on."""
    plan = asked.plan
    draws = f" × {len(plan.draws):,} parameter draws" if len(plan.draws) > 1 else ""
    seeds = f"{plan.seeds:,} seed{'s' if plan.seeds != 1 else ''}"
    return (
        f"{len(asked.runs):,} runs: {len(plan.arms):,} arms{draws} × {seeds}. {over(asked)} Every arm meets the same "
        "random events."
    )


def over(asked: Asked) -> str:
    """Say over what the intervals are, or that there are none."""
    pairs = asked.pairs
    if asked.sampled:
        luck = " and seeds" if pairs.units > 1 else "; with one seed, its luck is in none of them"
        return f"Brackets hold 95 % intervals over the points of the sample{luck}."
    if pairs.units < 2:
        return f"There are no intervals: {pairs.units} repetition says nothing of luck. Two seeds give an interval."
    over = {"seeds": "seeds", "nested": "parameter draws", "crossed": "parameter draws and seeds"}[pairs.layout]
    luck = " and their seeds" if pairs.layout == "nested" and asked.plan.own_seeds else ""
    alone = "; the luck of the one seed is in none of them" if pairs.layout == "nested" and not luck else ""
    return f"Brackets hold 95 % intervals over {over}{luck}{alone}."


def covered(asked: Asked, picture: Picture) -> str:
    """Say under a figure how many runs an arm has, and what its intervals cover, if it has any."""
    plan, names = asked.plan, picture.data.columns
    pairs, draws = len(asked.runs[["draw", "seed"]].drop_duplicates()), len(plan.draws) > 1
    over = "parameter draws and seeds" if draws else "seeds"
    sentence = f"n = {pairs:,} {'pairs of draw and seed' if draws else 'seeds'} in each arm"
    if "measure" in names:
        return f"{sentence}; bands: eight runs of ten"
    return f"{sentence}; intervals: 95 % over {over}" if any(str(name).endswith("low") for name in names) else sentence


def no_answer(asked: Asked, warnings: list[str]) -> str:
    """Say why there is no answer: what no chapter could say, or that the experiment asks for nothing that one says."""
    if warnings:
        return f"There is no answer. {' '.join(warnings)}"
    if not asked.outcomes:
        return "There is no answer: no headline outcome is there in every run."
    return "There is no answer: no chapter of the report speaks of this design. Tables and figures follow."


def unlike_words(asked: Asked) -> list[str]:
    """Say in what arms are not like with like, if they are not, and what follows."""
    about = asked.plan.about
    if "unlike" not in about:
        return []
    notes = [f"Arms differ in {about['unlike']}: what differs between them is not the policy alone."]
    if "horizons" in about:
        shortest, longest = min(about["horizons"].values()), max(about["horizons"].values())
        notes.append(
            f"Outcomes count over {shortest:,} quarters in one arm and {longest:,} in another: totals, such as "
            "transfers delivered and costs, are left out here; what is read is means, shares and states."
        )
    return notes


def shortfalls(asked: Asked) -> list[str]:
    """Say what is missing."""
    counts = asked.results.counts()
    notes = []
    if counts["missing"]:
        notes.append(f"{counts['missing']:,} of {len(asked.plan):,} runs are missing: this is a part of the answer.")
    if counts["failed"]:
        kinds = [f"{counts[kind]:,} {kind}" for kind in ("error", "timeout", "crashed") if counts[kind]]
        notes.append(f"{counts['failed']:,} runs failed ({joined(kinds)}). Runs may not fail by chance.")
    for outcome, lacking in asked.lacking.items():
        notes.append(
            f"{words(outcome).capitalize()} is left out: {lacking:,} of {len(asked.runs):,} runs have none, and an "
            "analysis needs it in every run."
        )
    if len(asked.left_out):
        notes.append(
            f"Pairs of draw and seed left out because some arm lacks them: {len(asked.left_out):,}. Arms are only "
            "compared under the same luck."
        )
    return notes


def facts(asked: Asked) -> list[tuple[str, Fact]]:
    """Return how the results came about."""
    plan = asked.plan
    environments = sorted({json.dumps(_environment(path)) for path in asked.results.store.parts()})
    made_with = "; ".join(
        ", ".join(f"{name} {version}" for name, version in json.loads(one).items()) for one in environments
    )
    return [
        ("Experiment", Fact(plan.name)),
        ("Base scenario", Fact(f"{plan.about['base']}, digest {plan.about['base_scenario'][:16]}")),
        ("Design", Fact(words(asked.kind))),
        *roles(asked),
        ("Seeds", Fact(f"{plan.seeds:,} of its own for every draw" if plan.own_seeds else f"0 to {plan.seeds - 1}")),
        ("Model version", Fact(plan.model[:16], code=True)),
        ("Plan", Fact(plan.id[:16], code=True)),
        ("Results, SHA-256", Fact(asked.results.digest(), code=True)),
        ("Made with", Fact(made_with)),
    ]


def roles(asked: Asked) -> list[tuple[str, Fact]]:
    """Return which factors are chosen and which are not known, and with which arm the others are compared."""
    if asked.sampled:
        return []
    unknown = [*asked.plan.uncertain, *asked.plan.about["drawn"]]
    policy = [key for key in asked.factors if key not in unknown]
    return [
        ("Reference", Fact(asked.plan.reference)),
        *([("Policy", Fact(", ".join(policy)))] if policy else []),
        *([("Not known for sure", Fact(", ".join(unknown)))] if unknown else []),
    ]


def _environment(path: Path) -> dict[str, str]:
    about = about_of(path)
    return {name: str(about[name]) for name in ("python", "mesa", "numpy", "numba", "machine") if name in about}
