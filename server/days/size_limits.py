"""How large a day the page simulates: it shares its processors among all who look.

The command line has no such limits; whoever needs a larger day runs it there.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from gatecrush.model.place.site import drawn_ground
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

MOST_CELLS: Final = 100_000
"""Cells of the ground: the account's day has an eighth of it."""
MOST_PEOPLE: Final = 20_000
"""People expected from beginning to end: some twenty times the account's."""
MOST_STEPS: Final = 20_000_000
"""Time steps from beginning to end: forty days at the account's, ten at the smallest."""
HEAVY_CELLS: Final = 40_000
"""Beyond these a day takes so long to make that others would notice; people cost little."""


def check_size(scenario: Scenario) -> None:
    """Make sure that a day is not too large for the page.

    Raises:
        ScenarioError: it is; says what would have to be less, and the limit.
    """
    for size, most, words in (
        (cells(scenario), MOST_CELLS, "cells of ground (site.length, site.open_width, site.cell)"),
        (people(scenario), MOST_PEOPLE, f"people (demand.factor, {scenario.demand.says})"),
        (steps(scenario), MOST_STEPS, "time steps (run.start, run.end, run.time_step)"),
    ):
        if size > most:
            raise ScenarioError(
                f"This day needs {size:,} {words}; the page shows days with at most {most:,}. "
                "The command line has no such limit."
            )


def is_heavy(scenario: Scenario) -> bool:
    """Tell whether making a day takes so long that it is kept apart from the others."""
    return cells(scenario) > HEAVY_CELLS


def cells(scenario: Scenario) -> int:
    """Return how many cells the ground has, about; a plan as many as it is drawn on."""
    site = scenario.site
    if site.plan:
        return int(drawn_ground(site, scenario.gate.width).walkable.size)
    across = max(
        site.open_width if site.layout == "open_area" else site.strip_width,
        site.column_width + site.path_width,
    )
    return ceil(site.length / site.cell) * ceil((across + site.lane_width) / site.cell)


def people(scenario: Scenario) -> int:
    """Return how many people are expected, those there at the start included."""
    run, demand = scenario.run, scenario.demand
    return demand.people_at_start + ceil(demand.factor * demand.people_between(run.start, run.end))


def steps(scenario: Scenario) -> int:
    """Return how many time steps the run has."""
    run = scenario.run
    return ceil((run.end - run.start) * 3600 / run.time_step)
