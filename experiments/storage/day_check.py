"""Whether what a run's folder says can be: books that balance, numbers in their ranges.

Digests tell that a file is what was written; this tells that what it says makes sense, also of
runs that carry none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from gatecrush.model.record.columns import COUNT, COUNT_OR_NONE, NUMBER, SUMMARY, Column, Table
from gatecrush.model.record.day_summary import plain_value

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.record.recorder import Record
    from gatecrush.model.scenario.scenario import Scenario

ENDS: Final = ("admitted", "turned_back", "left", "present")
LOWEST: Final = {
    "opening": -1.0, "party": -math.inf, "x": -math.inf, "y": -math.inf,
    "minutes_of_warning": -math.inf,
}  # fmt: skip
"""Smallest values that are not 0: openings are -1 after the gate gave way, families below 0,
places lie on either side of the gate, and an alarm may come after the order broke."""


def wrong_numbers(row: Mapping[str, Any], scenario: Scenario) -> Iterator[str]:
    """Yield what cannot be in a summary whose values are of the kinds declared.

    Args:
        row: the summary, None where there is no value.
        scenario: what is said to have been run.
    """
    for each in SUMMARY:
        value = row[each.name]
        if isinstance(value, int | float) and not _is_possible(each, value, value):
            yield f"{each.name} cannot be {value:g}"
    if row["arrived"] != sum(row[name] for name in ENDS):
        yield "people are lost: arrived is not admitted + turned back + left + present"
    if row["arrived"] != row["numbered"] + row["unnumbered"]:
        yield "people are lost: arrived is not numbered + unnumbered"
    if row["families_admitted"] > row["admitted"]:
        yield "families_admitted cannot be more than admitted"
    if (row["wait_mean"] is None) != (row["wait_max"] is None):
        yield "wait_mean cannot be known without wait_max"
    if (row["wait_mean"] or 0) > (row["wait_max"] or 0) * (1 + 1e-12):
        yield "wait_mean cannot be more than wait_max"
    for name, value in scenario.flat().items():
        if name in row and row[name] != plain_value(value):
            yield f"{name} is not that of scenario.toml"


def wrong_table(table: pd.DataFrame, columns: Table) -> str:
    """Return which column of a table holds what cannot be; nothing if none does."""
    for each in columns:
        if each.dtype not in (NUMBER, COUNT, COUNT_OR_NONE):
            continue
        known = table[each.name].dropna()
        if len(known) and not _is_possible(each, float(known.min()), float(known.max())):
            return each.name
    return ""


def wrong_books(record: Record, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield in which table of a record there are others than its summary counts."""
    outcomes = record.people["outcome"]
    for name in ENDS[:-1]:
        if int((outcomes == name).sum()) != row[name]:
            yield f"people.parquet: does not hold the {row[name]} {name} of summary.json"
    if len(record.admissions) != row["admitted"]:
        yield f"admissions.parquet: does not hold the {row['admitted']} admitted of summary.json"
    if len(record.people) > row["arrived"]:
        yield "people.parquet: holds more people than arrived by summary.json"
    series = record.series
    for name in ("arrived", *ENDS[:-1]):
        if len(series) and int(series[name].iloc[-1]) > row[name]:
            yield f"series.parquet: ends with more {name} than summary.json"


def _is_possible(column: Column, low: float, high: float) -> bool:
    """Tell whether values of a column can be: shares and correlations within 1, nothing below 0."""
    is_share = column.unit == "-" and column.name.rpartition("_")[2] in ("share", "gini")
    is_correlation = "tau" in column.name.split("_")
    least = -1.0 if is_correlation else LOWEST.get(column.name, 0.0)
    most = 1.0 if is_share or is_correlation else math.inf
    return least <= low and high <= most and math.isfinite(high)
