"""The calibration uses what it says it uses; its parts find what is known in toys; what it ships came from it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.calibration import (
    carried,
    checks,
    contrasts,
    forms,
    kept,
    numbers,
    posterior,
    prior,
    report,
    runs,
    screen,
    synthetic,
    targets,
)
from experiments.patterns.tolerances import TOLERANCES
from experiments.publish import markdown
from sim import Scenario
from sim.engine import Run
from sim.experiment.reading.draws import SHIPPED
from sim.experiment.reading.readings import ReadingsAsked, ReadingSource
from sim.levers import LEVERS

HERE = Path(prior.__file__).parent
INPUTS, SEEN, LUCK, DOUBT = 6, 3, 0.3, 0.4


def test_no_pattern_kept_for_validation_is_calibrated_to() -> None:
    used = {*targets.SCALE_OF, *targets.ONE_SIDED}
    assert all(TOLERANCES[name][3] for name in used)
    assert {name.split()[0] for name in used} == {"P2", "P6", "P7", "P8", "P11", "P12", "P13", "P14", "V3", "V13"}
    assert not used & set(targets.VALIDATION_ONLY)


def test_every_fact_has_a_discrepancy_and_its_edge_is_three_deviations() -> None:
    assert set(targets.DISCREPANCY) == set(targets.SCALE_OF)
    for end in ("low", "high"):
        row = np.array([[target.of(np.array([getattr(target, end)]))[0] for target in targets.TARGETS]])
        assert np.abs(targets.standardised(row)) == pytest.approx(targets.CUT)
        assert targets.not_ruled_out(row).all(), "with its discrepancy the edge of a fact is not ruled out"
    assert all(target.wide > target.sd for target in targets.TARGETS)


def test_the_prior_and_its_shares_are_each_other_s_inverse() -> None:
    shares = np.linspace(0.02, 0.98, 25)
    for one in prior.numbers():
        assert one.share_below(one.quantile(shares)) == pytest.approx(shares)


def test_a_second_reader_of_a_barrier_lands_one_step_away_about_once_in_twenty_times() -> None:
    for one in prior.barriers():
        values = one.quantile(np.linspace(0.0005, 0.9995, 1000))
        assert values.mean() == pytest.approx(one.code, abs=1e-3)
        assert (np.abs(values - one.code) > prior.STEP).mean() == pytest.approx(0.05, abs=0.02)


def test_the_emulator_learns_a_known_surface_and_says_how_unsure_it_is() -> None:
    pytest.importorskip("sklearn")
    from experiments.calibration.emulator import Emulator, quality

    random = np.random.default_rng(0)
    points = random.random((160, 3))
    true = np.column_stack([np.sin(4 * points[:, 0]) + points[:, 1], points[:, 1] * points[:, 2]])
    seen = true + 0.02 * random.normal(size=true.shape)
    emulator = Emulator.of(points[:120], seen[:120])
    assert (quality(emulator.mean(points[120:]), true[120:]) > 0.98).all()
    far = np.full((1, 3), 3.0)
    assert (emulator.variance(far) > 10 * emulator.variance(points[:1])).all()


# --- draws of the posterior, on a toy whose posterior is known by hand


class Toy:
    """Statistics are straight lines in the first inputs, bent a little, and luck; the other inputs do nothing."""

    def __init__(self, seed: int, luck: float = LUCK) -> None:
        self.random, self.luck, self.count = np.random.default_rng(seed), luck, 0

    def __call__(self, unit: np.ndarray, wave: int) -> np.ndarray:
        self.count += len(unit)
        straight = 2.0 * unit[:, :SEEN] - 1.0
        return straight + BEND * straight**2 + self.luck * self.random.normal(size=(len(unit), SEEN))


FACTS, WIDTHS, BEND = np.array([0.4, -0.3, 0.1]), np.full(SEEN, DOUBT), 0.2


def by_hand(fact: float, noise: float) -> tuple[float, float]:
    """Return the mean and the standard deviation of an input of the toy, given one fact, on a fine grid."""
    unit = (np.arange(20_000) + 0.5) / 20_000
    straight = 2.0 * unit - 1.0
    weight = stats.norm.pdf(fact, straight + BEND * straight**2, noise)
    mean = np.average(unit, weights=weight)
    return float(mean), float(np.sqrt(np.average((unit - mean) ** 2, weights=weight)))


def found_in_toy(budget: int, seed: int = 1) -> tuple[synthetic.Population, Toy]:
    toy, first = Toy(seed), synthetic.from_prior(INPUTS, 600, seed)
    return synthetic.posterior(toy, first, toy(first, 0), FACTS, WIDTHS, 1000, budget, seed), toy


def test_draws_are_those_of_the_posterior_with_the_luck_of_a_run_and_the_discrepancy() -> None:
    found, toy = found_in_toy(2_600)
    assert toy.count == found.waves[-1].runs == 2_600
    noise = float(np.hypot(LUCK, DOUBT))
    for place, fact in enumerate(FACTS):
        mean, deviation = by_hand(fact, noise)
        assert found.at[:, place].mean() == pytest.approx(mean, abs=0.02)
        assert found.at[:, place].std() == pytest.approx(deviation, rel=0.12)
    assert found.at[:, SEEN:].mean(axis=0) == pytest.approx(0.5, abs=0.05)
    assert found.at[:, SEEN:].std(axis=0) == pytest.approx(np.sqrt(1.0 / 12.0), abs=0.03), "no fact speaks of these"


def test_each_draw_has_a_run_of_its_own_and_no_wave_goes_beyond_the_budget() -> None:
    found, toy = found_in_toy(2_900)
    assert toy.count == 2_600
    assert found.run.tolist() == list(range(1_600, 2_600))


def test_a_polynomial_says_what_it_leaves_over_on_runs_that_it_was_not_fitted_to() -> None:
    toy, unit = Toy(2), synthetic.from_prior(INPUTS, 1_500, 2)
    polynomial = synthetic.Polynomial.of(unit, toy(unit, 0))
    assert np.sqrt(np.diag(polynomial.left)) == pytest.approx(LUCK, rel=0.08)
    assert polynomial.left[0, 1] == pytest.approx(0.0, abs=0.1 * LUCK**2)
    quiet = Toy(3, luck=0.0)(unit, 0)
    assert np.sqrt(((polynomial.mean(unit) - quiet) ** 2).mean()) < 0.2 * LUCK


def test_a_polynomial_bends_and_has_products_as_what_it_learned_from() -> None:
    unit = synthetic.from_prior(INPUTS, 800, 4)
    straight = 2.0 * unit - 1.0
    seen = (0.5 + straight[:, 0] - 0.3 * straight[:, 1] ** 2 + 0.7 * straight[:, 2] * straight[:, 0])[:, None]
    polynomial = synthetic.Polynomial.of(unit, seen + 1e-3 * np.random.default_rng(4).normal(size=seen.shape))
    assert polynomial.level == pytest.approx([0.5], abs=2e-3)
    assert polynomial.squares[0, 1] == pytest.approx(-0.3, abs=2e-3)
    places = polynomial.products[0].tolist()
    pair = sorted((places.index(0), places.index(2)))
    assert polynomial.weights[0][tuple(pair)] == pytest.approx(0.7, abs=2e-3)
    assert polynomial.mean(unit) == pytest.approx(seen, abs=5e-3)


def test_what_differs_from_a_model_much_alike_takes_fewer_runs_to_learn() -> None:
    toy, unit = Toy(5), synthetic.from_prior(INPUTS, 3_000, 5)
    base = synthetic.Polynomial.of(unit, toy(unit, 0))
    few, afresh = unit[:120], Toy(6)
    moved = afresh(few, 0) + np.array([0.3, 0.0, 0.0]) + 0.2 * (2.0 * few[:, [1]] - 1.0)
    truth = Toy(7, luck=0.0)(unit, 0) + np.array([0.3, 0.0, 0.0]) + 0.2 * (2.0 * unit[:, [1]] - 1.0)
    learned = synthetic.Polynomial.of(few, moved, base=base)
    off = np.sqrt(((learned.mean(unit) - truth) ** 2).mean())
    assert off < 0.75 * np.sqrt(((synthetic.Polynomial.of(few, moved).mean(unit) - truth) ** 2).mean())
    assert np.sqrt(np.diag(learned.left)) == pytest.approx(LUCK, rel=0.25), "it is the form's own luck that counts"


def test_what_was_learned_is_kept(tmp_path: Path) -> None:
    toy, unit = Toy(8), synthetic.from_prior(INPUTS, 600, 8)
    polynomial = synthetic.Polynomial.of(unit, toy(unit, 0))
    kept.keep_polynomial(polynomial, "shipped", tmp_path)
    assert (kept.polynomial_of("shipped", tmp_path).mean(unit) == polynomial.mean(unit)).all()
    with pytest.raises(SystemExit, match="posterior sort-odd"):
        kept.polynomial_of("sort-odd", tmp_path)


def test_runs_that_cannot_be_read_teach_nothing() -> None:
    toy, first = Toy(3), synthetic.from_prior(INPUTS, 600, 3)
    seen = toy(first, 0)
    dead = np.where(first[:, [-1]] < 0.5, np.nan, seen)
    taught = synthetic.Polynomial.of(first, dead)
    read = ~np.isnan(dead[:, 0])
    assert taught.mean(first) == pytest.approx(synthetic.Polynomial.of(first[read], seen[read]).mean(first))
    with pytest.raises(ValueError, match="fewer than"):
        synthetic.posterior(toy, first, np.full((600, SEEN), np.nan), FACTS, WIDTHS, 200, 2000, 3)


def ranks_in_toy(doubt_believed: float, sets: int = 120) -> np.ndarray:
    """Rank truths in posteriors that believe facts to be so sure, while they are as unsure as WIDTHS says."""
    unit = synthetic.from_prior(INPUTS, 1500, 5)
    seen = Toy(6)(unit, 0)
    off = np.random.default_rng(1000).normal(0.0, np.sqrt(DOUBT**2 - doubt_believed**2), seen.shape)
    seen[len(unit) // 2 :] += off[len(unit) // 2 :]
    truths, at, *_ = checks.sets_of(unit, seen, np.full(SEEN, doubt_believed), sets, 60)
    return np.array([checks.ranks_of(own, unit[truth]) for own, truth in zip(at, truths, strict=True)])


def test_simulation_based_calibration_passes_what_is_sound_and_refuses_what_is_too_sure() -> None:
    _, refused, most = checks.rejections(ranks_in_toy(DOUBT))
    assert refused <= most
    chances, refused, most = checks.rejections(ranks_in_toy(0.05))
    assert refused > most
    assert (chances[:SEEN] < checks.CHANCE).all()


def test_what_a_second_run_of_the_same_world_shows_is_taken_in() -> None:
    """About the facts, too, ranks are even if all is sound; a polynomial that is too sure of them is refused."""
    toy, unit = Toy(21), synthetic.from_prior(INPUTS, 2000, 21)
    polynomial = synthetic.Polynomial.of(unit, toy(unit, 0))
    random = np.random.default_rng(22)
    at = synthetic.draws(polynomial, FACTS, WIDTHS, INPUTS, 100, random)
    own = toy(at, 1) + random.normal(0.0, WIDTHS, (100, SEEN))
    every = np.repeat(own, 40, axis=0)
    drawn = synthetic.draws(polynomial, FACTS, WIDTHS, INPUTS, len(every), random, more=every).reshape(100, 40, INPUTS)
    ranks = np.array([checks.ranks_of(one, truth) for one, truth in zip(drawn, at, strict=True)])
    _, refused, most = checks.rejections(ranks)
    assert refused <= most
    chance = checks.chance_ranks(polynomial, at, drawn, own, WIDTHS)
    assert chance.shape == (100, 1)
    assert checks.rejections(chance)[0][0] > 0.01
    alone = synthetic.draws(polynomial, FACTS, WIDTHS, INPUTS, len(every), random)
    assert drawn[:, :, 0].std(axis=1).mean() < 0.9 * alone[:, 0].std()


def test_chance_alone_is_allowed_to_refuse_some() -> None:
    even = np.tile((np.arange(40) + 0.5) / 40, (30, 1)).T
    chances, refused, most = checks.rejections(even)
    assert refused == 0
    assert (chances > 0.9).all()
    assert most == int(stats.binom.ppf(0.95, 30, 0.05))


def test_intervals_of_what_was_not_fitted_hold_nine_in_ten() -> None:
    random = np.random.default_rng(7)
    held = []
    for _ in range(400):
        inside = pd.DataFrame({"a": random.normal(size=300), "b": random.normal(size=300)})
        true = pd.Series({"a": random.normal(), "b": 3.0 * random.normal()})
        held.append(checks.held(inside, true, ["a", "b"]))
    shares = pd.DataFrame(held).mean()
    assert shares["a"] == pytest.approx(0.9, abs=0.05)
    assert shares["b"] < 0.6, "intervals that are too narrow are not found out"
    assert checks.held(pd.DataFrame({"a": [np.nan]}), pd.Series({"a": 1.0}), ["a"]) == {}


def test_the_pattern_that_carries_a_claim_is_found() -> None:
    """The gap of two levers hangs on one input, which one of two patterns fixes: without it the claim is open."""
    random = np.random.default_rng(8)
    input_ = random.normal(size=20_000)
    likely = random.random(20_000) < np.exp(-0.5 * ((input_ - 1.0) / 0.5) ** 2)
    input_ = input_[likely]
    outcome = contrasts.DIRECTIONS[0]
    made = {"one": 500.0 + 100.0 * input_, "two": np.full(len(input_), 500.0)}
    runs_ = pd.DataFrame(
        {
            contrasts.contrast_name(kind, arm, name): gain
            for kind in (contrasts.LEVER, contrasts.BARRIER)
            for name in contrasts.DIRECTIONS
            for arm, gain in made.items()
        }
    )
    far = np.column_stack([0.5 * ((input_ - 1.0) / 0.5) ** 2, np.zeros(len(input_))])
    table = carried.carried(runs_, np.ones(len(input_)), far, lambda place: ("carries", "idle")[place])
    own = table[(table["kind"] == contrasts.LEVER) & (table["outcome"] == outcome)].set_index("without")
    assert own.loc["idle", "share_without"] == pytest.approx(own.loc["idle", "share"])
    assert own.loc["carries", "share"] > 0.9
    assert own.loc["carries", "share_without"] < own.loc["carries", "share"] - 0.1


def test_without_a_pattern_a_draw_is_as_likely_as_the_others_make_it() -> None:
    """Where luck hangs together the rest speaks for the pattern left out; where it does not, its square goes."""
    count = len(targets.TARGETS)
    expected = targets.facts() + np.linspace(-2.0, 2.0, 5)[:, None] * targets.widths() * (np.arange(count) == 0)
    apart = carried.raised(expected, np.zeros((count, count)))
    assert apart[:, 0] == pytest.approx([2.0, 0.5, 0.0, 0.5, 2.0])
    assert apart[:, 1:] == pytest.approx(0.0)
    luck = np.diag(targets.widths() ** 2)
    assert carried.raised(expected, luck)[:, 0] == pytest.approx([1.0, 0.25, 0.0, 0.25, 1.0])
    luck[0, 1] = luck[1, 0] = 0.9 * targets.widths()[0] * targets.widths()[1]
    assert carried.raised(expected, luck)[0, 0] > 1.0


def test_orders_are_told_form_by_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "ORDERS", tmp_path / "orders.csv")
    assert "not made yet" in carried.order_lines()[0]
    for form, better in (("shipped", 9.0), ("sort-odd", -9.0), ("shipped", 8.0)):
        runs_ = pd.DataFrame(
            {
                contrasts.contrast_name(kind, arm, outcome): [gain, gain + 20.0, gain]
                for kind in (contrasts.LEVER, contrasts.BARRIER)
                for outcome in contrasts.DIRECTIONS
                for arm, gain in (("one", 50.0 + better), ("two", 50.0))
            }
        )
        table = carried.orders(runs_, np.array([1.0, 0.0, 1.0]))
        kept.keep_form(carried.ORDERS, table.assign(form=form, model=kept.model_version()[:12]))
    said = carried.order_lines()
    assert said[0].startswith(
        "order by all deliveries, lever, shipped form: `one` +58; `two` +50; the same first in 0 of 1"
    )
    assert "least rank correlation -1.00" in said[0]
    assert len(said) == 2
    told = carried.by_form(contrasts.LEVER).set_index("form")
    assert told["first as shipped"].to_dict() == {"shipped": "yes", "sort-odd": "no"}
    assert told["the first"]["sort-odd"] == "`two` +50; `one` +41"
    assert told["first ahead of second"]["shipped"] == "100% of draws"


def test_every_lever_has_a_place_under_each_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    levers, others = {lever.name for lever in LEVERS}, set(forms.other_forms())
    said, places = carried.place_lines(contrasts.LEVER)
    assert set(places["lever"].str.strip("`")) == levers
    columns = dict(re.findall(r"(\d+) ([\w-]+)", said.split("Columns: ")[1].split(".")[0]))
    assert {form for form in others if form.startswith("blame-")} == others - set(columns.values())
    assert all(sorted(places[number].tolist()) == list(range(1, len(levers) + 1)) for number in columns)
    assert columns["0"] == "shipped"
    assert places["0"].is_monotonic_increasing
    assert "blame-first_gate and blame-shapley have no column" in said
    assert f"\n{markdown(places)}\n" in report.PAGE.read_text(encoding="utf-8")
    monkeypatch.setattr(carried, "ORDERS", tmp_path / "orders.csv")
    assert carried.place_lines(contrasts.LEVER)[0] == ""
    rows = [
        ("shipped", "one", 1),
        ("shipped", "two", 2),
        ("demand-unlimited", "two", 1),
        ("demand-unlimited", "one", 2),
    ]
    table = pd.DataFrame(rows, columns=["form", "arm", "place"])
    table.assign(kind=contrasts.LEVER, outcome=contrasts.DIRECTIONS[0], ahead=0.75).to_csv(carried.ORDERS, index=False)
    said, places = carried.place_lines(contrasts.LEVER)
    assert places.to_numpy().tolist() == [["`one`", 1, 2, "1 to 2"], ["`two`", 2, 1, "1 to 2"]]
    assert "Not made yet: " in said


# --- the screen, on a toy of which every total effect is known by hand


def screened(changes: Sequence[float], luck: float, bases: int = 24) -> tuple[screen.Screened, list[prior.Uncertain]]:
    """Screen a straight line: the total effect of an input is its own share of the variance."""
    inputs = [prior.Uncertain(f"parameters.x{place}", 0.0, 1.0) for place in range(len(changes))]
    here, there = screen.points(len(inputs), 256)
    random, slope = np.random.default_rng(9), np.asarray(changes)

    def line(unit: np.ndarray) -> np.ndarray:
        own = unit @ slope + (luck * random.normal(size=len(unit)) if luck else 0.0)
        return np.column_stack([own, own])

    moved = np.array([line(screen.steps_from(here[base], there[base])) for base in range(bases)])
    still = slope == 0.0
    worlds = line(here)
    moved[:, still] = worlds[:bases, None]  # what does nothing leaves the run as it is, luck and all
    names = [targets.TARGETS[0].name, "lever one: transfers_delivered"]
    return screen.Screened(worlds[:bases], moved, worlds, names, 0), inputs


def test_total_effects_of_a_line_are_its_shares_of_the_variance() -> None:
    found, _ = screened((2.0, 1.0, 0.0), luck=0.0, bases=256)
    total, _, bound = screen.total_effects(found)
    assert total[:, 0] == pytest.approx([0.8, 0.2, 0.0], abs=0.1)
    assert (bound[:2] > total[:2]).all()
    assert (bound[2] == 0.0).all()


def test_what_is_large_is_free_and_what_moves_nothing_is_shown_so_whatever_the_luck() -> None:
    found, inputs = screened((2.0, *[0.02] * 9, 0.0), luck=0.02)
    table = screen.verdicts(inputs, found)
    said = [numbers.verdict(row) for _, row in table.iterrows()]
    assert said[0] == numbers.FREE
    assert numbers.FREE not in said[1:]
    assert said[-1] == numbers.DORMANT
    assert table["moves_nothing"].tolist() == [False] * 10 + [True]


def test_a_contrast_that_luck_drowns_says_nothing() -> None:
    found, inputs = screened([0.1] * 10, luck=1.0)
    table = screen.verdicts(inputs, found)
    assert not table["contrasts_large"].any()
    assert (table["contrasts_most"] == "").all()


def test_what_nobody_knows_is_drawn_and_what_is_known_or_shown_idle_is_not() -> None:
    drawn = {one.key for one in numbers.free()}
    table = numbers.screened().set_index("key")["verdict"]
    assert drawn == set(table.index[~table.isin([numbers.SOURCED, numbers.POLICY, numbers.IRRELEVANT])])
    assert {one.key for one in prior.barriers()} <= drawn, "a code that was read from prose is taken for known"
    assert len(drawn) >= 40


def test_a_number_that_a_document_gives_is_never_drawn() -> None:
    row = pd.Series({"key": "parameters.x", "patterns_large": True, "contrasts_large": False, "moves_nothing": False})
    row["patterns_bound"], row["contrasts_bound"] = 1.0, 1.0
    assert numbers.verdict(row) == numbers.FREE
    sourced = next(name for name, one in numbers.SETTING_BY_NAME.items() if one.grade == "sourced")
    assert numbers.verdict(row.replace("parameters.x", f"parameters.{sourced}")) == numbers.SOURCED


@pytest.mark.parametrize("name", ["subsidy_share", "pilot_zone_strength", "unweighed_purchases"])
def test_what_a_policy_switches_on_is_known_to_be_off_and_never_drawn(name: str) -> None:
    row = pd.Series({"key": f"parameters.{name}", "patterns_large": True, "contrasts_large": True})
    assert numbers.verdict(row) == numbers.POLICY


def test_a_lever_that_moves_what_there_is_already_leaves_it_in_doubt() -> None:
    row = pd.Series({"key": "parameters.clerks", "patterns_large": True, "contrasts_large": True})
    assert numbers.verdict(row) == numbers.FREE


def test_the_screen_begins_at_the_shipped_world_and_goes_on_at_worlds_of_readings() -> None:
    inputs = prior.numbers()
    worlds, rows = screen.worlds_of_readings(inputs), pd.read_csv(SHIPPED["posterior"])
    assert worlds[0] == pytest.approx(prior.shipped(inputs))
    for place, one in enumerate(inputs):
        own = rows[one.key].to_numpy()[: len(worlds) - 1] if one.key in rows else worlds[0, place]
        assert worlds[1:, place] == pytest.approx(own)


# --- runs are kept, arms are what they are by themselves


def outcomes(scenario: Scenario, seed: int) -> dict[str, float]:
    return Run(scenario, seed, threads=1).run().outcomes()


def test_runs_are_made_once_and_a_line_cut_off_is_made_again(tmp_path: Path) -> None:
    points = runs.points_of(["parameters.clerks"], np.array([[30.0], [200.0]]), [3, 4])
    with runs.Keeper("some", outcomes, 1, tmp_path, "tiny") as keeper:
        first = keeper.rows(points)
        assert (keeper.made, keeper.asked) == (2, 2)
    file = tmp_path / "some.jsonl"
    file.write_bytes(file.read_bytes()[:-40])
    with runs.Keeper("some", outcomes, 1, tmp_path, "tiny") as keeper:
        assert json.dumps(keeper.rows(points)) == json.dumps(first)
        assert keeper.made == 1
    with runs.Keeper("some", outcomes, 1, tmp_path, "tiny") as keeper:
        keeper.rows(points)
        assert keeper.made == 0, "the line after one that was cut off is lost"
    own = Run(Scenario.load("tiny").with_(**{"parameters.clerks": 30}), 3).run().outcomes()
    assert first[0]["transfers_delivered"] == own["transfers_delivered"]


def test_a_run_that_fails_says_why_and_stops_no_other(tmp_path: Path) -> None:
    points = runs.points_of(["parameters.clerks"], np.array([[-5.0], [30.0]]), [1, 1])
    with runs.Keeper("some", outcomes, 1, tmp_path, "tiny") as keeper:
        failed, sound = keeper.rows(points)
    assert "clerks" in failed[runs.FAILED]
    assert runs.frame_of([failed, sound])["transfers_delivered"].isna().tolist() == [True, False]


def test_a_contrast_is_the_difference_of_whole_runs() -> None:
    world = Scenario.load("baseline").with_(**{"population.scale": 0.2})
    found, arms = contrasts.contrasts(world, 2), contrasts.arms_of(world)
    base = Run(world, 2).run().outcomes()
    for arm in ((contrasts.LEVER, "market_opening"), (contrasts.BARRIER, "secrecy")):
        own = Run(arms[arm], 2).run().outcomes()
        for outcome in contrasts.DIRECTIONS:
            assert found[contrasts.contrast_name(*arm, outcome)] == own[outcome] - base[outcome]
    assert {arm for kind, arm in arms if kind == contrasts.BARRIER} == {
        name for name, value in world.barriers.items() if value > 0.0
    }


# --- forms, and what is shipped


def test_a_form_fits_cannot_fit_or_is_untold() -> None:
    enough, expected = posterior.LEAST_ROWS, float(len(targets.TARGETS))
    assert posterior.fits(enough, expected, 0.1) == "yes"
    assert posterior.fits(enough, 10.0 * expected, 0.1) == "no"
    assert posterior.fits(enough - 1, 10.0 * expected, 0.1) == "untold", "too few runs are no proof that a form fails"
    assert posterior.fits(enough, expected, 1.0) == "untold", "runs that are off what was expected of them tell nothing"


def fitted_toy(seed: int = 11, number: int = 60) -> posterior.Fitted:
    """Draws at the facts, of two inputs, of which one's run is ruled out."""
    inputs = (prior.Uncertain("parameters.clerks", 20.0, 80.0, whole=True), prior.Uncertain("parameters.x", 0.0, 1.0))
    random = np.random.default_rng(seed)
    at = np.clip(0.5 + 0.1 * random.normal(size=(number, 2)), 0.0, 1.0)
    expected = np.tile(targets.facts(), (number, 1))
    left = np.diag(targets.widths() ** 2)
    seen = expected + targets.widths() * random.normal(size=expected.shape)
    seen[0] += 10.0 * targets.widths()
    rows = pd.DataFrame({target.name: np.full(number, 0.5 * (target.low + target.high)) for target in targets.TARGETS})
    rows = rows.assign(**dict.fromkeys(targets.ONE_SIDED, 0.5))
    how = {"runs": 500, "explained": 0.8, "prior_not_ruled_out": 0.1}
    values = prior.unit_to_values(inputs, at)
    return posterior.Fitted("shipped", inputs, values, seen, expected, left, rows, how)


