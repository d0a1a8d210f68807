"""Forms of the model by their names: those that a calibration is asked for, and the words that each stands for."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.designs.forms import SHIPPED as SHIPPED_FORM
from sim.experiment.designs.forms import Form, declared_switches, form_name, one_by_one


def other_forms() -> list[str]:
    """Return the names of the forms in which one switch has another word than it is shipped with."""
    switches = declared_switches()
    return [form_name(form, switches) for form in one_by_one(switches)[1:]]


def names_of(asked: Sequence[str]) -> list[str]:
    """Return the names of forms that were asked for, each once; "all" is the shipped one and those of one switch.

    Raises:
        SystemExit: if there is no such form.
    """
    names = [one for name in asked for one in ([SHIPPED_FORM, *other_forms()] if name == "all" else [name])]
    for name in names:
        form_of(name)
    return list(dict.fromkeys(names))


def form_of(name: str) -> Form:
    """Return the words of a form by its name, such as "demand-unlimited+choice-habit".

    Raises:
        SystemExit: if there is no such form; names those of one switch.
    """
    switches = declared_switches()
    words = {form_name({key: word}, switches): (key, word) for key in switches for word in switches[key][1:]}
    parts = [] if name == SHIPPED_FORM else name.split("+")
    for part in parts:
        if part not in words:
            known = ", ".join([SHIPPED_FORM, *words])
            raise SystemExit(f"there is no form {part!r}; there are {known}, and several joined by +")
    return dict(words[part] for part in parts)
