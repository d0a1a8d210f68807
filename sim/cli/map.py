"""`sim map` prints the map of the house: what moves what, who calls whom, and who reads which column."""

from __future__ import annotations

import rich_click as click

from sim.cli.options import examples
from sim.cli.screen import tell

PARTS = ("levers", "barriers", "phases", "outcomes")
FORMATS = ("text", "mermaid", "json")
EXAMPLES = examples(
    "sim map",
    "sim map levers",
    "sim map --format mermaid",
)


@click.command(name="map", epilog=EXAMPLES)
@click.argument("part", required=False, type=click.Choice(PARTS))
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    type=click.Choice(FORMATS),
    help="Text; JSON, for a script; or a chart of levers, settings, points and phases.",
)
def house_map(part: str | None, form: str) -> None:
    """Print what joins levers, barriers, phases and outcomes.

    Which lever moves which setting of which barrier at which stage, which phase calls which rule, which outcome reads
    which column: read off the model's own sources. PART is one of the four; all are printed if it is left out.
    """
    from sim.cli.results import json_text
    from sim.house import as_text, mermaid, plan

    found = plan()
    parts = PARTS if part is None else (part,)
    if form == "json":
        tell(json_text({name: found[name] for name in parts}))
    elif form == "mermaid":
        if part is not None:
            raise click.UsageError("the chart joins all parts; leave the part out with --format mermaid")
        tell(mermaid(found))
    else:
        tell(as_text(found, parts))
