"""What an organisation answers when it is asked about a deal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an organisation would answer to a deal now.

    Attributes:
        accepted: whether value, room and place would let it accept; chance may still turn it away.
        gain_million_yuan: perceived, discounted value.
        hurdle_million_yuan: what the gain must exceed.
        chance_of_consideration: chance that it is not turned away as an outsider or by a rival city, 0..1.
        why: the reason in words.
    """

    accepted: bool
    gain_million_yuan: float
    hurdle_million_yuan: float
    chance_of_consideration: float
    why: str