def test_draws_are_taken_by_lot_and_written_as_scenarios_take_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toy = fitted_toy()
    chosen = posterior.draws_of(toy)
    assert sorted(chosen) == list(range(60)), "a draw is left out for what its run came to by luck"
    text = posterior.as_text(toy.values[chosen], toy.inputs)
    assert text["parameters.clerks"].str.fullmatch(r"\d+").all()
    how = posterior.how_well(toy, len(chosen))
    assert (how["fits"], how["met"], how["of"], how["runs"]) == ("yes", 15, 15, 500)
    far = replace(toy, expected=toy.expected + 4.0 * targets.widths(), seen=toy.seen + 4.0 * targets.widths())
    assert posterior.how_well(far, 60)["fits"] == "no"
    assert posterior.how_well(replace(toy, seen=toy.seen + targets.widths()), 60)["fits"] == "untold"
    monkeypatch.setattr(posterior, "FITS", tmp_path / "fits.csv")
    monkeypatch.setattr(posterior, "SHIPPED", {"posterior": tmp_path / "posterior.csv"})
    posterior.ship(toy, how)
    assert len(pd.read_csv(tmp_path / "posterior.csv")) == 60
    other = replace(toy, name="sort-odd")
    posterior.ship(other, {**how, "form": "sort-odd"})
    assert (tmp_path / "posterior_sort-odd.csv").is_file()
    posterior.ship(other, {**how, "form": "sort-odd", "fits": "no"})
    assert not (tmp_path / "posterior_sort-odd.csv").is_file(), "a form that cannot fit keeps its rows"
    assert pd.read_csv(tmp_path / "fits.csv")[["form", "fits"]].values.tolist() == [
        ["shipped", "yes"],
        ["sort-odd", "no"],
    ]


