"""Draws pictures/deal_flow.svg: the stages of a deal, what barriers do at each, and what a deal can die of there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

from sim.barriers import BARRIERS, Barrier, points
from sim.tables import FIRST_BARRIER, Cause, Stage

FILE = Path(__file__).parent / "pictures" / "deal_flow.svg"
WIDTH, TOP, LINE, GAP = 1100, 86, 18, 30
LEFT, MIDDLE, RIGHT = (24, 380), (424, 250), (716, 360)  # where a column begins, and its width
LETTERS = {LEFT: 52, MIDDLE: 32, RIGHT: 50}  # of a line of a column
DOES = {
    Stage.SEARCH: "A few looks a quarter: is anyone found and seen?",
    Stage.MATCH: "Place, room, money, better than making, worth it, preferred? Proposals are resolved by net value.",
    Stage.ACCESS: "Licence, review, second approval: each filed, queued for a clerk, decided.",
    Stage.STANDARDS: "Converted to the other side's standards. Deals inside one side skip this.",
    Stage.FINANCE: "Fund, own cash, bill, bank, bond, equity; else it waits.",
    Stage.ABSORPTION: "Readiness steps, as fast as the user can absorb.",
    Stage.DELIVERED: "In use: learning, trust, cash, ladder; exposure if classified.",
}
NO_DEATH_OF_ITS_OWN = (points.REVIEW_NEEDED, points.SECOND_APPROVAL, points.CONTACT)
"""A deal dies of what they lead to: a review that is not passed, a full office, attrition or technical failure."""
EARLIER = {points.GAP: Stage.MATCH}
"""What a point costs is reckoned with before its stage, so that deals die of it there too."""
DIES_BESIDE: dict[Stage, tuple[Cause, ...]] = {
    Stage.SEARCH: (Cause.NO_PARTNER_FOUND, Cause.TECHNOLOGY_NOT_SEEN),
    Stage.MATCH: (
        Cause.PARTNER_FULLY_BOOKED,
        Cause.NO_LEAD_ENTERPRISE_PLACE,
        Cause.NO_PROCUREMENT_BUDGET,
        Cause.MADE_IN_HOUSE,
        Cause.LOW_VALUE,
    ),
    Stage.ACCESS: (Cause.OFFICE_CONGESTION, Cause.ATTRITION),
    Stage.STANDARDS: (Cause.ATTRITION,),
    Stage.FINANCE: (Cause.ATTRITION, Cause.LACK_OF_FINANCE),
    Stage.ABSORPTION: (Cause.ATTRITION, Cause.TECHNICAL_FAILURE),
}
"""What a deal can die of in each stage beside barriers; and, in any stage, of an organisation that is closed."""


def stages_of_death(barrier: Barrier) -> set[Stage]:
    """Return the stages at which deals die of a barrier: those of the points where it acts."""
    deadly = [act.point for act in barrier.acts if act.point not in NO_DEATH_OF_ITS_OWN]
    return {stage for point in deadly for stage in (point.stage, EARLIER.get(point)) if stage is not None}


DIES_OF: dict[Stage, tuple[int, ...]] = {
    stage: (*causes, *(FIRST_BARRIER + n for n, one in enumerate(BARRIERS) if stage in stages_of_death(one)))
    for stage, causes in DIES_BESIDE.items()
}
"""What a deal can die of in each stage."""


def cause_words(cause: int) -> str:
    """Name a cause as a reader would."""
    name = BARRIERS[cause - FIRST_BARRIER].name if cause >= FIRST_BARRIER else Cause(cause).name
    return name.lower().replace("_", " ")


def barrier_lines(stage: Stage) -> list[tuple[str, bool]]:
    """Write what the barriers do at a stage; each line with whether it begins a barrier."""
    lines = []
    for barrier in BARRIERS:
        for act in barrier.acts:
            if act.point.stage is stage:
                parts = wrap(f"{barrier.label}: {act.words}", LETTERS[LEFT])
                lines += [(part, place == 0) for place, part in enumerate(parts)]
    return lines


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Write one line of text."""
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x:g}" y="{y:g}"{style}>{escape(words)}</text>'


