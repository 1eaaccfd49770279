"""Settings written and read again are the same to the bit: a link, or a command, repeats a day."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.quantities import setting
from gatecrush.model.scenario import Scenario
from gatecrush.model.settings import WrittenSettings

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
