"""Every column of the output, declared once: name, unit, type and meaning.

The recorder builds and checks its frames against these tables, figures take their labels from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

NUMBER: Final = "float64"
COUNT: Final = "int64"
COUNT_OR_NONE: Final = "Int64"
FLAG: Final = "bool"
FLAG_OR_NONE: Final = "boolean"
WORD: Final = "str"


@dataclass(frozen=True)
class Column:
    """One column of an output table."""

    name: str
    unit: str
    """Unit of the values, "-" for a pure number."""
    dtype: str
    """pandas type of the column."""
    meaning: str
    words: str = ""
    """What it is called where people read it; empty: it is not told by itself."""

    @property
    def is_flag(self) -> bool:
        """Whether its values are true or false."""
        return self.dtype in (FLAG, FLAG_OR_NONE)

    @property
    def label(self) -> str:
        """Label of an axis: the name in words, with its unit."""
        words = self.name.replace("_", " ")
        return words if self.unit == "-" else f"{words} ({self.unit.replace('^2', '²')})"


Table = tuple[Column, ...]
PEOPLE: Final[Table] = (
    Column("person", "-", COUNT, "Row of the person in the run, from 0, never reused"),
    Column("kind", "-", WORD, "How they came: waiter, line_jumper or family"),
    Column("number", "-", COUNT_OR_NONE, "Number on the wrist, null if none"),
    Column("party", "-", COUNT, "The party they came with, below 0 for families"),
    Column("arrival_time", "h", NUMBER, "Came onto the site; the start for those already there"),
    Column("numbered_time", "h", NUMBER, "Wrote their number; the start for those who had one"),
    Column("reached_time", "h", NUMBER, "Reached the crowd at the gate without a number"),
    Column("pressing_time", "h", NUMBER, "First began to press"),
    Column("pays_then", "-", NUMBER, "Belief that pressing pays when they first began to press"),
    Column("passed_over_then", "-", NUMBER, "Belief that holders are passed over at that time"),
    Column("evening_distance", "m", NUMBER, "Distance from the gate when pressing at 19:00"),
    Column("admission_time", "h", NUMBER, "Passed the gate"),
    Column("exit_time", "h", NUMBER, "Was admitted, was turned back, or left"),
    Column("crossed_time", "h", NUMBER, "Was through the control on the far side"),
    Column("outcome", "-", WORD, "admitted, turned_back, left or present"),
    Column("out_of_turn", "-", FLAG_OR_NONE, "Admitted out of turn, null if not admitted"),
    Column(
        "skips", "people", COUNT_OR_NONE, "Admitted people who came earlier and whom they passed"
    ),
    Column("slips", "people", COUNT_OR_NONE, "Admitted people who came later and passed them"),
    Column("time_within_5_m", "h", NUMBER, "Time spent within 5 m of the gate"),
    Column("force_dose", "N s", NUMBER, "Contact force above the tolerated load, summed over time"),
    Column("time_in_danger", "s", NUMBER, "Longest unbroken time above the dangerous load"),
    Column("informed", "-", FLAG, "Their party knew of the list on arrival"),
    Column("pays", "-", NUMBER, "Belief that pressing pays, at the end or when they went"),
    Column("passed_over", "-", NUMBER, "Belief that holders are passed over, likewise"),
    Column("threshold", "-", NUMBER, "Perceived disorder above which they leave the order"),
    Column("assertiveness", "-", NUMBER, "Assertiveness, in 0.3 to 1"),
)
"""people.parquet: a row a person who ever came, in order of arrival."""
GATES: Final[Table] = (
    Column("gate", "-", WORD, "Name of the gate, or its number"),
    Column("x", "m", NUMBER, "Middle of the ground before it, across"),
    Column("y", "m", NUMBER, "The same, away from the first gate"),
    Column("width", "m", NUMBER, "Width"),
    Column("openings", "-", COUNT, "Openings"),
    Column("admitted", "people", COUNT, "Admitted there, families included"),
    Column("families_admitted", "people", COUNT, "Admitted people in families"),
    Column("turned_back", "people", COUNT, "Turned back there"),
    Column("waiting", "people", COUNT, "Those on the site at the end who go there; of one list for "
           "several gates, holders not called yet with the gate that they came for"),
    Column("turned_to", "people", COUNT, "Turned to it from another gate"),
    Column("out_of_turn_share", "-", NUMBER,
           "Share of its admissions, families aside, out of turn; null where there were none"),
    Column("order_tau", "-", NUMBER, "Kendall tau-b between arrival and admission order there"),
    Column("wait_mean", "min", NUMBER, "Mean time from arrival to passing it"),
    Column("wait_max", "min", NUMBER, "Longest time from arrival to passing it"),
    Column("gate_load_peak", "kN/m", NUMBER, "Largest load"),
    Column("gate_failed", "-", FLAG, "Whether it gave way"),
)  # fmt: skip
"""gates.parquet: a row a gate, in the order of the plan."""
ADMISSIONS: Final[Table] = (
    Column("time", "h", NUMBER, "Passed the gate"),
    Column("opening", "-", COUNT, "Opening, from 1; 0 at a gate always open, -1 after it gave way"),
    Column("person", "-", COUNT, "Person, as in people"),
    Column("number", "-", COUNT_OR_NONE, "Number on the wrist, null if none"),
    Column("out_of_turn", "-", FLAG, "Somebody waiting in the order had the better right"),
    Column("family", "-", FLAG, "Passed beside the line as a family"),
)
"""admissions.parquet: a row an admission, in the order of passing the gate."""
SERIES: Final[Table] = (
    Column("time", "h", NUMBER, "End of the minute"),
    Column("arriving", "people", COUNT, "Walk towards the gate, have not heard of the list"),
    Column("seeking", "people", COUNT, "Told of the list, want a number"),
    Column("holding", "people", COUNT, "Have a number and keep the order",
           "People who keep the order"),
    Column("called", "people", COUNT, "Among the next batch, wait close to the gate"),
    Column("pressing", "people", COUNT, "Go for the gate"),
    Column("beside", "people", COUNT, "Families waiting beside the line"),
    Column("waiting_near", "people", COUNT, "Wait within 15 m of the gate"),
    Column("pressing_near", "people", COUNT, "Press within 15 m of the gate"),
    Column("press_share", "-", NUMBER,
           "Pressing of those waiting within 15 m, null if nobody waits", "Press share"),
    Column("disorder", "-", NUMBER, "Mean perceived disorder of those waiting"),
    Column("pays", "-", NUMBER, "Their mean belief that pressing pays", "Pressing pays"),
    Column("passed_over", "-", NUMBER, "Their mean belief that holders are passed over",
           "Holders are passed over"),
    Column("gate_load_mean", "kN/m", NUMBER, "Mean load on the gate over the minute"),
    Column("gate_load_peak", "kN/m", NUMBER, "Largest load on the gate in the minute",
           "How hard the gate is pressed"),
    Column("gate_load_surge", "kN/m", NUMBER, "Mean load within 60 s of an opening, null if none"),
    Column("gate_load_rest", "kN/m", NUMBER, "Mean load at other times, null if none"),
    Column("gate_density", "1/m^2", NUMBER,
           "People per area within 2 m of the gate (at most 8.2)"),
    Column("queue_length", "people", COUNT, "People who wait, families aside"),
    Column("outside", "people", COUNT, "Have come and find no room on the site; wait outside"),
    Column("gate_open", "-", NUMBER, "Share of the minute for which the gate was open"),
    Column("admitted", "people", COUNT, "Admitted so far"),
    Column("arrived", "people", COUNT, "Arrived so far, those present at the start included"),
    Column("turned_back", "people", COUNT, "Turned back so far"),
    Column("left", "people", COUNT, "Left for good so far"),
    Column("cars", "cars", COUNT, "Cars let through so far"),
    Column("gate_wear", "-", NUMBER, "Share of the gate's endurance used up"),
    Column("shouts", "-", COUNT, "Shouts of the guards so far"),
    Column("turned_round", "people", COUNT, "People whom volunteers turned round so far"),
    Column("challenges", "people", COUNT, "People whom others turned round so far"),
    Column("person_steps", "-", COUNT, "Person-steps computed so far"),
)  # fmt: skip
"""series.parquet: a row a minute."""
PLACES: Final[Table] = (
    Column("x", "m", NUMBER, "Center of the cell, across"),
    Column("y", "m", NUMBER, "Center of the cell, away from the gate"),
    Column("distance", "m", NUMBER, "Walking distance to the gate, null in the car lane"),
    Column("density_peak", "1/m^2", NUMBER,
           "Largest density on a square of 2 m around it, at the end of a minute (at most 8.2)",
           "Largest density"),
    Column("density_peak_time", "h", NUMBER, "When that was, null if nobody ever stood there"),
    Column("crowded", "min", NUMBER, "Minutes with more than 4 people per m^2 there",
           "Minutes above 4 people per m²"),
    Column("force_peak", "N", NUMBER, "Largest contact force on somebody on the cell",
           "Largest force on a person"),
    Column("force_peak_time", "h", NUMBER, "When that was, null if there was none"),
)  # fmt: skip
"""places.parquet: a row a cell on which people can stand, where it was worst."""
ZONES: Final[Table] = (
    Column("zone", "-", WORD, "Name of the zone, or the number of its shape"),
    Column("area", "m^2", NUMBER, "Its ground, in whole cells"),
    Column("begin", "h", NUMBER, "Begin of the window of a quarter of an hour"),
    Column("end", "h", NUMBER, "End of it, or of the run"),
    Column("density", "1/m^2", NUMBER, "Mean of the densities at the end of each second"),
    Column("density_peak", "1/m^2", NUMBER, "Largest of them"),
    Column("flow", "1/(m s)", NUMBER,
           "Way that all people walked in it, by area and time: density times mean speed"),
    Column("above_2", "s", NUMBER, "Time with more than 2 people per m^2"),
    Column("above_4", "s", NUMBER, "Time with more than 4 people per m^2"),
    Column("above_5", "s", NUMBER, "Time with more than 5 people per m^2"),
    Column("force_peak", "N", NUMBER, "Largest contact force on somebody in it"),
)  # fmt: skip
"""zones.parquet: a row a zone of the plan and window of a quarter of an hour, by zone."""
SUMMARY: Final[Table] = (
    Column("scenario", "-", WORD, "Name of the scenario"),
    Column("seed", "-", COUNT, "Root of the run's random numbers"),
    Column("replication", "-", COUNT, "Which repetition of the scenario under that seed"),
    Column("version", "-", WORD, "Version of gatecrush"),
    Column("arrived", "people", COUNT,
           "Everyone who ever came, those present at the start included", "Came"),
    Column("numbered", "people", COUNT, "Those of them who got a number at some time",
           "Got a number"),
    Column("unnumbered", "people", COUNT, "Those who never did, families included",
           "Never got a number"),
    Column("admitted", "people", COUNT, "Admitted, families included", "Let in"),
    Column("families_admitted", "people", COUNT, "Admitted people in families",
           "Of families, let in"),
    Column("turned_back", "people", COUNT, "Turned back at the gate", "Turned back"),
    Column("left", "people", COUNT, "Left for good", "Left for good"),
    Column("present", "people", COUNT, "Still there at the end, those outside included",
           "Still waiting"),
    Column("outside", "people", COUNT, "Those of them who found no room on the site by the end",
           "Found no room"),
    Column("admission_rate", "1/h", NUMBER, "Admitted per hour of the run", "Let in per hour"),
    Column("out_of_turn_share", "-", NUMBER, 
           "Share of admissions, families aside, out of turn; null where nobody had a number",
           "Let in out of turn"),
    Column("order_tau", "-", NUMBER, "Kendall tau-b between arrival and admission order",
           "Fair order, all day"),
    Column("order_tau_evening", "-", NUMBER,
           "Kendall tau-b between arrival and admission order, from 18:00 to the end: 1 if all are "
           "let in by arrival, 0 if by chance", "Fair order, from 18:00"),
    Column("press_share_morning", "-", NUMBER, "Mean press share, 09:00 to 13:00",
           "Pressing, 09:00 to 13:00"),
    Column("press_share_evening", "-", NUMBER, "Mean press share, 19:00 to 21:00",
           "Pressing, 19:00 to 21:00"),
    Column("onset_time", "h", NUMBER,
           "First time at which the press share has been above 0.5 for 10 min",
           "When the order breaks"),
    Column("collapsed", "-", FLAG_OR_NONE,
           "Whether the evening's press share exceeds 0.5, null if the run holds no minute of it, "
           "19:00 to 21:00", "A crowd presses all evening"),
    Column("unintercepted_share", "-", NUMBER,
           "Share that reached the crowd at the gate without a number, of those who came after the "
           "start, families aside, and got a number or reached the crowd", "Missed the list"),
    Column("gate_density_evening", "1/m^2", NUMBER, "Mean within 2 m of the gate, 19:00 to 21:00",
           "Density at the gate, 19:00 to 21:00"),
    Column("gate_load_peak_morning", "kN/m", NUMBER, "Largest gate load before 12:00",
           "Gate load, peak before 12:00"),
    Column("gate_load_peak_evening", "kN/m", NUMBER, "Largest gate load from 18:00 to the end",
           "Gate load, peak from 18:00"),
    Column("gate_load_mean_evening", "kN/m", NUMBER, "Mean gate load from 18:00 to the end",
           "Gate load, mean from 18:00"),
    Column("gate_failed", "-", FLAG, "Whether the gate gave way", "The gate gives way"),
    Column("force_dose_share", "-", NUMBER, "Share of people in danger: over 1112 N for 240 s",
           "People in danger"),
    Column("wait_mean", "min", NUMBER, "Mean time from arrival to passing the gate", "Mean wait"),
    Column("wait_max", "min", NUMBER, "Longest time from arrival to passing the gate",
           "Longest wait"),
    Column("wait_gini", "-", NUMBER, "Gini coefficient of the times from arrival to the gate",
           "Inequality of waits (Gini)"),
    Column("flow", "1/s", NUMBER, "Flow through the gate from the 11th to the last but 15th person "
           "of a crowd that stood there at the start; null without one", "Flow through the gate"),
    Column("gate_density_peak", "1/m^2", NUMBER,
           "Largest of that crowd's densities, each second, within 2 m of the gate's middle",
           "Density of the crowd, peak"),
    Column("gate_density_plateau", "1/m^2", NUMBER,
           "Mean of them from the crossing of the 11th person to that of half the crowd",
           "Density of the crowd, plateau"),
    Column("start_order_tau", "-", NUMBER,
           "Kendall tau-b of that crowd's distances at the start and order of crossing: 1 if the "
           "nearest went first", "Nearest first"),
    Column("witness_share", "-", NUMBER,
           "Share admitted by 01:00 of those who came 09:00 to 11:00",
           "Came 09:00 to 11:00, in by 01:00"),
    Column("near_hours_late", "h", NUMBER,
           "Median time within 5 m of the gate of those admitted from 23:00 on",
           "Let in from 23:00: time within 5 m"),
    Column("place_tau", "-", NUMBER,
           "Kendall tau-b between distance from the gate at 19:00 and order of admission until "
           "01:00, of those who pressed at 19:00: 1 if the nearest went first",
           "Nearest first, from 19:00"),
    Column("turned_round", "people", COUNT, "People whom volunteers turned round",
           "Turned round by volunteers"),
    Column("alarm_time", "h", NUMBER,
           "First time at which four or more people have pressed within 15 m of the gate, on "
           "average over half an hour; a false alarm if the order never breaks",
           "A steward sees it come"),
    Column("minutes_of_warning", "min", NUMBER,
           "Time from that alarm to the onset, below 0 if it came too late", "Minutes of warning"),
    Column("person_steps", "-", COUNT, "Person-steps computed"),
    Column("cpu_seconds", "s", NUMBER, "CPU time of the run"),
)  # fmt: skip
"""summary.json: one row a run; every parameter follows under its dotted name."""
TRAJECTORIES: Final[Table] = (
    Column("frame", "-", "int32", "Frame, from 0, at a constant rate"),
    Column("id", "-", "int32", "Person, as in people"),
    Column("x", "m", "float32", "Position across"),
    Column("y", "m", "float32", "Position away from the gate"),
    Column("conduct", "-", "int8", "Code of the conduct (conduct.CONDUCTS)"),
)
"""Trajectories: a row a person and frame, by frame and person."""


def column(table: Table, name: str) -> Column:
    """Return the column of a table that has this name."""
    return next(entry for entry in table if entry.name == name)


def names(table: Table) -> list[str]:
    """Return the names of a table's columns, in order."""
    return [entry.name for entry in table]


def frame(table: Table, values: Mapping[str, Any]) -> pd.DataFrame:
    """Return a frame with exactly the columns of a table, in its order and types.

    Args:
        table: the columns declared.
        values: an array for each of them, all of one length; numpy masks what is null.

    Raises:
        ValueError: a column is missing or not declared.
    """
    import pandas as pd

    declared = names(table)
    if set(values) != set(declared):
        odd = sorted(set(values) ^ set(declared))
        raise ValueError(f"columns missing or not declared: {', '.join(odd)}")
    return pd.DataFrame(
        {entry.name: pd.Series(_or_none(values[entry.name])).astype(entry.dtype) for entry in table}
    )


def _or_none(values: Any) -> Any:
    """Return the values with None where numpy masks them."""
    return values.tolist() if isinstance(values, np.ma.MaskedArray) else values
