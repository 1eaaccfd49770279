"""What a page says of its days: anew every half hour, and when an order breaks.

Days are simulated a little ahead of what is shown; what lies ahead is not said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .frames import STATE
from .watched_day import Piece

PER_HOUR: Final = 2
"""How often something new is said, 1/h."""
TINY: Final = 1.5e-4
"""Difference of hours that is none: a state stands at the last time step that fits, at most 0.5 s
early, and its hour has seven digits, h."""


@dataclass(frozen=True)
class Moment:
    """What is said of one day."""

    hour: float
    """Hour of the day, h."""
    admitted: int
    """People let in so far."""
    out_of_turn: float
    """Share of them let in out of turn, families aside."""
    waiting: int
    """People who wait."""
    press_share: float
    """Share of those near the gate who press."""
    onset: float | None
    """When the order broke, h; None if it had not by then."""


class Moments:
    """The moments of one day or several that play by one clock."""

    def __init__(self, say: Callable[[tuple[Moment, ...]], object]) -> None:
        """Know nothing yet.

        Args:
            say: told the moment of each day whenever it is another.
        """
        self._say = say
        self._said: tuple[Moment, ...] = ()
        self._known: list[tuple[Moment, ...]] = []

    def look(self, pieces: Sequence[Piece], hour: float) -> None:
        """Take in further stretches of the days and say what is new (``CrowdView.on_look``)."""
        self.note(pieces)
        if (found := self.at(hour)) != self._said:
            self._said = found
            self._say(found)

    def note(self, pieces: Sequence[Piece]) -> None:
        """Take in further stretches of the days, one each."""
        for states in zip(*(piece.states for piece in pieces), strict=False):
            now = tuple(moment_of(*each) for each in zip(states, pieces, strict=True))
            if not self._known or _what_is_new(now) != _what_is_new(self._known[-1]):
                self._known.append(now)

    def at(self, hour: float) -> tuple[Moment, ...]:
        """Return the last moment that an hour of the day has come to, or nothing."""
        past = [each for each in self._known if each[0].hour <= hour + TINY]
        return past[-1] if past else ()


def moment_of(state: bytes, piece: Piece) -> Moment:
    """Return what is said of a state of a stretch of a day."""
    seen = np.frombuffer(state, STATE, count=1)[0]
    hour = float(seen["hour"])
    return Moment(
        hour=hour,
        admitted=int(seen["admitted"]),
        out_of_turn=float(seen["out_of_turn"] / max(1.0, seen["admissions"])),
        waiting=int(seen["waiting"]),
        press_share=float(seen["press_share"]),
        onset=piece.onset if piece.onset is not None and piece.onset <= hour else None,
    )


def _what_is_new(moment: tuple[Moment, ...]) -> tuple[float | None, ...]:
    return int((moment[0].hour + TINY) * PER_HOUR), *(each.onset for each in moment)
