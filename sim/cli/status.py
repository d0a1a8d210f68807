"""`sim status` says how many runs of an experiment are done, missing and failed, and why they failed."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from sim.cli import options
from sim.cli.results import json_text
from sim.cli.screen import tell
from sim.cli.searching import search_of, tell_search
from sim.cli.talk import warn_of_damage
from sim.language import _

MOST_SHOWN = 10
EXAMPLES = options.examples(
    "sim status results/first",
    "sim status results/q01_binding_barrier",
    "sim status results/first --json",
)


@click.command(epilog=EXAMPLES)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@options.as_json
def status(folder: Path, as_json: bool) -> None:
    """Say how many runs are done, missing and failed. Changes nothing."""
    from sim.store import Results, Store, describe

    store = Store.existing(folder)
    results = Results(store)
    counts = describe(results)
    found = store.inventory(results.plan.kept, mend=False)
    frame = results.whole()
    failed = frame[frame["status"] != "ok"][["arm", "draw", "seed", "status", "message"]]
    if as_json:
        rows = failed.astype({"arm": str}).to_dict(orient="records")
        tell(json_text({**counts, "failures": rows, "damaged": found.set_aside}))
        return
    question = results.plan.about["question"]
    tell(_(question))
    if said := search_of(results.plan):
        tell_search(results, said)
    done, runs, missing, lost = (counts[key] for key in ("done", "runs", "missing", "failed"))
    tell(
        _(
            "{done:,} of {runs:,} runs done, {missing:,} missing, {lost:,} failed",
            done=done,
            runs=runs,
            missing=missing,
            lost=lost,
        )
    )
    for row in failed.head(MOST_SHOWN).itertuples():
        tell(
            _(
                "  {arm}, seed {seed}: {status}: {message}",
                arm=row.arm,
                seed=row.seed,
                status=row.status,
                message=row.message,
            )
        )
    if len(failed) > MOST_SHOWN:
        tell(
            _(
                "  and {failed:,} more; all of them:  sim status {folder} --json",
                failed=len(failed) - MOST_SHOWN,
                folder=folder,
            )
        )
    warn_of_damage(found, _("the next sweep"))
