"""A timetable of changes: read by hour, checked at the door, and made at its hour."""

import pytest

from gatecrush.model.crossing import BorderCrossing
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario


def with_changes(*lines, **settings):
    return Scenario().with_(**{"run.changes": lines} | settings)


def test_changes_are_read_by_hour():
    scenario = with_changes("15.5 gate.batch_size=5", " 9  guards.clear_refused = true ")
    assert scenario.timetable() == (
        (9.0, {"guards.clear_refused": True}),
        (15.5, {"gate.batch_size": 5}),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "noon gate.batch_size=5",
            "must be an hour and a setting, such as '15.5 gate.batch_size=5'",
        ),
        ("15.5", "must be an hour and a setting"),
        ("15.5 gate.batch_size", "must be an hour and a setting"),
        ("4 gate.batch_size=5", "must lie from run.start (5 h) to run.end (27 h)"),
        ("nan gate.batch_size=5", "must lie from run.start"),
        ("15.5 gate.width=2", "gate.width: cannot change during a day; these can: demand.factor"),
        ("15.5 gate.batchsize=5", "no such parameter; did you mean gate.batch_size?"),
        ("15.5 gate.batch_size=0", "gate.batch_size = 0: must be at least 1 (allowed: 1 to 1000"),
        ("15.5 gate.cycle_min=100", "gate.cycle_min = 100: must not exceed gate.cycle_max"),
        ("15.5 run.changes=[]", "run.changes: cannot change during a day"),
    ],
)
def test_what_cannot_be_is_turned_away_at_the_door(line, words):
    with pytest.raises(ScenarioError) as told:
        with_changes(line)
    assert words in str(told.value)
    assert str(told.value).startswith("run.changes = ")
    assert "\n" not in str(told.value)


def test_second_change_is_checked_after_the_first():
    with_changes("8 gate.cycle_max=200", "9 gate.cycle_min=100")
    with pytest.raises(ScenarioError, match=r"gate\.cycle_min = 100"):
        with_changes("9 gate.cycle_max=200", "8 gate.cycle_min=100")


def test_day_changes_at_the_hour(lively):
    day = BorderCrossing(lively.with_(**{"run.changes": ["5.01 gate.batch_size=3"]}), rng=1)
    day.run_until(5.005)
    assert day.present_scenario.gate.batch_size == lively.gate.batch_size != 3
    day.run_until(5.015)
    assert day.present_scenario.gate.batch_size == 3
    (hour, settings), = day.changes  # fmt: skip
    assert (hour, settings) == (pytest.approx(5.01, abs=0.001), {"gate.batch_size": 3})


def test_change_by_hand_comes_after_that_of_the_scenario(lively):
    scenario = lively.with_(**{"run.changes": ["5.01 gate.batch_size=3"]})
    day = BorderCrossing(scenario, rng=1, changes=[(5.01, {"gate.batch_size": 4})])
    day.run_until(5.015)
    assert day.present_scenario.gate.batch_size == 4


def test_scenario_file_holds_them_as_they_were(tmp_path):
    scenario = with_changes("15.5 gate.batch_size=5", "16 guards.number_check=0.5", name="shifts")
    path = tmp_path / "shifts.toml"
    path.write_text(scenario.to_toml())
    assert Scenario.load(path) == scenario
