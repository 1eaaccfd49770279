"""The situation at the crossing: everything that changes during a run, as arrays for the kernels.

Three records of one row each (gate, list, crowd) hold the counters and clocks of their subject.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.people import People

from .place.site import Place
from .rules.minutes import MINUTE_COLUMNS

GATE = np.dtype(
    [
        ("is_open", np.int64),
        ("opening", np.int64),  # openings so far
        ("places_left", np.int64),  # in the present batch
        ("opened_at", np.float64),  # s
        ("next_opening", np.float64),  # s
        ("cars_from", np.float64),  # s, end of processing the batch
        ("last_admission", np.float64),  # s
        ("load", np.float64),  # N/m, at the last sample
        ("wear", np.float64),  # 0 to 1
        ("failed", np.int64),
        ("failed_at", np.float64),  # s
        ("shouts", np.int64),
        ("last_shout", np.float64),  # s
        ("batch_passed", np.int64),  # people taken in the present batch
        ("cars_time", np.float64),  # s for which cars were let through
    ]
)
LIST = np.dtype(
    [
        ("last_number", np.int64),
        ("first_waiting", np.int64),  # no smaller number waits
        ("marker", np.int64),  # person who carries the marker, -1: nobody
        ("writer", np.int64),  # person who writes, -1: nobody
        ("writing_until", np.float64),  # s
        ("founded", np.int64),  # lists begun because no holder was left
    ]
)
CROWD = np.dtype(
    [
        ("step", np.int64),  # time steps so far
        ("next_arrival", np.int64),  # place in the order of arrival
        ("active", np.int64),  # people on the site
        ("restless", np.int64),  # of them those who have not settled
        ("still", np.int64),  # of these those who found no step to take
        ("handed", np.int64),  # people to whom push drive is handed in this step
        ("outside", np.int64),  # people who have come and found no room yet
        ("changed", np.int64),  # somebody came, went or changed in kind
        ("arrived", np.int64),
        ("admitted", np.int64),
        ("families_admitted", np.int64),
        ("turned_back", np.int64),
        ("left", np.int64),
        ("challenges", np.int64),
        ("volunteers_success", np.int64),
        ("person_steps", np.int64),
        ("minutes", np.int64),  # rows of the minute log
        ("admissions", np.int64),  # rows of the admission log
        ("load_sum", np.float64),  # sums over the samples of the present minute
        ("load_samples", np.int64),
        ("load_peak", np.float64),
        ("surge_sum", np.float64),
        ("surge_samples", np.int64),
        ("rest_sum", np.float64),
        ("rest_samples", np.int64),
        ("minute_steps", np.int64),  # time steps of the present minute so far
        ("open_steps", np.int64),  # of these those with the gate open
    ]
)


VOLUNTEER = np.dtype([("x", np.float64), ("y", np.float64), ("person", np.int64)])
"""A volunteer: position, m, and the person they engage (-1: none)."""
CELL = np.dtype(
    [
        ("occupant", np.int32),  # person on the cell, -1 if empty
        ("neighbors", np.int8),  # occupied cells among the 8 around it
        ("claims", np.int8),  # people who claim it in this step
        ("ways", np.uint16),  # bit k: no wall forbids step k from it
    ]
)
"""State of a cell: eight of them in one line of the processor's cache."""


VIEW = np.dtype(
    [
        ("fresh", np.float64),  # how fresh the intrusion is of somebody who presses there
        ("stands_by", np.float64),  # how far whoever stands there silences objections
        ("cares", np.float64),  # how much an orderly person there cares
        ("thinks", np.float64),  # disorder perceived by whoever forms a view there
        ("speaks", np.int64),  # 1: somebody there forms a view
    ]
)
"""Work space: what those around a cell see of whoever stands on it; all zero if nobody does."""


class Situation(NamedTuple):
    """What one time step reads and changes."""

    seed: np.uint64
    time_step: float
    start: float
    """Start of the run, s of the day (for the volunteers' hours only)."""
    people: People
    place: Place
    cells: np.recarray
    """State of each cell (CELL)."""
    best_claim: NDArray[np.float64]
    """Work space: best draw of those who claim a cell in this step, -1 if nobody, (cells,)."""
    active: NDArray[np.uint32]
    """People on the site, the first crowd.active entries, (people,)."""
    restless: NDArray[np.uint32]
    """Of them those who have not settled, the first crowd.restless entries, (people,)."""
    standstill: NDArray[np.int8]
    """Whether each person found no step to take (model.standstill), (people,)."""
    arrival_order: NDArray[np.int64]
    outside: NDArray[np.uint32]
    """People who wait outside, in order of arrival, the first crowd.outside entries, (people,)."""
    holder: NDArray[np.int64]
    """Person who holds each number, (people + 1,)."""
    batch: NDArray[np.int64]
    """Numbers of the present batch (0 none, -1 family), (largest batch,)."""
    gate_weight: NDArray[np.float64]
    """Weight of each step to the gate, 0 if barred, (cells, 8)."""
    handed: NDArray[np.uint32]
    """Work space: people to whom push drive is handed in this step, (people,)."""
    proposers: NDArray[np.uint32]
    """Work space: people who propose something in this step, (people,)."""
    ranked: NDArray[np.int32]
    """Work space: person + 1 at the rank of their cell (model.sight), (cells,)."""
    circle: NDArray[np.int64]
    """Work space: half the height of a circle, column by column (model.sight), (stride,)."""
    shown: NDArray[np.int64]
    """Work space: people shown, counted along each column (model.sight), (stride, rows + 1)."""
    views: np.recarray
    """VIEW, (cells,)."""
    tally: NDArray[np.int64]
    """Work space: counts over cells (model.tally), (rows + 1, stride + 1)."""
    volunteers: np.recarray
    """VOLUNTEER, (count,)."""
    gate: Any
    list: Any
    crowd: Any
    admission_log: NDArray[np.float64]
    minute_log: NDArray[np.float64]
    # The scenario's numbers in m, s and N, one record a section.
    waiters: Any
    line_jumpers: Any
    guards: Any
    volunteering: Any
    gating: Any
    listing: Any
    movement: Any
    pressure: Any


def empty_record(dtype: np.dtype[Any]) -> np.record:
    """Return one record, all zero; it keeps its memory alive."""
    return np.zeros(1, dtype).view(np.recarray)[0]


def empty_cells(gate_weight: NDArray[np.float64]) -> np.recarray:
    """Return the state of cells with such weights of their steps, nobody on them."""
    state = np.zeros(len(gate_weight), CELL).view(np.recarray)
    state.occupant[:] = -1
    state.ways[:] = ((gate_weight > 0.0) << np.arange(8)).sum(axis=1)
    return state


def empty_minute_log(minutes: int) -> NDArray[np.float64]:
    """Return a log for so many minutes."""
    return np.full((minutes, len(MINUTE_COLUMNS)), np.nan)
