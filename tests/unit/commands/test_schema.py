"""The schemas take every file that the commands take, and refuse what is of the wrong kind."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.main import main
from gatecrush.experiments.commands.schema import plan_schema, scenario_schema
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.scenario_file import SHIPPED

FAULTS = Path(__file__).parents[2] / "faults" / "scenarios"
PLAN = """
design = "crossed"
replications = 20
seed = 0
[vary]
"demand.factor" = "0.1:2:20"
"volunteers.count" = [0, 10, 20]
gate.width = [1, 2.5]
"demand.profile" = [[[5, 27, 20]], [[5, 27, 40.0]]]
[set]
"gate.batch_size" = 20
"""


def printed(*words: str) -> dict[str, Any]:
    """Return what the command prints: a schema of its dialect."""
    ran = CliRunner().invoke(main, ["schema", *words])
    assert ran.exit_code == 0
    found = json.loads(ran.stdout)
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def complaints(schema: dict[str, Any], text: str) -> list[str]:
    """Return what an editor would mark."""
    validator = jsonschema.Draft202012Validator(schema)
    return [each.message for each in validator.iter_errors(tomllib.loads(text))]


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_scenario_that_ships_fits(file: Path) -> None:
    assert complaints(printed(), file.read_text(encoding="utf-8")) == []


def test_tables_beside_the_scenario_fit() -> None:
    text = "staff = 's.csv'\n[demand]\narrivals = 'a.csv'\ninitial_positions = 'p.csv'"
    assert complaints(printed(), text) == []


def test_a_whole_scenario_as_it_is_stored_fits() -> None:
    assert complaints(printed("scenario"), Scenario.load("account").to_toml()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[gate]\nwidth = 0.1", "0.1 is less than the minimum of 0.4"),
        ("[gate]\nwidth = true", "True is not of type 'number'"),
        ("[gate]\nbatch_size = 2.5", "2.5 is not of type 'integer'"),
        ("[gate]\nwidht = 2.0", "'widht' was unexpected"),
        ("[gaet]\nwidth = 2.0", "'gaet' was unexpected"),
        ("[site]\nlayout = 'round'", "'round' is not one of ['strip', 'open_area']"),
        ("[demand]\nprofile = [[5, 27]]", "[5, 27] is too short"),
        ("extends = 3", "3 is not of type 'string'"),
        ("staff = 3", "3 is not of type 'string'"),
        ("[demand]\narrivals = 3", "3 is not valid under any of the given schemas"),
    ],
)
def test_what_is_wrong_is_marked(text: str, words: str) -> None:
    (told,) = complaints(scenario_schema(), text)
    assert words in told


@pytest.mark.parametrize("name", ["above_range", "below_range", "boolean_for_number"])
def test_scenarios_that_are_refused_do_not_fit(name: str) -> None:
    assert complaints(scenario_schema(), (FAULTS / f"{name}.toml").read_text(encoding="utf-8"))


def test_a_plan_fits() -> None:
    assert complaints(printed("plan"), PLAN) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"crossed"', '"cubic"'),
        ("replications = 20", "replications = 0"),
        ("replications = 20", "repetitions = 20"),
        ('"gate.batch_size" = 20', '"gate.batch_size" = 0'),
        ('"demand.factor"', '"demand.fatcor"'),
        ("[0, 10, 20]", "[0, 10, 2000]"),
        ("[0, 10, 20]", "[]"),
    ],
)
def test_what_is_wrong_in_a_plan_is_marked(old: str, new: str) -> None:
    assert old in PLAN
    assert complaints(plan_schema(), PLAN.replace(old, new, 1))


def test_unit_and_source_are_in_the_description() -> None:
    width = scenario_schema()["properties"]["gate"]["properties"]["width"]
    assert width["description"].startswith("Width of the gate, m (source: ")
    assert (width["minimum"], width["maximum"], width["default"]) == (0.4, 20, 1.6)
    assert set(scenario_schema()["properties"]) - {"extends", "staff"} == {
        name.partition(".")[0] for name in Scenario.quantities()
    }
