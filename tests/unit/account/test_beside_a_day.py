"""The account beside a day: every fact compared, and only what can be judged is judged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gatecrush.experiments.account.beside_a_day import (
    DIFFERS,
    FITS,
    NO_NUMBER,
    PUT_IN,
    TOLD_OF_A_DAY,
    _compared,
)

ROW: dict[str, Any] = {
    "demand.initial_numbered": 140, "witness_ahead": np.array([240.0, 260.0, np.nan]),
    "press_share_morning": 0.02, "onset_time": 15.7, "unintercepted_share": 0.4,
    "press_share_evening": 0.95, "gate_load_peak_evening": 4.0, "gate.batch_size": 10,
    "admission_rate": 9.9, "cars": 80.0, "families_admitted": 8, "surge_ratio_evening": 17.0,
    "near_hours_late": 3.0, "turned_round": 40, "left": 0, "turned_back": 2,
    "witness_share": 0.07, "force_dose_share": 0.0, "far_side_time": 53.0,
}  # fmt: skip


def verdicts(**changed: Any) -> dict[int, str]:
    return {fact.number: _compared(fact, {**ROW, **changed}).verdict for fact in TOLD_OF_A_DAY}


def test_known_misses_are_shown_and_the_rest_fits() -> None:
    found = verdicts()
    assert {number for number, verdict in found.items() if verdict == DIFFERS} == {17, 18, 21}
    assert {number for number, verdict in found.items() if verdict == PUT_IN} == {5, 12, 13, 20, 23}
    assert {number for number, verdict in found.items() if verdict == NO_NUMBER} == {8}
    assert len(found) == len(TOLD_OF_A_DAY)


@pytest.mark.parametrize("unknown", [None, float("nan")])
def test_a_day_that_never_broke_differs_in_words(unknown: float | None) -> None:
    fact = next(fact for fact in TOLD_OF_A_DAY if fact.number == 7)
    found = _compared(fact, {**ROW, "onset_time": unknown})
    assert (found.model, found.verdict) == ("never on this day", DIFFERS)


def test_values_are_said_with_what_they_mean() -> None:
    said = {fact.number: _compared(fact, ROW).model for fact in TOLD_OF_A_DAY}
    assert said[7].startswith("15:42")
    assert said[3].startswith("250,")
    assert verdicts()[3] == FITS
