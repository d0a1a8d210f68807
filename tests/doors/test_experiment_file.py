"""A wrong experiment is refused whole, before anything runs, with the place and the way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.cli import sim as command
from sim.cli.edge import BAD_INPUT, DONE, code_of
from sim.experiment import Experiment, ExperimentError, Study
from sim.experiment.designs import DESIGNS

QUESTION = 'question = "What if?"\nbase = "tiny"\n'


def refusal(tmp_path: Path, text: str) -> str:
    file = tmp_path / "asked.toml"
    file.write_text(text)
    with pytest.raises(ExperimentError) as refused:
        Experiment.load(file)
    return str(refused.value)


WRONG = [
    ('base = "tiny"', "question is missing"),
    ('question = "?"\nbase = "tinny"', "did you mean tiny?"),
    (QUESTION + "replication = 3", "did you mean replications"),
    (QUESTION + "replications = 0", "a whole number from 1 to 100,000"),
    (QUESTION + 'replications = "4"', "numbers are written without quotes"),
    (QUESTION + 'outcomes = ["transfer_delivered"]', "did you mean transfers_delivered?"),
    (QUESTION + 'keep = ["histories"]', "there is no table 'histories'"),
    (QUESTION + '[design]\nkind = "factoral"', "did you mean 'factorial'?"),
    (QUESTION + '[design]\nkind = "factorial"', "it needs 1 or more in [factors]"),
    (QUESTION + '[design]\nkind = "factorial"\n[factors]\n"barriers.secrec" = [0, 1]', "did you mean barriers.secrecy"),
    (QUESTION + '[design]\nkind = "factorial"\n[factors]\n"barriers.secrecy" = [0, 65]', "write 0.65"),
    (QUESTION + '[design]\nkind = "factorial"\n[factors]\ntitle = ["a", "b"]', "changes no result"),
    (QUESTION + '[design]\nkind = "factorial"\n[factors]\nwhy = ["a", "b"]', "changes no result"),
    (QUESTION + f'[design]\nkind = "factorial"\n[factors]\n"{"a." * 999}a" = [0, 1]', "at most 64 parts"),
    (QUESTION + '[design]\nkind = "factorial"\n[factors]\n"barriers.s\u0435crecy" = [0, 1]', "U+0435 cyrillic"),
    (QUESTION + 'outcomes = ["l\u0435aks"]', "did you mean leaks?\n  it was written with: '\u0435' is U+0435"),
    (QUESTION + '[design]\nkind = "factorial"\n[factors]\n"barriers.secrecy" = [0, 0.0]', "a level stands twice"),
    (
        QUESTION + '[design]\nkind = "factorial"\n[factors]\n"barriers.secrecy" = [0.3, 0.5, 0.30000000000000004]',
        "0.3 and 0.30000000000000004 are one level but for rounding",
    ),
    (
        QUESTION + '[design]\nkind = "grid"\n[factors]\n"barriers.secrecy" = { low = 0.0, high = 1e-12, levels = 9 }',
        "fall together",
    ),
    (QUESTION + '[design]\nkind = "factorial"\n[factors]\n"barriers.secrecy" = 0.5', "it must be a list of levels"),
    (QUESTION + '[design]\nkind = "factorial"\n[factors]\n"barriers.secrecy" = []', "it must be a list of levels"),
    (
        QUESTION + '[design]\nkind = "sobol"\n[factors]\n"barriers.secrecy" = { low = 0, high = 1 }',
        "it needs 2 or more",
    ),
    (
        QUESTION
        + '[design]\nkind = "sobol"\nsamples = 100\n[factors]\n"barriers.secrecy" = { low = 0.0, high = 1.0 }\n'
        '"barriers.market_separation" = { low = 0.0, high = 1.0 }',
        "write 64 or 128",
    ),
    (
        QUESTION + '[design]\nkind = "latin_hypercube"\n[factors]\n"barriers.secrecy" = [0, 1]',
        "is no range; it must be { low, high }",
    ),
    (
        QUESTION + '[design]\nkind = "latin_hypercube"\n[factors]\n"barriers.secrecy" = { low = 0.9, high = 0.1 }',
        "low = 0.9 must be below high = 0.1",
    ),
    (
        QUESTION + '[design]\nkind = "latin_hypercube"\n[factors]\n"barriers.secrecy" = { mean = 0.5, sd = 0 }',
        "sd = 0 must be above 0",
    ),
    (
        QUESTION + '[design]\nkind = "latin_hypercube"\n[factors]\n"barriers.secrecy" = { low = 0.1, hihg = 0.9 }',
        "is no spread",
    ),
    (
        QUESTION + '[design]\nkind = "latin_hypercube"\n[factors]\n"barriers.secrecy" = { low = 0.1, high = 1.9 }',
        "barriers.secrecy = 1.9 is not allowed",
    ),
    (QUESTION, "there is nothing to compare"),
    (
        QUESTION + '[design]\nkind = "grid"\n[arms.a]\n[arms.b]\n[factors]\n"barriers.secrecy" = [0, 1]',
        "arms go with design.kind = arms, orthogonal_array, overturn",
    ),
    (QUESTION + '[arms.a]\n[arms.b]\nscenario = "opennes"', "did you mean openness?"),
    (QUESTION + '[arms.a]\n[arms.b]\nset = { "barriers.secrecy" = 2.0 }', "barriers.secrecy = 2.0 is not allowed"),
    (QUESTION + '[design]\nequal_budget = 100.0\n[factors]\n"barriers.secrecy" = [0, 1]', "needs two or more [arms]"),
    (QUESTION + '[arms.a]\n[arms.b]\n[draws]\nfile = "none.csv"', "none.csv cannot be read"),
    (QUESTION + '[arms.a]\n[arms.b]\n[draws.parameters]\n"barriers.secrecy" = 0.5', "is no range"),
    (QUESTION + 'parameters_from = "postrior"\n[arms.a]\n[arms.b]', "did you mean posterior?"),
    (QUESTION + "parameters_from = 3\n[arms.a]\n[arms.b]", "parameters_from"),
    (
        QUESTION + 'parameters_from = "posterior"\n[arms.a]\n[arms.b]\n[draws.parameters]\n'
        '"barriers.secrecy" = { low = 0.5, high = 0.8 }',
        "draws.parameters stands beside parameters_from",
    ),
    (
        QUESTION + 'parameters_from = "posterior"\n[arms.a]\n[arms.b]\n[draws]\nfile = "none.csv"',
        "draws.file stands beside parameters_from",
    ),
    (
        QUESTION + 'parameters_from = "posterior"\n[arms.a]\n[arms.b]\n[draws]\nnumber = 99999',
        "draws.number = 99999 are asked for",
    ),
    (
        QUESTION + 'policy = ["barriers.secrec"]\n[factors]\n"barriers.secrecy" = [0, 1]',
        "did you mean barriers.secrecy?",
    ),
    (
        QUESTION + 'policy = ["barriers.secrecy"]\nuncertain = ["barriers.secrecy"]\n'
        '[design]\nkind = "grid"\n[factors]\n"barriers.secrecy" = [0, 1]',
        "a factor is the one or the other",
    ),
    (QUESTION + "replications = 50\n[arms.a]\n[arms.b]\n[stopping]\nmost = 20", "it must be at least as many"),
    (
        QUESTION + 'replications = 100000\n[design]\nkind = "arms"\n' + "".join(f"[arms.a{n}]\n" for n in range(11)),
        "at most",
    ),
    ("question = ", "not TOML"),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[said[:30] for _, said in WRONG])
def test_a_wrong_experiment_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(tmp_path, text)


def test_all_that_is_wrong_is_said_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = QUESTION + 'outcomes = ["leak"]\n[design]\nkind = "factorial"\n[factors]\n"barriers.secrec" = [0, 1]\n'
    said = refusal(tmp_path, text)
    assert "asked.toml:3" in said
    assert "asked.toml:7" in said


def test_a_reference_that_is_no_arm_is_refused_and_one_that_is_stands_in_the_plan(tmp_path: Path) -> None:
    file = tmp_path / "asked.toml"
    file.write_text(
        QUESTION + 'reference = "secrecy=1"\n[design]\nkind = "grid"\n[factors]\n"barriers.secrecy" = [0, 1]'
    )
    plan = Study(Experiment.load(file)).plan()
    assert plan.reference == "secrecy=1"
    assert plan.uncertain == []
    with pytest.raises(ExperimentError, match="there is no arm 'secrecy=2'; one of secrecy=0, secrecy=1"):
        Study(Experiment.load(file, ['reference="secrecy=2"'])).plan()


@pytest.mark.parametrize("arguments", [[], ["--dry-run"], ["--shard", "2/3"]])
def test_bad_input_ends_with_code_2_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    (tmp_path / "asked.toml").write_text(QUESTION + "replications = 0")
    out = tmp_path / "out"
    assert code_of(command, ["sweep", str(tmp_path / "asked.toml"), "--out", str(out), *arguments]) == BAD_INPUT
    assert "Traceback" not in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("share", ["0/4", "5/4", "1", "a/b", "1/0", "1/99999999999", "-1/4"])
def test_a_share_that_is_none_is_refused(tmp_path: Path, share: str) -> None:
    (tmp_path / "asked.toml").write_text(QUESTION + "[arms.a]")
    assert code_of(command, ["sweep", str(tmp_path / "asked.toml"), "--shard", share]) == BAD_INPUT


def test_settings_reach_the_experiment_and_its_base(tmp_path: Path) -> None:
    file = tmp_path / "experiment.toml"
    file.write_text(QUESTION + '[design]\nkind = "factorial"\n[factors]\n"barriers.secrecy" = [0.0, "base"]\n')
    changes = [
        "replications=3",
        "run.quarters=30",
        "barriers.secrecy=0.4",
        "factors.barriers.market_separation=[0.1, 0.2]",
    ]
    asked = Experiment.load(tmp_path, changes)
    assert asked.name == tmp_path.name
    assert asked.content.replications == 3
    study = Study(asked)
    assert [arm.name for arm in study.arms][:2] == [
        "secrecy=0, market_separation=0.1",
        "secrecy=0, market_separation=0.2",
    ]
    assert study.scenario(2, 0).barriers["secrecy"] == 0.4
    assert study.scenario(2, 0).run.quarters == 30
    with pytest.raises(ExperimentError, match="unknown setting"):
        Experiment.load(file, ["replicants=3"])


ARRAY = {
    f"structure.{name}": ["base", word]
    for name, word in {"demand": "unlimited", "shelf": "open", "choice": "fixed", "agreements": "none"}.items()
}
POINTS: dict[str, tuple[dict[str, Any], int]] = {
    "factorial": ({"factors": {"barriers.secrecy": [0, 1], "parameters.candidates": [3, 4, 5]}}, 6),
    "grid": ({"factors": {"barriers.secrecy": {"low": 0, "high": 1, "levels": 5}}}, 5),
    "one_at_a_time": ({"factors": {"barriers.secrecy": [0, 1], "parameters.candidates": [3, 4]}}, 5),
    "orthogonal_array": (
        {"factors": ARRAY | {"parameters.fund": [1, 2]}},
        16,
    ),
    "latin_hypercube": ({"factors": {"levers.fund_pool.start_quarter": {"low": 20, "high": 30}}}, 8),
    "sobol": ({"factors": {"barriers.secrecy": {"low": 0, "high": 1}, "parameters.fund": {"low": 0, "high": 9}}}, 32),
    "morris": ({"factors": {"barriers.secrecy": {"low": 0, "high": 1}, "parameters.fund": {"low": 0, "high": 9}}}, 24),
    "search": ({}, 1),  # the base: the rest is proposed as it goes
    "overturn": (
        {
            "arms": {"one": {}, "two": {"set": {"levers": {"fund_pool": {"strength": 0.1}}}}},
            "overturn": {"claim": {"better": "two", "than": "one"}},
        },
        2,
    ),
    "variety": ({"variety": {"map": {name: {"low": 0, "high": 9} for name in ("leaks", "licensed_firms")}}}, 1),
    "arms": ({"arms": {"one": {}, "two": {"set": {"barriers": {"secrecy": 0.1}}}}}, 2),
}


def test_every_design_is_tried_here() -> None:
    missing = {design.name for design in DESIGNS} - set(POINTS)
    assert missing == set(), "say in POINTS of tests/doors/test_experiment_file.py how many points it makes"


@pytest.mark.parametrize("kind", POINTS)
def test_designs_make_the_points_that_they_promise(kind: str) -> None:
    said, count = POINTS[kind]
    design = {"kind": kind, "samples": 8}
    base = {"question": "?", "base": "tiny", "design": design}
    if kind == "latin_hypercube":
        said = {"factors": {**said["factors"], "levers.fund_pool.strength": {"low": 0.1, "high": 1.0}}}
    study = Study(Experiment.from_dict({**base, **said}))
    plan = study.plan()
    assert len(plan.arms) == count
    assert len({arm.name for arm in plan.arms}) == count
    again = Study(Experiment.from_dict({**base, **said})).plan()
    assert again.id == plan.id
    if kind == "latin_hypercube":
        starts = [arm.factors["levers.fund_pool.start_quarter"] for arm in plan.arms]
        assert all(isinstance(start, int) and 20 <= start <= 30 for start in starts)


def test_draws_are_the_same_in_every_arm_and_cover_their_spreads() -> None:
    said = {
        "question": "?",
        "base": "tiny",
        "arms": {"one": {}, "two": {"set": {"barriers.secrecy": 0.1}}},
        "draws": {"number": 40, "parameters": {"barriers.market_separation": {"mean": 0.6, "sd": 0.1}}},
    }
    asked = Experiment.from_dict(said)
    values = [draw["barriers.market_separation"] for draw in asked.draws]
    assert sum(values) / 40 == pytest.approx(0.6, abs=0.01)
    plan = Study(asked).plan()
    assert len(plan) == 2 * 40 * 16
    assert len({digest for arm in plan.arms for digest in arm.scenarios}) == 80


def test_a_dry_run_says_what_it_takes_and_starts_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "asked.toml").write_text(QUESTION + '[arms.a]\n[arms.b]\nset = { "barriers.secrecy" = 0.0 }')
    out = tmp_path / "out"
    assert code_of(command, ["sweep", str(tmp_path / "asked.toml"), "--out", str(out), "--dry-run"]) == DONE
    said = capsys.readouterr().err
    assert "2 arms x 16 seeds: 32 runs, 32 to do, about" in said
    assert "MB" in said
    assert not out.exists()


def test_all_that_is_wrong_comes_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "experiment.toml"
    file.write_text('question = "?"\noutcomes = ["leek"]\n[factors]\n"barriers.secrcy" = [0.0, 1.0]\n[arms.x]\n')
    with pytest.raises(ExperimentError) as refused:
        Experiment.load(file)
    assert [problem.location.rpartition(":")[2] for problem in refused.value.problems] == ["2", "4"]
    assert [problem.line for problem in refused.value.problems] == [
        'outcomes = ["leek"]',
        '"barriers.secrcy" = [0.0, 1.0]',
    ]


def test_of_very_many_faults_fifty_are_put_in_words_and_the_rest_is_counted() -> None:
    wrong = {f"barriers.unheard_{number}": [0.0, 1.0] for number in range(60)}
    with pytest.raises(ExperimentError) as refused:
        Experiment.from_dict({"question": "?", "design": {"kind": "one_at_a_time"}, "factors": wrong})
    assert len(refused.value.problems) == 51
    assert refused.value.problems[-1].found == "and 10 more"
