"""A table of staff beside the scenario: what changes from an hour on, as lines of a timetable.

Columns are parameters that can change during a day, by their name or in plain words: ``lanes`` is
``gate.batch_size`` (one person a lane at an opening), ``volunteers`` is ``volunteers.count``,
``guards`` is ``guards.count``; ``closed`` (yes or no), and 0 lanes, make ``gate.closures``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from .door import ScenarioError
from .quantities import Quantity, setting
from .settings import read_value
from .table_file import LAST_HOUR, Cell, Row, hour_of, rows_of

TIME: Final = "time"
CLOSED: Final = "closed"
CLOSURES: Final = "gate.closures"
LANES: Final = "gate.batch_size"
WORDS: Final = {
    "time": TIME,
    "closed": CLOSED,
    "lanes": LANES,
    "guards": "guards.count",
    "volunteers": "volunteers.count",
}
"""Plain words for columns."""
YES_OR_NO: Final = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


def staff_table(path: Path, heading: str, known: Mapping[str, Quantity]) -> tuple[str, ...]:
    """Read what changes when, as lines of a timetable: an hour and a setting each.

    An empty cell changes nothing.

    Args:
        path: the file.
        heading: how a message begins.
        known: all parameters by dotted name.

    Raises:
        ScenarioError: it cannot be used.
    """
    scalars = [name for name, each in known.items() if each.changeable and each.kind != "list"]

    named = WORDS | {name: name for name in scalars}
    rows = rows_of(path, heading, named, [*WORDS, "and parameters that can change during a day"])
    if TIME not in rows[0]:
        raise ScenarioError(f"{heading}: {path.name} has no column time")
    if len(rows[0]) == 1:
        raise ScenarioError(f"{heading}: {path.name} names nothing that changes")
    hours: list[float] = []
    lines: list[str] = []
    shut: list[bool] = []
    for row in rows:
        hours.append(hour_of(row[TIME]))
        if len(hours) > 1 and hours[-1] <= hours[-2]:
            raise row[TIME].fault(
                "is not later than the time before; lines are in order, and hours after midnight "
                "pass 24: 24:30"
            )
        shut.append(_is_closed(row, shut[-1] if shut else False))
        for name, cell in row.items():
            if name in scalars and cell.text and not (name == LANES and _is_zero(cell)):
                lines.append(f"{hours[-1]!r} {setting(name, _value(cell, known[name]))}")
    closures = _stretches(hours, shut)
    if closures:
        lines.insert(0, f"{hours[0]!r} {setting(CLOSURES, closures)}")
    return tuple(lines)


def _is_zero(cell: Cell) -> bool:
    return bool(cell.text) and not cell.text.strip("0.")


def _is_closed(row: Row, before: bool) -> bool:
    """Tell whether the gate is closed from a line on; where it says nothing, as it was before."""
    said = row[CLOSED].text.lower() if CLOSED in row else ""
    if said and said not in YES_OR_NO:
        raise row[CLOSED].fault("must be yes or no")
    lanes = row.get(LANES)
    if lanes and _is_zero(lanes):
        return True
    if said:
        return YES_OR_NO[said]
    return before and not (lanes and lanes.text)


def _value(cell: Cell, quantity: Quantity) -> Any:
    """Return a value of the kind and within the bounds declared."""
    text = cell.text
    if quantity.kind == "yes or no":
        if text.lower() not in YES_OR_NO:
            raise cell.fault("must be yes or no")
        return YES_OR_NO[text.lower()]
    value = read_value(text, quantity)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if quantity.kind == "whole number":
        is_number = isinstance(value, int) and is_number
    if not is_number or not (quantity.low or 0) <= value <= (quantity.high or LAST_HOUR):
        lanes = "; 0 closes the gate" if quantity.name == LANES else ""
        raise cell.fault(f"must be {quantity.allowed}{lanes}")
    return value


def _stretches(hours: list[float], shut: list[bool]) -> list[list[float]]:
    """Return from when to when the gate is closed."""
    found: list[list[float]] = []
    for hour, is_shut, following in zip(hours, shut, [*hours[1:], LAST_HOUR], strict=True):
        if is_shut and found and found[-1][1] == hour:
            found[-1][1] = following
        elif is_shut:
            found.append([hour, following])
    return found
