"""A person's day in words, their place in the fair order, and whom one may want to follow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments.witness.choice import PRESETS, person_like
from gatecrush.experiments.witness.fair_position import ahead_on_arrival, fair_position
from gatecrush.experiments.witness.story import force_in_words, seen_near_gate, story
from gatecrush.experiments.words import spell
from gatecrush.model.record.columns import PEOPLE, frame, names
from gatecrush.model.record.measures.order import skips_and_slips
from gatecrush.model.record.measures.summary import ranks_in_admission_order
from gatecrush.model.scenario.scenario import Scenario

ACCOUNT = Scenario.load("account")
NOT_YET = ("numbered_time", "reached_time", "pressing_time", "admission_time", "exit_time",
           "crossed_time")  # fmt: skip


def people_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return a people's table; what a row does not say has not happened to that person."""
    default = {
        **dict.fromkeys(NOT_YET, np.nan), "kind": "waiter", "number": None, "outcome": "present",
        "out_of_turn": None, "skips": None, "slips": None, "time_within_5_m": 0.0,
        "force_dose": 0.0, "time_in_danger": 0.0, "informed": False, "threshold": 0.5,
        "assertiveness": 0.5, "pays": 0.0, "passed_over": 0.0, "pays_then": np.nan,
        "passed_over_then": np.nan, "evening_distance": np.nan,
    }  # fmt: skip
    full = [{**default, "person": n, "party": n, **row} for n, row in enumerate(rows)]
    for row in full:
        if np.isfinite(row["admission_time"]):
            row |= {"exit_time": row["admission_time"], "outcome": "admitted"}
            row["out_of_turn"] = bool(row["out_of_turn"])
    return frame(PEOPLE, {name: [row[name] for row in full] for name in names(PEOPLE)})


def series_of(hours: np.ndarray, waiting: int = 20, pressing: int = 5) -> pd.DataFrame:
    """Return a series in which nothing near the gate changes."""
    return pd.DataFrame({"time": hours, "waiting_near": waiting, "pressing_near": pressing})


SMALL_DAY = people_of(
    {"arrival_time": 5.0, "number": 1, "numbered_time": 5.0, "admission_time": 6.0},
    {"arrival_time": 5.0, "number": 2, "numbered_time": 5.0, "admission_time": 10.0},
    {"arrival_time": 9.0, "number": 3, "numbered_time": 9.1, "pressing_time": 15.0,
     "admission_time": 20.0, "out_of_turn": True, "time_within_5_m": 2.5, "crossed_time": 21.0,
     "pays_then": 0.62, "passed_over_then": 0.38},
    {"arrival_time": 9.5, "number": 4, "numbered_time": 9.6},
    {"arrival_time": 14.0, "kind": "line_jumper", "pressing_time": 14.01, "reached_time": 14.02,
     "admission_time": 16.0, "out_of_turn": True},
    {"arrival_time": 14.5, "kind": "line_jumper", "pressing_time": 14.7, "reached_time": 14.7,
     "number": 5, "numbered_time": 14.9},
    {"arrival_time": 11.0, "kind": "family", "admission_time": 12.0},
)  # fmt: skip


def told(person: int) -> dict[str, Any]:
    """Return the lines of a person's story by key."""
    found = story(SMALL_DAY, series_of(np.arange(5.0, 27.0, 1 / 60)), person, ACCOUNT)
    return {line.key: line for line in found.lines}


def test_story_of_who_gave_up_the_order() -> None:
    lines = told(2)
    assert list(lines) == ["came", "number", "gave-up", "let-in", "across"]
    assert "with 1 person waiting ahead" in lines["came"].words
    assert "wrote number 3" in lines["number"].words
    assert "after 6 h" in lines["gave-up"].words
    assert "of ten let in 6 were not in turn, and that 4 of ten places" in lines["gave-up"].words
    assert lines["gave-up"].seen == "Near the gate 5 of 20 people pressed."
    assert "out of turn" in lines["let-in"].words
    assert [line.hour for line in lines.values()] == [9.0, 9.1, 15.0, 20.0, 21.0]


def test_story_of_who_was_never_told_and_of_who_may_have_been() -> None:
    assert "Nobody had told them" in told(4)["without-number"].words
    later = told(5)
    assert "does not say which" in later["without-number"].words
    assert "Turned round after all, and wrote number 5" in later["number"].words


def test_story_of_who_still_waits_and_of_a_family() -> None:
    waiting = told(3)
    assert list(waiting) == ["came", "number", "still-waiting"]
    assert waiting["still-waiting"].hour == pytest.approx(27.0, abs=0.02)
    assert "1 person had been let in" in waiting["still-waiting"].words
    family = told(6)
    assert "as a family of 1" in family["came"].words
    assert "beside the line" in family["let-in"].words


def test_story_of_who_was_turned_back() -> None:
    people = people_of({"arrival_time": 9.0, "exit_time": 10.0, "outcome": "turned_back"})
    lines = story(people, series_of(np.array([9.0, 10.0])), 0, ACCOUNT).lines
    assert [line.key for line in lines] == ["came", "turned-back"]


