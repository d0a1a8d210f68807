"""`sim verify` has a results folder prove itself: by its digests, and by runs that are made again."""

from __future__ import annotations

import dataclasses
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from sim.cli import options
from sim.cli.edge import RUNS_FAILED
from sim.cli.results import json_text
from sim.cli.screen import say, tell
from sim.cli.talk import announce_compiling

if TYPE_CHECKING:
    from sim.experiment.make.verify import Proof

LARGEST_LOT = 1_000_000
EXAMPLES = options.examples(
    "sim verify results/reform",
    "sim verify results/first --runs 8 --lot 7",
    "sim verify results/tiny --json",
)


@click.command(epilog=EXAMPLES)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--runs", default=3, show_default=True, type=click.IntRange(0, 100_000), metavar="K", help="Runs to make again."
)
@click.option(
    "--lot",
    type=click.IntRange(0, LARGEST_LOT),
    metavar="N",
    help="Draw them by this lot; by another each time if not given. It is said, so that it can be given again.",
)
@click.option(
    "--experiment",
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="File or folder of a sweep's experiment, if it is no longer where it was.",
)
@click.option("--run", "one", default="", metavar="RUN", help="Make this run again; its first letters do.")
@options.as_json
@options.quiet
@click.pass_context
def verify(
    ctx: click.Context,
    folder: Path,
    runs: int,
    lot: int | None,
    experiment: Path | None,
    one: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Prove a folder of sim run, compare or sweep: digests, then runs that are made again.

    Every file and every part is compared with the digest that was kept when it was written; then some runs, drawn by
    lot, are made again and must be equal in every outcome and every table. Changes nothing. The exit code is 0 if all
    holds and 1 if anything does not.
    """
    from sim.experiment import verify as prove
    from sim.experiment.make.verify import NoSuchRunError

    if runs and not quiet:
        announce_compiling()
    if one and lot is not None:
        raise click.UsageError("--run names the run that is made again, --lot draws some: give one of the two")
    try:
        proof = prove(folder, runs, secrets.randbelow(LARGEST_LOT) if lot is None else lot, experiment, one)
    except NoSuchRunError as error:
        raise click.UsageError(f"--run: {error}") from None
    for fault in proof.faults:
        say(f"error: {folder}: {fault}")
    if as_json:
        tell(json_text({"holds": proof.holds, **dataclasses.asdict(proof)}))
    elif not quiet:
        tell(f"{folder} {words(proof, bool(one))}")
    if not proof.holds:
        ctx.exit(RUNS_FAILED)


def words(proof: Proof, named: bool = False) -> str:
    """Say in one line what was proved, or that it was not.

    Args:
        proof: what came of it.
        named: whether the run that was made again was named, and not drawn.
    """
    if not proof.holds:
        return f"does not hold: {counted(len(proof.faults), 'fault')}"
    parts = f" and {counted(proof.parts, 'part')}" if proof.parts else ""
    drawn = f", drawn by --lot {proof.lot}," if proof.runs > proof.again > 0 and not named else ""
    again = f"{proof.again:,} of {counted(proof.runs, 'run')}{drawn} made again and equal"
    return f"holds: {counted(proof.files, 'file')}{parts} as written; {again}"


def counted(number: int, what: str) -> str:
    """Write a number of things."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
