"""Standstill: who found no step to take waits until somebody near moves, and is not asked before.

A pressing person finds no step when every neighboring cell is taken, barred, denser than they
accept or left to others. While nobody within three cells moves and their push drive does not rise,
that stays so: asking them again would change nothing, so skipping them changes nothing either, to
the bit. For the same reason they find no other steps than they found.
"""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import index, inlined

from ..situation import Situation

LOOSE: Final = 0
"""Has not looked for a step since they moved, or since somebody near let them hope."""
FREE: Final = 1
"""Found some, and may take one; if they are gone by then, they look again."""
STUCK: Final = 2
"""Finds none, and does not stand too tightly either: need not be asked."""
TIGHT: Final = 3
"""Finds none towards the gate, but stands so tightly that they may step back."""


@inlined
def note_standstill(s: Situation, person: int, how: int) -> None:
    """Note what a person who looked for a step has found.

    Changes: crowd.still, standstill.
    """
    s.crowd.still += int(how > LOOSE) - int(s.standstill[person] > LOOSE)
    s.standstill[person] = how


@inlined
def come_loose(s: Situation, person: int) -> None:
    """Note that a person may find a step again."""
    note_standstill(s, person, LOOSE)


@inlined
def loosen(s: Situation, person: int) -> None:
    """Let a person look again if they have looked: something near has changed."""
    if s.standstill[person] > LOOSE:
        come_loose(s, person)


@inlined
def loosen_around(s: Situation, cell: int, reach: int) -> None:
    """Let everybody within so many rows and columns who has looked for a step look again."""
    if s.crowd.still == 0:
        return
    for row in range(-reach, reach + 1):
        # A row that ends beyond the rim begins again on the other side: to ask one more is no harm.
        middle = int(cell) + row * s.place.stride
        first, last = max(0, middle - reach), min(s.cells.size, middle + reach + 1)
        for there in range(first, last):
            other = s.cells.occupant[index(there)]
            if other >= 0:
                loosen(s, index(other))
