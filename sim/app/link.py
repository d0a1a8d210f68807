"""A link holds the whole setting, readable, and restores it; a link that is wrong says what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import tomli_w

from sim.app import library
from sim.app.plan import Setup
from sim.scenario import Problem, ScenarioError

VERSION = "1"
MAX_LENGTH, MAX_KEYS = 8_000, 200
LARGEST_SEED = 2**63 - 1
ARMS = ("a", "b")


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link says: one or two plans, and the seed they share."""

    plans: tuple[Setup, ...] = (Setup(),)
    seed: int = 0


def written(shared: Shared) -> str:
    """Write a setting as the query of an address."""
    said = [("v", VERSION), ("seed", str(shared.seed))]
    for arm, plan in zip(ARMS, shared.plans, strict=False):
        said.append((arm, plan.name))
        said += [(f"{arm}.{key}", _value(value)) for key, value in sorted(plan.all_values().items())]
    return urlencode(said)


def read(query: str | None) -> Shared:
    """Read a setting from the query of an address; without one, it is the one a new tab begins with.

    Raises:
        ScenarioError: if the link is wrong; says every part that is.
    """
    start = Shared((Setup(library.start_name()),))
    if not query:
        return start
    if len(query) > MAX_LENGTH:
        raise ScenarioError([Problem("link", "is too long", f"at most {MAX_LENGTH} characters")])
    said = parse_qsl(query, keep_blank_values=True)
    if len(said) > MAX_KEYS:
        raise ScenarioError([Problem("link", "says too much", f"at most {MAX_KEYS} settings")])
    found = dict(said)
    if "v" not in found and "a" not in found:
        return start
    if found.get("v", VERSION) != VERSION:
        allowed = f"this laboratory reads version {VERSION}"
        raise ScenarioError([Problem("link", f"is of version {found['v'][:20]!r}", allowed)])
    arms = [arm for arm in ARMS if arm in found] or ["a"]
    return Shared(tuple(_plan(arm, found) for arm in arms), _seed(found.get("seed", "0")))


def _plan(arm: str, found: Mapping[str, str]) -> Setup:
    name = found.get(arm, library.start_name())
    keys = {key[2:]: text for key, text in found.items() if key.startswith(f"{arm}.")}
    refuse_files(keys)
    base = library.load(name)
    ready = [f"{key}={text}" for key, text in keys.items()]
    scenario = base.override_text(ready) if ready else base
    data = scenario.to_dict()
    return Setup(name, {key: _found(data, key) for key in keys})


def refuse_files(keys: Iterable[str]) -> None:
    """Refuse keys that name files: who made a link must not choose what is read on the machine of who opens it.

    Raises:
        ScenarioError: if there is one.
    """
    files = [key for key in keys if key.partition(".")[0].strip(" \"'").lower() in ("region", "extends")]
    if files:
        allowed = "a link names no files; open a scenario file with: sim app FILE"
        raise ScenarioError([Problem("link", f"sets {key[:60]!r}", allowed) for key in files])


def _found(data: object, key: str) -> object:
    for part in key.split("."):
        data = data[part] if isinstance(data, dict) else None
    return data


def _seed(text: str) -> int:
    if not text.isdecimal() or len(text) > 19 or int(text) > LARGEST_SEED:
        raise ScenarioError([Problem("link", f"seed = {text[:30]!r}", "a whole number from 0 to 2**63 - 1")])
    return int(text)


def _value(value: object) -> str:
    return tomli_w.dumps({"x": value}).partition("=")[2].strip().replace("\n", "").replace(",]", "]")