def test_what_was_kept_of_a_form_is_read_again_if_it_is_of_these_rules_and_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = (prior.Uncertain("parameters.clerks", 20.0, 80.0, whole=True),)
    monkeypatch.setattr(kept, "free", lambda: inputs)
    count = len(targets.TARGETS)
    at, flat, none = np.array([[0.25], [0.75]]), np.zeros((count, 1)), np.zeros((count, 0), dtype=np.int64)
    zeros = np.zeros(count)
    polynomial = synthetic.Polynomial(targets.facts(), flat, flat, none, flat[:, :0, None], np.eye(count), zeros)
    middle = pd.DataFrame({target.name: np.full(2, 0.5 * (target.low + target.high)) for target in targets.TARGETS})
    expected, waves = np.tile(targets.facts(), (2, 1)), (synthetic.Wave(700, 0.6, 0.5),)
    found = synthetic.Population(at, targets.statistics(middle), np.array([5, 6]), expected, polynomial, waves)
    with pytest.raises(SystemExit, match="posterior shipped"):
        posterior.Fitted.kept("shipped", inputs, tmp_path)
    posterior.keep("shipped", inputs, found, middle, 0.04, tmp_path)
    again = posterior.Fitted.kept("shipped", inputs, tmp_path)
    assert again.values.tolist() == [[35.0], [65.0]]
    assert (again.seen == found.seen).all()
    assert (again.expected == expected).all()
    assert (again.how["runs"], again.how["prior_not_ruled_out"]) == (700, 0.04)
    monkeypatch.setattr(kept, "free", lambda: ())
    with pytest.raises(SystemExit, match="of other rules, or other free numbers"):
        posterior.Fitted.kept("shipped", inputs, tmp_path)


