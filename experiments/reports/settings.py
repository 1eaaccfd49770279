"""Which settings of a scenario differ from those it started from, as a table for a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from gatecrush.model.scenario.quantities import listed
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.scenario_file import shipped_scenarios

from ..words import hour as hour_in_words
from .page import Cell, PageTable, Row, Section

if TYPE_CHECKING:
    from ..storage.day_folder import Changes

MOST_NAMED: Final = 4
"""Settings named in a sentence at most."""


class Apart(NamedTuple):
    """A setting that differs."""

    name: str
    values: tuple[str, ...]
    """In the first scenario, in the second, and so on, with units."""
    meaning: str


def base_of(scenario: Scenario) -> tuple[Scenario, str]:
    """Return what a scenario started from, as far as its name tells, and how that is called."""
    if scenario.name in shipped_scenarios():
        return Scenario.load(scenario.name), f"the scenario {scenario.name}"
    return Scenario(), "the defaults"


def settings_apart(scenarios: Sequence[Scenario]) -> list[Apart]:
    """Return the settings in which scenarios differ, in order of declaration; names aside."""
    flat = [each.flat() for each in scenarios]
    return [
        Apart(name, tuple(with_unit(name, each[name]) for each in flat), quantity.meaning)
        for name, quantity in Scenario.quantities().items()
        if "." in name and any(each[name] != flat[0][name] for each in flat)
    ]


def with_unit(name: str, value: Any) -> str:
    """Return a setting's value with its unit."""
    quantity = Scenario.quantities()[name]
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return listed(value) + quantity.unit_spoken.replace("m^2", "m²")


def scenario_in_words(scenario: Scenario) -> str:
    """Return which scenario it is and what it changes, as part of a sentence."""
    base, base_name = base_of(scenario)
    found = settings_apart([base, scenario])
    words = [f"{each.name} {each.values[1]} rather than {each.values[0]}" for each in found]
    if len(found) > MOST_NAMED:
        words = [f"{len(found)} settings changed (listed below)"]
    called = "" if base.name == scenario.name else f"the scenario {scenario.name}, which is "
    return called + base_name + (f" with {', '.join(words)}" if words else "")


def settings_section(scenario: Scenario, changes: Changes = ()) -> Section:
    """Return the part of a report on what was changed, before the day and on it."""
    base, base_name = base_of(scenario)
    apart = settings_apart([base, scenario])
    heads = ("Setting", "Here", f"In {base_name}", "What it means")
    rows = tuple(
        Row((Cell("", each.name), Cell(each.values[1]), Cell(each.values[0]), Cell(each.meaning)))
        for each in apart
    )
    table = PageTable(f"Settings that differ from those of {base_name}.", heads, rows)
    nothing = f"Every setting is that of {base_name}."
    return Section(
        "What was changed",
        paragraphs=() if apart else (nothing,),
        points=[
            f"At {hour_in_words(hour)}: " + ", ".join(f"{n} = {with_unit(n, v)}" for n, v in new)
            for hour, new in changes
        ],
        tables=(table,) if apart else (),
    )
