"""`sim explain` says what a name means: its words, unit, range, default and source, and where it acts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

import rich_click as click
from click.shell_completion import CompletionItem

from sim.cli import options
from sim.cli.results import json_text
from sim.cli.screen import tell

if TYPE_CHECKING:
    from sim.barriers import Barrier
    from sim.levers import Lever
    from sim.outcomes import Outcome
    from sim.scales import Setting, Switch
    from sim.scenario.wording import Key

WIDTH = 100
EXAMPLES = options.examples(
    "sim explain secrecy",
    "sim explain levers.fund_pool",
    "sim explain mean_office_wait_quarters --json",
)
Facts = list[tuple[str, str]]
"""What is said of it, and what that is; the first says what it is and its name."""


class Name(click.ParamType[str]):
    """A name that can be explained."""

    name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer all names that begin alike."""
        return [CompletionItem(name) for name in sorted(catalogue()) if name.startswith(incomplete)]


@click.command(epilog=EXAMPLES)
@click.argument("name", type=Name())
@options.as_json
def explain(name: str, as_json: bool) -> None:
    """Say what a barrier, lever, outcome, parameter or scenario key means, and where it acts."""
    known = catalogue()
    now = name if name in known else _current(name)
    if now not in known:
        raise click.UsageError(unknown(name, known))
    facts = known[now] if now == name else [("old name", _renamed(name, now)), *known[now]]
    if as_json:
        tell(json_text({"name": now, "facts": [{"label": label, "words": text} for label, text in facts]}))
        return
    width = max(len(label) for label, _ in facts)
    for label, text in facts:
        lines = textwrap.wrap(text, WIDTH - width - 2) or [""]
        for index, line in enumerate(lines):
            tell(f"{label if index == 0 else '':{width}}  {line}".rstrip())


def _current(name: str) -> str:
    from sim.scenario.renamed import SECTION, current

    return current(name) if "." in name else current(f"{SECTION}.{name}").removeprefix(f"{SECTION}.")


def _renamed(old: str, new: str) -> str:
    from sim.scenario.renamed import words

    return words(old, new)


def unknown(name: str, known: Iterable[str]) -> str:
    """Say that a name is unknown, and which was probably meant."""
    from sim.scenario.wording import nearest, odd_letters, printable

    near = nearest(name, known)
    hint = f"\n  did you mean {near}?" if near else "\n  names are listed by: sim schema, sim run tiny --json"
    odd = odd_letters(name[:60])
    return f"nothing is called {printable(name, 60)!r}{hint}" + (f"\n  {odd}" if odd else "")


def catalogue() -> dict[str, Facts]:
    """Return what can be explained, by every name it goes by; the catalogue's own names come first."""
    from sim.barriers import BARRIERS
    from sim.levers import LEVERS
    from sim.outcomes import OUTCOMES
    from sim.scenario.resolve import all_keys
    from sim.scenario.settings import SETTINGS, SWITCHES

    known: dict[str, Facts] = {}
    for barrier in BARRIERS:
        known[barrier.name] = known[f"barriers.{barrier.name}"] = _barrier(barrier)
    for lever in LEVERS:
        known[f"levers.{lever.name}"] = _lever(lever)
        known.setdefault(lever.name, known[f"levers.{lever.name}"])
    for outcome in OUTCOMES:
        known.setdefault(outcome.name, _outcome(outcome))
    for setting in SETTINGS:
        known[f"parameters.{setting.name}"] = _setting(setting)
        known.setdefault(setting.name, known[f"parameters.{setting.name}"])
    for switch in SWITCHES:
        known[f"structure.{switch.name}"] = known[switch.name] = _switch(switch)
    for key in all_keys().values():
        known.setdefault(key.name, _key(key))
    for key in all_keys().values():
        known.setdefault(key.name.rpartition(".")[2], known[key.name])
    return known


