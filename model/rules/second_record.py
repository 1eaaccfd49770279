"""The second log: how many stand close before the gate, of a crowd that stands there at the start.

A crowd in a laboratory is through within minutes; its density is compared second by second.
"""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import compiled

from ..situation import Situation

SECOND: Final = 1.0
"""Time from entry to entry, s."""


@compiled
def note_second(s: Situation) -> None:
    """Count the people within 2 m of the middle of the gate, for the second that ends now.

    Changes: second_log, crowd.seconds.
    """
    if s.crowd.seconds >= s.second_log.size:
        return
    count = 0
    for cell in s.place.half_disc:
        count += s.cells.occupant[cell] >= 0
    s.second_log[s.crowd.seconds] = count
    s.crowd.seconds += 1
