"""The situation at the crossing: everything that changes during a run, as arrays for the kernels.

Three records of one row each (gate, list, crowd) hold the counters and clocks of their subject.
"""

from __future__ import annotations

from typing import Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.guard import GuardParameters
from gatecrush.agents.line_jumper import LineJumperParameters
from gatecrush.agents.people import People
from gatecrush.agents.volunteer import VolunteerParameters
from gatecrush.agents.waiter import WaiterParameters

from .minutes import MINUTE_COLUMNS
from .place.site import Place


def row_type(kind: type) -> np.dtype[Any]:
    """Return the type of one record whose fields are a class's annotations, int or float."""
    return np.dtype([(name, np.dtype(number)) for name, number in get_type_hints(kind).items()])


class Gate:
    """State of the gate."""

    is_open: int
    opening: int  # openings so far
    places_left: int  # in the present batch
    opened_at: float  # s
    next_opening: float  # s
    cars_from: float  # s, end of processing the batch
    last_admission: float  # s
    load: float  # N/m, at the last sample
    wear: float  # 0 to 1
    failed: int
    failed_at: float  # s
    shouts: int
    last_shout: float  # s
    batch_passed: int  # people taken in the present batch
    cars_time: float  # s for which cars were let through


class NumberList:
    """State of the list."""

    last_number: int
    first_waiting: int  # no smaller number waits
    marker: int  # person who carries the marker, -1: nobody
    writer: int  # person who writes, -1: nobody
    writing_until: float  # s
    founded: int  # lists begun because no holder was left


class Crowd:
    """Clock, lengths of lists, counts of the day and sums of the present minute."""

    step: int  # time steps so far
    next_arrival: int  # place in the order of arrival
    active: int  # people on the site
    restless: int  # of them those who have not settled
    still: int  # of these those who found no step to take
    handed: int  # people to whom push drive is handed in this step
    outside: int  # people who have come and found no room yet
    changed: int  # somebody came, went or changed in kind
    arrived: int
    admitted: int
    families_admitted: int
    turned_back: int
    left: int
    challenges: int
    volunteers_success: int
    person_steps: int
    minutes: int  # rows of the minute log
    admissions: int  # rows of the admission log
    load_sum: float  # sums over the samples of the present minute
    load_samples: int
    load_peak: float
    surge_sum: float
    surge_samples: int
    rest_sum: float
    rest_samples: int
    minute_steps: int  # time steps of the present minute so far
    open_steps: int  # of these those with the gate open


GATE, LIST, CROWD = row_type(Gate), row_type(NumberList), row_type(Crowd)
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
"""Work space: what those around a cell see of whoever stands on it."""


PROPOSED_STEP = np.dtype(
    [
        ("person", np.uint32),
        ("cell", np.int64),  # that they want to enter
        ("left", np.int64),  # cell they left for it, -1 if they did not come to
        ("draw", np.float64),  # of several who want a cell the best one enters
    ]
)
"""Work space: a step that somebody proposes."""
EXCHANGE = np.dtype(
    [
        ("person", np.uint32),
        ("other", np.uint32),  # with whom they want to change places
        ("draw", np.float64),  # of several that somebody is involved in the best comes about
    ]
)
"""Work space: an exchange of places that somebody proposes."""
LISTS = np.dtype(
    [
        ("handed", np.uint32),  # to whom push drive is handed
        ("in_line", np.uint32),  # who can be noticed, nearest to the gate first
        ("giving_up", np.uint32),  # who gives up the order
        ("coming_back", np.uint32),  # who comes back to it
        ("challenged", np.uint32),  # who is sent to the list by those around
    ]
)
"""Work space: people listed by one rule in one step, each in a column of its own."""


class Rules(NamedTuple):
    """The scenario's sections that kernels read, under its names; numbers in m, s and N.

    What one rule reads as ``s.rules.gate.cycle_min`` is ``gate.cycle_min`` of the scenario;
    ``s.gate`` is how the gate stands.
    """

    waiters: WaiterParameters
    line_jumpers: LineJumperParameters
    guards: GuardParameters
    volunteers: VolunteerParameters
    gate: Any
    list: Any
    movement: Any
    pressure: Any


class Work(NamedTuple):
    """Where one time step calculates: what stands here means nothing between two steps."""

    best_claim: NDArray[np.float64]
    """Best draw of those who claim a cell in this step, (cells,)."""
    steps: np.recarray
    """Steps that people propose (PROPOSED_STEP), (people,)."""
    exchanges: np.recarray
    """Exchanges that people propose (EXCHANGE), (people,)."""
    best_exchange: NDArray[np.float64]
    """Best draw of the exchanges that each person is involved in, (people,)."""
    lists: np.recarray
    """Lists of people, each column one of its own (LISTS), (people,)."""
    ranked: NDArray[np.int32]
    """Person + 1 at the rank of their cell (model.sight), (cells,)."""
    circle: NDArray[np.int64]
    """Half the height of a circle, column by column (model.sight), (stride,)."""
    shown: NDArray[np.int64]
    """People shown, counted along each column (model.sight), (stride, rows + 1)."""
    views: np.recarray
    """VIEW, (cells,)."""
    tally: NDArray[np.int64]
    """Counts over cells (model.tally), (rows + 1, stride + 1)."""


class Situation(NamedTuple):
    """What one time step reads and changes."""

    seed: np.uint64
    time_step: float
    start: float
    """Start of the run, s of the day (for the volunteers' hours only)."""
    rules: Rules
    people: People
    place: Place
    work: Work
    cells: np.recarray
    """State of each cell (CELL)."""
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
    volunteers: np.recarray
    """VOLUNTEER, (count,)."""
    gate: Gate
    list: NumberList
    crowd: Crowd
    admission_log: NDArray[np.float64]
    minute_log: NDArray[np.float64]


def empty_record(dtype: np.dtype[Any]) -> Any:
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
