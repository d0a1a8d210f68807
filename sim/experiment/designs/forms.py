"""Forms of the model: which words its switches are given, in an array that tells their effects apart.

A switch of form is a key of the scenario's section [structure] that is one of a few words; the first stands in what is
shipped. There may be none: then there is one form, and the form is not doubted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.experiment.designs.orthogonal_array import parities
from sim.language import N_, _
from sim.scenario.resolve import all_keys
from sim.scenario.wording import Key

SECTION = "structure"
SHIPPED, ALL, EACH = "shipped", "all", "each"
Form = Mapping[str, str]
"""The word of every switch that is doubted, by dotted key."""


def declared_switches(keys: Mapping[str, Key] | None = None) -> dict[str, tuple[str, ...]]:
    """Return the switches of form that scenarios have, each with its words, the shipped one first.

    Args:
        keys: of a scenario, described; None for those of the model.
    """
    found = {}
    for name, key in (all_keys() if keys is None else keys).items():
        shipped = [word for word in key.choices if repr(word) == key.default]
        if name.partition(".")[0] == SECTION and shipped and len(key.choices) > 1:
            found[name] = (*shipped, *(word for word in key.choices if word not in shipped))
    return found


def array(switches: int) -> NDArray[np.int64]:
    """Return an orthogonal array of two-level switches: [rows, switches] of 0 for the shipped word and 1 for another.

    Columns are the sums, even or odd, of all odd-sized sets of a few basic columns: a regular fraction of resolution
    IV, in which no main effect of a switch hangs together with another's or with that of a pair. Eight switches take
    16 rows; the first row is what is shipped.

    Args:
        switches: their number, 0 or more.
    """
    basic = next(count for count in range(switches + 1) if 2**count // 2 >= switches or count == switches)
    odd = [
        sum(2**one for one in chosen) for size in range(1, basic + 1, 2) for chosen in combinations(range(basic), size)
    ]
    return parities(basic, odd[:switches])


def one_by_one(switches: Mapping[str, tuple[str, ...]]) -> tuple[Form, ...]:
    """Return the shipped form, and every form in which one switch has another word."""
    shipped = {key: words[0] for key, words in switches.items()}
    return (shipped, *({**shipped, key: word} for key, words in switches.items() for word in words[1:]))


def forms_of(asked: Sequence[str], switches: Mapping[str, tuple[str, ...]]) -> tuple[Form, ...]:
    """Return the forms that are asked for, the shipped one first.

    Args:
        asked: names of switches, with or without their section, each followed by "=" and a word if not its second is
            meant; or "all" for all switches, "shipped" for none, or "each" for every other word of every switch, one
            by one.
        switches: those that there are.

    Raises:
        ValueError: if there is no such switch or word; names those that there are.
    """
    if list(asked) == [EACH]:
        return one_by_one(switches)
    doubted = dict.fromkeys(switches) if ALL in asked else _named([one for one in asked if one != SHIPPED], switches)
    words = [(switches[key][0], doubted[key] or switches[key][1]) for key in doubted]
    keys = list(doubted)
    return tuple(
        {key: pair[level] for key, pair, level in zip(keys, words, row, strict=True)}
        for row in array(len(keys)).tolist()
    )


def _named(asked: Sequence[str], switches: Mapping[str, tuple[str, ...]]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for one in asked:
        name, _equals, word = one.partition("=")
        key = name if name in switches else f"{SECTION}.{name}"
        if key not in switches:
            known = ", ".join(key.partition(".")[2] for key in switches)
            listed = N_("there is no switch of form {name!r:.60}; the switches of form are {known}")
            none = N_("there is no switch of form {name!r:.60}; this model has one form, and no switch of it")
            raise ValueError(_(listed if known else none, name=name, known=known))
        if word and word not in switches[key][1:]:
            others = " or ".join(switches[key][1:])
            raise ValueError(
                _(
                    "{one!r:.80} is no other form: {key} is shipped as {shipped}, and may be {others}",
                    one=one,
                    key=key,
                    shipped=switches[key][0],
                    others=others,
                )
            )
        found[key] = word or None
    return found


def form_name(form: Form, switches: Mapping[str, tuple[str, ...]]) -> str:
    """Return the name of a form: what in it is not as shipped, such as "demand-unlimited"; "shipped" if all is.

    It stands in the name of its table of rows, `posterior_<form>.csv`.
    """
    others = [f"{key.partition('.')[2]}-{word}" for key, word in form.items() if word != switches[key][0]]
    return "+".join(others) or SHIPPED
