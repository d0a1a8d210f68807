"""Firms and cities choose by one rule: options that have paid, for oneself and for one's peers, are taken more often.

Luce's rule of choice on experienced returns (Luce 1959), which at sharpness 1 is matching (Herrnstein 1961) and learns
by reinforcement (Roth & Erev 1995). The own record is shrunk towards that of peers, so that who has tried little
imitates; with peers alone it is the diffusion of Bass (1969). ODD, the ledger.
"""

from __future__ import annotations

from sim.elementary import power
from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch

LEAST_RETURN, LARGEST_RETURN = 1e-9, 1e9  # guards: a return below or above cannot be told from these
QUARTERS_A_YEAR = 4.0  # in which settings that say "a year" are meant, whatever `year_length` is


class ChoiceSettings(Settings):
    """How experience is kept, and how much that of others counts."""

    prior_weight: float = number(
        "weight of peers' return against the own, in years of what the option costs at least",
        "years",
        1.5,
        (0.5, 4.0),
        allowed=(0.0, 1000.0),
        source="after Roth & Erev 1995: initial propensities",
    )
    ledger_fade: float = share(
        "part of a ledger forgotten", 0.04, (0.02, 0.1), source="per quarter: half is forgotten in four years"
    )
    choice: int = switch(
        "how firms choose to take part, and cities whether to sign",
        {
            "reinforced": "as the options have paid, as sharply as each kind is set to",
            "fixed": "by habit alone, whatever has paid",
            "best_reply": "as good as always the option that has paid better",
        },
        source="people and organisations match returns more often than they maximise (Herrnstein 1961)",
    )


FIXED = number_of(ChoiceSettings.choice, "fixed")
BEST_REPLY = number_of(ChoiceSettings.choice, "best_reply")
SHARPEST = 8.0  # as good as best: an option that returns a tenth more is chosen twice as often, half more 26 times


@rule
def kept(amount: float, settings: ChoiceSettings) -> float:
    """What is left of an entry of a ledger after a quarter."""
    return amount * (1.0 - settings.ledger_fade)


@rule
def prior(outlay: float, settings: ChoiceSettings) -> float:
    """Weight of peers' return, in the unit of what is put in.

    Args:
        outlay: what the option costs a quarter, or at a time, at least; million yuan.
    """
    return QUARTERS_A_YEAR * settings.prior_weight * outlay


@rule
def perceived_return(put_in: float, got_out: float, peers: float, weight: float) -> float:
    """Return of an option, got out per put in: the own record shrunk to the return of peers.

    Args:
        put_in, got_out: the own record, in one unit each.
        peers: what the option returns to peers.
        weight: how much of `put_in` their record counts for.
    """
    total = put_in + weight
    return (got_out + weight * peers) / total if total > 0.0 else peers


@rule
def sharpness_in_force(own: float, settings: ChoiceSettings) -> float:
    """How strongly a choice follows return, as the structure has it; `own` is the setting of the kind that chooses."""
    if settings.choice == FIXED:
        return 0.0
    return SHARPEST if settings.choice == BEST_REPLY else own


@rule
def pull(habit: float, perceived: float, sharpness: float) -> float:
    """Weight of an option in a choice.

    Args:
        habit: share that it would have if all options returned alike.
        perceived: its return.
        sharpness: how strongly choice follows return: 0 not at all, 1 in proportion.
    """
    return habit * power(min(LARGEST_RETURN, max(LEAST_RETURN, perceived)), sharpness)


@rule
def share_away(habit: float, away: float, home: float, sharpness: float) -> float:
    """Share of a choice that goes away and not home, 0..1; a yearly split, or the chance of a single decision.

    Args:
        habit: that share if both returned alike.
        away, home: perceived returns.
    """
    one, other = pull(habit, away, sharpness), pull(1.0 - habit, home, sharpness)
    return one / (one + other)
