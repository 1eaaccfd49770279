"""The situation at the crossing: everything that changes during a run, as arrays for the kernels.

Three records of one row each (gate, list, crowd) hold the counters and clocks of their subject. An
array is declared in the annotation of its field: an entry for each of what, its type, its filling.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.by_reference import by_reference
from gatecrush.agents.guard import GuardParameters
from gatecrush.agents.line_jumper import LineJumperParameters
from gatecrush.agents.people import People
from gatecrush.agents.volunteer import VolunteerParameters
from gatecrush.agents.waiter import WaiterParameters

from .arrays import each, row_type
from .place.site import Place
from .zones import SEEN, ZONE, ZONE_WINDOW


class Gate:
    """State of a gate."""

    is_open: int
    called: int  # people called to it now, where there are several
    opening: int  # openings so far
    places_left: int  # in the present batch
    opened_at: float  # s
    next_opening: float  # s
    cars_from: float  # s, end of processing the batch
    last_admission: float  # s
    load: float  # N/m, at the last sample
    load_peak: float  # largest so far
    turned_to: int  # people who turned to it from another
    wear: float  # 0 to 1
    failed: int
    failed_at: float  # s
    shut: int  # 1: no opening begins until it is opened, by hand or by a rule
    shouts: int
    last_shout: float  # s
    batch_passed: int  # people taken in the present batch
    cars_time: float  # s for which cars were let through
    allowance: float  # people who may walk through an open gate now


class NumberList:
    """State of the list."""

    last_number: int
    first_waiting: int  # no smaller number waits
    marker: int  # person who carries the marker, -1: nobody
    writer: int  # person who writes, -1: nobody
    writing_until: float  # s
    founded: int  # lists begun because no holder was left
    lost: int  # numbers lost by people who left for a time


class Crowd:
    """Clock, lengths of lists, counts of the day and sums of the present minute."""

    step: int  # time steps so far
    next_arrival: int  # place in the order of arrival
    active: int  # people on the site
    restless: int  # of them those who have not settled
    still: int  # of these those who have looked for a step and stand
    handed: int  # people to whom push drive is handed in this step
    outside: int  # people who have come and found no room yet
    away: int  # people who have left and will come again
    changed: int  # somebody came, went or changed in kind
    arrived: int
    admitted: int
    families_admitted: int
    turned_back: int
    left: int
    challenges: int
    turned_round: int
    person_steps: int
    minutes: int  # rows of the minute log
    seconds: int  # entries of the second log
    admissions: int  # rows of the admission log
    load_sum: float  # sums over the samples of the present minute
    load_samples: int
    load_peak: float
    surge_sum: float
    surge_samples: int
    rest_sum: float
    rest_samples: int
    minute_steps: int  # time steps of the present minute so far
    open_steps: int  # of these those with the gate open, of several gates their sum


class Minute:
    """A row of the minute log: what the recorder turns into the series, hours and kN/m there."""

    time: float  # end of the minute, s
    arriving: float  # people by conduct
    seeking: float
    holding: float
    called: float
    pressing: float
    beside: float
    waiting_near: float  # within 15 m of the gate
    pressing_near: float
    disorder: float  # mean perceived of those who wait
    pays: float  # their mean beliefs
    passed_over: float
    gate_load_mean: float  # N/m
    gate_load_peak: float  # N/m
    gate_load_surge: float  # N/m, soon after an opening
    gate_load_rest: float  # N/m, at other times
    gate_density: float  # 1/m^2
    queue_length: float  # people who wait
    gate_open: float  # share of the minute
    admitted: float  # people so far, as all that follow but the last
    arrived: float
    turned_back: float
    left: float
    cars: float
    gate_wear: float
    shouts: float
    turned_round: float
    challenges: float
    person_steps: float
    outside: float  # people now


class Admission:
    """A row of the admission log."""

    time: float  # s
    opening: int  # 0 at a gate always open, -1 after it gave way
    person: int
    number: int  # 0 if none
    out_of_turn: int
    family: int
    gate: int


GATE, LIST, CROWD = row_type(Gate), row_type(NumberList), row_type(Crowd)
MINUTE_ROW, ADMISSION_ROW = row_type(Minute), row_type(Admission)
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


WORST = np.dtype(
    [
        ("room", np.float64),  # ground on the square around the place, m^2; 0 on walls
        ("density", np.float64),  # largest at the end of a minute, 1/m^2
        ("density_at", np.float64),  # s
        ("crowded", np.float64),  # time of crowded minutes, s
        ("force", np.float64),  # largest contact force on somebody there, N
        ("force_at", np.float64),  # s
    ]
)
"""Where it was worst: what is noted of a place in the course of a day."""


VIEW = np.dtype(
    [
        ("fresh", np.float64),  # how fresh the intrusion is of somebody who presses there
        ("stands_by", np.float64),  # how far whoever stands there silences objections
        ("cares", np.float64),  # how much an orderly person there cares
        ("pays", np.float64),  # beliefs of whoever forms a view there
        ("passed_over", np.float64),
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
    ],
    align=True,
)
"""Work space: a step that somebody proposes."""
EXCHANGE = np.dtype(
    [
        ("person", np.uint32),
        ("other", np.uint32),  # with whom they want to change places
        ("draw", np.float64),  # of several that somebody is involved in the best comes about
    ],
    align=True,
)
"""Work space: an exchange of places that somebody proposes."""
KEPT = np.dtype(
    [
        ("cell", np.int64),  # where somebody stood, -1: nothing is kept
        ("target", np.int64),  # cell they walked to
        ("field", np.int64),  # where the field of their gate begins
        ("goal", np.int64),  # what they wanted (model.rules.goals)
        ("ahead", np.int64),  # cell that brings them nearest to it, -1: none does
    ]
)
"""Work space: for whom and what the weights of steps were worked out."""
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
    ``s.gates[0]`` is how the first gate stands. Of several ``gate`` is that of the first; what may
    differ is read in ``s.gate_rules``.
    """

    demand: Any
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

    best_claim: Annotated[NDArray[np.float64], each("cells", dtype=np.float64)]
    """Best draw of those who claim a cell in this step."""
    steps: Annotated[np.recarray, each("people", dtype=PROPOSED_STEP)]
    """Steps that people propose."""
    exchanges: Annotated[np.recarray, each("people", dtype=EXCHANGE)]
    """Exchanges that people propose."""
    best_exchange: Annotated[NDArray[np.float64], each("people", dtype=np.float64)]
    """Best draw of the exchanges that each person is involved in."""
    borne: Annotated[NDArray[np.float64], each("people", dtype=np.float64)]
    """Force that each person has borne of the crowds before several gates, N."""
    kept: Annotated[np.recarray, each("people", dtype=KEPT, fill=(-1, -1, -1, -1, -1))]
    """What the weights of each person are of (model.rules.kept_weights)."""
    weights: Annotated[NDArray[np.float64], each("people", "steps", dtype=np.float64)]
    """What each step weighs for each person who wants elsewhere than to the gate."""
    lists: Annotated[np.recarray, each("people", dtype=LISTS)]
    """Lists of people, each column one of its own."""
    ranked: Annotated[NDArray[np.int32], each("cells", dtype=np.int32)]
    """Person + 1 at the rank of their cell (model.rules.sight)."""
    circle: Annotated[NDArray[np.int64], each("cells", dtype=np.int64)]
    """Half the height of a circle, column by column, or its width by rows (model.rules.sight)."""
    shown: Annotated[NDArray[np.int64], each("columns", "row edges", dtype=np.int64)]
    """People shown, counted along each column of cells (model.rules.sight)."""
    views: Annotated[np.recarray, each("cells", dtype=VIEW)]
    """What those around a cell see."""
    tally: Annotated[NDArray[np.int64], each("row edges", "column edges", dtype=np.int64)]
    """Counts over cells (model.rules.tally)."""


