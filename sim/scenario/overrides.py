"""A scenario is varied by dotted keys, from Python or from the command line, as if its file had said so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.language import _
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.extends import anchored
from sim.scenario.layers import Layer, Stack, plain
from sim.scenario.refusals import out_of_place
from sim.scenario.renamed import current
from sim.scenario.resolve import all_keys
from sim.scenario.toml_file import parse_toml
from sim.scenario.toml_lines import MAX_KEY_PARTS
from sim.scenario.wording import shown

Override = tuple[str, str, object]
"""What to call it in messages, the dotted key, the value."""


def overridden(stack: Stack, overrides: Iterable[Override]) -> Stack:
    """Lay overrides over a scenario, in their order.

    Args:
        stack: the scenario; it is changed.
        overrides: each a label, a dotted key and a value; None for "levers.<name>" removes the lever.

    Raises:
        ScenarioError: if a key is not a dotted key; what else is wrong shows when the stack is resolved.
    """
    overrides = list(overrides)
    wrong = given_twice(overrides)
    for label, key, value in overrides:
        parts = tuple(key.split(".")) if isinstance(key, str) else ()
        if not parts or not all(parts):
            wrong.append(Problem(label, _("{key!r:.80} is no dotted key", key=key), _("such as barriers.secrecy")))
        elif len(parts) > MAX_KEY_PARTS:
            wrong.append(
                Problem(
                    f"{label:.80}",
                    _("a key with too many parts"),
                    _("at most {max_key_parts} parts", max_key_parts=MAX_KEY_PARTS),
                )
            )
        elif parts == ("extends",):
            wrong.append(Problem(label, _("extends cannot be set here"), _("start from the other scenario")))
        elif value is None:
            wrong += _remove(stack, label, parts)
        else:
            data = anchored(_nested(parts, plain(value, label)))
            stack.lay(Layer(label), data)
    if wrong:
        raise ScenarioError(wrong)
    return stack


def given_twice(overrides: Iterable[Override]) -> list[Problem]:
    """Find what is given at once by its old name and by its new one."""
    found, given = [], dict[str, tuple[str, str]]()
    for label, key, _rest in overrides:
        if isinstance(key, str):
            other, name = given.setdefault(current(key), (label, key))
            if name != key:
                words = _(
                    "{key} and {name} are the old and the new name of one setting, which is given by {other} too",
                    key=key,
                    name=name,
                    other=other,
                )
                found.append(Problem(label, words, _("one of the two")))
    return found


def override_of(text: str) -> Override:
    """Read KEY=VALUE: a TOML value, bare words as text, none for a lever that is not to be in force.

    Raises:
        ScenarioError: if there is no equals sign or no key.
    """
    key, equals, written = (part.strip() for part in text.partition("=")) if isinstance(text, str) else ("", "", "")
    label = f"--set {key}"
    if not equals or not key:
        example = _("such as barriers.secrecy=0.2")
        raise ScenarioError([Problem(f"--set {text!r:.80}", _("is not KEY=VALUE"), example)])
    if written.lower() == "none" and key.startswith("levers.") and key.count(".") == 1:
        return label, key, None
    return label, key, _value(written)


def _value(written: str) -> object:
    try:
        data, _rest = parse_toml(f"value = {written}\n", "value")
    except ScenarioError:
        return written
    return data["value"] if len(data) == 1 else written


def _nested(parts: tuple[str, ...], value: Any) -> dict[str, Any]:
    for part in reversed(parts):
        value = {part: value}
    return dict(value)


def _remove(stack: Stack, label: str, parts: tuple[str, ...]) -> list[Problem]:
    """Take a lever out of force; None means nothing else."""
    key = ".".join(parts)
    known = all_keys()
    if len(parts) != 2 or parts[0] != "levers":
        allowed = _("None takes a lever out of force: levers.<name>")
        return [Problem(label, _("{shown} cannot be None", shown=shown(key)), allowed)]
    if key not in known:
        hint = out_of_place(parts[1], parts, known)
        return [Problem(label, _("unknown setting {key:.80}", key=key), "", hint=hint)]
    levers = stack.data.get("levers")
    if isinstance(levers, dict):
        levers.pop(parts[1], None)
    return []
