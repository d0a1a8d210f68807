"""Every number of the model has a name, a unit, a range and a source, and this is where that is held.

A setting is declared once, as a typed attribute of a class beside the rules that use it; so is a switch, a choice of
structure that is a word. The scenario schema, the command line, the documents and the parameter table are all made
from these declarations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from sim.declared import DeclarationError, check_given, check_known, check_name, check_range

Grade = Literal["sourced", "coded", "assumption"]

FINITE_MAX = 1e9
MOST_WORDS = 8  # of a switch


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


@dataclass(frozen=True, slots=True)
class Switch:
    """One choice of structure that a reader may doubt: which of a few rules the model follows.

    Args:
        name: key of a scenario's section [structure], and the attribute by which rules read its word's number.
        words: what is chosen.
        meanings: what each word does, by word; the first is the default, and their places are their numbers.
        source: why the first is the default.
        home: module that declares it.
    """

    name: str
    words: str
    meanings: Mapping[str, str]
    source: str
    home: str = ""

    @property
    def default(self) -> str:
        """The word that holds when a scenario says nothing."""
        return next(iter(self.meanings))

    @property
    def known_by(self) -> str:
        """How the default is known: a choice of structure is always the authors', whatever speaks for it."""
        return f"assumption: {self.source}"

    def number(self, word: str) -> int:
        """Return the number by which compiled code knows a word.

        Raises:
            DeclarationError: if the switch has no such word.
        """
        check_known("switch", self.name, "a rule", word, self.meanings)
        return list(self.meanings).index(word)

    def check(self) -> None:
        """Refuse a declaration that cannot be meant.

        Raises:
            DeclarationError: if a part is missing, a word is no name, or there is no choice.
        """
        check_name("switch", self.name)
        check_given("switch", self.name, words=self.words, source=self.source)
        for word, meaning in self.meanings.items():
            check_name(f"switch {self.name}: word", word)
            check_given("switch", self.name, **{word: meaning})
        check_range("switch", self.name, "number of words", len(self.meanings), (2, MOST_WORDS))


def switch(words: str, meanings: Mapping[str, str], *, source: str) -> int:
    """Declare a choice of structure; see `Switch`.

    To the type checker the attribute is the number that rules read; the class itself holds the `Switch`.
    """
    return cast("int", Switch("", words, meanings, source))


def number_of(declared: int, word: str) -> int:
    """Return the number of a word of a switch, for a rule to compare with: `MASS = number_of(Settings.choice, "mass")`.

    Args:
        declared: the switch, as its class holds it.
        word: one of its words.

    Raises:
        DeclarationError: if the switch has no such word.
    """
    return cast("Switch", declared).number(word)


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
        switches: its choices of structure, in theirs.
    """

    declared: tuple[Setting, ...] = ()
    switches: tuple[Switch, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.declared = tuple(_declared(cls, float, Setting, "float = number(...)", "setting"))
        cls.switches = tuple(_declared(cls, int, Switch, "int = switch(...)", "switch"))
        both: tuple[Setting | Switch, ...] = (*cls.declared, *cls.switches)
        for one in both:
            one.check()
            setattr(cls, one.name, one)


def _declared(row: type[Settings], hint: type, sort: type[Any], said: str, what: str) -> Iterator[Any]:
    """Yield what a class declares of one sort, each with its name and home."""
    annotated = vars(row).get("__annotations__", {})
    given = {name: value for name, value in vars(row).items() if isinstance(value, sort)}
    others = {name for name, value in vars(row).items() if isinstance(value, Setting | Switch)} - given.keys()
    own = {name for name, one in annotated.items() if one in (hint, hint.__name__)} - others
    for name in own ^ given.keys():
        raise DeclarationError(f"{what} {name} of {row.__name__}: it is declared as `{name}: {said}`")
    yield from (replace(one, name=name, home=row.__module__) for name, one in given.items())


def all_declared(*rooms: type[Settings]) -> tuple[Setting, ...]:
    """Return the settings that several classes declare, each once, in the order of the classes."""
    return tuple(setting for room in rooms for setting in room.declared)


def all_switches(*rooms: type[Settings]) -> tuple[Switch, ...]:
    """Return the switches that several classes declare, each once, in the order of the classes."""
    return tuple(one for room in rooms for one in room.switches)
