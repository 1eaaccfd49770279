"""The account's facts: one row a quantity, read by all who hold days against the account."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gatecrush.experiments.account.beside_a_day import TOLD_OF_A_DAY
from gatecrush.experiments.account.facts import FACTS, fact
from gatecrush.experiments.calibration.checks import CHECKS
from gatecrush.experiments.calibration.distance import TARGETS
from gatecrush.experiments.studies import account_day


def test_a_quantity_has_one_interval():
    quantities = [each.quantity for each in FACTS]
    assert len(quantities) == len(set(quantities))
    for reader in (TOLD_OF_A_DAY, CHECKS, account_day.FACTS, [each.fact for each in TARGETS]):
        assert {each for each in reader if each.number} <= set(FACTS)


def test_what_the_account_does_not_tell_has_another_source():
    expected = {each for each in (*CHECKS, *(each.fact for each in TARGETS)) if not each.number}
    assert {each.source for each in expected} == {"A23", "A29"}


def test_what_the_tables_disagreed_on():
    near, failed = fact("near_hours_late"), fact("gate_failed")
    assert (near.low, near.high) == (4, 9)
    assert (failed.low, failed.high) == (0, 0.5)
    assert near in account_day.FACTS
    assert failed in CHECKS


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        ("press_share_morning", "at most 0.05"),
        ("onset_time", "13 to 19"),
        ("surge_ratio_evening", "at least 2"),
        ("order_tau_evening", "-0.2 to 0.2"),
        ("left", "any"),
    ],
)
def test_intervals_in_words(quantity, words):
    assert fact(quantity).interval == words


def test_what_can_be_judged_can_be_measured():
    for each in FACTS:
        if each.is_judged:
            assert each.measured
            assert not each.fits(math.nan)


def test_the_value_of_many_is_their_median():
    ahead = fact("witness_ahead")
    assert ahead.value({"witness_ahead": np.array([200.0, 260.0, np.nan, 300.0])}) == 260.0
    assert math.isnan(ahead.value({"witness_ahead": np.array([np.nan])}))
    assert math.isnan(fact("onset_time").value({"onset_time": None}))
