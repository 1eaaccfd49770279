"""Numbers of a report: each with its declared name, unit and meaning."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from numpy.typing import NDArray

from gatecrush.model.record.columns import COUNT, Column

from ..days.outcomes import outcome
from ..words import SPACE, clock, hour, hours_and_minutes, percent
from .page import Cell, PageTable, Row

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
BY_GROUP: Final = {
    "Who came": ("arrived", "numbered", "unnumbered", "unintercepted_share"),
    "Who was let in": (
        "admitted", "admission_rate", "families_admitted", "turned_back", "left", "present",
        "outside",
    ),
    "In what order": (
        "out_of_turn_share", "order_tau", "order_tau_evening", "witness_share", "place_tau",
        "onset_time", "alarm_time", "minutes_of_warning", "turned_round",
    ),
    "How the crowd stood": ("press_share_morning", "press_share_evening", "gate_density_evening"),
    "A crowd before the gate": (
        "flow", "gate_density_peak", "gate_density_plateau", "start_order_tau",
    ),
    "Load on the gate": (
        "gate_load_peak_morning", "gate_load_peak_evening", "gate_load_mean_evening", "gate_failed",
        "force_dose_share",
    ),
    "How long the admitted waited": ("wait_mean", "wait_max", "wait_gini", "near_hours_late"),
}  # fmt: skip
"""The numbers of a day in a terminal."""
OF_SOME_DAYS: Final = ("A crowd before the gate",)
"""Groups told only of days that have one of their numbers."""
WIDTH: Final = 37
UNITS: Final = {
    "1/m^2": "people per m²", "1/h": "people per hour", "1/s": "people per second", "-": ""
}  # fmt: skip
"""Units as people say them; others stay."""


def told(column: Column, value: Any) -> str:
    """Return a value as people read it, with its unit."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "never" if column.name.endswith("_time") else "not known"
    if column.is_flag:
        return "yes" if value else "no"
    if is_share(column):
        return percent(float(value))
    if column.name.endswith("_time"):
        return hour(float(value))
    if column.unit == "min":
        return ("-" if value < 0 else "") + hours_and_minutes(abs(float(value)))
    digits = 0 if column.dtype == COUNT else 2 if column.unit in ("-", "1/s") else 1
    return f"{value:,.{digits}f} {UNITS.get(column.unit, column.unit)}".rstrip()


def is_share(column: Column) -> bool:
    """Tell whether a number is a share, told in percent."""
    return "share" in column.name.split("_")


def meaning(column: Column) -> str:
    """Return what a number means and, for one told otherwise, the unit in which files hold it."""
    words = column.meaning.replace("m^2", "m²")
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
        rows.append(Row((Cell(declared.words), *values, Cell(meaning(declared), name))))
    return PageTable(caption, ("Number", *heads, "What it means"), tuple(rows), note)


def day_in_words(summary: Mapping[str, Any], *, start: float, end: float) -> str:
    """Return a summary for people to read in a terminal, of about 40 lines.

    Args:
        summary: the row of a run's summary, None where there is no value.
        start: hour of the day at which the run started.
        end: hour at which it ended.
    """
    lines = [f"{summary['scenario']}, seed {summary['seed']}, {clock(start)} to {hour(end)}"]
    for title, names in BY_GROUP.items():
        if title in OF_SOME_DAYS and all(summary.get(name) is None for name in names):
            continue
        lines.append(title)
        for name in names:
            value = told(outcome(name), summary[name]).replace(SPACE, " ").replace("²", "^2")
            lines.append(f"  {outcome(name).words:<{WIDTH}}{value}")
    cpu = f"{summary['cpu_seconds']:,.1f} s of CPU time"
    return "\n".join([*lines, f"{summary['person_steps']:,} person-steps in {cpu}"])


def full_site(times: NDArray[Any], outside: NDArray[Any]) -> str:
    """Return when the site was full and how many waited outside; empty if it never was.

    Args:
        times: end of each minute, h, shape (n,).
        outside: people who had come and found no room then, shape (n,).
    """
    full = outside > 0
    if not full.any():
        return ""
    first, last = (clock(float(time)) for time in times[full][[0, -1]])
    span = f"from {first} to {last}" if last != first else f"at {first}"
    return (
        f"the site was full in {int(full.sum()):,} minutes, {span}: up to {int(outside.max()):,} "
        "people who had come found no room and waited outside"
    )
