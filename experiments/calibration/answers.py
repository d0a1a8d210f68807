"""Which answers survive not knowing the parameters? The first and the sixth question, over draws of the posterior.

`python -m experiments.calibration.answers`, after

    sim sweep experiments/interactions
    sim sweep experiments/q01_binding_barrier --set parameters_from=posterior --set draws.number=12 \\
        --set draws.seeds=own --set replications=1 --out results/q01-posterior
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.analysis import complete, cost_effectiveness, shapley, side_by_side, three_tables
from sim.barriers import BARRIERS
from sim.store import Results

TOTAL, PAIR = "transfers_delivered", ["draw", "seed"]
DIRECTIONS = (TOTAL, "transfers_civil_to_military", "transfers_military_to_civil")
FOUR = ("equal_treatment", "tech_credit_guarantee", "rd_subsidy", "fund_pool")
COST = "programme_cost_million_yuan"


def read(folder: str) -> pd.DataFrame:
    """Return the runs of every pair of draw and seed that all arms have."""
    runs, _ = complete(Results(Path("results") / folder).frame(ok_only=True))
    return runs.astype({"arm": str})


def places(values: pd.DataFrame) -> str:
    """Return by column the share of rows in which it comes first, second, ...: largest first."""
    ranks = (-values).rank(axis=1, method="first")
    order = ranks.mean().sort_values().index
    lines = [f"    {'':28s}" + "".join(f"{place:>7d}." for place in range(1, len(order) + 1)) + "   mean"]
    for name in order:
        shares = [(ranks[name] == place).mean() for place in range(1, len(order) + 1)]
        lines.append(f"    {name:28s}" + "".join(f"{share:8.0%}" for share in shares) + f"{values[name].mean():10.1f}")
    return "\n".join(lines)


def by_pair(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return an outcome by pair of draw and seed (row) and arm (column)."""
    return runs.pivot(index=PAIR, columns="arm", values=outcome)


def binding_by_removal(runs: pd.DataFrame) -> None:
    """Rank the barriers by what each one's removal brings, and by what deals die of."""
    for outcome in DIRECTIONS:
        wide = by_pair(runs, outcome)
        gains = pd.DataFrame({one.name: wide[f"without_{one.name}"] - wide["baseline"] for one in BARRIERS})
        print(f"  {outcome}: share of draws in which the removal of each barrier comes first, second, ...")
        print(places(gains))
    dead = runs[runs["arm"] == "baseline"].set_index(PAIR)[[f"deaths_by_{one.name}" for one in BARRIERS]]
    print("  deaths by each barrier")
    print(places(dead.rename(columns=lambda name: name.removeprefix("deaths_by_"))))


def binding_by_shapley(runs: pd.DataFrame) -> None:
    """Rank the barriers by their Shapley values, over all and draw by draw."""
    for outcome in DIRECTIONS:
        wide = side_by_side(three_tables(runs, outcome))
        print(f"  {outcome}: Shapley values with 95 % intervals over draws and seeds")
        for _, row in wide.iterrows():
            dead = f"by deaths {row['deaths_rank']}, " if "deaths_rank" in row else ""
            print(
                f"    {row['barrier']:28s} {row['shapley']:+8.0f} [{row['shapley_low']:+8.0f}, "
                f"{row['shapley_high']:+8.0f}]   rank {dead}by removal {row['removal_rank']}"
            )
        own = {
            pair: shapley(part, [outcome], change="removing").set_index("factor")["value"]
            for pair, part in runs.groupby(PAIR)
        }
        print(places(pd.DataFrame(own).T.rename(columns=lambda name: str(name).split(".")[-1])))


def one_yuan(runs: pd.DataFrame) -> None:
    """Rank four programmes, each at full strength, by deliveries per yuan."""
    some = pd.concat([runs[runs["arm"] == arm] for arm in ("baseline", *FOUR)], ignore_index=True)
    for row in cost_effectiveness(some, TOTAL).iloc[1:].itertuples():
        print(
            f"    {row.arm:24s} {row.gain:+8.1f} [{row.gain_low:+8.1f}, {row.gain_high:+8.1f}] deliveries at "
            f"{row.cost:8.0f} million yuan; one more costs {row.cost_per_unit:8.2f} [{row.low:8.2f}, {row.high:8.2f}]"
        )
    more, cost = by_pair(runs, TOTAL), by_pair(runs, COST)
    per = {arm: 1000 * (more[arm] - more["baseline"]) / (cost[arm] - cost["baseline"]) for arm in FOUR}
    print("  deliveries per bn yuan: share of draws by place")
    print(places(pd.DataFrame(per)))


def main() -> None:
    """Print both answers."""
    runs = read("interactions")
    print(f"Which barrier binds? Removals one by one, {len(runs[PAIR].drop_duplicates())} pairs of draw and seed")
    binding_by_removal(runs)
    print("One yuan, each programme at full strength")
    one_yuan(runs)
    full = read("q01-posterior") if Path("results/q01-posterior").is_dir() else runs[:0]
    if len(full):
        print(f"Which barrier binds? All 32 combinations, {len(full[PAIR].drop_duplicates())} pairs of draw and seed")
        binding_by_shapley(full)


if __name__ == "__main__":
    main()
