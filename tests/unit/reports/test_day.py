"""The report of a day: what was asked, what happened, how sure that is, how to repeat it."""

from __future__ import annotations

import json
import re

import pytest

from gatecrush.experiments.reports.limits import CANNOT_KNOW
from gatecrush.experiments.reports.numbers import TOLD


def test_says_what_happened_with_every_number_named(evenings, reported):
    summary = json.loads((evenings["plain"] / "summary.json").read_text())
    text = reported(evenings["plain"]).text
    assert f"{summary['arrived']} people came, 60 of them before 18:36" in text
    assert f"{summary['gate_density_evening']:.1f} people per m² stood within 2 m" in text
    assert all(name in text for name in TOLD)
    assert "One day is an anecdote" in text
    assert "gatecrush sweep plain/scenario.toml --replications 30 --out plain-days" in text
    assert "gatecrush run plain/scenario.toml --seed 1 --out plain-again" in text
    assert all(words in text for words in CANNOT_KNOW)
    assert "read in secondary sources" in text


def test_settings_that_differ_are_listed_and_others_not(evenings, reported):
    text = reported(evenings["volunteers"]).text
    assert "volunteers.count 10 people rather than 2 people" in text
    changed = text[text.index("What was changed") : text.index("What this cannot say")]
    assert set(re.findall(r"\b[a-z_]+\.[a-z_]+\b", changed)) == {
        "run.start", "run.end", "demand.initial_numbered", "volunteers.count",
    }  # fmt: skip
    assert "Beside the account" not in text


def test_four_panels_and_the_maps_and_each_says_what_it_shows(evenings, reported):
    pictures = reported(evenings["plain"]).pictures
    assert len(pictures) == 5
    assert any("Largest density:" in words for words in pictures)
    assert any(words.startswith("Who waits") for words in pictures)


def test_what_was_changed_on_the_way_is_told_and_can_be_repeated(evenings, reported):
    text = reported(evenings["changed"]).text
    assert "At 19:30: gate.batch_size = 20 people" in text
    ((hour, _),) = json.loads((evenings["changed"] / "changes.json").read_text())
    assert hour == pytest.approx(19.5, abs=0.5 / 3600)  # at a time step
    program = f"run('changed/scenario.toml', seed=1, replication=3, changes=[[{hour!r}, "
    assert program in text


def test_names_from_files_are_only_text(evenings, reported):
    seen = reported(evenings["strange"])
    assert "A day at the gate: <script>alert('1')</script>" in seen.text
    assert "gate.width=2 & more" in seen.text


def test_day_that_ends_before_the_evening_claims_nothing_of_it(reported, kept):
    text = reported(kept("short", **{"run.end": 18.9})).text
    assert "The evening, 19:00 to 21:00, was not simulated." in text
    assert "The order held for as long as was simulated." in text
    assert "nan" not in text.lower().split()


def test_day_without_anybody_let_in(reported, kept):
    folder = kept("nobody", **{"run.end": 18.65})
    assert "0 people were let in" in reported(folder).text
