"""A scenario says which form of the model it means, by a word; a slip is named with what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim import Scenario, ScenarioError
from sim.cli import sim
from sim.cli.edge import BAD_INPUT, DONE, code_of
from sim.experiment.designs.forms import declared_switches, form_name, forms_of
from sim.scales import Switch
from sim.scenario import json_schema
from sim.scenario.settings import SWITCHES
from sim.world.build import build
from tests.doors.command_line import Said

ONE = SWITCHES[0]
KEY, WORD = f"structure.{ONE.name}", list(ONE.meanings)[1]


def test_a_word_is_read_written_and_tells_scenarios_apart() -> None:
    shipped, other = Scenario.load("tiny"), Scenario.load("tiny").with_(**{KEY: WORD})
    assert (shipped.structure[ONE.name], other.structure[ONE.name]) == (ONE.default, WORD)
    assert Scenario.from_dict(other.to_dict()) == other != shipped
    assert other.ground != shipped.ground
    assert Scenario().override_text([f"{KEY}={WORD}"]).structure[ONE.name] == WORD
    assert [int(build(one, 0).settings[ONE.name][0]) for one in (shipped, other)] == [0, ONE.number(WORD)]


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (
            {ONE.name: WORD[:-1]},
            (f"{KEY} = '{WORD[:-1]}' is not allowed", ONE.meanings[WORD], f"did you mean '{WORD}'"),
        ),
        ({ONE.name: 1}, (f"{KEY} = 1 is not allowed", f"default '{ONE.default}'")),
        ({ONE.name[:-1]: WORD}, (f"unknown setting structure.{ONE.name[:-1]}", f"did you mean {KEY}")),
    ],
)
def test_a_slip_says_what_is_allowed_and_what_was_meant(section: dict[str, object], words: tuple[str, ...]) -> None:
    with pytest.raises(ScenarioError) as raised:
        Scenario.from_dict({"extends": "tiny", "structure": section})
    assert all(one in str(raised.value) for one in words)


def test_no_shock_changes_a_form() -> None:
    shock = {"quarter": 3, "key": KEY, "value": 1.0}
    with pytest.raises(ScenarioError, match=rf"{KEY}' is no such key; it must be barriers.<name> or parameters.<name>"):
        Scenario.from_dict({"extends": "tiny", "shocks": [shock]})


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.name)
def test_every_word_is_explained_and_known_to_editors(capsys: Said, switch: Switch) -> None:
    assert code_of(sim, ["explain", switch.name]) == DONE
    flat = " ".join(capsys.readouterr().out.split())
    assert all(" ".join(meaning.split()) in flat for meaning in switch.meanings.values())
    section = json_schema()["$defs"]["structure"]["properties"][switch.name]
    assert section["enum"] == list(switch.meanings)
    assert section["default"] == switch.default
    assert all(meaning in section["description"] for meaning in switch.meanings.values())


def test_forms_among_readings_are_sets_of_words() -> None:
    known = declared_switches()
    assert known == {f"structure.{one.name}": tuple(one.meanings) for one in SWITCHES}
    shipped, other = forms_of([ONE.name], known)
    assert (form_name(shipped, known), form_name(other, known)) == ("shipped", f"{ONE.name}-{WORD}")


def test_a_slip_in_a_file_names_its_line(capsys: Said, tmp_path: Path) -> None:
    file = tmp_path / "form.toml"
    file.write_text(f'extends = "tiny"\n[structure]\n{ONE.name} = "{WORD}"\n', "utf-8")
    assert code_of(sim, ["validate", str(file)]) == DONE
    file.write_text(f'extends = "tiny"\n[structure]\n{ONE.name} = "{WORD}s"\n', "utf-8")
    assert code_of(sim, ["validate", str(file)]) == BAD_INPUT
    said = capsys.readouterr().err
    assert f"form.toml:3: {KEY} = '{WORD}s' is not allowed" in said
    assert f"did you mean '{WORD}'?" in said
