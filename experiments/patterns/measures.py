"""One function per pattern: from a finished run to the number that the pattern speaks of."""

from __future__ import annotations

import math

import numpy as np

from experiments.patterns import validation_only
from experiments.patterns.finished import Finished, end_of, flows
from experiments.patterns.published import published
from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS
from sim.tables import FIRST_BARRIER, HISTORY_BY_CITY, PROTECTION, SIMILARITY, Money, Side, Status
from sim.world.population import counts

RECOGNISED = "P9 firms of Mianyang, 2011 to 2016"
NAMED_OBSTACLES = ("standards_mismatch", "secrecy", "market_separation")


def network(model: Finished) -> dict[str, float]:
    """Measure P1, P2 and P3: who co-operates with whom, by city."""
    table = flows(model)
    cores = [place for place, city in enumerate(model.region.cities) if city.tier == "core"]
    upper = np.triu_indices(len(table), 1)
    pairs = table[upper]
    between = pairs.sum()
    with_core = np.isin(upper[0], cores) | np.isin(upper[1], cores)
    both = np.isin(upper[0], cores) & np.isin(upper[1], cores)
    deals = model.record().deals
    matched = deals[deals["matched"] >= model.inputs.run.policy_quarter]
    return {
        "P1 core share": float(pairs[with_core].sum() / between),
        "P1 rank of the two cores": float(1 + (pairs > pairs[both].max()).sum()),
        "P2 across jurisdictions": float(matched["jurisdictions_differ"].mean()),
        "P2 density at 5 deals": float((pairs >= 5).mean()),
        "P3 same city": float(np.trace(table) / table.sum()),
    }


def activity(model: Finished) -> dict[str, float]:
    """Measure P4: matched offers per university over those per enterprise, of which as many live at any time."""
    deals, organisations = model.record().deals, model.record().organisations
    matched = deals[deals["matched"] >= 0]
    research = [code for code, kind in enumerate(KINDS) if "universities" in kind.performer]
    offered = np.bincount(matched["source"], minlength=len(organisations))
    is_research = np.isin(organisations["kind"], research)
    living = organisations["alive"]
    a_university, an_enterprise = (offered[who].sum() / (living & who).sum() for who in (is_research, ~is_research))
    return {"P4 universities over enterprises": float(a_university / an_enterprise)}


def deaths(model: Finished) -> dict[str, float]:
    """Measure P5: the share of deaths of each barrier, and whether the three named obstacles lead."""
    deals = model.record().deals
    dead = deals[(deals["status"] == Status.DEAD) & (deals["ended"] > model.inputs.run.policy_quarter)]
    share = {
        barrier.name: float((dead["cause"] == FIRST_BARRIER + place).mean()) for place, barrier in enumerate(BARRIERS)
    }
    others = [value for name, value in share.items() if name not in NAMED_OBSTACLES]
    lowest = min(share[name] for name in NAMED_OBSTACLES)
    return {"P5 lowest of the three named": lowest, "P5 lead over the other two": lowest - max(others)}


def conversion(model: Finished) -> dict[str, float]:
    """Measure P6, P7 and P13: deliveries over what arrived and over what was matched."""
    deals, history = model.record().deals, model.record().history
    start = model.inputs.run.policy_quarter
    done = deals[(deals["status"] == Status.DELIVERED) & (deals["ended"] >= start)]
    shelf = {side: [p for p, d in enumerate(DIRECTIONS) if d.needs_shelf and _side(d.source) == side] for side in Side}
    arrived = {
        Side.CIVIL: history["arrivals_civil"][start:].sum(),
        Side.MILITARY: history["arrivals_military"][start:].sum(),
    }
    rate = {side: float(np.isin(done["direction"], shelf[side]).sum() / max(1.0, arrived[side])) for side in Side}
    matched = deals[deals["matched"] >= start]
    return {
        "P6 military technologies in use": rate[Side.MILITARY],
        "P7 university technologies in use": rate[Side.CIVIL],
        "P7 universities below military": rate[Side.MILITARY] - rate[Side.CIVIL],
        "P13 delivered of matched": len(done) / len(matched) if len(matched) else math.nan,
    }


def growth(model: Finished) -> dict[str, float]:
    """Measure P8: growth of licensed firms from the end of 2010 to the end of 2015."""
    licensed = model.record().history["licensed_firms"]
    before, after = (licensed[end_of(model, date)] for date in ("2010 Q4", "2015 Q4"))
    return {"P8 growth of licensed firms": float(after / before - 1.0)}


def participation(model: Finished) -> dict[str, float]:
    """Measure P9: how many times more firms of Mianyang take part, between the dates of either published count."""
    place = [city.key for city in model.region.cities].index("mianyang")
    active = model.world.history_by_city[:, place, HISTORY_BY_CITY.index("active_firms")]
    first, third, last = (active[end_of(model, date)] for date in ("2011 Q4", "2015 Q3", "2016 Q4"))
    return {"P9 firms of Mianyang, 2011 to 2015": float(third / first), RECOGNISED: float(last / first)}


