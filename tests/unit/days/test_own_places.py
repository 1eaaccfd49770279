"""Places of a visit: found by their digest, and not more than find room; links to them."""

from __future__ import annotations

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.days.links import LinkError, day_of, link_of, own_place_in
from gatecrush.server.days.own_places import MOST_PLACES, MOST_TEXT, OwnPlace, with_place

ACCOUNT = Scenario.load("account")


def place(batch: int) -> OwnPlace:
    return OwnPlace(f"{batch}.toml", ACCOUNT.with_(**{"gate.batch_size": batch}))


def test_the_last_places_are_kept_and_the_same_one_once() -> None:
    kept: dict[str, OwnPlace] = {}
    for batch in (1, 2, 1):
        kept = with_place(kept, place(batch))
    assert [each.label for each in kept.values()] == ["2.toml", "1.toml"]
    for batch in range(10, 10 + MOST_PLACES):
        kept = with_place(kept, place(batch))
    assert len(kept) == MOST_PLACES
    assert "1.toml" not in {each.label for each in kept.values()}


def test_what_is_kept_of_a_visit_is_bounded() -> None:
    kept: dict[str, OwnPlace] = {}
    for batch in range(1, 4):
        large = place(batch)
        large.size = MOST_TEXT // 2
        kept = with_place(kept, large)
    assert [each.label for each in kept.values()] == ["2.toml", "3.toml"]


def test_a_link_holds_the_digest_and_what_was_changed_and_no_file() -> None:
    own = place(20)
    day = PlannedRun(own.scenario.with_(**{"volunteers.count": 7}), 3, 4)
    link = link_of(day, 12.5, own)
    assert link == f"?own={own.digest}&seed=3&replication=4&set=volunteers.count=7&at=12.5000"
    places = with_place({}, own)
    assert day_of(link, places=places) == (day, 12.5)
    assert own_place_in(link, places) is own


def test_a_place_is_known_to_its_visitor_alone() -> None:
    link = link_of(PlannedRun(place(20).scenario), own=place(20))
    with pytest.raises(LinkError, match="own file"):
        day_of(link, places={})
    with pytest.raises(LinkError, match="own file"):
        own_place_in(link, with_place({}, place(21)))
    assert own_place_in("?scenario=account", {}) is None
