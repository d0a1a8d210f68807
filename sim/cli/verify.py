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
from sim.language import N_, _, _n

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
        raise click.UsageError(_("--run names the run that is made again, --lot draws some: give one of the two"))
    try:
        proof = prove(folder, runs, secrets.randbelow(LARGEST_LOT) if lot is None else lot, experiment, one)
    except NoSuchRunError as error:
        raise click.UsageError(_("--run: {error}", error=error)) from None
    for fault in proof.faults:
        say(_("error: {folder}: {fault}", folder=folder, fault=fault))
    if as_json:
        tell(json_text({"holds": proof.holds, **dataclasses.asdict(proof)}))
    elif not quiet:
        tell(f"{folder} {words(proof, bool(one))}")
    if not proof.holds:
        ctx.exit(RUNS_FAILED)


HOLDS = {
    (True, True): N_(
        "holds: {files} and {parts} as written; {again:,} of {runs}, drawn by --lot {lot}, made again and equal"
    ),
    (True, False): N_("holds: {files} and {parts} as written; {again:,} of {runs} made again and equal"),
    (False, True): N_("holds: {files} as written; {again:,} of {runs}, drawn by --lot {lot}, made again and equal"),
    (False, False): N_("holds: {files} as written; {again:,} of {runs} made again and equal"),
}
"""What was proved, by whether there are parts, and whether runs were drawn by lot; messages."""


def words(proof: Proof, named: bool = False) -> str:
    """Say in one line what was proved, or that it was not.

    Args:
        proof: what came of it.
        named: whether the run that was made again was named, and not drawn.
    """
    if not proof.holds:
        faults = len(proof.faults)
        return _n("does not hold: {count:,} fault", "does not hold: {count:,} faults", faults)
    files = _n("{count:,} file", "{count:,} files", proof.files)
    parts = _n("{count:,} part", "{count:,} parts", proof.parts)
    runs = _n("{count:,} run", "{count:,} runs", proof.runs)
    drawn = proof.runs > proof.again > 0 and not named
    text = HOLDS[proof.parts > 0, drawn]
    return _(text, files=files, parts=parts, again=proof.again, runs=runs, lot=proof.lot)
