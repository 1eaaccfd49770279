"""What is kept of a day, on a day made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gatecrush.experiments.days.outcomes import COURSES, FURTHER, WITNESSES, outcome, outcomes
from gatecrush.experiments.reports import numbers as report_numbers
from gatecrush.experiments.reports import sweep_tables
from gatecrush.model.record import columns
from gatecrush.model.record.recorder import Record


def series():
    hours = 5 + np.arange(1, 22 * 60 + 1) / 60
    values = {each.name: np.zeros(len(hours)) for each in columns.SERIES}
    values |= {
        "time": hours,
        "queue_length": np.where(hours < 10, 100, 250),
        "press_share": np.where(hours < 14, 0.1, 0.9),
        "gate_load_surge": np.where(hours > 18, 2.0, np.nan),
        "gate_load_rest": np.full(len(hours), 0.5),
        "challenges": np.arange(len(hours)),
    }
    return columns.frame(columns.SERIES, values)


def people():
    """A witness admitted, one not, a family, one who came too late."""
    values = {each.name: [0, 0, 0, 0] for each in columns.PEOPLE}
    values |= {
        "person": [0, 1, 2, 3],
        "kind": ["waiter", "line_jumper", "family", "waiter"],
        "outcome": ["admitted", "present", "admitted", "present"],
        "arrival_time": [10.5, 9.5, 10.0, 12.0],
        "admission_time": [24.0, np.nan, 11.0, np.nan],
        "time_within_5_m": [6.0, 2.0, 0.0, 0.0],
    }
    return columns.frame(columns.PEOPLE, values)


def admissions():
    """Three others before the first witness, one of them before the witness came, and a family."""
    values = {each.name: [0] * 5 for each in columns.ADMISSIONS}
    values |= {
        "time": [9.0, 11.0, 12.0, 13.0, 24.0],
        "family": [False, True, False, False, False],
    }
    return columns.frame(columns.ADMISSIONS, values)


@pytest.fixture
def kept():
    summary = {"press_share_evening": 0.9, "onset_time": 14.15, "gate.width": 1.6}
    record = Record(people(), admissions(), series(), summary)
    return outcomes(record, start=5.0, end=27.0)


def test_every_outcome_is_declared_and_kept(kept):
    declared = {each.name for each in (*FURTHER, *WITNESSES)} | {f"course_{c}" for c in COURSES}
    assert declared | {"press_share_evening", "onset_time", "gate.width"} == set(kept)
    assert outcome("order_lasted").unit == "h"


def test_witnesses(kept):
    assert list(kept["witness_arrival_time"]) == [10.5, 9.5]
    assert list(kept["witness_ahead"]) == [250, 100]
    assert kept["witness_overtaken"][0] == 250 - 2
    assert np.isnan(kept["witness_overtaken"][1])
    assert kept["witness_wait"] == 13.5
    assert kept["witness_hours_near"] == 4.0


def test_the_day(kept):
    assert kept["order_lasted"] == pytest.approx(9.15)
    assert kept["order_share_evening"] == pytest.approx(0.1)
    assert kept["waiting_at_ten"] == 250
    assert kept["waiting_peak"] == 250
    assert kept["surge_ratio_evening"] == 4.0
    assert kept["challenges"] == 22 * 60 - 1
    assert len(kept["course_press_share"]) == 22 * 60


def test_what_people_read_is_called_something_each_by_its_own_words():
    told = {*report_numbers.TOLD, *sweep_tables.SHOWN}
    told |= {name for names in report_numbers.BY_GROUP.values() for name in names}
    words = [outcome(name).words for name in told]
    assert all(words)
    assert len(set(words)) == len(words)
    assert max(map(len, words)) < report_numbers.WIDTH
