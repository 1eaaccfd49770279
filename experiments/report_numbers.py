"""Numbers of a report: each with its declared name, unit and meaning."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from gatecrush.model.columns import COUNT, Column

from .day_sentences import hour, hours_and_minutes, percent
from .outcomes import outcome
from .report_page import Cell, PageTable, Row

TOLD: Final = (
    "arrived",
    "admitted",
    "present",
    "onset_time",
    "press_share_morning",
    "press_share_evening",
    "out_of_turn_share",
    "unintercepted_share",
    "order_tau_evening",
    "gate_density_evening",
    "gate_load_peak_morning",
    "gate_load_peak_evening",
    "force_dose_share",
    "wait_mean",
    "wait_max",
)
"""The numbers of a day that matter most, in the order of a report."""
LABELS: Final = {
    "arrived": "Came",
    "admitted": "Let in",
    "present": "Still waiting",
    "onset_time": "Order broke at",
    "press_share_morning": "Pressing in the morning",
    "press_share_evening": "Pressing in the evening",
    "out_of_turn_share": "Let in out of turn",
    "unintercepted_share": "Missed the list",
    "order_tau_evening": "Fair order in the evening",
    "gate_density_evening": "Density at the gate",
    "gate_load_peak_morning": "Gate load, morning",
    "gate_load_peak_evening": "Gate load, evening",
    "force_dose_share": "In danger",
    "wait_mean": "Mean wait",
    "wait_max": "Longest wait",
    "collapsed": "Crowd pressed in the evening",
    "order_lasted": "Order lasted",
}
"""What numbers are called in a report."""
ALONE: Final = {
    "onset_time": "First time at which the press share has been above 0.5 for 10 min",
    "order_tau_evening": "Kendall tau-b between arrival and admission order, from 18:00 to the "
    "end: 1 if all are let in by arrival, 0 if by chance",
}
"""Meanings that are declared beside another's and would not be understood alone."""
UNITS: Final = {"1/m^2": "people per m²", "1/h": "people per hour", "-": ""}
"""Units as people say them; others stay."""


def told(column: Column, value: Any) -> str:
    """Return a value as people read it, with its unit."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "never" if column.name == "onset_time" else "not known"
    if column.is_flag:
        return "yes" if value else "no"
    if is_share(column):
        return percent(float(value))
    if column.name.endswith("_time"):
        return hour(float(value))
    if column.unit == "min":
        return hours_and_minutes(float(value))
    digits = 0 if column.dtype == COUNT else 2 if column.unit == "-" else 1
    return f"{value:,.{digits}f} {UNITS.get(column.unit, column.unit)}".rstrip()


def is_share(column: Column) -> bool:
    """Tell whether a number is a share, told in percent."""
    return "share" in column.name.split("_")


def meaning(column: Column) -> str:
    """Return what a number means and, for one told otherwise, the unit in which files hold it."""
    words = ALONE.get(column.name, column.meaning).replace("m^2", "m²")
    kept = "h" if column.name.endswith("_time") else "min" if column.unit == "min" else ""
    return f"{words} (in {kept} in the files)." if kept else f"{words}."


def numbers_table(
    caption: str, heads: Sequence[str], days: Sequence[Mapping[str, Any]], *, note: str = ""
) -> PageTable:
    """Return a table of the numbers that matter, a column a day.

    Args:
        caption: what the table holds.
        heads: what each day is called.
        days: summaries.
        note: what is to be said below.
    """
    rows = []
    for name in TOLD:
        declared = outcome(name)
        values = [Cell(told(declared, day[name]), is_number=True) for day in days]
        rows.append(Row((Cell(LABELS[name]), *values, Cell(meaning(declared), name))))
    return PageTable(caption, ("Number", *heads, "What it means"), tuple(rows), note)
