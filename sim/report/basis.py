"""What an answer rests on: the runs that were made, those that are missing, and how they came about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from sim.language import N_, _, _n, sentences, term
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
    seeds = _n("{count:,} seed", "{count:,} seeds", plan.seeds)
    text = N_("{runs:,} runs: {arms:,} arms × {seeds}.")
    if len(plan.draws) > 1:
        text = N_("{runs:,} runs: {arms:,} arms × {draws:,} parameter draws × {seeds}.")
    size = _(text, runs=len(asked.runs), arms=len(plan.arms), draws=len(plan.draws), seeds=seeds)
    return sentences([size, over(asked), _("Every arm meets the same random events.")])


def over(asked: Asked) -> str:
    """Say over what the intervals are, or that there are none."""
    pairs = asked.pairs
    if asked.kind == "search":
        return _("Brackets hold nine readings in ten.")
    if asked.sampled:
        text = N_(
            "Brackets hold 95 % intervals over the points of the sample; with one seed, its luck is in none of them."
        )
        if pairs.units > 1:
            text = N_("Brackets hold 95 % intervals over the points of the sample and seeds.")
        return _(text)
    if pairs.units < 2:
        return _(
            "There are no intervals: {units} repetition says nothing of luck. Two seeds give an interval.",
            units=pairs.units,
        )
    nested = N_("Brackets hold 95 % intervals over parameter draws; the luck of the one seed is in none of them.")
    if asked.plan.own_seeds:
        nested = N_("Brackets hold 95 % intervals over parameter draws and their seeds.")
    return _(
        {
            "seeds": N_("Brackets hold 95 % intervals over seeds."),
            "nested": nested,
            "crossed": N_("Brackets hold 95 % intervals over parameter draws and seeds."),
        }[pairs.layout]
    )


COVERED = {
    (True, ""): N_("n = {pairs:,} pairs of draw and seed in each arm"),
    (True, "bands"): N_("n = {pairs:,} pairs of draw and seed in each arm; bands: eight runs of ten"),
    (True, "bars"): N_(
        "n = {pairs:,} pairs of draw and seed in each arm; intervals: 95 % over parameter draws and seeds"
    ),
    (False, ""): N_("n = {pairs:,} seeds in each arm"),
    (False, "bands"): N_("n = {pairs:,} seeds in each arm; bands: eight runs of ten"),
    (False, "bars"): N_("n = {pairs:,} seeds in each arm; intervals: 95 % over seeds"),
}
"""What the intervals of a figure cover, by whether parameters were drawn, and what shows them; messages."""


def covered(asked: Asked, picture: Picture) -> str:
    """Say under a figure how many runs an arm has, and what its intervals cover, if it has any."""
    plan, names = asked.plan, picture.data.columns
    pairs, draws = len(asked.runs[["draw", "seed"]].drop_duplicates()), len(plan.draws) > 1
    kind = "bands" if "measure" in names else "bars" if any(str(name).endswith("low") for name in names) else ""
    if asked.kind == "search":
        return _("n = {pairs:,} readings of each programme; bars: nine readings in ten", pairs=pairs)
    return _(COVERED[draws, kind], pairs=pairs)


def no_answer(asked: Asked, warnings: list[str]) -> str:
    """Say why there is no answer: what no chapter could say, or that the experiment asks for nothing that one says."""
    if warnings:
        return sentences([_("There is no answer."), *warnings])
    if not asked.outcomes:
        return _("There is no answer: no headline outcome is there in every run.")
    return _("There is no answer: no chapter of the report speaks of this design. Tables and figures follow.")


def unlike_words(asked: Asked) -> list[str]:
    """Say in what arms are not like with like, if they are not, and what follows."""
    about = asked.plan.about
    if "unlike" not in about:
        return []
    notes = [_("Arms differ in {unlike}: what differs between them is not the policy alone.", unlike=about["unlike"])]
    if "horizons" in about:
        shortest, longest = min(about["horizons"].values()), max(about["horizons"].values())
        notes.append(
            _(
                "Outcomes count over {shortest:,} quarters in one arm and {longest:,} in another: "
                "totals, such as transfers delivered and costs, are left out here; what is read is "
                "means, shares and states.",
                shortest=shortest,
                longest=longest,
            )
        )
    return notes


def shortfalls(asked: Asked) -> list[str]:
    """Say what is missing."""
    counts = asked.results.counts()
    notes = []
    if counts["missing"]:
        notes.append(
            _(
                "{missing:,} of {plan:,} runs are missing: this is a part of the answer.",
                missing=counts["missing"],
                plan=len(asked.plan),
            )
        )
    if counts["failed"]:
        kinds = [f"{counts[kind]:,} {term(kind)}" for kind in ("error", "timeout", "crashed") if counts[kind]]
        notes.append(
            _(
                "{failed:,} runs failed ({kinds}). Runs may not fail by chance.",
                failed=counts["failed"],
                kinds=joined(kinds),
            )
        )
    for outcome, lacking in asked.lacking.items():
        notes.append(
            _(
                "{outcome} is left out: {lacking:,} of {runs:,} runs have none, and an analysis needs it in every run.",
                outcome=words(outcome).capitalize(),
                lacking=lacking,
                runs=len(asked.runs),
            )
        )
    if len(asked.left_out):
        notes.append(
            _(
                "Pairs of draw and seed left out because some arm lacks them: {left_out:,}. Arms are "
                "only compared under the same luck.",
                left_out=len(asked.left_out),
            )
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
        (_("Experiment"), Fact(plan.name)),
        (
            _("Base scenario"),
            Fact(
                _(
                    "{base}, digest {base_scenario}",
                    base=plan.about["base"],
                    base_scenario=plan.about["base_scenario"][:16],
                )
            ),
        ),
        (_("Design"), Fact(words(asked.kind))),
        *roles(asked),
        (
            _("Seeds"),
            Fact(
                _("{seeds:,} of its own for every draw", seeds=plan.seeds)
                if plan.own_seeds
                else _("{low} to {high}", low=plan.first_seed, high=plan.first_seed + plan.seeds - 1)
            ),
        ),
        (_("Model version"), Fact(plan.model[:16], code=True)),
        (_("Plan"), Fact(plan.id[:16], code=True)),
        (_("Results, SHA-256"), Fact(asked.results.digest(), code=True)),
        (_("Made with"), Fact(made_with)),
    ]


def roles(asked: Asked) -> list[tuple[str, Fact]]:
    """Return which factors are chosen and which are not known, and with which arm the others are compared."""
    if asked.sampled:
        return []
    unknown = [*asked.plan.uncertain, *asked.plan.about["drawn"]]
    policy = [key for key in asked.factors if key not in unknown]
    return [
        (_("Reference"), Fact(asked.plan.reference)),
        *([(_("Policy"), Fact(", ".join(policy)))] if policy else []),
        *([(_("Not known for sure"), Fact(", ".join(unknown)))] if unknown else []),
    ]


def _environment(path: Path) -> dict[str, str]:
    about = about_of(path)
    return {name: str(about[name]) for name in ("python", "mesa", "numpy", "numba", "machine") if name in about}
