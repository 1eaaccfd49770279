"""The record has the promised columns, hours and units, and its books balance."""

import math

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments.days.summary_row import summary_row
from gatecrush.model.record import columns
from gatecrush.model.record.recorder import OFFSET, Recorder, record_of

PROMISED = """scenario seed replication version arrived numbered unnumbered admitted
families_admitted turned_back left present outside admission_rate out_of_turn_share order_tau
order_tau_evening press_share_morning press_share_evening onset_time collapsed unintercepted_share
gate_density_evening gate_load_peak_morning gate_load_peak_evening gate_load_mean_evening
gate_failed force_dose_share wait_mean wait_max wait_gini flow gate_density_peak
gate_density_plateau start_order_tau witness_share near_hours_late place_tau turned_round
alarm_time minutes_of_warning person_steps cpu_seconds"""


@pytest.fixture
def record(model):
    return record_of(model)


def test_tables_have_the_declared_columns_and_types(record):
    for frame, table in (
        (record.people, columns.PEOPLE),
        (record.admissions, columns.ADMISSIONS),
        (record.series, columns.SERIES),
        (record.trajectories, columns.TRAJECTORIES),
    ):
        assert list(frame.columns) == columns.names(table)
        for entry in table:
            assert frame[entry.name].dtype == pd.Series(dtype=entry.dtype).dtype, entry.name


def test_summary_has_exactly_the_promised_keys_then_the_parameters(record, model):
    keys, promised = list(record.summary), PROMISED.split()
    assert keys[: len(promised)] == promised
    dotted = [key for key in model.scenario.flat() if "." in key]
    assert keys[len(promised) :] == dotted


def test_counts_balance(record):
    run = record.summary
    assert run["arrived"] == 7
    assert run["arrived"] == run["admitted"] + run["turned_back"] + run["left"] + run["present"]
    assert run["arrived"] == run["numbered"] + run["unnumbered"]
    assert (run["admitted"], run["families_admitted"], run["present"]) == (4, 1, 1)


def test_whoever_is_expected_is_not_in_the_table(record):
    assert record.people["person"].tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_times_are_hours_of_the_day(record):
    people = record.people.set_index("person")
    assert people.loc[2, "arrival_time"] == 6.0
    assert people.loc[2, "admission_time"] == 10.0
    assert math.isnan(people.loc[3, "admission_time"])
    assert record.admissions["time"].tolist() == [9.0, 10.0, 11.0, 11.5]
    assert record.series["time"].iloc[-1] == pytest.approx(27.0)


def test_loads_are_in_kilonewtons_per_metre(record):
    assert record.series["gate_load_peak"].max() == 4.0


def test_skips_and_slips(record):
    people = record.people.set_index("person")
    assert people.loc[[0, 1, 2, 6], "skips"].tolist() == [0, 0, 1, 0]
    assert people.loc[[0, 1, 2, 6], "slips"].tolist() == [0, 1, 0, 0]
    assert people.loc[[3, 4, 5], ["skips", "slips"]].isna().all(axis=None)


def test_summary_of_the_day_by_hand(record):
    run = record.summary
    assert run["out_of_turn_share"] == pytest.approx(1 / 3)
    assert run["order_tau"] == pytest.approx(1 - 2 / 6)
    assert run["press_share_morning"] == 0.0
    assert run["press_share_evening"] == pytest.approx(0.75)
    assert run["collapsed"]
    assert run["onset_time"] == pytest.approx(14 + 10 / 60)
    assert run["unintercepted_share"] == pytest.approx(2 / 4)
    assert run["gate_load_peak_morning"] == pytest.approx(0.2)
    assert run["gate_load_mean_evening"] == pytest.approx(0.8)
    assert run["gate_density_evening"] == pytest.approx(4.5)
    assert run["force_dose_share"] == pytest.approx(1 / 7)
    assert run["wait_mean"] == pytest.approx(60 * (4 + 6 + 4 + 3.5) / 4)
    assert run["wait_max"] == pytest.approx(360)


def test_a_window_outside_the_run_is_null(model):
    model.seconds, model.minute_count = 3600.0, 60
    record = record_of(model)
    ready = summary_row(record)
    for key in ("press_share_morning", "press_share_evening", "order_tau_evening", "onset_time"):
        assert ready[key] is None
    assert ready["collapsed"] is None
    assert summary_row(record)["collapsed"] is None
    assert columns.column(columns.SUMMARY, "collapsed").dtype == columns.FLAG_OR_NONE


def test_an_evening_in_which_nobody_waits_has_not_collapsed(model):
    model.minute_log["waiting_near"] = 0
    row = record_of(model).row
    assert math.isnan(row["press_share_evening"])
    assert row["collapsed"] is False


def test_a_run_that_has_not_begun_has_a_record(model):
    model.seconds, model.minute_count, model.admission_count = 0.0, 0, 0
    model.people.conduct[:] = 0
    record = record_of(model)
    assert record.summary["arrived"] == 0
    assert record.summary["admission_rate"] is None


def test_control_on_the_far_side_takes_its_time(record, model):
    people = record.people
    control = 60 * (people["crossed_time"] - people["admission_time"]).dropna()
    assert len(control) == 4
    assert control.between(model.scenario.far_side.time_min, model.scenario.far_side.time_max).all()


def test_trajectories_are_taken_at_a_constant_rate(model):
    recorder = Recorder(frame_seconds=2.0)
    for second in range(7):
        model.seconds = float(second)
        recorder.look(model)
    frame = recorder.trajectories()
    assert frame["frame"].tolist() == [0, 1, 2, 3]
    assert frame.attrs["frames"] == 4
    assert frame.attrs["frames_per_second"] == 0.5


def test_a_person_is_drawn_beside_the_center_of_their_cell_always_by_the_same_offset(model):
    recorder = Recorder()
    for second in range(3):
        model.seconds = float(second)
        recorder.look(model)
    frame = recorder.trajectories()
    away = frame["x"] - model.place.x[model.people.cell[4]]
    assert away.abs().max() <= OFFSET + 1e-6
    assert away.nunique() == 1
    assert abs(away.iloc[0]) > 0


def test_steps_longer_than_a_frame_are_refused(model):
    recorder = Recorder(frame_seconds=1.0)
    model.seconds = 0.0
    recorder.look(model)
    model.seconds = 5.0
    with pytest.raises(ValueError, match="longer than frames"):
        recorder.look(model)


def test_a_column_that_is_not_declared_is_refused():
    with pytest.raises(ValueError, match="haste"):
        columns.frame(columns.TRAJECTORIES, {"haste": np.zeros(1)})
