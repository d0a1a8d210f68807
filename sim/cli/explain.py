"""`sim explain` says what a name means: its words, unit, range, default and source, and where it acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import rich_click as click
from click.shell_completion import CompletionItem

from sim.cli import options
from sim.cli.results import json_text
from sim.cli.screen import padded, tell, width_of, wrapped
from sim.language import N_, _, labelled, money, per_cent, term

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
    facts = known[now] if now == name else [(_("old name"), _renamed(name, now)), *known[now]]
    if as_json:
        tell(json_text({"name": now, "facts": [{"label": label, "words": text} for label, text in facts]}))
        return
    width = max(width_of(label) for label, _text in facts)
    for label, text in facts:
        lines = wrapped(text, WIDTH - width - 2) or [""]
        for index, line in enumerate(lines):
            tell(f"{padded(label if index == 0 else '', width)}  {line}".rstrip())


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
    text = N_("nothing is called {name!r}\n  names are listed by: sim schema, sim run tiny --json")
    if near:
        text = N_("nothing is called {name!r}\n  did you mean {near}?")
    odd = odd_letters(name[:60])
    return _(text, name=printable(name, 60), near=near) + (f"\n  {odd}" if odd else "")


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


def _beside(key: str, words: str) -> str:
    return _("{place}: {found}", place=key, found=words)


def _named(key: str, label: str, chinese: str) -> str:
    """Say what a key is called, and what in Chinese, unless that is the same."""
    return _beside(key, label if label == chinese else _("{label} ({label_zh})", label=label, label_zh=chinese))


def _barrier(barrier: Barrier) -> Facts:
    facts = [
        (
            _("barrier"),
            _named(f"barriers.{barrier.name}", _(barrier.label), barrier.label_zh),
        ),
        (_("meaning"), _(barrier.words)),
        (_("unit"), _("intensity")),
        (_("range"), _("0 (absent) to 1 (as complete as imaginable)")),
        (_("default"), f"{barrier.default:g}"),
        (_("known by"), known_by(barrier.grade, barrier.source)),
    ]
    for act in barrier.acts:
        stage = act.point.stage
        text = N_("{point} (stage: {stage}): {rule}") if stage else N_("{point}: {rule}")
        named = term(stage.name.lower()) if stage else ""
        facts.append((_("acts on"), _(text, point=_(act.point.words), stage=named, rule=_(act.words))))
    facts += [(_("parameter"), _beside(setting.name, _(setting.words))) for setting in barrier.settings.declared]
    facts += _moved_by(f"barriers.{barrier.name}")
    return [*facts, (_("rules in"), f"sim/barriers/{barrier.name}.py")]


def _lever(lever: Lever) -> Facts:
    changes = {
        "REDUCE": N_("{target}, which is reduced by {amount} at full strength"),
        "RAISE": N_("{target}, which is raised by {amount} at full strength"),
        "ADD": N_("{target}, which gains {amount} at full strength"),
        "APPROACH": N_("{target}, which closes its gap to 1 by {amount} at full strength"),
    }
    facts = [
        (
            _("lever"),
            _named(f"levers.{lever.name}", _(lever.label), lever.label_zh),
        ),
        (_("meaning"), _(lever.words)),
        (_("range"), _("strength from 0 to 1; a lever that is not listed is not in force")),
        (
            _("in time"),
            _(
                "full effect {quarters} quarters after its start, unless ramp_quarters says otherwise",
                quarters=lever.ramp_quarters,
            ),
        ),
    ]
    if lever.fixed_cost_million_yuan_per_year:
        facts.append(
            (
                _("cost"),
                _(
                    "{cost} a year at full strength",
                    cost=money(f"{lever.fixed_cost_million_yuan_per_year:g}", lever.fixed_cost_million_yuan_per_year),
                ),
            )
        )
    if lever.variable_cost:
        facts.append(
            (_("cost"), _("{cost:g} times {unit}", cost=lever.variable_cost, unit=_(lever.variable_cost_unit)))
        )
    low, high = lever.cost_range
    facts.append((_("cost"), _("all of it may plausibly be {low:g} to {high:g} times as much", low=low, high=high)))
    for move in lever.moves:
        share = move.how.name != "ADD"
        amount = per_cent(f"{100 * move.amount:g}") if share else f"{move.amount:g}"
        facts.append(
            (
                _("acts on"),
                _(changes[move.how.name], target=labelled(move.target), amount=amount),
            )
        )
    facts += [(_("side effect"), _(lever.side_effect)), (_("known by"), lever.source)]
    return [*facts, (_("written in"), f"sim/levers/{lever.name}.py")]


def _outcome(outcome: Outcome) -> Facts:
    better = {"higher": _("more is better"), "lower": _("less is better"), "neither": _("it depends on the question")}
    return [
        (_("outcome"), _beside(outcome.name, _(outcome.label))),
        (_("meaning"), _(outcome.words)),
        (_("unit"), _(outcome.unit)),
        (_("judged"), better[outcome.better]),
        (_("counts"), _("what happens from the policy year on")),
    ]


def _setting(setting: Setting) -> Facts:
    low, high = setting.allowed
    facts = [
        (_("parameter"), f"parameters.{setting.name}"),
        (_("meaning"), _(setting.words)),
        (_("unit"), _(setting.unit)),
        (
            _("range"),
            _(
                N_("{low:g} to {high:g}, whole numbers") if setting.whole else N_("{low:g} to {high:g}"),
                low=low,
                high=high,
            ),
        ),
        (_("plausible"), _("{low:g} to {high:g}", low=setting.plausible[0], high=setting.plausible[1])),
        (_("default"), f"{setting.default:g}"),
        (_("known by"), setting.known_by),
    ]
    if setting.per_population:
        facts.append((_("scaled"), _("stated for the default population, and scaled with it")))
    facts.append((_("acts in"), f"{setting.home.replace('.', '/')}.py"))
    return facts + _moved_by(setting.name)


def _switch(switch: Switch) -> Facts:
    return [
        (_("choice"), f"structure.{switch.name}"),
        (_("meaning"), _(switch.words)),
        *((f"'{word}'", _(meaning)) for word, meaning in switch.meanings.items()),
        (_("default"), f"'{switch.default}'"),
        (_("known by"), switch.known_by),
        (_("acts in"), f"{switch.home.replace('.', '/')}.py"),
    ]


def _key(key: Key) -> Facts:
    facts = [(_("section") if key.section else _("key"), key.name), (_("meaning"), key.words)]
    facts.append((_("range"), key.allowed))
    return [*facts, (_("default"), key.default)] if key.default else facts


def _moved_by(target: str) -> Facts:
    from sim.levers import LEVERS

    return [(_("moved by"), f"levers.{lever.name}") for lever in LEVERS if any(m.target == target for m in lever.moves)]


def known_by(grade: str, source: str) -> str:
    """Say how a number is known, its grade once."""
    return source if source.startswith(grade) else _("{grade}: {source}", grade=_(grade), source=source)
