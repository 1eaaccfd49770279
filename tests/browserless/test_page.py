"""The crowd view without a browser: inside SolaraViz, as one widget in a notebook, on the page."""

from __future__ import annotations

import struct
from typing import Any

import pytest

pytest.importorskip("solara", reason="the page needs gatecrush[server]")

import solara
from mesa.visualization import SolaraViz

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model import BorderCrossing, Scenario
from gatecrush.server import app
from gatecrush.server.crowd.mesa import Crowd
from gatecrush.server.crowd.view import CrowdView, as_one_module
from gatecrush.server.days.frames import STATE
from gatecrush.server.days.watched_day import Playing
from gatecrush.server.pages.sliders import AT_OPENINGS, acts_when

SHORT = {"run.start": 5.0, "run.end": 5.5}


def crossing() -> BorderCrossing:
    return BorderCrossing(Scenario.load("account").with_(**SHORT), rng=3)


def sent_by(view: CrowdView) -> list[tuple[Any, Any]]:
    """Record what a view sends to its browser."""
    sent: list[tuple[Any, Any]] = []
    view.send = lambda content, buffers=None: sent.append((content, buffers))  # type: ignore
    return sent


def test_page_has_a_place_for_everything() -> None:
    assert [route.label for route in app.routes] == [
        "Live", "Compare", "Sweep", "Witness", "About",
    ]  # fmt: skip


def test_modules_become_one() -> None:
    whole = as_one_module()
    assert "import {" not in whole
    assert whole.count("export ") == 1


def test_widget_in_a_notebook_plays_when_asked() -> None:
    """It works for a moment when asked; the browser asks again until it has what it wanted."""
    view = CrowdView.of(crossing())
    sent = sent_by(view)
    view._hear(view, {"type": "want", "serial": 2, "until": 5.0, "every": 12}, [])
    while len(sent) < 3 or sent[-1][0]["days"][0]["lengths"]:
        view._hear(view, {"type": "want", "serial": 2, "until": 5.1, "every": 12}, [])
    (first, _), *others, _ = sent
    assert first["days"][0]["anew"]
    assert not any(content["days"][0]["anew"] for content, _ in others)
    states = [length for content, _ in others for length in content["days"][0]["lengths"]]
    assert sum(len(buffers[0]) for _, buffers in others) == sum(states)
    hour = struct.unpack_from("<f", others[0][1][0])[0]
    assert hour == pytest.approx(5.0 + 12 / 3600, abs=1e-3)
    assert len(states) == 30


def test_words_of_a_view_are_the_days_and_the_hour_that_is_shown() -> None:
    assert repr(CrowdView()) == "CrowdView: no day"
    days = [Playing(PlannedRun(Scenario.load("account").with_(**SHORT), seed)) for seed in (3, 4)]
    view = CrowdView(days)
    assert repr(view) == "CrowdView: account, seed 3, at 05:00 beside account, seed 4, at 05:00"
    view._hear(view, {"type": "shown", "hour": 5.25}, [])
    assert "seed 4, at 05:15" in repr(view)


def test_view_knows_where_its_browser_is_going() -> None:
    view = CrowdView.of(crossing())
    view._hear(view, {"type": "want", "serial": 1, "until": 5.1, "every": 60, "shown": 5.0,
                      "aim": 5.1}, [])  # fmt: skip
    assert (view.shown, view.aim) == (5.0, 5.1)


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"type": "want"}, {"type": "want", "until": "x", "every": None},
     {"type": "want", "until": float("inf"), "every": 1}, {"type": "speed", "speed": -1}],
)  # fmt: skip
def test_senseless_messages_are_passed_over(message: Any) -> None:
    view = CrowdView.of(crossing())
    sent = sent_by(view)
    view._hear(view, message, [])
    assert sent == []


def test_state_tells_what_the_model_says() -> None:
    playing = Playing(PlannedRun(Scenario.load("account").with_(**SHORT), seed=3))
    piece = playing.go_on(5.2, 60.0, quantum=60.0)
    assert piece.hour == pytest.approx(5.2)
    header = dict(
        zip(STATE.names or (), struct.unpack_from(f"<{len(STATE)}f", piece.states[-1]), strict=True)
    )
    model = playing.model
    assert header["people"] == (model.people.cell >= 0).sum()
    assert header["admitted"] == model.admitted
    assert len(piece.states) == 12


def test_solara_viz_shows_the_crowd() -> None:
    model = crossing()
    box, context = solara.render(SolaraViz(model, components=[(Crowd, 0)]), handle_error=False)
    view = context.find(CrowdView).widget
    sent = sent_by(view)
    assert view.passive
    assert view.stages[0]["seed"] == 3
    view._hear(view, {"type": "want", "serial": 1, "until": 5.0, "every": 1}, [])
    model.step()
    view.look_again()
    assert sent[-1][0]["serial"] == -1
    context.close()
    assert box is not None


def test_day_of_a_model_carries_its_changes() -> None:
    model = crossing()
    model.run_until(5.1)
    model.change(**{"volunteers.count": 5, "gate.batch_size": 3})
    model.run_until(5.3)
    day = Playing.of(model).day
    assert [round(hour, 3) for hour, _ in day.changes] == [5.1]
    again = Playing(day)
    again.run_to(round(0.3 * 3600))
    assert again.model.present_scenario == model.present_scenario
    assert again.camera.state() == Playing.of(model).camera.state()
    assert again.camera.state() != Playing(day.unchanged()).camera.state()


@pytest.mark.parametrize("name", sorted(AT_OPENINGS))
def test_parameters_of_openings_act_from_the_next_one_on(name: str) -> None:
    day = PlannedRun(Scenario.load("account").with_(**{"run.end": 7.0}), 3)
    changed, unchanged = Playing(day), Playing(day)
    for each in (changed, unchanged):
        each.run_to(1800)
    opening = unchanged.model.gate.opening
    assert opening >= 1
    value = {"gate.cycle_min": 20.0, "gate.cycle_max": 46.0}
    changed.change({name: value.get(name, 0.1)})
    second = 1800
    while unchanged.model.gate.opening == opening and changed.model.gate.opening == opening:
        assert changed.camera.state() == unchanged.camera.state()
        second += 60
        for each in (changed, unchanged):
            each.run_to(second)
    for each in (changed, unchanged):
        each.run_to(7200)
    assert changed.camera.state() != unchanged.camera.state()
    assert acts_when(name) == "acts from the next opening on"


def test_other_levers_say_when_they_act() -> None:
    assert acts_when("demand.factor") == acts_when("gate.closing_after") == "acts at once"
    assert acts_when("site.strip_width") == "begins the day anew"