def _barrier(barrier: Barrier) -> Facts:
    facts = [
        ("barrier", f"barriers.{barrier.name}: {barrier.label} ({barrier.label_zh})"),
        ("meaning", barrier.words),
        ("unit", "intensity"),
        ("range", "0 (absent) to 1 (as complete as imaginable)"),
        ("default", f"{barrier.default:g}"),
        ("known by", known_by(barrier.grade, barrier.source)),
    ]
    for act in barrier.acts:
        stage = act.point.stage
        facts.append(("acts on", f"{act.point.words}{f' (stage: {stage.name.lower()})' if stage else ''}: {act.words}"))
    facts += [("parameter", f"{setting.name}: {setting.words}") for setting in barrier.settings.declared]
    facts += _moved_by(f"barriers.{barrier.name}")
    return [*facts, ("rules in", f"sim/barriers/{barrier.name}.py")]


def _lever(lever: Lever) -> Facts:
    changes = {"REDUCE": "is reduced by", "RAISE": "is raised by", "ADD": "gains", "APPROACH": "closes its gap to 1 by"}
    facts = [
        ("lever", f"levers.{lever.name}: {lever.label} ({lever.label_zh})"),
        ("meaning", lever.words),
        ("range", "strength from 0 to 1; a lever that is not listed is not in force"),
        ("in time", f"full effect {lever.ramp_quarters} quarters after its start, unless ramp_quarters says otherwise"),
    ]
    if lever.fixed_cost_million_yuan_per_year:
        facts.append(("cost", f"{lever.fixed_cost_million_yuan_per_year:g} million yuan a year at full strength"))
    if lever.variable_cost:
        facts.append(("cost", f"{lever.variable_cost:g} times {lever.variable_cost_unit}"))
    for move in lever.moves:
        share = move.how.name != "ADD"
        amount = f"{100 * move.amount:g} %" if share else f"{move.amount:g}"
        facts.append(("acts on", f"{move.target}, which {changes[move.how.name]} {amount} at full strength"))
    facts += [("side effect", lever.side_effect), ("known by", lever.source)]
    return [*facts, ("written in", f"sim/levers/{lever.name}.py")]


def _outcome(outcome: Outcome) -> Facts:
    better = {"higher": "more is better", "lower": "less is better", "neither": "it depends on the question"}
    return [
        ("outcome", f"{outcome.name}: {outcome.label}"),
        ("meaning", outcome.words),
        ("unit", outcome.unit),
        ("judged", better[outcome.better]),
        ("counts", "what happens from the policy year on"),
    ]


def _setting(setting: Setting) -> Facts:
    low, high = setting.allowed
    facts = [
        ("parameter", f"parameters.{setting.name}"),
        ("meaning", setting.words),
        ("unit", setting.unit),
        ("range", f"{low:g} to {high:g}{', whole numbers' if setting.whole else ''}"),
        ("plausible", f"{setting.plausible[0]:g} to {setting.plausible[1]:g}"),
        ("default", f"{setting.default:g}"),
        ("known by", setting.known_by),
    ]
    if setting.per_population:
        facts.append(("scaled", "stated for the default population, and scaled with it"))
    facts.append(("acts in", f"{setting.home.replace('.', '/')}.py"))
    return facts + _moved_by(setting.name)


def _switch(switch: Switch) -> Facts:
    return [
        ("choice", f"structure.{switch.name}"),
        ("meaning", switch.words),
        *((f"'{word}'", meaning) for word, meaning in switch.meanings.items()),
        ("default", f"'{switch.default}'"),
        ("known by", switch.known_by),
        ("acts in", f"{switch.home.replace('.', '/')}.py"),
    ]


def _key(key: Key) -> Facts:
    facts = [("section" if key.section else "key", key.name), ("meaning", key.words)]
    facts.append(("range", key.allowed))
    return [*facts, ("default", key.default)] if key.default else facts


def _moved_by(target: str) -> Facts:
    from sim.levers import LEVERS

    return [("moved by", f"levers.{lever.name}") for lever in LEVERS if any(m.target == target for m in lever.moves)]


def known_by(grade: str, source: str) -> str:
    """Say how a number is known, its grade once."""
    return source if source.startswith(grade) else f"{grade}: {source}"
