"""`sim report` turns the runs of an experiment into one page that opens without a network."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from sim.cli import options
from sim.cli.screen import tell
from sim.language import _

EXAMPLES = options.examples(
    "sim report results/first",
    "sim report results/q01_binding_barrier",
    "sim report results/first --quiet && echo written",
)


@click.command(epilog=EXAMPLES)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@options.quiet
def report(folder: Path, quiet: bool) -> None:
    """Write report.html: question, answer, figures, tables, what was run, limits, sources.

    Figures are written beside it as PNG, SVG and CSV, tables as CSV. Makes no runs.
    """
    from sim.report.page import write_report
    from sim.store import Results

    results = Results(folder)
    if not results.counts()["done"]:
        raise click.UsageError(_("{folder} holds no run that ended well; see: sim status {folder}", folder=folder))
    page = write_report(results)
    if not quiet:
        tell(page)
