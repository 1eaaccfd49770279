"""The summary of a day is a mapping of plain values, and answers for its table of one row."""

import copy
import json
import math
import pickle

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments.days.summary_row import summary_row
from gatecrush.model.record.day_summary import Summary
from gatecrush.model.record.recorder import record_of


@pytest.fixture
def summary(model):
    return record_of(model).summary


def test_values_are_plain(summary):
    assert summary["arrived"] == 7
    assert type(summary["arrived"]) is int
    assert type(summary["onset_time"]) is float
    assert type(summary["collapsed"]) is bool
    assert {type(value) for value in summary.values()} <= {int, float, bool, str, list, type(None)}


def test_it_is_a_mapping(summary, model):
    assert len(summary) == len(list(summary)) == len(record_of(model).row)
    assert "onset_time" in summary
    assert "site.strip_width" in summary
    assert "onset" not in summary
    assert dict(summary) == summary_row(record_of(model))
    assert summary.get("onset") is None
    assert {**summary}["arrived"] == 7
    assert json.loads(json.dumps(dict(summary))) == dict(summary)


def test_what_is_not_known_is_none():
    summary = Summary({"onset_time": np.float64(math.nan), "gate_failed": np.bool_(False)})
    assert summary["onset_time"] is None
    assert summary["gate_failed"] is False
    assert math.isnan(summary.frame["onset_time"].iloc[0])


def test_a_misspelt_name_is_answered_with_the_one_that_was_meant(summary):
    with pytest.raises(KeyError, match="no 'onset_tme' in a summary; did you mean onset_time"):
        summary["onset_tme"]


def test_it_answers_for_its_table_of_one_row(summary):
    assert summary.iloc[0]["arrived"] == summary["arrived"]
    assert summary[["arrived", "admitted"]].to_dict("records") == [{"arrived": 7, "admitted": 4}]
    assert list(summary.frame) == list(summary)
    pd.testing.assert_frame_equal(pd.DataFrame([summary])[["arrived"]], summary.frame[["arrived"]])


def test_it_can_be_copied_and_sent(summary):
    assert dict(copy.deepcopy(summary)) == dict(pickle.loads(pickle.dumps(summary)))
    assert dict(copy.copy(summary)) == dict(summary)
    assert "onset_time" in summary._repr_html_()
    assert repr(summary).startswith("Summary({'scenario': ")
