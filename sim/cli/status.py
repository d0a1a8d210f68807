"""`sim status` says how many runs of an experiment are done, missing and failed, and why they failed."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from sim.cli import options
from sim.cli.edge import say
from sim.cli.results import json_text

MOST_SHOWN = 10
EXAMPLES = options.examples("sim status results/q01_binding_barrier", "sim status results/q01_binding_barrier --json")


@click.command(epilog=EXAMPLES)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@options.as_json
def status(folder: Path, as_json: bool) -> None:
    """Say how many runs are done, missing and failed. Changes nothing."""
    from sim.store import Results, Store, describe

    store = Store.existing(folder)
    results = Results(store)
    said = describe(results)
    damaged = store.inventory(mend=False).set_aside
    frame = results.frame()
    failed = frame[frame["status"] != "ok"][["arm", "draw", "seed", "status", "message"]]
    if as_json:
        rows = failed.astype({"arm": str}).to_dict(orient="records")
        click.echo(json_text({**said, "failures": rows, "damaged": damaged}))
        return
    click.echo(results.plan.about["question"])
    click.echo(
        f"{said['done']:,} of {said['runs']:,} runs done, {said['missing']:,} missing, {said['failed']:,} failed"
    )
    for row in failed.head(MOST_SHOWN).itertuples():
        click.echo(f"  {row.arm}, seed {row.seed}: {row.status}: {row.message}")
    if len(failed) > MOST_SHOWN:
        click.echo(f"  and {len(failed) - MOST_SHOWN:,} more; all of them:  sim status {folder} --json")
    for problem in damaged:
        say(f"warning: {problem}; the next sweep sets it aside and makes its runs again")
