"""Other accounts: what was expected of their scenarios, held against the days as they came out."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from gatecrush.experiments.account.other_accounts import (
    CASES,
    DAYS,
    DAYS_AFTERWARDS,
    EXPECTED,
    KEPT,
    Expectation,
    day,
    days_of,
)
from gatecrush.model.scenario.scenario import Scenario

PAGE = Path(__file__).parents[3] / "docs" / "other_accounts.md"


def test_words_and_figures_of_an_expectation():
    breaks = Expectation("fan_line", "onset_time", "", low=0.7, is_share_of_days=True)
    when = Expectation("fan_line", "onset_time", "", low=17.0, high=18.5)
    days = np.array([17.5, 18.0, math.nan, 19.0])
    assert (breaks.interval, when.interval) == ("at least 0.7", "17 to 18.5")
    assert Expectation("fan_line", "order_tau", "", high=0.1).interval == "at most 0.1"
    assert (breaks.figure(days), when.figure(days)) == (0.75, 18.0)
    assert breaks.came_true(days)
    assert when.came_true(days)
    assert not when.came_true(np.full(4, math.nan))


@pytest.mark.parametrize("case", CASES)
def test_every_case_loads_and_its_days_are_stored(case: str):
    scenario, settings = CASES[case]
    assert Scenario.load(scenario).with_(**settings).remarks() == ()
    stored = days_of(case)
    days = DAYS_AFTERWARDS if settings else DAYS
    assert all(len(stored[name]) == days for name in KEPT)


def test_the_page_shows_what_was_expected_of_each_case():
    shown = PAGE.read_text(encoding="utf-8")
    assert {each.case for each in EXPECTED} == set(CASES)
    for case in CASES:
        assert f"```{{expectations}} {case}\n" in shown


@pytest.mark.verify
@pytest.mark.parametrize("case", CASES)
def test_stored_days_are_those_that_come_out(case: str):
    for seed in range(3):
        for name, value in day(case, seed).items():
            assert days_of(case)[name][seed] == pytest.approx(value, rel=1e-5, nan_ok=True)


@pytest.mark.verify
def test_numbers_must_be_honored_at_the_door_when_many_come_for_it():
    """Orderly where staff honor them, unfair where they do not, on the same random numbers."""
    for seed in range(2):
        honored, ignored = day("honored_late", seed), day("ignored_late", seed)
        assert honored["out_of_turn_share"] == 0.0
        assert ignored["out_of_turn_share"] > 0.05
        assert ignored["order_tau"] < honored["order_tau"] - 0.05
