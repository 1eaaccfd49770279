"""A table of arrivals beside the scenario: how many came from when on, or when each one came."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..counts import MOST, Counts
from .door import ScenarioError
from .table_file import Cell, Row, hour_of, number_in, rows_of

COLUMNS: Final = ("time", "people", "to", "party")
"""An interval: time, people and, if it does not last until the next, to. A moment: time, party."""


def arrivals_table(path: Path, heading: str) -> Counts:
    """Read who came when.

    With a column ``people`` each line is an interval: from ``time`` to ``to``, or to the next
    line's time; without ``to`` the last is as long as the one before. Without ``people`` each line
    is a moment at which one came, or a ``party`` of so many.

    Args:
        path: the file.
        heading: how a message begins.

    Raises:
        ScenarioError: it cannot be used.
    """
    rows = rows_of(path, heading, {name: name for name in COLUMNS})
    head = rows[0]
    if "time" not in head:
        raise ScenarioError(f"{heading}: {path.name} has no column time")
    if "people" not in head:
        return _moments(rows)
    if "party" in head:
        raise head["party"].fault("cannot be used: party goes with moments, not with people")
    if "to" not in head and len(rows) == 1:
        raise head["time"].fault("begins the only interval: a column to must say when it ends")
    return _intervals(rows)


def _moments(rows: list[Row]) -> Counts:
    found: list[tuple[float, float, float]] = []
    for row in rows:
        if "to" in row:
            raise row["to"].fault("cannot be used: an interval needs a column people")
        hour = hour_of(row["time"])
        if found and hour < found[-1][0]:
            raise _backwards(row["time"], "earlier than")
        found.append((hour, hour, _people(row["party"], 1) if "party" in row else 1.0))
    return tuple(found)


def _intervals(rows: list[Row]) -> Counts:
    begins: list[float] = []
    for row in rows:
        begins.append(hour_of(row["time"]))
        if len(begins) > 1 and begins[-1] <= begins[-2]:
            raise _backwards(row["time"], "not later than")
    if "to" in rows[0]:
        ends = [hour_of(row["to"]) for row in rows]
    else:
        ends = [*begins[1:], 2 * begins[-1] - begins[-2]]
    for row, begin, end, following in zip(rows, begins, ends, [*begins[1:], ends[-1]], strict=True):
        if not begin < end <= following:
            raise row["to"].fault("must be later than time, and no later than the next time")
    return tuple(
        (begin, end, _people(row["people"], 0))
        for row, begin, end in zip(rows, begins, ends, strict=True)
    )


def _backwards(cell: Cell, words: str) -> ScenarioError:
    return cell.fault(
        f"is {words} the time before; lines are in order, and hours after midnight pass 24: 24:30"
    )


def _people(cell: Cell, least: int) -> float:
    found = number_in(cell)
    if found is None or not least <= found <= MOST:
        raise cell.fault(f"must be a number of people, {least} to {MOST}")
    return found