class Situation(NamedTuple):
    """What one time step reads and changes."""

    seed: np.uint64
    time_step: float
    start: float
    """Start of the run, s of the day (for the volunteers' hours only)."""
    rules: Rules
    """The scenario's numbers."""
    people: People
    """Everybody who will come, a row a person."""
    place: Place
    """The site, which never changes."""
    work: Work
    """Work space, without meaning between two steps."""
    cells: Annotated[np.recarray, each("cells", dtype=CELL, fill=(-1, 0, 0, 0))]
    """State of each cell."""
    active: Annotated[NDArray[np.uint32], each("people", dtype=np.uint32)]
    """People on the site, the first crowd.active entries."""
    restless: Annotated[NDArray[np.uint32], each("people", dtype=np.uint32)]
    """Of them those who have not settled, the first crowd.restless entries."""
    standstill: Annotated[NDArray[np.int8], each("people", dtype=np.int8)]
    """What each person found who looked for a step (model.rules.standstill)."""
    leaving: Annotated[NDArray[np.float64], each("people", dtype=np.float64)]
    """Largest probability with which whoever found steps to the gate chooses one of them."""
    arrival_order: NDArray[np.int64]
    """People in the order in which they come."""
    outside: Annotated[NDArray[np.uint32], each("people", dtype=np.uint32)]
    """People who wait outside, in order of arrival, the first crowd.outside entries."""
    away: Annotated[NDArray[np.uint32], each("people", dtype=np.uint32)]
    """People who have left for a time, who comes first first, the first crowd.away entries."""
    holder: Annotated[NDArray[np.int64], each("numbers", dtype=np.int64, fill=-1)]
    """Person who holds each number; -1: it was lost, or is not given yet."""
    places_minute: int
    """Minute since the start at whose end the observer notes who presses where."""
    gate_rules: np.recarray
    """``gate.*`` with what holds for each gate alone, a row a gate; the first is rules.gate."""
    choosing: int
    """How people choose a gate (model.rules.gate_choice)."""
    gate_shares: NDArray[np.float64]
    """Share of those assigned to each gate or one before it, shape (gates,)."""
    closures: NDArray[np.float64]
    """From when until when no opening of each gate begins, s, shape (gates, n, 2)."""
    batches: Annotated[NDArray[np.int64], each("gates", "places", dtype=np.int64)]
    """Numbers of the present batch of each gate (0 none, -1 family)."""
    gate_weight: NDArray[np.float64]
    """Weight of each step to each gate, 0 if barred, (gates cells, 8)."""
    volunteers: Annotated[np.recarray, each("volunteers", dtype=VOLUNTEER)]
    """Where volunteers stand and whom they engage."""
    gates: Annotated[np.recarray, each("gates", dtype=GATE)]
    """How each gate stands."""
    list: NumberList
    """How the list stands."""
    crowd: Crowd
    """Clock, counts, lengths of lists."""
    admission_log: Annotated[np.recarray, each("people", dtype=ADMISSION_ROW)]
    """Admissions, the first crowd.admissions rows."""
    minute_log: Annotated[np.recarray, each("minutes", dtype=MINUTE_ROW, fill=np.nan)]
    """Minutes, the first crowd.minutes rows."""
    worst: Annotated[np.recarray, each("cells", dtype=WORST, fill=(0, 0, np.nan, 0, 0, np.nan))]
    """What was worst at each cell so far."""
    second_log: Annotated[NDArray[np.int64], each("seconds", dtype=np.int64)]
    """People close before the gate second by second, the first crowd.seconds entries; kept of a
    crowd that stands there at the start."""
    zones: Annotated[np.recarray, each("zones", dtype=ZONE)]
    """How each zone of a plan is now."""
    zone_log: Annotated[np.recarray, each("zones", "windows", dtype=ZONE_WINDOW)]
    """What was noted of each zone, window by window."""
    density_rules: np.recarray
    """Which gates are opened and shut by the density in a zone (zones.DENSITY_RULE)."""
    last_seen: Annotated[np.recarray, each("people", dtype=SEEN, fill=(-1, -1))]
    """Where people stood when zones were counted last."""

    @property
    def gate(self) -> Any:
        """How the first gate stands: the gate, where there is one."""
        return self.gates[0]

    @property
    def batch(self) -> NDArray[np.int64]:
        """Numbers of the first gate's present batch."""
        return self.batches[0]


by_reference(Rules, Place, Work, Situation)