def test_what_the_facts_remove_is_the_contraction_and_draws_at_an_edge_are_told() -> None:
    toy = fitted_toy(number=4000)
    edge = toy.values.copy()
    edge[:400, 1] = 0.99
    inputs = (replace(toy.inputs[0], key="parameters.clerks"), replace(toy.inputs[1], key="parameters.leak_rate"))
    told = posterior.summary(replace(toy, inputs=inputs)).set_index("name")
    assert told.loc["leak_rate", "contraction"] == pytest.approx(1.0 - 12.0 * 0.1**2, abs=0.03)
    assert told.loc["leak_rate", ["low", "high"]].tolist() == pytest.approx([0.5 - 0.164, 0.5 + 0.164], abs=0.03)
    assert told.loc["leak_rate", "edge"] == pytest.approx(0.0, abs=0.01)
    told = posterior.summary(replace(toy, inputs=inputs, values=edge)).set_index("name")
    assert told.loc["leak_rate", "edge"] == pytest.approx(0.1, abs=0.01)


def test_every_other_form_of_one_switch_is_found_by_its_name() -> None:
    names = forms.other_forms()
    assert len(set(names)) == len(names) > 0
    for name in names:
        [word] = forms.form_of(name).values()
        assert word in name
    both = "+".join((names[0], names[-1]))
    assert len(forms.form_of(both)) == 2
    with pytest.raises(SystemExit, match="there is no form 'nonsense'"):
        forms.form_of("nonsense")


