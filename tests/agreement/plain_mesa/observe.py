"""What is written down of a quarter (ODD 8)."""

from __future__ import annotations

import math

from sim.region import FIELD_NAMES

REPORTERS = {
    "quarter": "quarter",
    "transfers_delivered": lambda model: model.history[-1]["transfers_delivered"],
    "active_firms": lambda model: model.history[-1]["active_firms"],
    "open_deals": lambda model: model.history[-1]["open_deals"],
    "queue": lambda model: model.history[-1]["queue"],
    "programme_cost": lambda model: model.history[-1]["programme_cost"],
}


def lost_to(model) -> dict[str, float]:
    """Charge the deals that died since the policy year to barriers, as the structure has it (ODD 4, blame)."""
    charged = dict.fromkeys((barrier.name for barrier in model.barriers), 0.0)
    for deal in model.deals:
        died = deal.status == "dead" and math.ceil(deal.ended) - 1 >= model.scenario.run.policy_quarter
        if not (died and deal.cause in charged):
            continue
        shut = [name for name in charged if name in deal.shut]
        blame = model.scenario.structure["blame"]
        blamed = {"last_cause": [deal.cause], "first_gate": shut[:1], "shapley": shut}[blame]
        for name in blamed:
            charged[name] += 1.0 / len(blamed)
    return charged


def observe(model) -> None:
    """Write a row of history; take finished deals off the list."""
    living = [one for one in model.organisations if one.alive]
    firms = [one for one in living if one.is_private]
    pairs = [
        (here, there) for here in model.cities for there in model.cities if here.jurisdiction != there.jurisdiction
    ]
    row = {
        "open_deals": sum(deal.open for deal in model.open_deals),
        "active_firms": sum(one.active for one in firms),
        "licensed_firms": sum(one.valid_licence > 0 for one in firms),
        "licensed_class_2": sum(one.valid_licence >= 2 for one in firms),
        "licensed_class_3": sum(one.valid_licence >= 3 for one in firms),
        "anchors": sum(one.anchor for one in living),
        "queue": sum(office.waiting for office in model.offices),
        "started": sum(office.started for office in model.offices),
        "waits": sum(office.waits for office in model.offices),
        "clerks": sum(office.clerks for office in model.offices),
        "fund_spent": model.fund_spent,
        "fund_deadweight": model.fund_deadweight,
        "social_capital": model.social_capital,
        "lent": model.lent,
        "repaid": model.repaid,
        "credit_losses": model.credit_losses,
        "credit_owed": math.fsum(loan.principal for loan in model.loans),
        "programme_cost": model.policy.bill(model),
        "leaks": model.leaks,
        "backlash": model.backlash,
        "exposure": model.exposure,
        "harmonised": sum(model.harmonised) / len(model.harmonised),
        "protection_across": sum(here.protection[there.place] for here, there in pairs) / len(pairs) if pairs else 0.0,
        "agreement_across": sum(here.agreement[there.place] for here, there in pairs) / len(pairs) if pairs else 0.0,
        "mean_expertise": sum(one.expertise[one.field] for one in living) / len(living),
        "arrivals_civil": model.arrivals["civil"],
        "arrivals_military": model.arrivals["military"],
        "entries": model.entries,
        "exits": model.exits,
        "firms": len(firms),
        "founded": model.founded,
        "spin_offs": model.spin_offs,
        "failed": model.failed,
        "foundings_refused": model.foundings_refused,
        "shelf_open": sum(one.open_shelf for one in living),
        "shelf_classified": sum(one.classified_shelf for one in living),
    }
    row.update({f"barrier_{barrier.name}": barrier.intensity for barrier in model.barriers})
    row.update({f"harmonised_{name}": share for name, share in zip(FIELD_NAMES, model.harmonised, strict=True)})
    for office, name in zip(model.offices, model.scenario.region.jurisdictions, strict=True):
        row[f"queue_{name.lower()}"] = office.waiting
        row[f"started_{name.lower()}"] = office.started
        row[f"waits_{name.lower()}"] = office.waits
    row["transfers_delivered"] = sum(deal.status == "delivered" for deal in model.open_deals)
    model.history.append(row)
    model.open_deals = [deal for deal in model.open_deals if deal.open]
