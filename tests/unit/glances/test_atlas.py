"""The map of volunteers: what is shared is the same, and what ships is of the scenario as it is."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances import atlas as module
from gatecrush.experiments.glances.atlas import (
    COUNTS,
    DAYS,
    SCENARIO,
    STARTS,
    Atlas,
    minute,
    runs_of,
    shipped_atlas,
    simulated,
)
from gatecrush.experiments.glances.glanced_day import GlancedDay, Tell, glanced
from gatecrush.experiments.glances.kept_days import KeptDays
from gatecrush.experiments.glances.paired_days import DayFailedError
from gatecrush.model.scenario.scenario import Scenario

from ..conftest import COMPILED

ACCOUNT = Scenario.load(SCENARIO)
CHECKED = ((10, 12.0), (2, 14.0))
"""Cells of which some days are simulated again: some of them break, some do not."""
AGAIN = 8


def shipped() -> Atlas:
    found = shipped_atlas(SCENARIO)
    assert found is not None
    return found


class MadeUpDays:
    """Takes the place of ``glanced``: day n breaks at 10 + n h unless someone helps by then."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, float, int]] = []

    def __call__(self, run: PlannedRun, until: float, tell: Tell | None = None) -> GlancedDay:
        helpers, hour = run.scenario.volunteers, 10.0 + run.replication
        self.asked.append((helpers.count, helpers.start, run.replication))
        if run.replication == 3:
            raise ArithmeticError("no such day")
        is_kept = helpers.count and helpers.start < hour
        return GlancedDay(None if is_kept else hour - 0.1, until if is_kept else hour, 0.1, ())


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> MadeUpDays:
    days = MadeUpDays()
    monkeypatch.setattr(module, "glanced", days)
    return days


def test_days_that_cannot_differ_are_simulated_once(tmp_path: Path, made_up: MadeUpDays) -> None:
    how = {"jobs": 0, "counts": (0, 2, 5), "starts": (5.0, 11.5, 19.0), "days": 3, "quiet": True}
    found = simulated(ACCOUNT, KeptDays(tmp_path, 21.0), **how)  # type: ignore[arg-type]
    nobody = [(0, ACCOUNT.volunteers.start, day) for day in range(3)]
    early = [(count, 5.0, day) for count in (2, 5) for day in range(3)]
    late = [(count, 11.5, 2) for count in (2, 5)]
    assert sorted(made_up.asked) == sorted(nobody + early + late)
    assert len(made_up.asked) == 3 + 6 + 2
    broke = {cell: found.broke(*cell) for cell in found.onsets}
    assert broke == {
        (0, 5.0): 3, (0, 11.5): 3, (0, 19.0): 3, (2, 5.0): 0, (2, 11.5): 2, (2, 19.0): 3,
        (5, 5.0): 0, (5, 11.5): 2, (5, 19.0): 3,
    }  # fmt: skip
    assert found.onsets[0, 5.0] == (594, 654, 714)
    assert (found.scenario, found.days, found.until) == ("account", 3, 21.0)


def test_a_day_that_fails_is_told(tmp_path: Path, made_up: MadeUpDays) -> None:
    with pytest.raises(DayFailedError, match=r"1 of 4 days failed: .*no such day"):
        simulated(ACCOUNT, KeptDays(tmp_path, 21.0), jobs=0, days=4, quiet=True)


def test_map_is_written_and_read_as_it_was(
    tmp_path: Path, made_up: MadeUpDays, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = {"counts": (0, 2), "starts": (5.0, 11.5), "days": 3}
    found = simulated(ACCOUNT, KeptDays(tmp_path, 21.0), jobs=0, quiet=True, **cells)  # type: ignore[arg-type]
    monkeypatch.setattr(module, "HERE", tmp_path)
    module.path_of(SCENARIO).write_text(found.written(), encoding="utf-8")
    assert shipped_atlas.__wrapped__(SCENARIO) == found
    assert shipped_atlas("calm") is None


@pytest.mark.skipif(not COMPILED, reason="whole hours of days in plain Python")
def test_a_day_that_broke_before_its_volunteers_came_is_the_day_without_them() -> None:
    """On this the sharing stands; the hour is one at which they would still have helped."""
    day = runs_of(ACCOUNT, (0, 17.0), 21.0, 1)[0]
    without = glanced(day, 21.0)
    assert without.onset is not None
    late, early = (
        glanced(runs_of(ACCOUNT, (20, without.reached + hours), 21.0, 1)[0], 21.0)
        for hours in (0.001, -0.5)
    )
    assert (late.onset, late.quarters) == (without.onset, without.quarters)
    assert early.onset != without.onset


STALE = "the map is stale: make atlas"


def test_shipped_map_is_of_the_scenario_that_ships() -> None:
    found = shipped()
    assert found.differences(ACCOUNT) == (), STALE
    assert found.version.split(".")[:2] == version("gatecrush").split(".")[:2], STALE
    assert set(found.onsets) == {(count, start) for count in COUNTS for start in STARTS}
    assert {len(onsets) for onsets in found.onsets.values()} == {DAYS}


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"volunteers.reach": 2.5}, "volunteers.reach"),
        ({"demand.factor": 0.9}, "demand.factor: was 1.0, is 0.9"),
        ({"run.changes": ["15.5 gate.batch_size=5"]}, "run.changes"),
    ],
)
def test_map_of_another_scenario_says_what_differs(settings: dict[str, object], told: str) -> None:
    changed = ACCOUNT.with_(**settings)
    (line,) = shipped().differences(changed)
    assert line.startswith(told)


def test_parameter_that_the_map_does_not_know_matters_once_it_is_not_its_default() -> None:
    settings = dict(shipped().settings)
    for name, is_default in (("waiters.coming_again", True), ("demand.factor", False)):
        known = {key: value for key, value in settings.items() if key != name}
        older = shipped()._replace(settings=known)
        scenario = ACCOUNT if is_default else ACCOUNT.with_(**{name: 2.0})
        assert bool(older.differences(scenario)) != is_default


@pytest.mark.skipif(not COMPILED, reason="whole days in plain Python")
@pytest.mark.parametrize("cell", CHECKED)
def test_days_of_the_shipped_map_come_out_as_they_did(cell: tuple[int, float]) -> None:
    """To the minute, day by day: other rules would move some."""
    found = shipped()
    runs = runs_of(ACCOUNT, cell, found.until, AGAIN)
    again = tuple(minute(glanced(run, found.until).onset) for run in runs)
    assert again == found.onsets[cell][:AGAIN], STALE
    assert None in again
    assert set(again) != {None}
