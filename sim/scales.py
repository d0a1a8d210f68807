"""Every number of the model has a name, a unit, a range and a source, and this is where that is held.

A setting is declared once, as a typed attribute of a class beside the rules that use it; the scenario schema, the
command line, the documents and the parameter table are all made from these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, cast

from sim.declared import DeclarationError, check_given, check_name, check_range

Grade = Literal["sourced", "coded", "assumption"]

FINITE_MAX = 1e9


@dataclass(frozen=True, slots=True)
class Setting:
    """One number of the model.

    Args:
        name: scenario key, and the attribute by which rules read it.
        words: plain description.
        unit: unit of measure, "share" for dimensionless numbers in [0, 1].
        default: value used when a scenario says nothing.
        plausible: range the evidence supports; sweeps use it, values outside it draw a warning.
        allowed: hard range; values outside it are refused. Extremes used by tests lie inside it.
        grade: how the default is known: "sourced", "coded" or "assumption".
        source: where the default comes from, or why it was assumed; empty if there is no more to say.
        whole: whether only whole numbers make sense.
        per_population: whether the number is stated for the default population and is scaled with it.
            +1 multiplies by the population scale (clerks, fund), -1 divides (events per organisation).
        home: module that declares it.
    """

    name: str
    words: str
    unit: str
    default: float
    plausible: tuple[float, float]
    allowed: tuple[float, float]
    grade: Grade
    source: str
    whole: bool = False
    per_population: Literal[-1, 0, 1] = 0
    home: str = ""

    @property
    def known_by(self) -> str:
        """How the default is known, and from where."""
        return f"{self.grade}: {self.source}" if self.source else self.grade

    def check(self) -> None:
        """Refuse a declaration that cannot be meant.

        Raises:
            DeclarationError: if a part is missing or out of its range.
        """
        check_name("setting", self.name)
        check_given("setting", self.name, words=self.words, unit=self.unit)
        if self.grade != "assumption":
            check_given("setting", self.name, source=self.source)
        check_range("setting", self.name, "default", self.default, self.allowed)
        for end in self.plausible:
            check_range("setting", self.name, "plausible range", end, self.allowed)


def share(
    words: str,
    default: float,
    plausible: tuple[float, float],
    *,
    grade: Grade = "assumption",
    source: str = "",
) -> float:
    """Declare a setting in [0, 1] without a unit."""
    return number(words, "share", default, plausible, grade=grade, source=source, allowed=(0.0, 1.0))


def number(
    words: str,
    unit: str,
    default: float,
    plausible: tuple[float, float],
    *,
    grade: Grade = "assumption",
    source: str = "",
    allowed: tuple[float, float] = (0.0, FINITE_MAX),
    whole: bool = False,
    per_population: Literal[-1, 0, 1] = 0,
) -> float:
    """Declare a setting with a unit; `allowed` is zero or more unless said otherwise.

    To the type checker the attribute is the number that rules read; the class itself holds the `Setting`.
    """
    setting = Setting("", words, unit, default, plausible, allowed, grade, source, whole, per_population)
    return cast("float", setting)


class Settings:
    """Settings that belong together: one typed attribute each, beside the rules that read them.

    A class whose rules read another's settings too inherits that class. All settings of a run lie in one record, so
    that a rule may be given the whole of it.

    Attributes:
        declared: the settings of this class itself, in their order.
    """

    declared: tuple[Setting, ...] = ()

    def __init_subclass__(cls) -> None:
        annotated = vars(cls).get("__annotations__", {})
        own = {name: hint for name, hint in annotated.items() if hint in (float, "float")}
        given = {name: value for name, value in vars(cls).items() if isinstance(value, Setting)}
        for name in own.keys() ^ given.keys():
            raise DeclarationError(f"setting {name} of {cls.__name__}: it is declared as `{name}: float = number(...)`")
        cls.declared = tuple(replace(setting, name=name, home=cls.__module__) for name, setting in given.items())
        for setting in cls.declared:
            setting.check()
            setattr(cls, setting.name, setting)


def all_declared(*rooms: type[Settings]) -> tuple[Setting, ...]:
    """Return the settings that several classes declare, each once, in the order of the classes."""
    return tuple(setting for room in rooms for setting in room.declared)
