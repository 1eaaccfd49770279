"""What is kept of a day in a study: its summary, further outcomes, and courses of the day.

A witness is somebody who arrives between 09:00 and 11:00, as the one of the account did.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gatecrush.model.arrays import Floats
from gatecrush.model.record.columns import NUMBER, SUMMARY, Column, names
from gatecrush.model.record.measures.night import WITNESS_HOURS
from gatecrush.model.record.measures.pressure import surge_ratio
from gatecrush.model.record.measures.summary import EVENING
from gatecrush.model.record.measures.window import MINUTE_HOURS

from .planned_run import PlannedRun

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.record.recorder import Record


WITNESS_ARRIVAL: Final = 10.0
"""Arrival of the witness, h: some 15 to 17 h before 01:00."""
_MORNING: Final = "09:00 to 11:00"
_THOSE: Final = f"those who came {_MORNING}"
FURTHER: Final = (
    Column("order_share_evening", "-", NUMBER, "1 less the evening's press share, 19:00 to 21:00"),
    Column("order_lasted", "h", NUMBER, "Time from the start to the onset, or to the end if never",
           "How long the order lasts"),
    Column("waiting_at_ten", "people", NUMBER, "People waiting at 10:00"),
    Column("waiting_peak", "people", NUMBER, "Most people waiting at a time"),
    Column("surge_ratio_evening", "-", NUMBER, "Gate load within a minute of an opening / the rest",
           "Gate load at openings / at other times"),
    Column("shouts", "-", NUMBER, "Shouts of the guards"),
    Column("challenges", "people", NUMBER, "People whom others turned round"),
    Column("witness_wait", "h", NUMBER, f"Median wait of {_THOSE} and were admitted"),
    Column("witness_hours_near", "h", NUMBER, f"Median time within 5 m of the gate of {_THOSE}"),
    Column("witness_net_overtaken", "people", NUMBER,
           f"Median net number of people whom those overtook who came {_MORNING}",
           "Arriving 09:00 to 11:00: net overtaken"),
)  # fmt: skip
"""Outcomes of a run beside its summary."""
WITNESSES: Final = (
    Column("witness_arrival_time", "h", NUMBER, "Came onto the site"),
    Column("witness_admission_time", "h", NUMBER, "Passed the gate, NaN if not by the end"),
    Column("witness_time_within_5_m", "h", NUMBER, "Time spent within 5 m of the gate"),
    Column("witness_ahead", "people", NUMBER, "People waiting at their arrival"),
    Column(
        "witness_overtaken",
        "people",
        NUMBER,
        "People waiting at their arrival less those admitted before them since: whom they overtook "
        "less who overtook them",
    ),
)
"""Outcomes of witnesses: a list of equal length each."""
COURSES: Final = (
    "time",
    "press_share",
    "disorder",
    "gate_load_mean",
    "gate_load_peak",
    "queue_length",
    "waiting_near",
)
"""Columns of the series kept as lists ``course_...``."""


def outcome(name: str) -> Column:
    """Return what is declared of an outcome."""
    return next(each for each in (*SUMMARY, *FURTHER, *WITNESSES) if each.name == name)


def outcomes(record: Record, *, start: float, end: float) -> dict[str, Any]:
    """Return what is kept of a day.

    Args:
        record: the day's record.
        start: begin of the run, h.
        end: end of the run, h.
    """
    witnesses = witnessed(record)
    row: dict[str, Any] = dict(record.row)
    row |= _further(record, row, witnesses, start, end)
    row |= {name: values.astype(np.float32) for name, values in witnesses.items()}
    series = record.arrays("series")
    row |= {f"course_{name}": series[name].astype(np.float32) for name in COURSES}
    return row


def witnessed(record: Record) -> dict[str, Floats]:
    """Return what those saw who arrived when the witness did (WITNESSES)."""
    people, admissions = record.arrays("people"), record.arrays("admissions")
    arrived, (first, last) = people["arrival_time"], WITNESS_HOURS
    came = (first <= arrived) & (arrived <= last) & (people["kind"] != "family")
    arrival, admission = arrived[came], people["admission_time"][came]
    ahead = _waiting_at(record.arrays("series"), arrival)
    passed = np.sort(admissions["time"][~admissions["family"]])
    before = np.searchsorted(passed, admission, "left") - np.searchsorted(passed, arrival, "right")
    overtaken = np.where(np.isfinite(admission), ahead - before, np.nan)
    values = (arrival, admission, people["time_within_5_m"][came], ahead, overtaken)
    return dict(zip(names(WITNESSES), values, strict=True))


def _waiting_at(series: Mapping[str, Floats], hours: Floats) -> Floats:
    """Return how many people waited at the end of the last full minute before each hour."""
    times, waiting = series["time"], series["queue_length"]
    if len(times) == 0:
        return np.full(len(hours), np.nan)
    at = np.searchsorted(times, hours, "right") - 1
    return np.where(
        (at >= 0) & (hours <= times[-1] + MINUTE_HOURS), waiting[np.maximum(at, 0)], np.nan
    )


def _further(
    record: Record, row: dict[str, Any], witnesses: dict[str, Floats], start: float, end: float
) -> dict[str, float]:
    series, onset = record.arrays("series"), float(row["onset_time"])
    time, surge, rest = (series[name] for name in ("time", "gate_load_surge", "gate_load_rest"))
    waiting = series["queue_length"]
    admission = witnesses["witness_admission_time"]
    near = witnesses["witness_time_within_5_m"]
    waited = admission - witnesses["witness_arrival_time"]
    values = {
        "order_share_evening": 1.0 - float(row["press_share_evening"]),
        "order_lasted": (onset if math.isfinite(onset) else end) - start,
        "waiting_at_ten": float(_waiting_at(series, np.array([WITNESS_ARRIVAL]))[0]),
        "waiting_peak": float(waiting.max()) if len(waiting) else math.nan,
        "surge_ratio_evening": surge_ratio(time, surge, rest, EVENING),
        **{
            name: float(series[name][-1]) if len(time) else math.nan
            for name in ("shouts", "challenges")
        },
        "witness_wait": _median(waited),
        "witness_hours_near": _median(near),
        "witness_net_overtaken": _median(witnesses["witness_overtaken"]),
    }
    return {name: values[name] for name in names(FURTHER)}


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else math.nan


SERIES = "series"
PLACES: Final = "places"
CLOSE: Final = 2.0
"""Density from which a place is kept of a day of a sweep, 1/m^2: people stood close."""
KEPT_OF_PLACES: Final = ("x", "y", "density_peak", "crowded", "force_peak")


def close_places(record: Record) -> pd.DataFrame:
    """Return the places of a day where people stood close, a row each (columns.PLACES, in part)."""
    places = record.places
    kept = places.loc[places["density_peak"] >= CLOSE, list(KEPT_OF_PLACES)]
    return kept.reset_index(drop=True).astype(np.float32)


def day_and_series(run: PlannedRun) -> dict[str, Any]:
    """Run a day; return summary, parameters, further outcomes, series, and where it was close."""
    from .run import run as simulate

    record = simulate(run.scenario, seed=run.seed, replication=run.replication)
    found = outcomes(record, start=run.scenario.run.start, end=run.scenario.run.end)
    kept = {name: value for name, value in found.items() if not isinstance(value, np.ndarray)}
    return kept | {SERIES: record.series, PLACES: close_places(record)}
