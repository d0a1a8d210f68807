"""Runs and studies whose names are hard to draw: long, Chinese, marked up, and close to one another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.answer import Answer, answer_of
from sim.barriers import BARRIERS
from sim.dates import Calendar
from sim.engine.frames import NUMBERS
from sim.report import figures
from sim.statistics import pair_verdicts
from sim.store import Arm, Plan
from sim.tables import HistoryRow

TOTAL = "transfers_delivered"
MARKUP = r"$\frac{1$ & <b> _x_ ^"
CHINESE = "德阳经济技术开发区与绵阳科技城新区协同创新示范基地"
LONG = "reform_package_with_declassification_and_twice_the_clerks_at_every_office"
NAMES = ("baseline", LONG, CHINESE, MARKUP, "openness", f"{LONG}_later", "_hidden", "finance_led")


def spread(middle: np.ndarray, name: str, low: str = "low", high: str = "high") -> dict[str, np.ndarray]:
    return {name: middle, low: middle - 0.5, high: middle + 0.5}


def study(count: int, *only: str) -> dict[str, Figure]:
    """Draw the figures of a study, or those named, with this many arms or factors whose names are hard to place."""
    arms = list(NAMES[:count]) if count > 1 else [LONG]
    keys = [f"levers.{arm}.strength" for arm in arms]
    wave = np.cos(np.arange(count)) * 100
    near = np.linspace(50.0, 50.2, count)
    barriers = [barrier.name for barrier in BARRIERS]
    tables = pd.concat(
        pd.DataFrame({"table": table, "barrier": barriers, **spread(np.linspace(0.1, 9, len(barriers)), "value"),
                      "unit": unit, "rank": np.roll(np.arange(len(barriers)) + 1, 2)})
        for table, unit in (("proximate deaths", "share of deaths, military to civil"),
                            ("removal, all others present", "deals"), ("removal, all others absent", "deals"),
                            ("Shapley value", "deals"))
    )  # fmt: skip
    differences = pd.DataFrame({"arm": arms, "outcome": TOTAL, **spread(wave * 1000, "difference")})
    pairs = list(combinations(keys, 2)) or [(keys[0], f"levers.{CHINESE}.strength")]
    interactions = pd.DataFrame(pairs, columns=["first", "second"])
    interactions = interactions.assign(**spread(np.linspace(-1, 1, len(pairs)), "log_ratio"), chance=0.01)
    sobol = pd.DataFrame({"factor": keys, **spread(near / 99, "first", "first_low", "first_high"),
                          **spread(near / 90, "total", "total_low", "total_high"), "seed_share": 0.2})  # fmt: skip
    morris = pd.DataFrame({"factor": keys, **spread(near, "mu_star", "mu_star_low", "mu_star_high"),
                           **spread(near, "sigma", "sigma_low", "sigma_high")})  # fmt: skip
    rising = spread(near[:1] * [1, 2, 3], "difference")
    doses = pd.concat(pd.DataFrame({"factor": key, "level": [0.0, 0.5, 1.0], **rising}) for key in keys)
    grid = pd.DataFrame({"horizontal": [0, 0, 1, 1], "vertical": [0, 1, 0, 1], "mean": [1e6, 2e6, 3e6, 5e6]})
    costs = pd.DataFrame({"arm": arms, **spread(near, "gain", "gain_low", "gain_high"),
                          **spread(near * 100, "cost", "cost_low", "cost_high"), "on_front": True,
                          "on_front_in": 16, "readings": 32})  # fmt: skip
    counts = pair_verdicts(np.random.default_rng(1).normal(size=(count, 32)) + np.arange(count)[:, None] / 3, arms)
    answer, gains = answer_of_readings(arms)
    steps = pd.DataFrame({"replications": [2, 3, 4], **spread(np.array([1e6, 2e6, 3e6]), "difference"),
                          "relative_half_width": [np.inf, 0.2, 0.04]})  # fmt: skip
    found = pd.DataFrame({"box": 1, "factor": keys, "low": 0.2, "high": 0.21, "range_low": 0.0, "range_high": 1.0,
                          "coverage": 0.5, "density": 0.9, "density_low": 0.8, "density_high": 0.95, "base_rate": 0.3,
                          "n": 40})  # fmt: skip
    endings = pd.DataFrame([(arm, cause, 0.123) for arm in arms for cause in (*barriers, "attrition", "low_value")],
                           columns=["arm", "cause", "share"])  # fmt: skip
    measures = ("transfers_delivered", "mean_wait", "licensed_firms", "harmonised")
    course = {"year": [2019, 2020, 2021], **spread(np.ones(3) * 1e5, "mean")}
    courses = pd.concat(pd.DataFrame({"arm": arm, "measure": one, **course}) for arm in arms for one in measures)
    drawers: dict[str, Callable[[], Figure]] = {
        "answer": lambda: figures.draw_answer(answer, gains),
        "barrier_tables": lambda: figures.draw_barrier_tables(tables, "transfers_military_to_civil"),
        "forest": lambda: figures.draw_forest(differences, TOTAL, LONG),
        "interaction_matrix": lambda: figures.draw_interaction_matrix(interactions, TOTAL),
        "sobol": lambda: figures.draw_sobol(sobol, TOTAL),
        "morris": lambda: figures.draw_morris(morris, TOTAL),
        "dose_response": lambda: figures.draw_dose_response(doses, TOTAL),
        "surface": lambda: figures.draw_surface(grid, keys[0], keys[-1], TOTAL),
        "cost_plane": lambda: figures.draw_cost_plane(costs, "transfers_university_to_military"),
        "who_beats_whom": lambda: figures.draw_who_beats_whom(counts, "programme_cost_million_yuan"),
        "convergence": lambda: figures.draw_convergence(steps, LONG, TOTAL),
        "endings": lambda: figures.draw_endings(endings),
        "over_time": lambda: figures.draw_over_time(courses, 2020),
        "discovered_boxes": lambda: figures.draw_discovered_boxes(
            found, f"more than 100 deals in {CHINESE} and {LONG}"
        ),
    }
    return {name: drawers[name]() for name in only or drawers}


def answer_of_readings(arms: list[str], number: int = 32) -> tuple[Answer, dict[str, np.ndarray]]:
    """Return what readings say of arms whose effects lie close together, and the effects of each; the last is a thought
    experiment if there are more than three.
    """
    worlds = [Arm(arm, {}, tuple(f"{arm}-{draw}" for draw in range(number))) for arm in arms]
    random = np.random.default_rng(3)
    readings = [{"barriers.secrecy": float(value)} for value in random.uniform(0.2, 0.9, number)]
    twins = min(8, number)
    about = {"draw_seeds": "own", "readings": {"number": number, "twins": twins, "forms": 1},
             "thought": arms[-1:] if len(arms) > 3 else []}  # fmt: skip
    plan = Plan("compare", "m" * 64, worlds, readings, 1, about)
    frame, second = plan.frame().astype({"arm": str}), plan.frame(twins=True).astype({"arm": str})
    for table in (frame, second):
        place = table["arm"].map({arm: index for index, arm in enumerate(arms)})
        table[TOTAL] = 1e5 + 900.0 * place + random.normal(0, 2000, len(table)) * (1 + place)
        table["programme_cost_million_yuan"] = 12_345.6 * place
        table["leaks"], table["mean_office_wait_quarters"] = 2.0 * place, 3.0 - place
    values = frame.pivot(index="draw", columns="arm", values=TOTAL)
    gains = {arm: (values[arm] - values[arms[0]]).to_numpy() for arm in arms}
    return answer_of(plan, frame, second, TOTAL), gains


def of_a_run(frame: pd.DataFrame) -> pd.DataFrame:
    """Add what a run's deals or history have beside, so that a figure may read any column: zeros, and small numbers."""
    deals = "direction" in frame
    others = [name for name in (NUMBERS if deals else HistoryRow.columns) if name not in frame]
    values = np.zeros(len(frame)) if deals else np.arange(len(frame)) % 3
    return frame.assign(**dict.fromkeys(others, values))


