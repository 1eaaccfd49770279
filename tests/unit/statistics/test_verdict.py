"""What is said of days: always of how many and how sure; no setting is said to keep the order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.experiments.statistics.verdict import (
    FEW,
    TOO_EARLY,
    Pairs,
    ThisDay,
    of_days,
    verdict,
)

OF_HOW_MANY = re.compile(r"\b[\d,]+ of [\d,]+ days?\b")
INTERVAL = re.compile(r"\(\d+(\.\d+)?-\d+(\.\d+)? %\)")


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    """How many of how many days broke."""
    days = draw(st.integers(1, 60))
    return draw(st.integers(0, days)), days


def test_all_that_it_says() -> None:
    assert verdict(8, 30) == "in 8 of 30 days the order breaks (14-44 %)"
    assert verdict(8, 30, pairs=Pairs(22, 0)).endswith("; 22 are saved, none is lost")
    assert verdict(9, 30, pairs=Pairs(1, 2)).endswith("; 1 is saved, 2 are lost")
    assert verdict(3, 11, asked=30) == "so far in 3 of 11 days the order breaks (10-57 %)"
    assert verdict(30, 30, this_day=ThisDay(16.25)) == (
        "this day the order broke at 16:15; in 30 of 30 days the order breaks (89-100 %)"
    )
    assert verdict(8, 30, this_day=ThisDay(None, "on day 1")) == (
        "on day 1 it was kept, as on 22 of 30 days; in 8 of 30 days the order breaks (14-44 %)"
    )
    assert verdict(0, 0, asked=30) == "too early to say: no day is over"


def test_few_days_say_little() -> None:
    assert verdict(0, FEW - 1).startswith(TOO_EARLY)
    assert verdict(FEW - 1, FEW - 1, this_day=ThisDay(16.0)).startswith(TOO_EARLY)
    assert TOO_EARLY not in verdict(0, FEW)


@given(counts(), st.booleans(), st.booleans(), st.booleans(), st.integers(0, 5))
def test_nothing_is_kept_without_of_how_many(
    found: tuple[int, int], is_told: bool, is_kept: bool, is_paired: bool, more: int
) -> None:
    """Every part that speaks of keeping says of how many; counts and interval are always there."""
    broke, days = found
    there = days > broke if is_kept else broke > 0
    words = verdict(
        broke,
        days,
        asked=days + more,
        pairs=Pairs(broke, days - broke) if is_paired else None,
        this_day=ThisDay(None if is_kept else 17.0) if is_told and there else None,
    )
    assert "keep" not in words
    assert all(OF_HOW_MANY.search(part) for part in words.split(";") if "kept" in part)
    assert INTERVAL.search(words)
    assert f"in {broke} of {days} day" in words
    assert words.startswith(TOO_EARLY) == (days < FEW)
    assert ("so far" in words) == (more > 0)


def test_interval_is_as_fine_as_it_must_be() -> None:
    assert of_days(0, 30) == "0 of 30 days (0-11 %)"
    assert of_days(1, 1) == "1 of 1 day (21-100 %)"
    assert of_days(50_000, 100_000) == "50,000 of 100,000 days (49.7-50.3 %)"


def test_this_day_is_one_of_those_counted() -> None:
    for broke, onset in ((30, None), (0, 16.0)):
        with pytest.raises(ValueError, match="one of those counted"):
            verdict(broke, 30, this_day=ThisDay(onset))
    with pytest.raises(ValueError, match="must be 0 to 30"):
        verdict(31, 30)
