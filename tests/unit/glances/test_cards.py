"""Cards: what they set, what they read back, and which of them a scenario has taken."""

from __future__ import annotations

import pytest

from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.glances.cards import (
    BY_KEY,
    CARDS,
    Card,
    beside_cards,
    cards_for,
    own_settings,
    taken,
    without,
)

ACCOUNT = Scenario.load("account")


def test_a_sentence_has_a_blank_for_each_of_its_numbers() -> None:
    for card in CARDS:
        sentence = card.words.format(**card.first)
        assert "{" not in sentence
        assert all(card.words.count(f"{{{blank.name}}}") == 1 for blank in card.blanks)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
def test_each_card_changes_the_account_and_is_found_in_it(card: Card) -> None:
    changed = ACCOUNT.with_(**card.settings(card.first))
    assert taken(changed, ACCOUNT) == {card.key: card.first}
    assert beside_cards(changed, ACCOUNT) == {}
    assert without(changed, ACCOUNT, *card.parameters) == ACCOUNT


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
def test_numbers_between_the_ends_of_a_card_come_back_as_they_were(card: Card) -> None:
    for blank in card.blanks:
        steps = round((blank.high - blank.low) / blank.step)
        for step in range(0, steps + 1, max(1, steps // 7)):
            numbers = {**card.first, blank.name: round(blank.low + step * blank.step, 6)}
            assert card.read({**ACCOUNT.flat(), **card.settings(numbers)}) == numbers


def test_nothing_is_taken_of_what_ships() -> None:
    for name in ("account", "calm", "open_area"):
        shipped = Scenario.load(name)
        assert taken(shipped, shipped) == {}


def test_several_cards_are_one_setting_and_one_is_taken_away_alone() -> None:
    volunteers, batch = BY_KEY["volunteers"], BY_KEY["batch"]
    both = {**volunteers.settings({"count": 5, "start": 9.5}), **batch.settings({"batch": 12})}
    changed = ACCOUNT.with_(**both)
    assert taken(changed, ACCOUNT) == {
        "volunteers": {"count": 5, "start": 9.5},
        "batch": {"batch": 12},
    }
    assert set(taken(without(changed, ACCOUNT, *batch.parameters), ACCOUNT)) == {"volunteers"}


def test_settings_that_no_card_says_stand_beside_them() -> None:
    changed = ACCOUNT.with_(**{"gate.cycle_min": 30.0, "demand.factor": 0.75, "families.count": 3})
    assert set(taken(changed, ACCOUNT)) == {"people"}
    assert beside_cards(changed, ACCOUNT) == {"gate.cycle_min": 30.0, "families.count": 3}
    assert set(own_settings(changed, ACCOUNT)) == {
        "gate.cycle_min", "demand.factor", "families.count",
    }  # fmt: skip


def test_a_site_without_a_strip_has_no_card_about_it() -> None:
    assert "strip" in {card.key for card in cards_for(ACCOUNT)}
    assert "strip" not in {card.key for card in cards_for(Scenario.load("open_area"))}


def test_no_card_says_what_a_plan_draws() -> None:
    """The width of a strip would be taken, and change nothing."""
    offered = {card.key for card in cards_for(Scenario.load("open_square"))}
    assert offered == {card.key for card in CARDS} - {"strip"}
