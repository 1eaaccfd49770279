"""The share of pressing people and its onset, by hand."""

import math

import numpy as np
import pytest

from gatecrush.model.record.measures.press import (
    alarm_time,
    minutes_of_warning,
    onset_time,
    press_share,
)

MINUTES = 9.0 + np.arange(1, 241) / 60


def test_press_share_is_unknown_when_nobody_waits():
    share = press_share(np.array([0.0, 2.0]), np.array([0.0, 8.0]))
    assert math.isnan(share[0])
    assert share[1] == 0.25


def test_onset_is_the_end_of_the_first_ten_minutes_above_one_half():
    share = np.full(240, 0.2)
    share[30:39] = 0.9  # nine minutes: not yet
    share[100:] = 0.6
    assert onset_time(MINUTES, share) == pytest.approx(9.0 + 110 / 60)


def test_a_minute_without_anybody_breaks_the_row():
    share = np.full(240, 0.6)
    share[5] = np.nan
    assert onset_time(MINUTES, share) == pytest.approx(9.0 + 16 / 60)


def test_exactly_one_half_is_no_crowd():
    assert math.isnan(onset_time(MINUTES, np.full(240, 0.5)))
    assert math.isnan(onset_time(MINUTES[:5], np.full(5, 0.9)))


def test_the_alarm_is_raised_by_four_who_press_for_half_an_hour():
    pressing = np.full(240, 3.9)
    assert math.isnan(alarm_time(MINUTES, pressing))
    pressing[60:90] = 4.0  # 29 of them would not do
    assert alarm_time(MINUTES, pressing) == pytest.approx(9.0 + 90 / 60)
    assert math.isnan(alarm_time(MINUTES[:29], np.full(29, 99.0)))


def test_minutes_of_warning():
    assert minutes_of_warning(13.0, 14.5) == 90.0
    assert minutes_of_warning(15.0, 14.5) == -30.0  # too late
    assert math.isnan(minutes_of_warning(13.0, math.nan))  # a false alarm
    assert math.isnan(minutes_of_warning(math.nan, 14.5))
