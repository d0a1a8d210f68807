"""Everybody learns what its options bring: one ledger each, and one rule of choice (ODD N1)."""

from __future__ import annotations

OPTIONS = ("away", "home")


class Ledger:
    """What the two options of one owner have cost and brought."""

    def __init__(self) -> None:
        self.put_in = dict.fromkeys(OPTIONS, 0.0)
        self.got_out = dict.fromkeys(OPTIONS, 0.0)

    def fade(self, part: float) -> None:
        """Forget a part of everything."""
        for option in OPTIONS:
            self.put_in[option] *= 1.0 - part
            self.got_out[option] *= 1.0 - part

    def perceived(self, option: str, peers: dict[str, float], weight: float) -> float:
        """Say what an option returns, as its owner sees it."""
        return mixed(self.put_in[option], self.got_out[option], peers[option], weight)

    def share_away(self, habit: float, sharpness: float, peers: dict[str, float], weight: float) -> float:
        """Say which share of its owner's choice goes away."""
        pulls = {
            option: usual * min(1e9, max(1e-9, self.perceived(option, peers, weight))) ** sharpness
            for option, usual in (("away", habit), ("home", 1.0 - habit))
        }
        return pulls["away"] / sum(pulls.values())


def sharpness(own: float, settings) -> float:
    """Say how sharply is chosen, as the structure has it."""
    return {"reinforced": own, "fixed": 0.0, "best_reply": 8.0}[settings.choice]


def mixed(put_in: float, got_out: float, prior: float, weight: float) -> float:
    """Mix a record with what is believed without one."""
    return (got_out + weight * prior) / (put_in + weight) if put_in + weight > 0.0 else prior


def common(ledgers: list[Ledger], weight: float) -> dict[str, float]:
    """Say what each option has returned to some owners together."""
    return {
        option: mixed(
            sum(one.put_in[option] for one in ledgers), sum(one.got_out[option] for one in ledgers), 1.0, weight
        )
        for option in OPTIONS
    }
