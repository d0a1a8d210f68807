"""What the sources declare (barriers, levers, kinds, numbers) is held to plain rules as soon as it is loaded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from sim.language import N_, _

NAME = re.compile(r"[a-z][a-z0-9_]*")
MOST_LISTED = 12


class DeclarationError(ValueError):
    """Raised if something that the sources of the model declare cannot be meant; says what, and what is allowed."""


def check_name(what: str, name: str) -> None:
    """Refuse a name that could be no key of a scenario and no column of results.

    Args:
        what: sort of the thing, "barrier".
        name: its name.

    Raises:
        DeclarationError: if it is anything but small letters, digits and underscores.
    """
    if not NAME.fullmatch(name):
        raise DeclarationError(
            _(
                "{what} {name!r}: a name is of small letters, digits and _, and begins with a letter",
                what=what,
                name=name,
            )
        )


def check_given(what: str, name: str, **parts: object) -> None:
    """Refuse a declaration that leaves a part empty.

    Raises:
        DeclarationError: if any of the parts is.
    """
    for part, value in parts.items():
        if not value:
            raise DeclarationError(
                _("{what} {name}: {part} is empty; it has to be given", what=what, name=name, part=part)
            )


def check_range(what: str, name: str, part: str, value: float, bounds: tuple[float, float]) -> None:
    """Refuse a number out of its range.

    Raises:
        DeclarationError: if it is.
    """
    if not bounds[0] <= value <= bounds[1]:
        raise DeclarationError(
            _(
                "{what} {name}: {part} is {value:g}; it must lie from {least:g} to {most:g}",
                what=what,
                name=name,
                part=part,
                value=value,
                least=bounds[0],
                most=bounds[1],
            )
        )


def check_distinct(what: str, names: Iterable[str], taken: Iterable[str] = ()) -> None:
    """Refuse two things of one name.

    Args:
        what: sort of the things, "barrier".
        names: their names.
        taken: names that are not free, as others of the same column have them.

    Raises:
        DeclarationError: if a name occurs twice or is taken.
    """
    seen = set(taken)
    for name in names:
        if name in seen:
            raise DeclarationError(
                _("{what} {name}: this name is taken; give it another, and list it once", what=what, name=name)
            )
        seen.add(name)


def check_known(what: str, name: str, part: str, meant: str, known: Collection[str]) -> None:
    """Refuse a declaration that names what does not exist.

    Args:
        what, name: sort of the thing, "lever", and its name.
        part: what of it names something, "moves".
        meant: the name that it gives.
        known: the names that there are.

    Raises:
        DeclarationError: if it is none of them; says the nearest, or all if they are few.
    """
    if meant in known:
        return
    from difflib import get_close_matches  # only who has made a slip waits for it

    near = get_close_matches(meant.lower(), known, n=1, cutoff=0.6)
    text = N_("{what} {name}: {part} names {meant!r}, which does not exist")
    if near:
        text = N_("{what} {name}: {part} names {meant!r}, which does not exist; did you mean {near!r}?")
    elif len(known) <= MOST_LISTED:
        text = N_("{what} {name}: {part} names {meant!r}, which does not exist; there are {known}")
    said = {"near": near[0] if near else "", "known": ", ".join(known)}
    raise DeclarationError(_(text, what=what, name=name, part=part, meant=meant, **said))
