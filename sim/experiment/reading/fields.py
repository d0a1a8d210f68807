"""How the keys of an experiment file are described."""

from __future__ import annotations

from typing import Any

from pydantic import Field


def described(value: Any, words: str, allowed: str, default: str = "") -> Any:
    """Describe a key whose type does not say what it may be."""
    return Field(value, description=words, json_schema_extra={"allowed": allowed, "default": default})


def whole(words: str, unit: str, bounds: tuple[int, int], default: int) -> Any:
    """Describe a key that is a whole number between bounds."""
    return Field(default, ge=bounds[0], le=bounds[1], description=words, json_schema_extra={"unit": unit})


def as_list(value: object) -> object:
    """Make a list one that cannot change."""
    return tuple(value) if isinstance(value, list) else value


def as_words(value: object) -> object:
    """Make a word, or a list of them, a list that cannot change."""
    return (value,) if isinstance(value, str) else as_list(value)
