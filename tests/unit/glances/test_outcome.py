"""What days came to, as numbers and in words."""

from __future__ import annotations

import pytest

from gatecrush.experiments.glances.glanced_day import GlancedDay
from gatecrush.experiments.glances.outcome import Glance

BROKE, KEPT = GlancedDay(16.25, 16.3, 0.3, ()), GlancedDay(None, 21.0, 0.4, ())
KEYS = ["days", "broke", "low", "high", "onsets", "saved", "lost", "cpu_seconds"]


def test_numbers_of_a_glance() -> None:
    row = Glance((*8 * [BROKE], *22 * [KEPT]), tuple(30 * [BROKE]), 1.23456).row()
    assert list(row) == KEYS
    assert (row["days"], row["broke"], row["saved"], row["lost"]) == (30, 8, 22, 0)
    assert (row["low"], row["high"]) == pytest.approx((0.1418, 0.4445), abs=1e-4)
    assert row["onsets"] == [*8 * [16.25], *22 * [None]]
    assert row["cpu_seconds"] == 1.235


def test_nothing_changed_is_neither_saved_nor_lost() -> None:
    found = Glance((BROKE, KEPT), None, 0.0)
    row = found.row()
    assert (row["saved"], row["lost"]) == (None, None)
    assert found.verdict_as_it_was is None
    assert "saved" not in found.verdict()


def test_pairs_are_taken_day_by_day() -> None:
    found = Glance((KEPT, BROKE, BROKE, KEPT), (BROKE, KEPT, BROKE, KEPT), 0.0)
    assert found.pairs == (1, 1)


def test_verdict_tells_of_the_first_day_and_of_all() -> None:
    found = Glance((KEPT, *8 * [BROKE], *21 * [KEPT]), tuple(30 * [BROKE]), 0.0)
    all_days = "in 8 of 30 days the order breaks (14-44 %); 22 are saved, none is lost"
    assert found.verdict("on day 1") == f"on day 1 it was kept, as on 22 of 30 days; {all_days}"
    assert found.verdict(None) == all_days
    assert found.verdict_as_it_was == "in 30 of 30 days the order breaks (89-100 %)"
