"""A timetable: parameters that take another value from an hour on, as with a new shift of staff.

Each line is an hour of the day and a setting as on the command line: ``15.5 gate.batch_size=5``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .door import ScenarioError, plain
from .quantities import Quantity, number
from .settings import WrittenSettings

Timetable = tuple[tuple[float, Mapping[str, Any]], ...]
"""Hours with the parameters that change then, by hour."""
EXAMPLE = "15.5 gate.batch_size=5"


def check_changeable(names: Mapping[str, Any], known: Mapping[str, Quantity]) -> None:
    """Make sure that parameters can change during a day.

    Args:
        names: parameters by dotted key; whether they exist is not asked here.
        known: all parameters by dotted key.

    Raises:
        ScenarioError: one cannot; says which can.
    """
    for name in names:
        if name in known and not known[name].changeable:
            these = ", ".join(each.name for each in known.values() if each.changeable)
            raise ScenarioError(f"{name}: cannot change during a day; these can: {these}")


def timed_settings(
    lines: Sequence[str], known: Mapping[str, Quantity], *, start: float, end: float
) -> Timetable:
    """Return what a timetable says: hours with the parameter that changes then, by hour.

    Args:
        lines: hour and setting each.
        known: all parameters by dotted key.
        start: start of the run, h.
        end: end of the run, h.

    Raises:
        ScenarioError: a line cannot be read, its hour lies outside of the run, or its parameter
            cannot change during a day.
    """
    found: list[tuple[float, Mapping[str, Any]]] = []
    for line in lines:
        hour, _, setting = line.strip().partition(" ")
        try:
            at = float(hour)
            values = WrittenSettings([setting.strip()], known).values
        except ValueError:
            words = f"{plain(line)!r} must be an hour and a setting, such as {EXAMPLE!r}"
            raise ScenarioError(words) from None
        if not start <= at <= end:
            raise ScenarioError(
                f"the hour of {plain(line)!r} must lie from run.start "
                f"({number(start)} h) to run.end ({number(end)} h)"
            )
        check_changeable(values, known)
        found.append((at, values))
    return tuple(sorted(found, key=lambda each: each[0]))
