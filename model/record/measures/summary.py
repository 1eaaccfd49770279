"""The summary of a run: one row of numbers from the record's tables, in the promised order."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..columns import SUMMARY, names
from .night import night
from .order import fair_ranks, order_tau, out_of_turn_share
from .press import CROWD_SHARE, alarm_time, minutes_of_warning, onset_time
from .pressure import force_dose_share
from .waiting import gini, waits
from .window import inside, window_mean, window_peak

Values = Mapping[str, NDArray[Any]]
"""The columns of a table; numpy masks what is null."""
MORNING: Final = (9.0, 13.0)
"""Window of the morning's press share, h."""
CROWD_HOURS: Final = (19.0, 21.0)
"""Window of the evening's press share and density, h."""
NOON: Final = 12.0
"""Until then a load counts as the morning's, h."""
EVENING: Final = 18.0
"""From then on order and load count as the evening's, h."""


def summary_of(
    *,
    people: Values,
    admissions: Values,
    series: Values,
    identity: dict[str, Any],
    start: float,
    now: float,
    outside: int,
    gate_failed: bool,
    dangerous_time: float,
    cpu_seconds: float,
    entrance: Mapping[str, float],
) -> dict[str, Any]:
    """Summarize a run; what cannot be known (a window outside the run) is NaN, or None.

    Args:
        people: a row a person who came (columns.PEOPLE).
        admissions: a row an admission (columns.ADMISSIONS).
        series: a row a minute (columns.SERIES).
        identity: scenario, seed, replication and version.
        start: hour of the day at which the run starts.
        now: hour of the day reached.
        outside: people who have come and found no room on the site yet.
        gate_failed: whether the gate gave way.
        dangerous_time: how long a dangerous load must be borne, s.
        cpu_seconds: CPU time of the run, s.
        entrance: what is measured of a crowd that stood before the gate at the start.

    Returns:
        The keys of columns.SUMMARY, in that order, as plain Python values.
    """
    values = {
        **identity,
        **_counts(people, admissions, now - start),
        "outside": outside,
        **_order(people, admissions, start),
        **_day(series),
        "unintercepted_share": unintercepted_share(people, start),
        **night(people, now=now),
        "turned_round": int(series["turned_round"][-1]) if len(series["time"]) else 0,
        "gate_failed": gate_failed,
        "force_dose_share": force_dose_share(people["time_in_danger"], dangerous_time),
        **_waits(people),
        **entrance,
        "person_steps": int(series["person_steps"][-1]) if len(series["time"]) else 0,
        "cpu_seconds": cpu_seconds,
    }
    return {name: values[name] for name in names(SUMMARY)}


def unintercepted_share(people: Values, start: float) -> float:
    """Return the share of newcomers who reached the crowd at the gate without a number.

    Of those who came after the start, families aside, and whose fate is known: they have a number
    or have reached the crowd. Whoever reached the crowd first and took a number later counts.

    Args:
        people: a row a person who came (columns.PEOPLE).
        start: hour of the day at which the run starts.

    Returns:
        The share, NaN if nobody's fate is known.
    """
    newcomers = (people["arrival_time"] > start) & (people["kind"] != "family")
    reached = np.isfinite(people["reached_time"]) & newcomers
    known = reached | np.isfinite(people["numbered_time"]) & newcomers
    return float(reached.sum() / known.sum()) if known.any() else math.nan


def _counts(people: Values, admissions: Values, hours: float) -> dict[str, Any]:
    outcomes = Counter(people["outcome"].tolist())
    arrived, admitted = len(people["person"]), outcomes["admitted"]
    numbered = int(np.isfinite(people["numbered_time"]).sum())
    return {
        "arrived": arrived,
        "numbered": numbered,
        "unnumbered": arrived - numbered,
        "admitted": admitted,
        "families_admitted": int(admissions["family"].sum()),
        "turned_back": outcomes["turned_back"],
        "left": outcomes["left"],
        "present": outcomes["present"],
        "admission_rate": admitted / hours if hours > 0 else math.nan,
    }


def _order(people: Values, admissions: Values, start: float) -> dict[str, float]:
    ranks = ranks_in_admission_order(people, admissions["person"], start)
    evening = admissions["time"] >= EVENING
    has_turns = np.isfinite(people["numbered_time"]).any()
    share = out_of_turn_share(admissions["out_of_turn"], admissions["family"])
    return {
        "out_of_turn_share": share if has_turns else math.nan,
        "order_tau": order_tau(ranks),
        "order_tau_evening": order_tau(ranks[evening]),
    }


def ranks_in_admission_order(
    people: Values, admitted: NDArray[np.int64], start: float
) -> NDArray[np.int64]:
    """Return the fair rank of each admitted person, in the order of admission.

    Args:
        people: a row a person who came (columns.PEOPLE).
        admitted: the persons admitted, in that order, shape (n,).
        start: hour of the day at which the run starts.
    """
    rows = np.searchsorted(people["person"], admitted)
    number = np.ma.filled(people["number"], 0)
    return fair_ranks(people["arrival_time"][rows], number[rows], start=start)


def _day(series: Values) -> dict[str, Any]:
    time, share, density = series["time"], series["press_share"], series["gate_density"]
    peak, mean = series["gate_load_peak"], series["gate_load_mean"]
    evening_share = window_mean(time, share, *CROWD_HOURS)
    onset, alarm = onset_time(time, share), alarm_time(time, series["pressing_near"])
    return {
        "press_share_morning": window_mean(time, share, *MORNING),
        "press_share_evening": evening_share,
        "onset_time": onset,
        "alarm_time": alarm,
        "minutes_of_warning": minutes_of_warning(alarm, onset),
        "collapsed": collapsed(time, evening_share),
        "gate_density_evening": window_mean(time, density, *CROWD_HOURS),
        "gate_load_peak_morning": window_peak(time, peak, -math.inf, NOON),
        "gate_load_peak_evening": window_peak(time, peak, EVENING),
        "gate_load_mean_evening": window_mean(time, mean, EVENING),
    }


def collapsed(time: NDArray[np.float64], evening_share: float) -> bool | None:
    """Tell whether a crowd pressed in the evening; None if no minute of it lies in the run.

    Where nobody waited at that time no crowd pressed.
    """
    return bool(evening_share > CROWD_SHARE) if inside(time, *CROWD_HOURS).any() else None


def _waits(people: Values) -> dict[str, float]:
    waited = 60.0 * waits(people["arrival_time"], people["admission_time"])
    return {
        "wait_mean": float(waited.mean()) if len(waited) else math.nan,
        "wait_max": float(waited.max()) if len(waited) else math.nan,
        "wait_gini": gini(waited),
    }
