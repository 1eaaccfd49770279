"""What a person does now (conduct), and how they came (kind).

The kind is how one came, the conduct what one does now: a waiter may come to press, and a
line-jumper may be turned round and take a number.
"""

from __future__ import annotations

from typing import Final

EXPECTED: Final = 0
"""Not yet arrived."""
ARRIVING: Final = 1
"""Walks towards the gate and has not heard of the list."""
SEEKING: Final = 2
"""Told of the list: on the way to the marker, or waiting for it."""
HOLDING: Final = 3
"""Has a number; stands, sits, wanders about near the place that corresponds to its rank."""
CALLED: Final = 4
"""Among the next batch; waits close to the gate."""
PRESSING: Final = 5
"""Goes for the gate, with a number or without."""
BESIDE: Final = 6
"""A family that waits beside the line to be called by the guards."""
ADMITTED: Final = 7
TURNED_BACK: Final = 8
LEFT: Final = 9
OUTSIDE: Final = 10
"""Has come and found no room on the site; waits outside for some."""

CONDUCTS: Final = (
    "expected",
    "arriving",
    "seeking",
    "holding",
    "called",
    "pressing",
    "beside",
    "admitted",
    "turned_back",
    "left",
    "outside",
)
"""Name of each conduct, by its code."""

WAITER: Final = 0
LINE_JUMPER: Final = 1
FAMILY: Final = 2
KINDS: Final = ("waiter", "line_jumper", "family")
"""Name of each kind, by its code."""
