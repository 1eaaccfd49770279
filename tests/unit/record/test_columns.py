"""Every output column is declared once, with unit, type and meaning."""

import pandas as pd
import pytest

from gatecrush.agents.conduct import ARRIVING, BESIDE, CONDUCTS
from gatecrush.model.arrays import empty_record
from gatecrush.model.record import columns
from gatecrush.model.rules.minute_record import count_conduct
from gatecrush.model.situation import MINUTE_ROW

TABLES = {
    "people": columns.PEOPLE,
    "admissions": columns.ADMISSIONS,
    "series": columns.SERIES,
    "places": columns.PLACES,
    "gates": columns.GATES,
    "zones": columns.ZONES,
    "summary": columns.SUMMARY,
    "trajectories": columns.TRAJECTORIES,
}
PROMISED = {
    "people": "person kind number party arrival_time numbered_time pressing_time admission_time "
    "outcome out_of_turn skips slips time_within_5_m force_dose",
    "admissions": "time opening person number out_of_turn family",
    "series": "time arriving seeking holding called pressing press_share disorder gate_load_mean "
    "gate_load_peak gate_density queue_length gate_open admitted",
    "places": "x y distance density_peak density_peak_time crowded force_peak force_peak_time",
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
    assert set(MINUTE_ROW.names) | {"press_share"} == set(columns.names(columns.SERIES))


@pytest.mark.parametrize("conduct", range(ARRIVING, BESIDE + 1))
def test_somebody_on_the_site_is_counted_in_the_column_of_their_conduct(conduct):
    row = empty_record(MINUTE_ROW)
    count_conduct(row, conduct)
    assert {name: row[name] for name in MINUTE_ROW.names if row[name]} == {CONDUCTS[conduct]: 1.0}


def test_label_of_an_axis():
    assert columns.column(columns.SERIES, "gate_density").label == "gate density (1/m²)"
    assert columns.column(columns.SERIES, "press_share").label == "press share"


def test_a_frame_has_exactly_the_declared_columns():
    with pytest.raises(ValueError, match="missing or not declared"):
        columns.frame(columns.ADMISSIONS, {"time": []})
