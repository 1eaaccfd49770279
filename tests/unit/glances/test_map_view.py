"""The map of volunteers as the browser gets it, and what it may send."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("anywidget", reason="the page needs gatecrush[server]")

from gatecrush.experiments.glances.atlas import Atlas, as_json
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.glances import map_view
from gatecrush.server.glances.map_view import HOLDS_NOT, MapView, mapped

ACCOUNT = Scenario.load("account")
BROKE = {(0, 12.0): 10, (0, 17.0): 10, (5, 12.0): 3, (5, 17.0): 6}


def made_up(**settings: Any) -> Atlas:
    onsets = {cell: (900,) * broke + (None,) * (10 - broke) for cell, broke in BROKE.items()}
    values = {**as_json(ACCOUNT), **settings}
    return Atlas("account", 0, 21.0, "0", "0", values, onsets)


@pytest.fixture(autouse=True)
def atlas(monkeypatch: pytest.MonkeyPatch) -> Any:
    known = {"account": made_up()}
    monkeypatch.setattr(map_view, "shipped_atlas", known.get)
    return known


def shown(scenario: Scenario = ACCOUNT, *, changes: bool = False) -> MapView:
    view = MapView()
    view.show(scenario, Scenario.load(scenario.name), changes=changes)
    return view


def test_each_cell_says_of_how_many_days_and_how_sure() -> None:
    view = shown()
    assert list(view.columns) == ["12:00", "17:00"]
    assert [row["count"] for row in view.rows] == [5, 0]
    first, second = view.rows[0]["cells"]
    assert (first["text"], first["share"], first["open"]) == ("3/10", 0.3, True)
    assert first["words"] == (
        "5 volunteers from 12:00: in 3 of 10 days the order breaks (11-60 %); "
        "too few to tell whether it breaks on most; 45 volunteer-hours until 21:00"
    )
    assert second["words"].endswith("20 volunteer-hours until 21:00")
    nobody = view.rows[1]["cells"][0]
    assert nobody["words"] == "no volunteers: in 10 of 10 days the order breaks (72-100 %)"
    assert not nobody["open"]
    assert "as it ships" in view.note
    assert view.chosen == []


def test_the_cell_in_force_is_marked_and_no_other() -> None:
    view = shown(ACCOUNT.with_(**{"volunteers.count": 5, "volunteers.start": 17}))
    assert list(view.chosen) == [0, 1]
    view = shown(ACCOUNT.with_(**{"volunteers.count": 5, "volunteers.start": 16}))
    assert list(view.chosen) == []


@pytest.mark.parametrize(
    ("settings", "changes"),
    [({"demand.factor": 0.5}, False), ({"volunteers.reach": 3}, False), ({}, True)],
)
def test_beside_other_settings_it_says_that_it_does_not_hold(
    settings: dict[str, Any], changes: bool
) -> None:
    view = shown(ACCOUNT.with_(**{"volunteers.count": 5, **settings}), changes=changes)
    assert view.rows == []
    assert view.note == HOLDS_NOT


def test_of_another_scenario_there_is_none_and_a_stale_one_is_not_shown(atlas: Any) -> None:
    assert (shown(Scenario.load("calm")).rows, shown(Scenario.load("calm")).note) == ([], "")
    atlas["account"] = made_up(**{"gate.batch_size": 9})
    assert (shown().rows, shown().note) == ([], "")


def test_what_is_clicked_is_told() -> None:
    view, told = shown(), []
    view.on_pick = told.append
    view._hear(view, {"pick": [0, 1]}, [])
    assert told == [{"volunteers.count": 5, "volunteers.start": 17.0}]


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"pick": 3}, {"pick": [0]}, {"pick": [-1, 0]}, {"pick": [2, 0]},
     {"pick": [True, False]}, {"pick": [0.0, 1]}, {"pick": [[], []]}, {"pick": [0, 1, 2]}],
)  # fmt: skip
def test_senseless_messages_are_passed_over(message: Any) -> None:
    view, told = shown(), []
    view.on_pick = told.append
    view._hear(view, message, [])
    assert told == []


def test_a_card_is_counted_by_the_map_only_where_it_holds() -> None:
    helped = ACCOUNT.with_(**{"volunteers.count": 5, "volunteers.start": 12})
    found = mapped(helped, ACCOUNT, 0)
    assert found is not None
    assert (found.broke, found.over, found.asked) == (3, 10, 10)
    assert mapped(helped, ACCOUNT, 1) is None
    assert mapped(helped.with_(**{"demand.factor": 0.5}), ACCOUNT, 0) is None
    assert mapped(helped.with_(**{"volunteers.start": 13}), ACCOUNT, 0) is None
