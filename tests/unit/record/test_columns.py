"""Every output column is declared once, with unit, type and meaning."""

import pandas as pd
import pytest

from gatecrush.agents.conduct import CONDUCTS
from gatecrush.model import minutes
from gatecrush.model.record import columns

TABLES = {
    "people": columns.PEOPLE,
    "admissions": columns.ADMISSIONS,
    "series": columns.SERIES,
    "summary": columns.SUMMARY,
    "trajectories": columns.TRAJECTORIES,
}
PROMISED = {
    "people": "person kind number party arrival_time numbered_time pressing_time admission_time "
    "outcome out_of_turn skips slips time_within_5_m force_dose",
    "admissions": "time opening person number out_of_turn family",
    "series": "time arriving seeking holding called pressing press_share disorder gate_load_mean "
    "gate_load_peak gate_density queue_length gate_open admitted",
}


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_distinct_and_say_what_they_mean(table):
    entries = TABLES[table]
    assert len({entry.name for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.meaning
        assert entry.unit
        pd.Series(dtype=entry.dtype)


@pytest.mark.parametrize("table", PROMISED)
def test_promised_columns_are_there(table):
    assert set(PROMISED[table].split()) <= set(columns.names(TABLES[table]))


def test_every_column_of_the_minute_log_reaches_the_series():
    assert set(minutes.MINUTE_COLUMNS) | {"press_share"} == set(columns.names(columns.SERIES))


def test_places_in_the_minute_log_are_constants():
    assert minutes.MINUTE_INDEX["person_steps"] == minutes.PERSON_STEPS
    for name, place in minutes.MINUTE_INDEX.items():
        assert getattr(minutes, name.upper()) == place


def test_conducts_on_the_site_stand_in_the_order_of_their_codes():
    assert minutes.MINUTE_COLUMNS[1:7] == CONDUCTS[1:7]


def test_label_of_an_axis():
    assert columns.column(columns.SERIES, "gate_density").label == "gate density (1/m²)"
    assert columns.column(columns.SERIES, "press_share").label == "press share"


def test_a_frame_has_exactly_the_declared_columns():
    with pytest.raises(ValueError, match="missing or not declared"):
        columns.frame(columns.ADMISSIONS, {"time": []})