def test_a_form_is_read_with_its_own_rows_only_and_one_that_cannot_fit_is_no_reading(tmp_path: Path) -> None:
    place = tmp_path / "posterior.csv"
    place.write_text("parameters.clerks\n40\n", encoding="utf-8")
    switches = {"structure.sort": ("plain", "odd")}

    def taken(number: int) -> list[object]:
        asked = ReadingsAsked(number=number, twins=0, forms=("sort",), costs=False)
        source = ReadingSource.of(asked, switches=switches, shipped={"posterior": place})
        return [(one["structure.sort"], one["parameters.clerks"]) for one in source.take(number)]

    with pytest.raises(ValueError, match="never fitted"):
        taken(2)
    (tmp_path / "fits.csv").write_text("form,fits\nsort-odd,no\n", encoding="utf-8")
    with pytest.raises(ValueError, match="cannot meet the patterns"):
        taken(2)
    (tmp_path / "posterior_sort-odd.csv").write_text("parameters.clerks\n90\n", encoding="utf-8")
    assert taken(2) == [("plain", 40), ("odd", 90)]


def test_what_is_shipped_is_of_numbers_that_there_are_and_holds_the_defaults() -> None:
    known = {one.key: one for one in prior.numbers()}
    for file in SHIPPED["posterior"].parent.glob("posterior*.csv"):
        table = pd.read_csv(file)
        assert set(table.columns) <= set(known)
        assert len(table) >= posterior.LEAST_ROWS


def test_what_was_adopted_is_the_default() -> None:
    adopted = pd.read_csv(HERE / "adopted.csv").set_index("key")["adopted"]
    varied = [one for one in prior.numbers() if one.key in adopted]
    assert len(varied) == len(adopted)
    assert prior.shipped(varied) == pytest.approx(adopted[[one.key for one in varied]].to_numpy())
