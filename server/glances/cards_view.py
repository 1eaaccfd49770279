"""The cards on the page: sentences to be taken, with numbers to be typed or stepped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from gatecrush.experiments.statistics.verdict import of_days
from gatecrush.experiments.words import clock
from gatecrush.model.scenario.scenario import Scenario

from .cards import BY_KEY, Blank, Card, Numbers, cards_for, taken
from .own_glance import Counts

HERE: Final = Path(__file__).parent
Told = Callable[[Card, Numbers], object]
"""Told of a card and its numbers."""


class CardsView(anywidget.AnyWidget):
    """Sentences; one click takes a card, another takes it away."""

    _esm = (HERE / "cards.js").read_text(encoding="utf-8")
    _css = (HERE / "cards.css").read_text(encoding="utf-8")

    cards = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        """Show no card yet."""
        self.numbers: dict[str, Numbers] = {}
        """Numbers that stand on the cards, by key, if they are not the first."""
        self.on_take: Told | None = None
        self.on_away: Told | None = None
        self.on_numbers: Told | None = None
        super().__init__(**traits)
        self.on_msg(self._hear)

    def show(
        self, scenario: Scenario, shipped: Scenario, known: Mapping[str, Counts | None]
    ) -> None:
        """Show the cards of a scenario.

        Args:
            scenario: what is watched.
            shipped: what ships under its name.
            known: how the days of each card alone ended, by key, as far as that is known.
        """
        mine = taken(scenario, shipped)
        self.numbers |= mine
        self.cards = [
            as_drawn(card, self.numbers_on(card), card.key in mine, known.get(card.key))
            for card in cards_for(scenario)
        ]

    def numbers_on(self, card: Card) -> Numbers:
        """Return the numbers that stand on a card."""
        return self.numbers.get(card.key, card.first)

    def _hear(self, _: Any, message: Any, __: Any) -> None:
        """Do what was clicked; whatever the browser sends that makes no sense is passed over."""
        if not isinstance(message, dict):
            return
        card, act = BY_KEY.get(str(message.get("card"))), str(message.get("act"))
        numbers = None if card is None else _numbers(card, message.get("numbers"))
        told = {"take": self.on_take, "away": self.on_away, "numbers": self.on_numbers}.get(act)
        if card is not None and numbers is not None and told is not None:
            self.numbers = {**self.numbers, card.key: numbers}
            told(card, numbers)


def as_drawn(card: Card, numbers: Numbers, is_taken: bool, known: Counts | None) -> dict[str, Any]:
    """Return what is drawn of a card."""
    count = "" if known is None else of_days(known.broke, known.over)
    said = "" if known is None else of_days(known.broke, known.over, "the order breaks")
    return {
        "key": card.key,
        "words": card.words,
        "blanks": [_blank(blank, numbers[blank.name]) for blank in card.blanks],
        "taken": is_taken,
        "count": count,
        "told": f"this alone: in {said}" if said else "",
    }


def _blank(blank: Blank, number: float) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "name": blank.name, "label": blank.label, "value": number, "low": blank.low,
        "high": blank.high, "step": blank.step, "hours": [],
    }  # fmt: skip
    if blank.is_hour:
        steps = round((blank.high - blank.low) / blank.step)
        hours = sorted({number, *(blank.low + blank.step * step for step in range(steps + 1))})
        drawn["hours"] = [[hour, clock(hour)] for hour in hours]
    return drawn


def _numbers(card: Card, sent: Any) -> Numbers | None:
    """Return the numbers of a card as a browser sent them; None if they cannot be."""
    if not isinstance(sent, dict):
        return None
    found = {}
    for blank in card.blanks:
        number = sent.get(blank.name)
        if not isinstance(number, int | float) or isinstance(number, bool):
            return None
        if not blank.low <= number <= blank.high:  # nor if it is no number at all
            return None
        found[blank.name] = float(number)
    return found
