"""`sim scenarios` lists what is shipped, a line each."""

from __future__ import annotations

import rich_click as click

from sim.cli import options
from sim.cli.results import json_text
from sim.cli.screen import tell
from sim.language import _


@click.command(epilog=options.examples("sim scenarios", "sim scenarios | grep without", "sim scenarios --json"))
@options.as_json
def scenarios(as_json: bool) -> None:
    """List the scenarios that are shipped, a line each."""
    from sim.scenario import Scenario, shipped_names

    shipped = {name: Scenario.load(name) for name in shipped_names()}
    if as_json:
        rows = [
            {"name": name, "title": one.title, "why": one.why.strip(), "digest": one.digest}
            for name, one in shipped.items()
        ]
        tell(json_text({"scenarios": rows}))
        return
    width = max(len(name) for name in shipped)
    for name, one in shipped.items():
        tell(f"{name:{width}}  {_(one.title)}")
