"""`sim scenarios` lists what is shipped, a line each."""

from __future__ import annotations

import rich_click as click

from sim.cli.options import examples
from sim.cli.screen import tell


@click.command(epilog=examples("sim scenarios", "sim scenarios | grep without", "sim run tiny"))
def scenarios() -> None:
    """List the scenarios that are shipped, a line each."""
    from sim.scenario import Scenario, shipped_names

    names = shipped_names()
    width = max(len(name) for name in names)
    for name in names:
        tell(f"{name:{width}}  {Scenario.load(name).title}")
