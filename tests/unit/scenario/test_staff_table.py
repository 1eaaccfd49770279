"""A table of staff: lines of a timetable, which change the day at their hours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gatecrush.model.crossing import BorderCrossing
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.staff_table import staff_table

KNOWN = Scenario.quantities()
TABLES = {
    "time,lanes\n8,10\n12:30,4\n": ("8.0 gate.batch_size=10", "12.5 gate.batch_size=4"),
    "time;volunteers;guards\n8;2;\n9;;3\n": ("8.0 volunteers.count=2", "9.0 guards.count=3"),
    "time,guards.clear_refused,gate.cycle_min\n8,yes,50\n9,no,\n": (
        "8.0 guards.clear_refused=true", "8.0 gate.cycle_min=50", "9.0 guards.clear_refused=false"
    ),
    "time,closed\n8,no\n9,yes\n10,yes\n11,no\n12,yes\n": (
        "8.0 gate.closures=[[9,11],[12,10000]]",
    ),
    "time,lanes\n0,0\n6,5\n9,\n22,0\n24,5\n": (
        "0.0 gate.closures=[[0,6],[22,24]]", "6.0 gate.batch_size=5", "24.0 gate.batch_size=5"
    ),
    "time,lanes,closed\n6,5,yes\n7,,\n8,3,\n": (
        "6.0 gate.closures=[[6,8]]", "6.0 gate.batch_size=5", "8.0 gate.batch_size=3"
    ),
    "time,closed\n8,no\n": (),
}  # fmt: skip


@pytest.mark.parametrize("text", TABLES)
def test_a_table_becomes_a_timetable(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text)
    lines = staff_table(tmp_path / "t.csv", "here", KNOWN)
    assert lines == TABLES[text]
    scenario = Scenario().with_(**{"run.staff": lines})  # every line can be made
    assert scenario.run.staff == lines


def loaded(folder: Path, table: str, text: str = "", *settings: str) -> Scenario:
    """Return the scenario of a file with a table of staff."""
    (folder / "t.csv").write_text(table)
    (folder / "own.toml").write_text(f'extends = "account"\nstaff = "t.csv"\n{text}')
    return Scenario.load(folder / "own.toml", settings)


def test_hours_before_the_start_hold_from_the_start_and_those_after_the_end_do_not(tmp_path):
    table = "time,lanes,volunteers\n0,3,1\n4,4,\n9,5,\n30,6,\n"
    assert loaded(tmp_path, table).timetable() == (
        (5.0, {"gate.batch_size": 4, "volunteers.count": 1}),
        (9.0, {"gate.batch_size": 5}),
    )


def test_changes_override_the_table(tmp_path):
    text = '[run]\nchanges = ["9 gate.batch_size=7"]\n'
    scenario = loaded(tmp_path, "time,lanes,volunteers\n9,5,3\n", text)
    assert scenario.timetable() == ((9.0, {"gate.batch_size": 7, "volunteers.count": 3}),)


def test_bounds_of_one_hour_are_changed_together(tmp_path):
    scenario = loaded(tmp_path, "time,gate.cycle_min,gate.cycle_max\n9,100,120\n")
    assert scenario.timetable() == ((9.0, {"gate.cycle_min": 100.0, "gate.cycle_max": 120.0}),)


def test_the_table_travels_with_the_scenario(tmp_path):
    scenario = loaded(tmp_path, "time,lanes,closed\n6,3,\n9,,yes\n10,5,\n")
    whole = tmp_path / "whole.toml"
    whole.write_text(scenario.to_toml())
    (tmp_path / "t.csv").unlink()
    assert Scenario.load(whole).with_(name="own") == scenario
    assert scenario.timetable() == Scenario.load(whole).timetable()


def test_a_day_follows_the_table(lively: Scenario) -> None:
    """Nobody is let in while it is closed, and guards and volunteers come when it says so."""
    start = lively.run.start
    lines = [
        f"{start} gate.closures=[[{start + 0.02},{start + 0.06}]]",
        f"{start + 0.02} guards.count=5",
        f"{start + 0.04} volunteers.count=4",
    ]
    usual = {"gate.cycle_min": 1.0, "gate.cycle_max": 1.0, "run.end": start + 0.1}
    day = BorderCrossing(lively.with_(**usual, **{"run.staff": lines}), rng=1)
    kinds = []
    for hour in (0.01, 0.03, 0.05):
        day.run_until(start + hour)
        of = [type(agent).__name__ for agent in day.agents]
        kinds.append((of.count("BorderGuard"), of.count("Volunteer")))
    day.run_model()
    opened = np.unique(day.record.admissions["opening"])
    times = day.record.admissions["time"].to_numpy() - start
    assert kinds == [(2, lively.volunteers.count), (5, lively.volunteers.count), (5, 4)]
    assert not ((times > 0.035) & (times < 0.06)).any()
    assert (times < 0.02).any()
    assert (times > 0.06).any()
    assert opened.size > 1
