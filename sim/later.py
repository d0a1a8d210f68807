"""The door of a room names what is in it, and loads each thing when it is asked for: nobody waits for the rest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def loads(room: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package, by which Python asks for a name that it does not have yet.

    Args:
        room: the package.
        homes: the module of every name that it offers; no name may be that of a module in it, which Python would find.
    """

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        loaded: object = getattr(import_module(homes[name]), name)
        setattr(sys.modules[room], name, loaded)  # found at once from now on
        return loaded

    return load
