"""What the screen says of every number, and what follows: sourced, free, shown irrelevant, or assumed and doubted.

`numbers.csv` beside this file holds what the screen found; `docs/numbers.md` is made of it by the screen.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from experiments.calibration.prior import Uncertain, near, numbers, shipped
from experiments.publish import markdown
from sim.barriers import BARRIERS
from sim.engine import model_version
from sim.levers import LEVERS
from sim.scales import Setting
from sim.scenario.settings import SETTING_BY_NAME

FILE = Path(__file__).with_name("numbers.csv")
PAGE = Path(__file__).parents[2] / "docs" / "numbers.md"
BOUND = 0.01
"""Total effect, a share of a column's variance over worlds, below which a number does not matter to it."""

SOURCED, POLICY, FREE, IRRELEVANT, ASSUMED, DORMANT, NEW = (
    "sourced", "policy", "free", "irrelevant", "assumed", "dormant", "not screened",
)  # fmt: skip
WORDS = {
    SOURCED: "a document gives it; it is not drawn",
    POLICY: "what a lever, a dated change or a trial switches on, off as it is shipped: that is known, and not drawn",
    FREE: "large on a pattern or on a contrast, or a barrier, whose code was read from prose: drawn in every reading",
    IRRELEVANT: f"total effect shown below {BOUND:g} on every pattern and headline contrast; it stays as it is",
    ASSUMED: "assumed: neither shown large nor shown to be nothing by so few runs; drawn too, as nobody knows it",
    DORMANT: "moved nothing in these base worlds, on these columns; drawn, as it may act in other worlds or forms",
    NEW: "declared since the screen was made; assumed, and drawn",
}

DRAWN = (FREE, ASSUMED, DORMANT, NEW)
"""What is free in the calibration and differs from reading to reading: all that is neither known nor shown idle."""
SWITCHED = ("pilot_zone_strength", "unweighed_purchases")
"""Off by default, and switched on by no lever: by a dated change, and by a trial (`experiments.who_decides`)."""


def is_policy(setting: Setting) -> bool:
    """Tell whether a number is off until a policy switches it on: what is not there cannot be uncertain."""
    moved = {move.target for lever in LEVERS for move in lever.moves}
    return setting.default == 0.0 and setting.name in {*moved, *SWITCHED}


def verdict(row: pd.Series) -> str:
    """Say what a number is, by its row of the screen's table."""
    name = str(row["key"]).split(".")[-1]
    setting = SETTING_BY_NAME.get(name)
    if setting is not None and setting.grade == "sourced":
        return SOURCED
    if setting is not None and is_policy(setting):
        return POLICY
    if str(row["key"]).startswith("barriers.") or row["patterns_large"] or row["contrasts_large"]:
        return FREE
    largest = pd.Series([row["patterns_bound"], row["contrasts_bound"]]).max()
    if row["moves_nothing"]:
        return DORMANT
    return IRRELEVANT if largest < BOUND else ASSUMED


def screened() -> pd.DataFrame:
    """Return the screen's table with the verdict on every number that the model has now.

    Raises:
        SystemExit: if there was no screen; says how to make it.
    """
    if not FILE.is_file():
        raise SystemExit("nothing was screened yet: python -m experiments.calibration.screen")
    table = pd.read_csv(FILE, keep_default_na=False, na_values=["nan", "NaN"])
    table = table.fillna({name: "" for name in table if name.endswith("_most")})
    table["verdict"] = [verdict(row) for _, row in table.iterrows()]
    known = [one.key for one in numbers()]
    table = table[table["key"].isin(known)]
    new = [key for key in known if key not in set(table["key"])]
    return pd.concat([table, pd.DataFrame({"key": new, "verdict": [NEW] * len(new)})], ignore_index=True)


def free() -> tuple[Uncertain, ...]:
    """Return the numbers that are drawn, parameters first, with their priors near what is shipped."""
    table = screened()
    chosen = set(table["key"][table["verdict"].isin(DRAWN)])
    whole = [one for one in numbers() if one.key in chosen]
    return tuple(near(one, float(value)) for one, value in zip(whole, shipped(whole), strict=True))


def numbers_page(worlds: int, heard: int, deaf: int) -> str:
    """Write the page of numbers when the screen has written its table, and return its counts in words.

    Args:
        worlds: that were run, with all arms.
        heard, deaf: columns that were read, and contrasts that luck drowns.
    """
    told = screened()
    head = HEAD.format(day=f"{date.today():%d %B %Y}", model=model_version()[:12], worlds=f"{worlds:,}",
                       bases=int(told["bases"].max()), heard=heard, deaf=deaf)  # fmt: skip
    PAGE.write_text(head + below_head(told), encoding="utf-8")
    return "\n".join(counted(told))


