"""`sim page` writes the laboratory as one HTML file, which runs the model in the browser that opens it."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from sim.cli import options
from sim.cli.screen import tell
from sim.language import _

EXAMPLES = options.examples(
    "sim page --out results/lab.html",
    "sim page baseline reform_package openness --out results/three.html",
    "sim page tiny --out results/tiny.html",
)


@click.command(epilog=EXAMPLES)
@click.argument("scenarios", nargs=-1, type=options.SCENARIO, metavar="[SCENARIO]...")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE", help="HTML file to write."
)
def page(scenarios: tuple[str, ...], out: Path) -> None:
    """Write the laboratory as one HTML file: any browser opens it from a folder, without a server or a network.

    The first SCENARIO is today's policy, with its region and population; the others are settings to start from. If
    none is given, it is the baseline with all shipped scenarios of its population.
    """
    from sim.cli.load import load_all
    from sim.page import pack_of, page_of
    from sim.scenario import Scenario

    load_all(list(scenarios))
    loaded = {Path(one).stem: Scenario.load(one) for one in scenarios}
    base = next(iter(loaded.values()), None) or Scenario.load("baseline")
    text = page_of(pack_of(base, loaded or None), base=scenarios[0] if scenarios else "baseline")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    tell(
        _(
            "{out}: {encode:.2f} MB; open it in a browser. It asks for no network.",
            out=out,
            encode=len(text.encode()) / 1e6,
        )
    )
