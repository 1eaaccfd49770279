"""Settings written and read again are the same to the bit: a link, or a command, repeats a day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.experiments.sweeps.factors import factor
from gatecrush.experiments.words import counted
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.quantities import listed, setting
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.settings import WrittenSettings

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = (
    st.tuples(st.just("demand.factor"), NUMBERS)
    | st.tuples(st.just("gate.batch_size"), st.integers(-(2**60), 2**60))
    | st.tuples(st.just("gate.always_open"), st.booleans())
    | st.tuples(st.just("site.layout"), st.sampled_from(["strip", "open_area"]))
    | st.tuples(st.just("demand.profile"), st.lists(st.lists(NUMBERS, min_size=1), min_size=1))
)


@given(VALUES)
def test_a_setting_is_read_as_it_was_written(named: tuple[str, Any]) -> None:
    name, value = named
    again = WrittenSettings([setting(name, value)], Scenario.quantities()).values
    assert again == {name: value}


def test_a_setting_is_written_as_people_write_it() -> None:
    assert setting("demand.factor", 0.75) == "demand.factor=0.75"
    assert setting("volunteers.start", 5.0) == "volunteers.start=5"
    assert setting("demand.profile", ((5.0, 13.0, 37.5),)) == "demand.profile=[[5,13,37.5]]"
    assert setting("gate.always_open", True) == "gate.always_open=true"


WRITTEN = {
    "demand.factor": {".5": 0.5, "5.": 5.0, "+.5": 0.5, "1e1": 10.0, "1E-1": 0.1},
    "gate.batch_size": {"10.0": 10, "10.": 10, "1e1": 10, "+10": 10, "010": 10, "1_0": 10},
    "gate.always_open": {"true": True, "false": False},
    "demand.profile": {"[[.5,27.,1e1]]": [[0.5, 27.0, 10.0]]},
}
"""Values as people write them, with what they mean."""
EVERY = [(name, text, value) for name, each in WRITTEN.items() for text, value in each.items()]


@pytest.mark.parametrize(("name", "text", "value"), EVERY)
def test_numbers_are_read_as_people_write_them(name: str, text: str, value: Any) -> None:
    read = WrittenSettings([f"{name}={text}"], Scenario.quantities()).values
    assert read == {name: value}
    found = Scenario.load("account", [f"{name}={text}"]).flat()[name]
    assert listed(found) == listed(value)
    assert type(found) is (tuple if isinstance(value, list) else type(value))


@pytest.mark.parametrize(("name", "text", "value"), [e for e in EVERY if e[0] != "demand.profile"])
def test_a_sweep_and_a_link_read_them_the_same(name: str, text: str, value: Any) -> None:
    varied = factor(f"{name}={text}", Scenario.quantities()).values
    assert varied == (value,)
    assert [type(each) for each in varied] == [type(Scenario().with_(**{name: value}).flat()[name])]


def test_a_whole_number_of_a_file_may_have_a_point(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("[gate]\nbatch_size = 1e1\n[volunteers]\ncount = 3.0\n")
    found = Scenario.load(path).flat()
    assert (found["gate.batch_size"], found["volunteers.count"]) == (10, 3)
    assert type(found["gate.batch_size"]) is int
    assert Scenario().with_(**{"gate.batch_size": 20.0}) == Scenario().with_(
        **{"gate.batch_size": 20}
    )


@pytest.mark.parametrize("text", ["10.5", "1e", "1,6", ".", "--5", "5..", "1.2.3", "ten", "1 0"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="must be a whole number"):
        Scenario.load("account", [f"gate.batch_size={text}"])


def test_a_file_that_writes_half_a_number_is_told_how_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("[demand]\nfactor = .5\n")
    with pytest.raises(ScenarioError, match=r"line 2: .* on both sides of its point"):
        Scenario.load(path)


@pytest.mark.parametrize("text", ["5:10.0:6.0", "5.:1e1:6", "+5:10:6e0"])
def test_a_range_is_read_as_people_write_it(text: str) -> None:
    found = factor(f"gate.batch_size={text}", Scenario.quantities())
    assert found.values == (5, 6, 7, 8, 9, 10)


def test_one_of_a_thing_is_not_several() -> None:
    assert [counted(n, "run") for n in (0, 1, 2)] == ["0 runs", "1 run", "2 runs"]
    assert counted(1, "person", "people") == "1 person"
    assert counted(1200, "person", "people") == "1,200 people"
