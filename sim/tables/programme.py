"""Policy as numbers: levers, what they move, changes from outside, and what the levers' bill reads."""

from __future__ import annotations

from sim.tables.column import Int8, Int16, Int32, TableRow, column


class LeverRow(TableRow, table="levers"):
    """One lever, in force or not."""

    strength: float = column("strength that the scenario gives it", "0..1")
    fixed_cost: float = column("cost at full strength", "million yuan a year")
    variable_cost: float = column("cost per unit of what is metered", "million yuan")
    now: float = column("strength x ramp in this quarter", "0..1")
    start_quarter: Int32 = column("when it starts", "quarter")
    ramp_quarters: Int32 = column("time from start to full effect", "quarters")
    logistic: bool = column("its ramp is logistic, else linear")


class MoveRow(TableRow, table="moves"):
    """One setting that a lever moves."""

    amount: float = column("how far at full strength")
    lever: Int16 = column("row of the lever")
    target: Int16 = column("index of the setting")
    how: Int8 = column("reduce, raise, add or approach")


class ShockRow(TableRow, table="shocks"):
    """One change from outside."""

    value: float = column("value from then on")
    quarter: Int32 = column("when it comes", "quarter")
    target: Int16 = column("index of the setting")


class MeterRow(TableRow, table="meters"):
    """What the levers' bill reads, in one row; reset every quarter."""

    reviews: float = column("decisions of clearance offices this quarter other than licences")
    ladder_value: float = column("value of supplies delivered this quarter", "million yuan")
    fund_spent: float = column("spent by the public fund", "million yuan")
    tax_forgone: float = column("tax that relief of the gap forgoes this quarter", "million yuan")
    interest_forgone: float = column("interest that relief of the gap pays on this quarter's loans", "million yuan")
    land_forgone: float = column("price of land that relief of the gap forgoes this quarter", "million yuan")
    channel_losses: float = column("lost this quarter of bills, bonds and equity that levers add", "million yuan")
    guaranteed_credit: float = column("bank credit of disadvantaged payers", "million yuan")
    research_base: float = column("own R&D of all organisations this quarter", "million yuan")
    subsidy_share: float = column("R&D subsidy that levers add, over own R&D", "share")
    clerks_added: float = column("clerks that levers add")
    fund_added: float = column("fund that levers add", "million yuan")
    fund_spent_on_added: float = column("the added fund's share of the money spent", "million yuan")
    bases: float = column("demonstration bases, weighted by how far the programme is in force")
    anchors_added: float = column("lead enterprises that a programme adds")
    laboratories_added: float = column("state key laboratories that levers add")
    listed: float = column("technologies listed in the catalogue of transfer this quarter")
    procurement_added: float = column(
        "ordered this quarter beyond what buyers have without major projects", "million yuan"
    )
    talent_gained: float = column("organisations to which people brought expertise this quarter")