def row(stage: Stage, top: float) -> tuple[list[str], float]:
    """Draw one stage; return the parts and where it ends."""
    does = wrap(DOES[stage], LETTERS[MIDDLE])
    acts = barrier_lines(stage)
    dies = wrap("; ".join(cause_words(cause) for cause in DIES_OF.get(stage, ())), LETTERS[RIGHT])
    height = LINE * max(len(does) + 1, len(acts), len(dies)) + 20
    parts = [
        f'<rect x="{MIDDLE[0]}" y="{top:g}" width="{MIDDLE[1]}" height="{height:g}" rx="8" class="box"/>',
        text(MIDDLE[0] + 14, top + 24, stage.name.capitalize(), "name"),
    ]
    parts += [text(MIDDLE[0] + 14, top + 24 + LINE * (place + 1), line) for place, line in enumerate(does)]
    first = top + height / 2 - LINE * (len(acts) - 1) / 2 + 4
    for place, (line, begins) in enumerate(acts):
        parts.append(text(LEFT[0] + (0 if begins else 14), first + LINE * place, line))
    first = top + height / 2 - LINE * (len(dies) - 1) / 2 + 4
    parts += [text(RIGHT[0], first + LINE * place, line, "death") for place, line in enumerate(dies)]
    if dies:
        middle, edge = top + height / 2, MIDDLE[0] + MIDDLE[1]
        parts.append(f'<path d="M{edge} {middle:g} H{RIGHT[0] - 12}" class="dies" marker-end="url(#dead)"/>')
    return parts, top + height


def drawing() -> Iterator[str]:
    """Draw all stages, the arrows between them and the way past the standards."""
    spans: dict[Stage, tuple[float, float]] = {}
    top = TOP
    centre = MIDDLE[0] + MIDDLE[1] / 2
    for stage in Stage:
        parts, end = row(stage, top)
        spans[stage] = (top, end)
        yield from parts
        if stage is not Stage.DELIVERED:
            yield f'<path d="M{centre:g} {end:g} V{end + GAP - 4:g}" class="goes" marker-end="url(#on)"/>'
        top = end + GAP
    out, into = spans[Stage.ACCESS][1] - 14, spans[Stage.FINANCE][0] + 14
    edge = MIDDLE[0]
    yield f'<path d="M{edge} {out:g} H{edge - 16} V{into:g} H{edge - 3}" class="goes" marker-end="url(#on)"/>'
    yield text(LEFT[0], spans[Stage.STANDARDS][1] + 18, "University to civil: no sides to cross", "note")
    yield text(RIGHT[0], spans[Stage.DELIVERED][0] + 26, "In any stage: organisation closed.", "death")


def picture() -> str:
    """Return the picture as SVG."""
    parts = list(drawing())
    height = max(float(part.split('y="')[1].split('"')[0]) for part in parts if 'y="' in part) + 70
    style = """
text { font: 13px "DejaVu Sans", Arial, sans-serif; fill: #1c2733 }
.title { font-size: 17px; font-weight: bold }
.head { font-weight: bold; fill: #52606d }
.name { font-size: 15px; font-weight: bold }
.death { fill: #9b2c2c } .note { fill: #52606d; font-style: italic }
.box { fill: #eef4fb; stroke: #2b6cb0; stroke-width: 1.5 }
.goes { fill: none; stroke: #2b6cb0; stroke-width: 2 }
.dies { fill: none; stroke: #9b2c2c; stroke-width: 1.2; stroke-dasharray: 4 3 }
"""
    size = 'viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6" orient="auto"'
    arrows = "".join(
        f'<marker id="{name}" {size}><path d="M0 0 L8 4 L0 8 Z" fill="{fill}"/></marker>'
        for name, fill in (("on", "#2b6cb0"), ("dead", "#9b2c2c"))
    )
    frame = f'viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="The flow of a deal"'
    heads = [
        text(LEFT[0], 30, "The flow of a deal", "title"),
        text(LEFT[0], 66, "What the barriers do there", "head"),
        text(MIDDLE[0] + 14, 66, "Stage of the deal", "head"),
        text(RIGHT[0], 66, "What a deal can die of there", "head"),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>',
            f"<style>{style}</style><defs>{arrows}</defs>",
            f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>',
            *heads,
            *parts,
            "</svg>\n",
        ]
    )


def main() -> None:
    """Write the picture."""
    FILE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
