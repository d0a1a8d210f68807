"""Most deals die on the way: how many reach each stage, how many are in it now, and what the others died of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.app.frame import Frame
from sim.app.look import breadth, cut, drawing, hint, paint, tag, way_paint, words
from sim.app.panels.panel import Panel
from sim.app.tallies import STAGES
from sim.app.words import DIRECTION_NAMES, label, number
from sim.engine.record import CAUSE_NAMES
from sim.language import N_, _
from sim.tables import FIRST_BARRIER

WIDTH, ROW, TOP = 500.0, 58.0, 30.0
BAR, BAR_ROOM, DEAD = 82.0, 116.0, 252.0
CHIP_SIZE = 12.0


class StageCount(NamedTuple):
    """One stage: deals that got so far by direction, those in it now, and the deaths in it by cause."""

    name: str
    reached: list[int]
    now: int
    died: list[tuple[str, int]]


def stages_of(frame: Frame) -> list[StageCount]:
    """Count, stage by stage, the deals; those that got further count in every stage before."""
    tallies = frame.tallies
    here = tallies.under_way + tallies.died.sum(axis=2)
    further = tallies.delivered.copy()
    found = []
    for place in reversed(range(len(STAGES))):
        further = further + here[:, place]
        deaths = tallies.died[:, place].sum(axis=0)
        order = np.argsort(-deaths, kind="stable")
        died = [(CAUSE_NAMES[cause], int(deaths[cause])) for cause in order.tolist() if deaths[cause] > 0]
        now = int(tallies.under_way[:, place].sum())
        found.append(StageCount(STAGES[place].name.lower(), further.tolist(), now, died))
    return found[::-1]


def draw(frame: Frame) -> str:
    """Draw a row for each stage: a bar of the deals that got so far, and what the others died of."""
    stages = stages_of(frame)
    most = max(1, *(sum(stage.reached) for stage in stages))
    heads = (_("deals that got this far"), _("died here"))
    parts = [words(heads[0], BAR, 16, 12, "soft"), words(heads[1], DEAD, 16, 12, "soft")]
    for row, stage in enumerate(stages):
        parts.append(_row(stage, most, TOP + row * ROW))
    delivered = frame.tallies.delivered.tolist()
    parts.append(_row(StageCount("delivered", delivered, -1, []), most, TOP + len(stages) * ROW))
    said = _(
        "Pipeline of deals: {number} opened, {delivered} delivered",
        number=number(sum(stages[0].reached)),
        delivered=sum(delivered),
    )
    return drawing(WIDTH, TOP + (len(stages) + 1) * ROW - 6, said, *parts)


def _row(stage: StageCount, most: int, y: float) -> str:
    parts = [words(label(stage.name), BAR - 10, y + 19, 13, font_weight=600, text_anchor="end")]
    parts.append(tag("rect", x=BAR, y=y + 4, width=BAR_ROOM, height=22, rx=3, fill=paint("pale"), opacity=0.6))
    x = BAR
    for way, count in enumerate(stage.reached):
        width = BAR_ROOM * count / most
        said = _("{name}: {size}", name=label(DIRECTION_NAMES[way]), size=number(count))
        parts.append(tag("rect", hint(said), x=x, y=y + 4, width=round(width, 1), height=22, fill=way_paint(way)))
        x += width
    parts.append(words(number(sum(stage.reached)), BAR + BAR_ROOM + 7, y + 20, 13, font_weight=600))
    if stage.now >= 0:
        now = _("{number} here now", number=number(stage.now))
        parts.append(words(now, BAR, y + 42, 12, "soft"))
        parts.append(_chips(stage, y))
    return "".join(parts)


def _chips(stage: StageCount, y: float) -> str:
    """Draw the causes of death as chips, all that have room: barriers in the warning colour, other causes plain."""
    if not stage.died:
        return words("–", DEAD, y + 20, 13, "soft")
    named = [(cause, count, f"{number(count)}") for cause, count in stage.died]
    shown = next(some for most in range(len(named), -1, -1) if (some := _laid(named, most)) is not None)
    return "".join(_chip(stage.name, chip, y) for chip in shown)


class Chip(NamedTuple):
    """A cause, or "" for those that have no room, with its words, where it stands and how wide it is."""

    cause: str
    text: str
    x: float
    row: int
    width: float


def _laid(named: list[tuple[str, int, str]], most: int) -> list[Chip] | None:
    """Lay out the first causes and one chip for all others in two rows; None if they do not fit."""
    texts = []
    for cause, _number, count in named[:most]:
        room = WIDTH - DEAD - 16 - breadth(f" {count}", CHIP_SIZE)
        texts.append((cause, f"{cut(label(cause), CHIP_SIZE, room)} {count}"))
    if most < len(named):
        others = sum(count for _, count, _ in named[most:])
        texts.append(("", _("others {number}", number=number(others))))
    chips, x, row = [], DEAD, 0
    for cause, text in texts:
        width = breadth(text, CHIP_SIZE) + 14
        if x + width > WIDTH:
            x, row = DEAD, row + 1
        if row > 1:
            return None
        chips.append(Chip(cause, text, x, row, width))
        x += width + 6
    return chips


def _chip(stage: str, chip: Chip, y: float) -> str:
    colours = ("warn", "warn-ink") if chip.cause and is_barrier(chip.cause) else ("pale", "ink")
    top = y + 26 * chip.row
    return tag(
        "g",
        hint(chip.text),
        tag("rect", x=chip.x, y=top + 3, width=chip.width, height=22, rx=11, fill=paint(colours[0])),
        words(chip.text, chip.x + 7, top + 18, CHIP_SIZE, colours[1]),
        role="img",
        aria_label=_("{name}: {size}", name=label(stage), size=chip.text),
        **{"data-cause": f"{stage}:{chip.cause}"},
    )


def is_barrier(cause: str) -> bool:
    """Tell whether a cause of death is one of the barriers."""
    return CAUSE_NAMES.index(cause) >= FIRST_BARRIER


PANEL = Panel(
    "pipeline",
    N_("Where deals die"),
    N_(
        "Every deal passes these stages or dies in one of them. From the policy start on, "
        "only deals that end later are counted. Orange causes are the barriers."
    ),
    draw,
)
