"""Days compared: what differs is said in plain words, and what part of it may be chance."""

from __future__ import annotations

import json


def test_same_people_are_compared(evenings, reported):
    text = reported(evenings["plain"], evenings["volunteers"]).text
    assert "the same people came at the same moments" in text
    assert "What differs between A and B" in text
    first, second = (
        json.loads((evenings[name] / "summary.json").read_text())["press_share_evening"]
        for name in ("plain", "volunteers")
    )
    assert f"{100 * first:.0f} % of those near the gate pressed on day A" in text
    assert f"{100 * second:.0f} % on day B" in text
    assert "volunteers.count 2 people 10 people" in text
    assert "another seed may turn it round" in text


def test_other_random_numbers_are_told(evenings, reported, kept):
    text = reported(evenings["plain"], kept("other", seed=2)).text
    assert "do not have the same random numbers" in text
    assert "part of every difference is chance" in text
    assert "The same people came" not in text


def test_three_days_are_each_compared_with_the_first(evenings, reported):
    seen = reported(*(evenings[name] for name in ("plain", "volunteers", "strange")))
    assert "What differs between A and B" in seen.text
    assert "What differs between A and C" in seen.text
    assert "<script>" in seen.text  # as text: a script would have failed the page
    assert len(seen.pictures) == 3


def test_day_compared_with_itself_differs_in_nothing(evenings, reported):
    text = reported(evenings["plain"], evenings["plain"]).text
    assert "All settings are alike" in text
    assert "it made the difference" not in text
