"""An answer on the screen: what each arm adds and costs, who beats whom, what the doubt is of; all if asked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sim.cli.screen import padded, plain, tell, width_of, wrapped
from sim.language import N_, _, _c, _n, term

if TYPE_CHECKING:
    from sim.analysis.answer import Answer, ArmRow

WIDTH, NAME = 118, 30
MOST_LINES = 32
APART = N_("Thought experiments, which no policy brings about and which have no place in an order:")


def show(answer: Answer, labels: Mapping[str, str], whole: bool = False, more: Sequence[str] = ()) -> None:
    """Print an answer: at most MOST_LINES lines, or all.

    Args:
        answer: what the readings say.
        labels: what to call arms.
        whole: whether to print regrets and the sources of the doubt of every arm too, and every sentence.
        more: lines that end it, such as where it was written to.
    """
    head = [*_wrapped(title(answer, labels)), *table(answer, labels), ""]
    closing = list(_closing(answer, labels))
    last = [line for text in (*closing[-2:], *more) for line in _wrapped(text)]
    body = [line for text in closing[:-2] for line in _wrapped(text)]
    room = MOST_LINES - len(head) - len(last)
    if not whole and len(body) > room:
        body = [*body[: room - 1], _("... and more of the kind; all of it: the same command with --all")]
    doubt = ["", *_doubt(answer, labels), "", *_lost(answer, labels)] if whole else []
    for line in (*head, *body, *doubt, *last):
        tell(line)


TITLES = {
    (False, False): N_("{arms}, {readings} {unit}, {runs} runs; {undoubted}"),
    (False, True): N_("{arms}, {readings} {unit}, {runs} runs and {twins} twins; {undoubted}"),
    (True, False): N_("{arms}, {readings} {unit} ({forms} forms x {each}), {runs} runs; {undoubted}"),
    (True, True): N_("{arms}, {readings} {unit} ({forms} forms x {each}), {runs} runs and {twins} twins; {undoubted}"),
}
"""What is compared, by whether there are forms of the model, and twins; messages."""


def title(answer: Answer, labels: Mapping[str, str]) -> str:
    """Say what is compared, by how many readings, and what has not been doubted."""
    from sim.analysis.wording import called, undoubted, units

    arms, readings = len(answer.arms), answer.readings
    places: dict[str, object] = {"readings": readings, "unit": units(answer.unit, readings), "forms": answer.forms}
    places |= {"each": readings // max(1, answer.forms), "runs": (arms + 1) * readings}
    places |= {"twins": (arms + 1) * answer.twins, "undoubted": undoubted(answer)}
    against = called(answer.baseline, labels)
    what = _n("{number} arm against {baseline}", "{number} arms against {baseline}", arms,
              number=_count(arms), baseline=against)  # fmt: skip
    return _(TITLES[answer.forms > 1, bool(answer.twins)], arms=what, **places)


def heads() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the two lines of heads of the table of arms."""
    return (
        (
            "",
            _("transfers more"),
            "",
            _("cost"),
            _c("head of a column, above transfer", "per"),
            _c("head of a column, above in", "efficient"),
            term("leaks"),
            _("wait"),
        ),
        (
            "",
            _("middle"),
            _("nine in ten"),
            _("m yuan"),
            _("transfer"),
            _c("head of a column, below efficient", "in"),
            "",
            _("quarters"),
        ),
    )


def table(answer: Answer, labels: Mapping[str, str]) -> list[str]:
    """Return the lines of the table of arms, thought experiments below a rule."""
    rows = [_cells(row, answer, labels) for row in answer.arms]
    cells = [*heads(), *rows]
    lines = _aligned(cells)
    orderly = [line for line, row in zip(lines[2:], answer.arms, strict=True) if not row.thought]
    thought = [line for line, row in zip(lines[2:], answer.arms, strict=True) if row.thought]
    apart = ["-" * max(map(width_of, lines)), _(APART), *thought] if thought else []
    return [*lines[:2], *orderly, *apart]


