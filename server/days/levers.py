"""The levers of the live page: which parameters a visitor may pull, in words and steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario


@dataclass(frozen=True)
class Lever:
    """How a parameter is shown among the few that matter."""

    name: str
    words: str
    low: float
    high: float
    step: float


FIRST: Final = Lever("demand.factor", "How many people come", 0.2, 2.0, 0.05)
"""The lever of the first view: 1 is as many as on the day of the account."""
LEVERS: Final = (
    FIRST,
    Lever("volunteers.count", "Volunteers who try to keep order", 0, 20, 1),
    Lever("volunteers.start", "Volunteers from", 5, 27, 0.5),
    Lever("guards.number_check", "How often guards ask for the number", 0, 1, 0.05),
    Lever("gate.batch_size", "People let in at one opening", 1, 40, 1),
    Lever("gate.cycle_min", "Shortest time from opening to opening", 5, 75, 5),
    Lever("gate.cycle_max", "Longest time from opening to opening", 5, 120, 5),
    Lever("site.strip_width", "Width of the strip before the gate", 1.2, 12, 0.4),
)
"""The few that matter, in the order of the page."""

SAYS_NOTHING: Final[Mapping[str, Callable[[Scenario], bool]]] = {
    "site.strip_width": lambda of: bool(of.site.plan) or of.site.layout != "strip",
    **dict.fromkeys(
        ("gate.batch_size", "gate.cycle_min", "gate.cycle_max", "guards.number_check"),
        lambda of: of.gate.always_open,
    ),
}
"""Parameters that the page offers, with the scenarios whose days they do not change."""


def says_something(names: Iterable[str], scenario: Scenario) -> bool:
    """Tell whether each of some parameters can change a scenario's days."""
    return not any(name in SAYS_NOTHING and SAYS_NOTHING[name](scenario) for name in names)


def does_something(settings: Mapping[str, Any], scenario: Scenario) -> bool:
    """Tell whether settings are possible for a scenario, and make another of it."""
    try:
        is_other = scenario.with_(**settings) != scenario
    except ScenarioError:
        return False
    return is_other and says_something(settings, scenario)


def can_change(name: str) -> bool:
    """Tell whether a parameter can change during a day; otherwise the day begins anew."""
    return Scenario.quantities()[name].changeable
