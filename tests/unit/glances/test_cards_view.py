"""Cards as the browser gets them, and what it may send."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("anywidget", reason="the page needs gatecrush[server]")

from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.glances.cards import BY_KEY, CARDS
from gatecrush.server.glances.cards_view import CardsView
from gatecrush.server.glances.own_glance import Counts

ACCOUNT = Scenario.load("account")


def shown(**settings: Any) -> CardsView:
    view = CardsView()
    view.show(ACCOUNT.with_(**settings), ACCOUNT, {"batch": Counts(8, 30, 30)})
    return view


def test_a_card_shows_its_count_if_it_is_known() -> None:
    cards = {card["key"]: card for card in shown().cards}
    assert set(cards) == {card.key for card in CARDS}
    assert cards["batch"]["count"] == "8 of 30 days (14-44 %)"
    assert cards["batch"]["told"] == "this alone: in 8 of 30 days the order breaks (14-44 %)"
    assert cards["told"]["count"] == ""


def test_a_card_that_is_taken_shows_the_numbers_of_the_day() -> None:
    view = shown(**{"gate.batch_size": 7})
    card = next(card for card in view.cards if card["key"] == "batch")
    assert (card["taken"], card["blanks"][0]["value"]) == (True, 7)
    view.show(ACCOUNT, ACCOUNT, {})
    card = next(card for card in view.cards if card["key"] == "batch")
    assert (card["taken"], card["blanks"][0]["value"]) == (False, 7)  # it keeps its number


def test_hours_are_chosen_from_a_list_that_holds_the_one_that_is_set() -> None:
    view = shown(**{"volunteers.start": 12.2})
    hours = view.cards[0]["blanks"][1]["hours"]
    assert (12.2, "12:12") in [tuple(each) for each in hours]
    assert [hour for hour, _ in hours] == sorted(hour for hour, _ in hours)


def test_what_is_clicked_is_told_with_its_numbers() -> None:
    view, told = shown(), []
    view.on_take = lambda card, numbers: told.append(("take", card.key, numbers))
    view.on_away = lambda card, numbers: told.append(("away", card.key, numbers))
    view.on_numbers = lambda card, numbers: told.append(("numbers", card.key, numbers))
    for act in ("take", "away", "numbers"):
        view._hear(view, {"act": act, "card": "batch", "numbers": {"batch": 15}}, [])
    assert told == [(act, "batch", {"batch": 15.0}) for act in ("take", "away", "numbers")]
    assert view.numbers_on(BY_KEY["batch"]) == {"batch": 15.0}


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"act": "take", "card": "nothing", "numbers": {}},
     {"act": "take", "card": ["batch"], "numbers": {"batch": 15}},
     {"act": "dance", "card": "batch", "numbers": {"batch": 15}},
     {"act": ["take"], "card": "batch", "numbers": {"batch": 15}},
     {"act": "take", "card": "batch"}, {"act": "take", "card": "batch", "numbers": [15]},
     *({"act": "take", "card": "batch", "numbers": {"batch": number}}
       for number in (0, 101, "15", None, True, float("nan"), float("inf")))],
)  # fmt: skip
def test_senseless_messages_are_passed_over(message: Any) -> None:
    view, told = shown(), []
    view.on_take = view.on_away = view.on_numbers = lambda *what: told.append(what)
    view._hear(view, message, [])
    assert told == []
    assert view.numbers_on(BY_KEY["batch"]) == {"batch": 20}