def value(model: Finished) -> dict[str, float]:
    """Measure V13: the part of all delivered value that the tenth with the most of it holds."""
    deals = model.record().deals
    done = deals[(deals["status"] == Status.DELIVERED) & (deals["ended"] >= model.inputs.run.policy_quarter)]
    worth = np.sort(done["value"])[::-1]
    held = worth[: len(worth) // 10].sum() / worth.sum() if len(worth) >= 10 else math.nan
    return {"V13 value held by the top tenth": float(held)}


def ladder(model: Finished) -> dict[str, float]:
    """Measure P11: rungs of delivered supplies, and whether the mean rung rises."""
    deals = model.record().deals
    climbs = [place for place, direction in enumerate(DIRECTIONS) if direction.climbs]
    start, end = model.inputs.run.policy_quarter, model.inputs.run.quarters
    done = deals[
        (deals["status"] == Status.DELIVERED) & np.isin(deals["direction"], climbs) & (deals["ended"] >= start)
    ]
    late = done["ended"] >= (start + end) / 2
    share = [float((done["rung"] == rung).mean()) for rung in (1, 2, 3)]
    return {
        "P11 parts": share[0],
        "P11 complete machines": share[2],
        "P11 order of the rungs": min(share[0] - share[1], share[1] - share[2]),
        "P11 mean rung rises": float(done["rung"][late].mean() - done["rung"][~late].mean()),
    }


def offices(model: Finished) -> dict[str, float]:
    """Measure P12: mean wait at the clearance offices."""
    history = model.record().history[model.inputs.run.policy_quarter :]
    return {"P12 mean wait": float(history["waits"].sum() / max(1.0, history["started"].sum()))}


def fund(model: Finished) -> dict[str, float]:
    """Measure P14: fund money that went to payers who could have paid themselves."""
    history = model.record().history[model.inputs.run.policy_quarter :]
    return {"P14 deadweight share": float(history["fund_deadweight"].sum() / max(1e-9, history["fund_spent"].sum()))}


def rivalry(model: Finished) -> dict[str, float]:
    """Measure P20: similarity of the two cores and the protection between them, as ranks among pairs."""
    cores = [place for place, city in enumerate(model.region.cities) if city.tier == "core"][:2]
    jurisdiction = model.world.cities["jurisdiction"]
    upper = np.triu_indices(len(jurisdiction), 1)
    similarity = model.world.city_pair[SIMILARITY]
    protection = model.world.city_pair[PROTECTION] + model.world.city_pair[PROTECTION].T
    across = jurisdiction[upper[0]] != jurisdiction[upper[1]]
    own = protection[cores[0], cores[1]]
    return {
        "P20 similarity, rank of pairs": float((similarity[upper] > similarity[cores[0], cores[1]]).mean()),
        "P20 protection, rank across": float((protection[upper][across] > own).mean()),
    }


def inputs(model: Finished) -> dict[str, float]:
    """Measure P15 and P16: R&D of the circle, and the part of research organisations by jurisdiction."""
    at_start = int(counts(model.region, model.inputs.population).sum())
    organisations = model.record().organisations[:at_start]
    research = organisations["research_million_yuan"]
    of_institutes = np.isin(organisations["kind"], [c for c, k in enumerate(KINDS) if "universities" in k.performer])
    result = {"P15 R&D of the circle": math.fsum(research) / 1000.0}
    for place, name in enumerate(model.region.jurisdictions):
        here = organisations["jurisdiction"] == place
        result[f"P16 institutes and universities, {name}"] = float(
            research[here & of_institutes].sum() / research[here].sum()
        )
    return {**result, **published(model.region)}


def credit(model: Finished) -> dict[str, float]:
    """Measure P21: bank credit outstanding in Sichuan and who owes it, at the end of the first quarter of 2016.

    What a bank lends for a deal, capital included, is owed for loan_quarters. A private firm's own offers are those of
    the sample, so they count 1 / private_sample times; other deals start from military enterprises and universities,
    who are all in the model.
    """
    deals, organisations = model.record().deals, model.record().organisations
    here = model.region.jurisdictions.index("Sichuan")
    lent = deals[(deals["money"] == Money.BANK) & (organisations["jurisdiction"][deals["payer"]] == here)]
    sampled = np.array([direction.climbs for direction in DIRECTIONS])[lent["direction"]]
    stands_for = np.where(sampled, 1.0 / model.inputs.population.private_sample, 1.0)
    now = end_of(model, "2016 Q1") + 1
    out = (lent["financed"] < now) & (lent["financed"] >= now - model.inputs.parameters["loan_quarters"])
    _, first = np.unique(lent["payer"][out], return_index=True)
    return {
        "P21 bank credit in Sichuan, billion yuan": float((lent["need"] * stands_for)[out].sum()) / 1000.0,
        "P21 borrowers in Sichuan": float(stands_for[out][first].sum()),
    }


def _side(kind: str) -> Side:
    return next(one.side for one in KINDS if one.name == kind)


MEASURES = (
    network,
    activity,
    deaths,
    conversion,
    growth,
    participation,
    value,
    ladder,
    offices,
    fund,
    rivalry,
    credit,
    inputs,
    *validation_only.MEASURES,
)


def measure(model: Finished) -> dict[str, float]:
    """Return every pattern's number of one finished run."""
    return {name: value for one in MEASURES for name, value in one(model).items()}
