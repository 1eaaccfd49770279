"""Cards: sentences that might have kept the order, with numbers; each is a change to the scenario.

Every one is a question to the model, not advice. A card is taken if the scenario says what it says
and what ships under the scenario's name does not, so the address of the page holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gatecrush.model.scenario.scenario import Scenario

from ..days.levers import says_something

DIGITS: Final = 9
"""Digits to which numbers of cards are those of parameters."""
Numbers = dict[str, float]
Settings = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A parameter as far as a card's number gives it: ``factor * number + offset``."""

    parameter: str
    factor: float = 1.0
    offset: float = 0.0

    def value(self, number: float) -> float | int:
        """Return the parameter's value."""
        value = round(self.factor * number + self.offset, DIGITS)
        is_whole = Scenario.quantities()[self.parameter].kind == "whole number"
        return round(value) if is_whole else value

    def number(self, value: float) -> float:
        """Return the number that gives a value."""
        return round((value - self.offset) / self.factor, DIGITS)


@dataclass(frozen=True)
class Blank:
    """A number in a card's sentence."""

    name: str
    label: str
    """What it is called by a screen reader."""
    first: float
    low: float
    high: float
    step: float
    parts: tuple[Part, ...]
    is_hour: bool = False


@dataclass(frozen=True)
class Card:
    """A sentence with blanks, and what else it sets."""

    key: str
    words: str
    blanks: tuple[Blank, ...] = ()
    fixed: tuple[tuple[str, Any], ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return what it sets."""
        return (
            *(part.parameter for blank in self.blanks for part in blank.parts),
            *(name for name, _ in self.fixed),
        )

    @property
    def first(self) -> Numbers:
        """The numbers to begin with."""
        return {blank.name: blank.first for blank in self.blanks}

    def settings(self, numbers: Mapping[str, float]) -> Settings:
        """Return the parameters that the card gives, by dotted name."""
        told = {
            part.parameter: part.value(numbers[blank.name])
            for blank in self.blanks
            for part in blank.parts
        }
        return {**told, **dict(self.fixed)}

    def read(self, values: Mapping[str, Any]) -> Numbers | None:
        """Return the numbers by which a scenario says what the card does; None if it does not."""
        numbers = {
            blank.name: blank.parts[0].number(values[blank.parts[0].parameter])
            for blank in self.blanks
        }
        fits = all(values[name] == value for name, value in self.settings(numbers).items())
        return numbers if fits else None


CARDS: Final = (
    Card("volunteers", "{count} volunteers from {start}", (
        Blank("count", "volunteers", 10, 0, 100, 1, (Part("volunteers.count"),)),
        Blank("start", "volunteers from", 12, 5, 26.5, 0.5, (Part("volunteers.start"),), True),
    )),
    Card("batch", "let in {batch} at a time", (
        Blank("batch", "people let in at a time", 20, 1, 100, 1, (Part("gate.batch_size"),)),
    )),
    Card("openings", "an opening every {every} min", (
        Blank("every", "minutes from opening to opening", 30, 10, 240, 5,
              (Part("gate.cycle_min", offset=-5), Part("gate.cycle_max", offset=5))),
    )),
    Card("people", "{share} % of the people", (
        Blank("share", "percent of the people", 75, 5, 300, 5, (Part("demand.factor", 0.01),)),
    )),
    Card("told", "everybody told of the list on arrival", fixed=(("demand.informed", 1.0),)),
    Card("asked", "guards ask everybody for the number", fixed=(("guards.number_check", 1.0),)),
    Card("strip", "a strip {width} m wide", (
        Blank("width", "width of the strip in meters", 2, 1.2, 12, 0.2,
              (Part("site.strip_width"),)),
    )),
)  # fmt: skip
BY_KEY: Final = {card.key: card for card in CARDS}


def cards_for(scenario: Scenario) -> tuple[Card, ...]:
    """Return the cards that say something of a scenario."""
    return tuple(card for card in CARDS if says_something(card.parameters, scenario))


def own_settings(scenario: Scenario, shipped: Scenario) -> Settings:
    """Return the parameters that differ from what ships, by dotted name."""
    before = shipped.flat()
    return {
        key: value
        for key, value in scenario.flat().items()
        if key != "name" and value != before[key]
    }


def taken(scenario: Scenario, shipped: Scenario) -> dict[str, Numbers]:
    """Return the cards that a scenario has taken, with their numbers, by key."""
    own, values = own_settings(scenario, shipped), scenario.flat()
    found = {}
    for card in cards_for(scenario):
        if own.keys() & set(card.parameters) and (numbers := card.read(values)) is not None:
            found[card.key] = numbers
    return found


def beside_cards(scenario: Scenario, shipped: Scenario) -> Settings:
    """Return the settings that no card says."""
    said = {name for key in taken(scenario, shipped) for name in BY_KEY[key].parameters}
    own = own_settings(scenario, shipped)
    return {name: value for name, value in own.items() if name not in said}


def without(scenario: Scenario, shipped: Scenario, *names: str) -> Scenario:
    """Return a scenario with parameters as they ship."""
    before = shipped.flat()
    return scenario.with_(**{name: before[name] for name in names})
