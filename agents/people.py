"""The crowd as one table in memory: row i is the same person for the whole run.

Times are seconds since the start of the run (NaN: not yet), positions are cell indices. Kernels
read ``people.drive[i]``, which numba turns into one load.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from .conduct import EXPECTED, WAITER

People = np.recarray
"""All people of a run, shape (n,), with the columns below as attributes."""

WHO_THEY_ARE: Final = {
    "kind": ("i1", "how they came (conduct.KINDS)"),
    "party": ("i8", "index of their party"),
    "informed": ("i1", "1: their party knows of the list on arrival"),
    "threshold": ("f8", "perceived disorder above which they leave the order"),
    "never_push": ("i1", "1: never leaves the order"),
    "assertiveness": ("f8", "a, in [0.3, 1]"),
    "speed": ("f8", "desired speed, m/s"),
    "patience": ("f8", "time they wait for the marker, s"),
    "entry": ("i8", "cell at which they come onto the site"),
}
"""Drawn once."""

WHAT_HAPPENED: Final = {
    "arrival_time": ("f8", "s"),
    "numbered_time": ("f8", "s"),
    "pressing_time": ("f8", "when they first began to press, s"),
    "pays_then": ("f8", "belief that pressing pays when they first began to press"),
    "passed_over_then": ("f8", "belief that holders are passed over at that time"),
    "reached_time": ("f8", "when they reached the crowd at the gate without a number, s"),
    "noted_distance": ("f8", "distance from the gate when places were noted, if pressing, m"),
    "exit_time": ("f8", "when they were admitted, turned back, or left, s"),
    "out_of_turn": ("i1", "1: admitted out of turn"),
}

WHAT_THEY_DO: Final = {
    "conduct": ("i1", "conduct.CONDUCTS"),
    "number": ("i8", "number on the wrist, 0 if none"),
    "gate": ("i1", "gate they go to, or went through"),
    "cell": ("i8", "where they stand, -1 if not on the site"),
    "target": ("i8", "cell they walk to while holding"),
    "settled": ("i1", "1: stands about and does not want to move"),
    "since": ("f8", "when the present conduct began, s"),
    "nearest": ("f8", "smallest distance to the gate reached, m"),
    "progress_time": ("f8", "when that was reached, s"),
    "pressing_since": ("f8", "when the present pressing began, s"),
}

WHAT_THEY_PERCEIVE: Final = {
    "seen": ("f8", "V, running mean of the share of pressing people in sight"),
    "pays": ("f8", "belief that pressing pays: share let in out of turn of those they saw"),
    "passed_over": ("f8", "belief that holders are passed over: share of a batch before its turn"),
    "drive": ("f8", "e, push drive"),
    "incoming_drive": ("f8", "push drive handed to them in this step, 0 between two steps"),
    "load": ("f8", "contact force now, N"),
    "dose": ("f8", "force summed over the time above the tolerated load, N s"),
    "time_in_danger": ("f8", "longest unbroken time above the dangerous load, s"),
    "danger_run": ("f8", "present unbroken time above it, s"),
    "time_near": ("f8", "time within 5 m of the gate, s"),
}

READ_IN_EVERY_STEP: Final = (
    "cell", "drive", "assertiveness", "speed", "number", "target", "pressing_since", "conduct",
    "kind", "gate", "settled", "never_push", "informed", "out_of_turn",
)  # fmt: skip
"""Columns that come first in each row, in one line of the processor's cache."""
CACHE_LINE: Final = 64
"""Bytes that the processor reads at a time."""

COLUMNS: Final = WHO_THEY_ARE | WHAT_HAPPENED | WHAT_THEY_DO | WHAT_THEY_PERCEIVE
_NOT_YET: Final = (
    "numbered_time", "pressing_time", "pays_then", "passed_over_then", "reached_time",
    "noted_distance", "exit_time",
)  # fmt: skip


def _row_type() -> np.dtype[np.void]:
    """Return the type of a row: the columns read most often first, an odd number of lines."""
    first = dict.fromkeys(READ_IN_EVERY_STEP)
    names = [*first, *(name for name in COLUMNS if name not in first)]
    columns = np.dtype([(name, COLUMNS[name][0]) for name in names], align=True)
    offsets = [columns.fields[name][1] for name in names]  # type: ignore[index]
    # An odd number of lines: else the first lines of all rows would compete for the same places.
    size = (-(-columns.itemsize // CACHE_LINE) | 1) * CACHE_LINE
    formats = [COLUMNS[name][0] for name in names]
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size})


def _rows(n: int, row: np.dtype[np.void]) -> People:
    """Return n rows of zeros, the first at the beginning of a cache line."""
    memory = np.zeros(n * row.itemsize + CACHE_LINE, np.uint8)
    begin = -memory.ctypes.data % CACHE_LINE
    return memory[begin : begin + n * row.itemsize].view(row).view(np.recarray)


def empty_people(n: int) -> People:
    """Return n people who have not arrived and to whom nothing has happened."""
    people = _rows(n, _row_type())
    for name in _NOT_YET:
        people[name] = np.nan
    people.cell[:] = -1
    people.conduct[:] = EXPECTED
    people.kind[:] = WAITER
    return people