class HardToPlace:
    """A run of sixty quarters whose cities lie close together and have long, Chinese and marked-up names."""

    def __init__(self, count: int = 8, quarters: int = 60) -> None:
        self.quarters = quarters
        run = SimpleNamespace(policy_quarter=20, calendar=Calendar(2015, 2020), quarters=quarters)
        self.inputs = SimpleNamespace(run=run, levers={}, title=f"{CHINESE}: {LONG.replace('_', ' ')}, {MARKUP}")
        self.run_seed = 7
        names = (CHINESE, MARKUP, "Chengdu Tianfu New Area", "_Left", "Deyang", "Mianyang", "Ziyang", "Meishan")
        cities = tuple(
            SimpleNamespace(key=f"c{place}", name=name, name_zh=name, jurisdiction=("_Sichuan", CHINESE)[place % 2],
                            longitude=104 + place / 40, latitude=30 + place % 3 / 40)
            for place, name in enumerate(names[:count])
        )  # fmt: skip
        self.region = SimpleNamespace(cities=cities, jurisdictions=("_Sichuan", CHINESE))

    def deals(self) -> pd.DataFrame:
        ways = ("military_to_civil", "civil_to_military", "university_to_military", "university_to_civil")
        stages = ("search", "match", "access", "standards", "finance", "absorption")
        causes = [barrier.name for barrier in BARRIERS]
        cities, barriers = len(self.region.cities), len(causes)
        rows = [
            (ways[n % 4], ("delivered", "dead")[n % 3 > 0], stages[n // 7 % 6], causes[n // 42 % barriers],
             f"c{n % cities}", f"c{n // 3 % cities}", n % 3 + 1, 20.0, 20.0 + n % (self.quarters - 20))
            for n in range(4000)
        ]  # fmt: skip
        columns = ["direction", "status", "stage", "cause", "source_city", "recipient_city", "rung", "opened", "ended"]
        return of_a_run(pd.DataFrame(rows, columns=columns))

    def history(self) -> pd.DataFrame:
        quarters = np.arange(self.quarters)
        series = {f"transfers_{way}": quarters * 1000 for way in ("civil_to_military", "university_to_civil")}
        more = {"transfers_delivered": quarters, "queue": quarters * 1e5, "mean_wait": quarters / 10}
        return of_a_run(pd.DataFrame(series | more, index=pd.Index(quarters, name="quarter")))