def test_what_was_seen_is_of_that_minute_or_nothing() -> None:
    series = series_of(np.array([9.0, 9.5, 10.0]), waiting=3, pressing=0)
    assert seen_near_gate(series, 9.45) == "Near the gate 3 people waited, and nobody pressed."
    assert seen_near_gate(series, 9.2) == ""
    assert seen_near_gate(series, 11.0) == ""
    assert seen_near_gate(series.iloc[:0], 9.0) == ""


def test_times_and_forces_in_words() -> None:
    assert [spell(hours) for hours in (0.001, 0.5, 1.0, 7.999, 12.25)] == [
        "less than a minute", "30 min", "1 h", "8 h", "12 h 15 min",
    ]  # fmt: skip
    assert force_in_words(0.0, 0.0, ACCOUNT).startswith("never more")
    assert "never a force that endangers" in force_in_words(500.0, 0.0, ACCOUNT)
    assert "12 s at most" in force_in_words(5000.0, 12.0, ACCOUNT)
    assert "life in danger" in force_in_words(500000.0, 300.0, ACCOUNT)


@pytest.fixture
def random_people() -> pd.DataFrame:
    draw = np.random.default_rng(3)
    rows = []
    for party in range(60):
        came = float(np.round(draw.uniform(5, 20), 2)) if party > 9 else 5.0
        for _ in range(1 if party < 10 else int(draw.integers(1, 4))):
            kind = "family" if party % 9 == 8 else "waiter"
            fate = {"party": party, "arrival_time": came, "kind": kind, "number": len(rows) + 1}
            hour = came + float(draw.uniform(0.1, 12))
            if draw.random() < 0.6:
                fate["admission_time"] = hour
            elif draw.random() < 0.2:
                fate |= {"exit_time": hour, "outcome": "turned_back"}
            rows.append(fate)
    return people_of(*rows)


def slow_position(people: pd.DataFrame, person: int, hour: float) -> tuple[int, int]:
    """Count one by one who came before and waits, and who came later and is in."""
    own = people.iloc[person]
    ahead = passed = 0
    for _, other in people[people["kind"] != "family"].iterrows():
        both_at_start = other["arrival_time"] == own["arrival_time"] == 5.0
        earlier = other["arrival_time"] < own["arrival_time"] or (
            both_at_start and other["number"] < own["number"]
        )
        later = other["arrival_time"] > own["arrival_time"] or (
            both_at_start and other["number"] > own["number"]
        )
        ahead += earlier and not other["exit_time"] <= hour
        passed += later and other["admission_time"] <= hour
    return ahead, passed


def test_position_agrees_with_counting_one_by_one(random_people: pd.DataFrame) -> None:
    for person in range(0, len(random_people), 7):
        came = random_people["arrival_time"].iloc[person]
        hours = np.append(np.linspace(came, 27.0, 9), random_people["exit_time"].dropna()[:3])
        hours = hours[hours >= came]
        found = fair_position(random_people, person, hours, start=5.0)
        slow = [slow_position(random_people, person, hour) for hour in hours]
        assert list(zip(found.ahead, found.passed, strict=True)) == slow
        assert ahead_on_arrival(random_people, start=5.0)[person] == slow[0][0]


def test_people_who_passed_are_the_slips(random_people: pd.DataFrame) -> None:
    others = random_people[random_people["kind"] != "family"].reset_index(drop=True)
    others["person"] = np.arange(len(others))
    order = others["admission_time"].dropna().sort_values().index.to_numpy()
    known = {name: others[name].to_numpy() for name in ("person", "arrival_time")}
    known["number"] = others["number"].fillna(0).to_numpy(np.int64)
    _, slips = skips_and_slips(ranks_in_admission_order(known, order, 5.0))
    for person, slipped in zip(order, slips, strict=True):
        at = others["admission_time"].to_numpy()[[person]]
        assert fair_position(others, int(person), at, start=5.0).passed[0] == slipped


def like(key: str, people: pd.DataFrame) -> int | None:
    return person_like(key, people, start=5.0, patience_floor=1.0)


def test_presets_find_who_comes_nearest() -> None:
    waiting = [{"arrival_time": 5.0, "number": n, "numbered_time": 5.0} for n in range(1, 249)]
    people = people_of(
        *waiting,
        {"arrival_time": 8.2, "number": 249, "numbered_time": 8.3, "admission_time": 25.2},
        {"arrival_time": 9.1, "number": 250, "numbered_time": 9.2},
        {"arrival_time": 9.1, "kind": "line_jumper", "reached_time": 9.11},
        {"arrival_time": 14.0, "kind": "line_jumper", "pressing_time": 14.4, "reached_time": 14.4},
        {"arrival_time": 14.2, "kind": "line_jumper", "pressing_time": 14.21,
         "reached_time": 14.22, "admission_time": 15.0},
        {"arrival_time": 16.0, "kind": "family", "admission_time": 26.0},
    )  # fmt: skip
    found = {key: like(key, people) for key in PRESETS}
    assert found == {
        "at-nine": 249, "in-by-night": 248, "never-told": 252, "family": 253, "last-in": 253,
    }  # fmt: skip


def test_presets_find_nobody_where_nobody_is_like_that() -> None:
    people = people_of({"arrival_time": 9.0, "number": 1, "numbered_time": 9.1})
    assert {like(key, people) for key in PRESETS} == {None}
    assert all(preset.nobody for preset in PRESETS.values())
