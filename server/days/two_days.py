"""What two days are compared in: an idea a side, a visitor's own settings; and links to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.quantities import setting
from gatecrush.model.scenario.scenario import Scenario

from .levers import does_something, says_something
from .links import LinkError, day_of, link_of, settings_of

SIDES: Final = ("A", "B")
Settings = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Idea:
    """Something that might have kept the order, as a change to the scenario."""

    words: str
    settings: Settings


IDEAS: Final = (
    Idea("the day as it was", ()),
    Idea("three quarters of the people", (("demand.factor", 0.75),)),
    Idea("half of the people", (("demand.factor", 0.5),)),
    Idea(
        "ten volunteers from the beginning", (("volunteers.count", 10), ("volunteers.start", 5.0))
    ),
    Idea("guards always ask for the number", (("guards.number_check", 1.0),)),
    Idea("an opening every half hour", (("gate.cycle_min", 25.0), ("gate.cycle_max", 35.0))),
    Idea("twenty let in at one opening", (("gate.batch_size", 20),)),
    Idea("a strip half as wide", (("site.strip_width", 2.0),)),
    Idea("everybody told of the list on arrival", (("demand.informed", 1.0),)),
)
"""What to compare with; every one is a question to the model, not advice."""


def ideas_for(scenario: Scenario) -> tuple[Idea, ...]:
    """Return the day as it was, and the ideas that do something for a scenario."""
    first, *others = IDEAS
    return (first, *(idea for idea in others if does_something(dict(idea.settings), scenario)))


@dataclass(frozen=True)
class Attempt:
    """What one side tries: an idea, and a visitor's own settings on top of it."""

    idea: Idea
    own: Settings = ()

    @property
    def settings(self) -> dict[str, Any]:
        """Parameters that differ from the scenario, by dotted name."""
        return {**dict(self.idea.settings), **dict(self.own)}

    @property
    def title(self) -> str:
        """What it is called."""
        return ", ".join([self.idea.words, *(f"{key} = {value}" for key, value in self.own)])

    def with_own(self, settings: dict[str, Any]) -> Attempt:
        """Return the attempt with further settings of a visitor."""
        return replace(self, own=tuple({**dict(self.own), **settings}.items()))


@dataclass(frozen=True)
class Comparison:
    """Two days of one scenario on the same random numbers."""

    scenario: Scenario
    seed: int = 0
    replication: int = 0
    sides: tuple[Attempt, ...] = (Attempt(IDEAS[0]), Attempt(IDEAS[1]))

    def days(self) -> tuple[PlannedRun, ...]:
        """Return the day of each side.

        Raises:
            ScenarioError: settings that cannot be.
        """
        return tuple(
            PlannedRun(self.scenario.with_(**each.settings), self.seed, self.replication)
            for each in self.sides
        )

    def trying(self, side: int, attempt: Attempt) -> Comparison:
        """Return the comparison with another attempt on one side."""
        sides = tuple(attempt if n == side else each for n, each in enumerate(self.sides))
        return replace(self, sides=sides)

    def of(self, scenario: Scenario) -> Comparison:
        """Return the comparison for another scenario, of what does something for that."""
        ideas = ideas_for(scenario)
        sides = (
            Attempt(
                each.idea if each.idea in ideas else IDEAS[0],
                tuple(setting for setting in each.own if says_something(setting[:1], scenario)),
            )
            for each in self.sides
        )
        return replace(self, scenario=scenario, sides=tuple(sides))


def linked(search: str | None) -> tuple[Comparison, float | None]:
    """Return the comparison that a link names and the moment it shows, h.

    A link that names neither side compares what the page begins with.

    Raises:
        LinkError: it names something that does not exist, or a value that cannot be.
    """
    day, moment = day_of(search)
    parts = parse_qsl((search or "").lstrip("?"), keep_blank_values=True)
    comparison = Comparison(day.scenario, day.seed, day.replication)
    if any(key in SIDES for key, _ in parts):
        texts = ([text for key, text in parts if key == side and text] for side in SIDES)
        try:
            comparison = replace(
                comparison, sides=tuple(_attempt(each, day.scenario) for each in texts)
            )
            comparison.days()
        except ScenarioError as error:
            raise LinkError(str(error)) from None
    return comparison, moment


def link_to(comparison: Comparison, hour: float | None = None) -> str:
    """Return the link that reopens a comparison: ``?scenario=account&seed=0&A=&B=...``."""
    parts = []
    for side, attempt in zip(SIDES, comparison.sides, strict=True):
        settings = [setting(key, value) for key, value in attempt.settings.items()]
        parts += [(side, text) for text in settings or [""]]
    day = PlannedRun(comparison.scenario, comparison.seed, comparison.replication)
    return f"{link_of(day, hour)}&{urlencode(parts, safe='=,[]:')}"


def _attempt(texts: list[str], scenario: Scenario) -> Attempt:
    settings = settings_of(texts, scenario)
    for idea in IDEAS:
        if dict(idea.settings) == settings:
            return Attempt(idea)
    return Attempt(IDEAS[0], tuple(settings.items()))
