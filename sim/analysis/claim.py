"""What may be said of one policy against another, a sentence each: the page's headline, made from counts of readings.

The texts are messages: English is the key of its translations. A page carries them as data and fills them in by the
same rules (sim/page/web/claim.js); a test holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.analysis.wording import VERDICTS, amount, counted
from sim.statistics import FEWEST, Verdict
from sim.statistics.verdict import verdict_of

CLAIMS: Mapping[str, str] = {  # messages of the page
    "none": "{count} of {readings} readings so far: nothing is said of the order before all are in.",
    "few": "{readings} readings: a demonstration. Nothing is said of the order below {fewest}.",
    "more": "{policy}: *about {size} more transfers* in {years} years than {other}, in {verdict}; "
    "nine readings in ten lie between {low} and {high}.",
    "fewer": "{policy}: *about {size} fewer transfers* in {years} years than {other}, in {verdict}; "
    "nine readings in ten lie between {low} and {high}.",
    "open": "{policy}: whether it brings more transfers than {other} *cannot be said*. It brings more in {ahead} of "
    "{count} readings and fewer in {behind}; the rule asks for {needed} of {count}.",
    "equal": "{policy}: *as many transfers* as under {other}, in all {readings} readings tried.",
    "all": "all {readings} readings tried",
}
"""Sentences by what they say; what stands between asterisks is shown strong."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An outcome of two policies under the same readings.

    Args:
        before, after: its means under the one and the other.
        mean, low, high: of the difference: its mean and between which nine readings in ten lie.
        ahead: readings in which the other has more; ties count half.
        ties: readings in which both have the same.
        count: readings.
    """

    before: float
    after: float
    mean: float
    low: float
    high: float
    ahead: float
    ties: int
    count: int

    @property
    def verdict(self) -> Verdict:
        """What the readings show."""
        if self.count < FEWEST:
            return Verdict.NONE
        return Verdict.EQUAL if self.ties == self.count else verdict_of(self.ahead, self.count)


def claim(
    policy: str,
    other: str,
    pair: Counted,
    readings: int,
    years: float,
    say: Callable[[str, Mapping[str, str]], str] = str.format_map,
) -> str:
    """Say what the readings show of the transfers of one policy against another.

    Args:
        policy, other: what to call them.
        pair: transfers.
        readings: that are to be made; fewer of them are a first look.
        years: of the policy horizon.
        say: fills a message's places, in the reader's language.

    Returns:
        One sentence; what is said strongly stands between asterisks.
    """
    kind, values = _kind(pair, readings)
    values |= {"policy": policy, "other": other, "years": f"{years:g}"}
    if pair.count in (pair.ahead, pair.count - pair.ahead):
        values["verdict"] = say(CLAIMS["all"], {"readings": str(pair.count)})
    elif pair.verdict in VERDICTS:
        values["verdict"] = say(VERDICTS[pair.verdict].format(unit="readings"), {})
    return say(CLAIMS[kind], values)


def _kind(pair: Counted, readings: int) -> tuple[str, dict[str, str]]:
    """Return which sentence holds, and its numbers."""
    if readings < FEWEST:
        return "few", {"readings": str(readings), "fewest": str(FEWEST)}
    if pair.count < readings:
        return "none", {"count": str(pair.count), "readings": str(readings)}
    if pair.verdict.sure:
        return "more" if pair.mean > 0 else "fewer", _sizes(pair)
    if pair.verdict is Verdict.EQUAL:
        return "equal", {"readings": str(pair.count)}
    counts = {"ahead": counted(pair.ahead), "behind": counted(pair.count - pair.ahead)}
    return "open", {**counts, "count": str(pair.count), "needed": str(needed(pair.count))}


def needed(readings: int) -> int:
    """Return in how many of so many readings one policy must be ahead for a verdict that it beats the other.

    Args:
        readings: all of them, at least FEWEST.
    """
    return next(ahead for ahead in range(readings // 2 + 1, readings + 1) if verdict_of(ahead, readings).sure)


def _sizes(pair: Counted) -> dict[str, str]:
    """Write a difference without its sign, the smaller end first."""
    low, high = (pair.low, pair.high) if pair.mean > 0 else (0.0 - pair.high, 0.0 - pair.low)
    ends = [amount(end, pair.low, pair.high).replace("-", "−") for end in (low, high)]
    return {"size": amount(abs(pair.mean), pair.low, pair.high), "low": ends[0], "high": ends[1]}