def _cells(row: ArmRow, answer: Answer, labels: Mapping[str, str]) -> tuple[str, ...]:
    from sim.analysis.wording import amount, called, counted

    effect = row.effect
    low, high = effect.thin_low, effect.thin_high
    span = "-" if math.isnan(low) else f"{_end(low, low, high)} .. {_end(high, low, high)}"
    name = plain(called(row.arm, labels))
    return (
        name if len(name) <= NAME else f"{name[: NAME - 3]}...",
        amount(effect.middle, low, high, signed=True),
        span,
        amount(row.cost),
        amount(row.per_unit),
        "-" if math.isnan(row.efficient) else _of(counted(row.efficient), answer.readings),
        amount(row.leaks, signed=True),
        amount(row.wait, signed=True),
    )


def _of(count: str, readings: int) -> str:
    return _("{count} of {readings}", count=count, readings=readings)


def _end(value: float, low: float, high: float) -> str:
    """Write an end of a bar, no sharper than a twentieth of the bar."""
    from sim.analysis.wording import amount

    step = 10.0 ** math.floor(math.log10((high - low) / 20)) if high > low else 0.0
    return amount(round(value / step) * step if step >= 1 else value, signed=True, beside=(low, high))


def _closing(answer: Answer, labels: Mapping[str, str]) -> Iterator[str]:
    from sim.analysis.sentences import sentences
    from sim.statistics import Verdict

    yield from sentences(answer, labels)
    if any(pair.verdict is Verdict.OPEN for pair in answer.pairs) and not answer.demonstration:
        yield _("Next, for pairs with too few: the same command with --until-decided, or with more --readings.")
    elif answer.demonstration:
        yield _("Next: the same command without --readings, which makes 32.")
    else:
        yield _("Read differences and their order, not levels: the model compares policies and forecasts nothing.")


def _doubt(answer: Answer, labels: Mapping[str, str]) -> list[str]:
    """Return, arm by arm, where the doubt comes from and what is lost by settling for it."""
    from sim.analysis.wording import amount, called, share_words

    heads = (
        _("doubt of the effect"),
        _("luck"),
        _("parameters"),
        _("coding"),
        _("both"),
        _("form"),
        _("regret"),
        _("in 19 of 20 below"),
    )
    rows: list[tuple[str, ...]] = [heads]
    for row in answer.arms:
        parts = row.shares
        luck, parameters, coding, both, form = (
            share_words(one) for one in (parts.luck, parts.parameters, parts.coding, parts.rows, parts.form)
        )
        name = plain(called(row.arm, labels))[:NAME]
        rows.append((name, luck, parameters, coding, both, form, amount(row.regret), amount(row.regret_worst)))
    return _aligned(rows)


def _lost(answer: Answer, labels: Mapping[str, str]) -> list[str]:
    """Return, arm by arm, which deliveries fall in at least four of five readings."""
    from sim.analysis.wording import amount, called, city_called

    if not answer.lost:
        return []
    rows: list[tuple[str, ...]] = [(_("loses by"), _("direction"), _("city"), "", _("transfers more"), _("fewer in"))]
    for one in answer.lost:
        side = {"source": _("gives"), "recipient": _("receives"), "": ""}[one.side]
        cells = plain(city_called(one.city)) if one.side else _("all")
        words = term(one.direction)
        name = plain(called(one.arm, labels))[:NAME]
        rows.append(
            (
                name,
                words,
                cells,
                side,
                amount(one.change),
                _of(str(one.worse), one.readings),
            )
        )
    return [*_aligned(rows), ""]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines: the first cell to the left, numbers to the right."""
    widths = [max(width_of(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join([padded(cell, width, right=bool(column)) for column, (cell, width) in sized]).rstrip()
        for sized in (enumerate(zip(row, widths, strict=True)) for row in rows)
    ]


def _wrapped(text: str) -> list[str]:
    return wrapped(plain(text), WIDTH, "  ")


def _count(number: int) -> str:
    words = (
        _("No"),
        _("One"),
        _("Two"),
        _("Three"),
        _("Four"),
        _("Five"),
        _("Six"),
        _("Seven"),
        _("Eight"),
        _("Nine"),
        _("Ten"),
    )
    return words[number] if number < len(words) else str(number)
