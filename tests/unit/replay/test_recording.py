"""A recorded day is the day that is watched, to the byte, and sees one opening closely."""

from __future__ import annotations

import base64
import zlib

import numpy as np
import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.film.file import UnusableFilmError
from gatecrush.experiments.film.film import AFTER, BEFORE
from gatecrush.model.record.recorder import OFFSET
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.days.frames import ACTIVITIES, PERSON, STATE, VOLUNTEER_CODE
from gatecrush.server.days.watched_day import Playing
from gatecrush.server.replay import recording
from gatecrush.server.replay.recording import Changes, Recording, record

EVERY = 10


def unpacked(kept: Recording) -> tuple[list[bytes], bytes]:
    """Return states and minutes, one person after another."""
    content = zlib.decompress(base64.b64decode(kept.packed))
    known: dict[tuple[int, ...], bytes] = {}
    states, at = [], 0
    for _ in range(kept.states):
        header = content[at : at + STATE.itemsize]
        people = int(np.frombuffer(header, STATE)["people"][0])
        at += STATE.itemsize
        columns = [content[at + part * people :][:people] for part in range(PERSON.itemsize)]
        at += PERSON.itemsize * people
        who, rows = (0, 0), []
        for new in zip(*columns, strict=True):
            who = ((who[0] + new[0]) % 256, (who[1] + new[1]) % 256)
            before = known.get(who, bytes(PERSON.itemsize))
            rest = ((old + more) % 256 for old, more in zip(before[2:], new[2:], strict=True))
            known[who] = bytes((*who, *rest))
            rows.append(known[who])
        states.append(header + b"".join(rows))
    return states, content[at:]


@pytest.fixture(scope="module")
def watched(lively: Scenario) -> tuple[Playing, list[bytes], bytes]:
    """A short crowded day as the page's visitor gets it, at its end."""
    day = Playing(PlannedRun(lively, 3))
    states, minutes = list(day.look().states), b""
    while day.hour < lively.run.end - 1e-6:
        piece = day.go_on(lively.run.end, EVERY)
        states += piece.states
        minutes += piece.minutes
    return day, states, minutes


def test_nothing_is_lost(lively: Scenario, watched: tuple[Playing, list[bytes], bytes]) -> None:
    _, states, minutes = watched
    kept = record(Playing(PlannedRun(lively, 3)), EVERY)
    assert unpacked(kept) == (states, minutes)
    assert len({len(state) for state in states}) > 1  # people come and go
    assert kept.opening is None  # it is no evening


def test_people_stand_where_the_model_has_them(
    watched: tuple[Playing, list[bytes], bytes],
) -> None:
    day, states, _ = watched
    rows = np.frombuffer(states[-1], PERSON, offset=STATE.itemsize)
    rows = rows[rows["conduct"] != VOLUNTEER_CODE]
    place, cells = day.model.place, day.model.people.cell[rows["id"]]
    unit, low = day.stage["unit"], day.stage["low"]
    apart = [rows["x"] * unit + low - place.x[cells], rows["y"] * unit - place.y[cells]]
    assert len(rows) > 5
    assert np.abs(apart).max() <= OFFSET + unit / 2 + 1e-9


def test_most_of_a_crowd_that_stands_costs_nothing(
    watched: tuple[Playing, list[bytes], bytes],
) -> None:
    _, states, _ = watched
    changes = Changes()
    for state in 100 * states[-1:]:
        changes.add(state)
    assert len(changes.packed(b"")) < 3 * len(states[-1])


def test_one_opening_is_seen_second_by_second(compiled: bool) -> None:
    if not compiled:
        pytest.skip("an evening takes minutes without compilation")
    evening = {"run.start": 19.0, "run.end": 20.9, "demand.initial_numbered": 20}
    scenario = Scenario.load("account").with_(**evening)
    kept = record(Playing(PlannedRun(scenario, 1)), 30)
    assert kept.opening is not None
    heads = np.array([np.frombuffer(state, STATE, 1)[0] for state in unpacked(kept)[0]])
    seconds = 3600 * (heads["hour"].astype(float) - kept.opening)
    gaps, opened = np.diff(seconds), heads["activity"] == ACTIVITIES.index("admitting")
    close = (seconds[1:] > 1 - BEFORE) & (seconds[1:] < AFTER)
    assert close.sum() == pytest.approx(BEFORE + AFTER, abs=2)
    assert gaps[close] == pytest.approx(1.0, abs=0.3)
    assert np.median(gaps[~close]) == pytest.approx(30.0, abs=0.3)
    assert seconds[opened & (seconds > -BEFORE)].min() == pytest.approx(0.0, abs=1.3)
    assert not opened[(seconds < -1) & (seconds > -BEFORE)].any()


def test_too_many_to_tell_apart_are_refused(
    lively: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "MOST_PEOPLE", 3)
    with pytest.raises(UnusableFilmError, match="more than 3 people come, too many for a page"):
        record(Playing(PlannedRun(lively, 3)), EVERY)