def told_again() -> None:
    """Write the page anew below its head, from the kept table; the head goes on saying which runs these are."""
    head = PAGE.read_text(encoding="utf-8").partition(COUNTS)[0]
    PAGE.write_text(head + below_head(screened()), encoding="utf-8")


def counted(told: pd.DataFrame) -> list[str]:
    """Return a row for every verdict: how many numbers it is of, and what follows."""
    counts = told["verdict"].value_counts()
    return [f"| {word} | {counts.get(word, 0)} | {WORDS[word]} |" for word in WORDS if word in counts or word != NEW]


def below_head(told: pd.DataFrame) -> str:
    """Return what the page says below its head, which hangs on the kept table alone."""
    idle = [f"`{key.split('.')[-1]}`" for key in told["key"][told["moves_nothing"].eq(True)]]
    bases = int(told["bases"].max())
    parts = [
        "\n".join([COUNTS, "| --- | --- | --- |", *counted(told)]),
        f"\n## Numbers that moved nothing\n\n{IDLE.format(bases=bases)} {', '.join(idle) or 'none'}.",
        "\n## Every number\n\n" + markdown(pd.DataFrame([_row(one) for _, one in _sorted(told).iterrows()])),
    ]
    return "\n".join(parts) + "\n"


def _sorted(told: pd.DataFrame) -> pd.DataFrame:
    places = {word: place for place, word in enumerate((FREE, ASSUMED, NEW, DORMANT, IRRELEVANT, SOURCED))}
    effect = told[["patterns_effect", "contrasts_effect"]].max(axis=1).fillna(0.0)
    order = pd.DataFrame({"place": told["verdict"].map(places), "effect": -effect})
    return told.loc[order.sort_values(["place", "effect"], kind="stable").index]


def _row(one: pd.Series) -> dict[str, str]:
    name = str(one["key"]).split(".")[-1]
    setting = SETTING_BY_NAME.get(name)
    known = _of_setting(setting) if setting is not None else _of_barrier(name)
    return {
        "number": f"`{name}`", "is": str(one["verdict"]), **known,
        "most on a pattern": _effect(one, "patterns"), "most on a contrast": _effect(one, "contrasts"),
    }  # fmt: skip


def _of_setting(setting: Setting) -> dict[str, str]:
    low, high = setting.plausible
    doubt = setting.source or "the authors' choice; no source was found"
    return {"default": f"{setting.default:g}", "range": f"{low:g} to {high:g}", "known by": f"{setting.grade}: {doubt}"}


def _of_barrier(name: str) -> dict[str, str]:
    code = next(one.default for one in BARRIERS if one.name == name)
    return {"default": f"{code:g}", "range": "Beta about the code", "known by": "coded: read from prose"}


def _effect(one: pd.Series, label: str) -> str:
    effect = one.get(f"{label}_effect")
    if effect is None or pd.isna(effect) or not one[f"{label}_most"]:
        return "-"
    most = str(one[f"{label}_most"]).replace("_", " ")
    return f"{effect:.3f} ({most}; surely below {one[f'{label}_bound']:.2g})"


COUNTS = "| what it is | numbers | what follows |"
IDLE = (
    "No pattern and no contrast changed by one bit, in {bases} base worlds and on the columns read here, when one of "
    "these moved to another place of its plausible range. Some are read under another word of structure alone; "
    "the others change deals in other runs. [Does everything act?](what_acts.md) says which act at the defaults, or "
    "under the word that reads them:"
)
HEAD = """# Every number, and what is done about it

Written by `python -m experiments.calibration.screen`, {day}, model {model}; change nothing here. {worlds} worlds,
each with all levers and all removals of barriers: draws of the prior, by which the variance is measured, and {bases}
base worlds, the shipped one and others of the rows of readings, in which every number moved alone to another place of
its whole plausible range. {heard} columns were read: the calibration patterns, what each lever and removal brings by
direction, and the gaps of their orders; {deaf} more are drowned by luck and say nothing. An effect is the total effect,
a share of a column's variance over worlds, beyond what shaking up the luck of a run makes; the number after it is what
no pattern, or no contrast, surely goes beyond.

"""
