"""Worlds over forms of the model: the experiment asks all there is, and its report counts what holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim import Experiment, Scenario, sweep
from sim.barriers import BARRIERS
from sim.experiment import ExperimentError, SweepOptions
from sim.experiment.designs.forms import declared_switches
from sim.experiment.plan.layout import Study
from sim.levers import LEVERS
from sim.report.page import write_report
from sim.scenario import shipped_names
from tests.doors.report_words import words_outside

KEPT = Path(__file__).parents[2] / "experiments" / "structure"
BASE = {"question": "?", "base": "tiny", "design": {"kind": "orthogonal_array"}}


def test_every_lever_package_and_barrier_is_asked_under_every_choice_of_structure() -> None:
    asked, ground = Experiment.load(KEPT), Scenario.load("baseline").ground
    levers = [lever.name for lever in LEVERS]
    packages = [
        name for name in shipped_names() if len(Scenario.load(name).levers) > 1 and Scenario.load(name).ground == ground
    ]
    wanted = {"baseline", *levers, *packages, *(f"without_{barrier.name}" for barrier in BARRIERS)}
    lines = "".join(f'[arms.{name}]\nscenario = "{name}"\n' for name in sorted(wanted - set(asked.worlds)))
    assert set(asked.worlds) == wanted, f"experiments/structure/experiment.toml lacks\n{lines}"
    assert next(iter(asked.worlds)) == "baseline"
    assert {factor.key: len(factor.levels) for factor in asked.factors} == {
        key: len(words) for key, words in declared_switches().items()
    }


def test_all_structure_begins_with_the_words_of_the_base() -> None:
    key, words = next(iter(declared_switches().items()))
    asked = Experiment.from_dict({**BASE, "factors": {"structure": "all"}}, settings=[f"{key}={words[1]}"])
    study = Study(asked)
    first, *_ = study.plan().arms
    assert first.name == "base"
    assert first.factors[key] == words[1]
    assert {study.plan().arms[index].factors[key] for index in range(len(study.arms))} == set(words)


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        ({"parameters.fund": [1, 2, 3, 4, 5]}, "factors.parameters.fund has 5 levels"),
        ({"parameters.fund": [1]}, "an orthogonal array takes factors of 2 to 4 levels"),
        ({"structure": "some"}, "structure"),
    ],
)
def test_what_has_no_place_in_an_array_is_refused(factors: dict[str, object], said: str) -> None:
    with pytest.raises(ExperimentError, match=said):
        Experiment.from_dict({**BASE, "factors": factors})


def test_a_report_counts_what_holds_and_an_interrupted_sweep_goes_on(tmp_path: Path) -> None:
    arms = {
        "baseline": {},
        "market_opening": {"set": {"levers.market_opening.strength": 1.0}},
        "clearance_staff": {"set": {"levers.clearance_staff.strength": 1.0}},
        "without_secrecy": {"set": {"barriers.secrecy": 0.0}, "kind": "thought_experiment"},
    }
    keys = [*declared_switches()][:2]
    said = {
        **BASE,
        "factors": {key: ["base", declared_switches()[key][1]] for key in keys},
        "arms": arms,
        "readings": {"number": 2, "twins": 0},
    }
    quick = ("run.quarters=14", "run.start_year=2019", "population.scale=0.5")

    class StoppedError(Exception):
        pass

    def stop(progress: object) -> None:
        if progress.fresh >= 6:  # type: ignore[attr-defined]
            raise StoppedError

    asked = Experiment.from_dict(said, settings=quick)
    with pytest.raises(StoppedError):
        sweep(asked, tmp_path, options=SweepOptions(preflight=False, progress=stop))
    made: list[int] = []
    count = SweepOptions(preflight=False, progress=lambda progress: made.append(progress.fresh))
    results = sweep(asked, tmp_path, options=count)
    assert len(results.plan) == 4 * 4 * 2
    words = [f"{key.partition('.')[2]}-{declared_switches()[key][1]}" for key in keys]
    assert results.plan.about["forms"] == ["shipped", words[1], words[0], "+".join(words)]
    assert max(made) < len(results.plan)
    page = write_report(results).read_text(encoding="utf-8")
    assert "What holds over forms of the model" in page
    assert "4 worlds in 4 forms of the model" in page
    assert "Every form meets the rows that fit under the shipped form" in page
    assert "of 4 forms," in page
    assert "100 %" not in page
    assert (tmp_path / "figures" / "over_forms.svg").is_file()
    levels = [word for key in keys for word in declared_switches()[key]]
    assert words_outside(results, *words, *levels, "baseline Addelman orthogonal main-effect plans") == []
