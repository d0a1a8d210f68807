"""Firms learn what taking part brings: one ledger each, and one rule of choice (ODD N1)."""

from __future__ import annotations


class Ledger:
    """What something has cost its owner and brought."""

    def __init__(self) -> None:
        self.put_in = 0.0
        self.got_out = 0.0

    def fade(self, part: float) -> None:
        """Forget a part of everything."""
        self.put_in *= 1.0 - part
        self.got_out *= 1.0 - part

    def perceived(self, peers: float, weight: float) -> float:
        """Say what it returns, as its owner sees it."""
        return mixed(self.put_in, self.got_out, peers, weight)


def share_away(habit: float, away: float, home: float, sharp: float) -> float:
    """Say which share of a choice goes to what returns `away`, not to what returns `home`."""
    one, other = (usual * min(1e9, max(1e-9, seen)) ** sharp for usual, seen in ((habit, away), (1.0 - habit, home)))
    return one / (one + other)


def sharpness(own: float, settings) -> float:
    """Say how sharply is chosen, as the structure has it."""
    return {"reinforced": own, "fixed": 0.0, "best_reply": 8.0}[settings.choice]


def mixed(put_in: float, got_out: float, prior: float, weight: float) -> float:
    """Mix a record with what is believed without one."""
    return (got_out + weight * prior) / (put_in + weight) if put_in + weight > 0.0 else prior


def common(ledgers: list[Ledger], weight: float) -> float:
    """Say what it has returned to some owners together."""
    return mixed(sum(one.put_in for one in ledgers), sum(one.got_out for one in ledgers), 1.0, weight)
