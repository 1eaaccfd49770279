"""A day recorded: the states that the crowd view draws, as what changes from each to the next.

Nothing is lost: unpacked (``unpack.js``) they are the bytes of ``days.frames``. Most people stand
where they stood, so most changes are nought, and a day of 15 million bytes deflates to one.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from gatecrush.experiments.film.file import UnusableFilmError
from gatecrush.experiments.film.film import AFTER, BEFORE, CLOSE_LOOK_FROM

from ..days.frames import PERSON, STATE
from ..days.watched_day import Piece, Playing

MOST_PEOPLE: Final = 65000
"""People told apart in a state, volunteers aside."""
STRETCH: Final = 0.2
"""Time for which a day is worked on before the progress is shown, s."""
TINY: Final = 1e-6
Progress = Callable[[float, float], object]


class Recording(NamedTuple):
    """A day as a page holds it."""

    states: int
    """How many moments are kept."""
    packed: str
    """States and then minutes: changes only, deflated, in base64."""
    onset: float | None
    """When the order broke, h; None if it did not."""
    opening: float | None
    """When the gate opened that is seen second by second, h; None: no such opening."""


class Changes:
    """Packs states one by one: a day needs no more memory than its file."""

    def __init__(self) -> None:
        """Begin with nobody known."""
        self.states = 0
        self._known = np.zeros((2**16, PERSON.itemsize), np.uint8)
        self._deflate = zlib.compressobj()
        self._parts: list[bytes] = []

    def add(self, state: bytes) -> None:
        """Pack a state: its header, then byte by byte what is new of each person.

        The first two bytes of a row are the person's number: it is told from the row before.
        """
        rows = np.frombuffer(state, np.uint8, offset=STATE.itemsize).reshape(-1, PERSON.itemsize)
        people = rows[:, 0] + 256 * rows[:, 1].astype(int)
        new = rows - self._known[people]
        new[:, :2] = np.diff(rows[:, :2], axis=0, prepend=np.zeros((1, 2), np.uint8))
        self._known[people] = rows
        self._write(state[: STATE.itemsize] + new.T.tobytes())
        self.states += 1

    def packed(self, minutes: bytes) -> str:
        """Return everything, with the minutes behind the states."""
        self._write(minutes)
        self._parts.append(self._deflate.flush())
        return base64.b64encode(b"".join(self._parts)).decode()

    def _write(self, content: bytes) -> None:
        self._parts.append(self._deflate.compress(content))


class Recorder:
    """Steps a day and notes what there is to see."""

    def __init__(self, day: Playing, every: int, progress: Progress | None = None) -> None:
        """Look at a day.

        Args:
            day: not yet begun.
            every: time from state to state, whole s.
            progress: called with hours done and hours in all.
        """
        self.day, self.every, self.progress = day, every, progress
        self.run = day.model.scenario.run
        self.opening: float | None = None
        self.onset: float | None = None
        self._minutes: list[bytes] = []

    @property
    def minutes(self) -> bytes:
        """The minutes so far."""
        return b"".join(self._minutes)

    def states(self) -> Iterator[bytes]:
        """Simulate to the end and yield states, those of one evening opening second by second."""
        yield from self._noted(self.day.look())
        yield from self._go_on(CLOSE_LOOK_FROM, self.every)
        openings = int(self.day.model.gate.opening)
        due = self.run.start + float(self.day.model.gate.next_opening) / 3600
        if self.day.hour <= due < self.run.end:
            yield from self._go_on(due - BEFORE / 3600, self.every)
            yield from self._go_on(due + AFTER / 3600, 1)
            if self.day.model.gate.opening > openings:
                self.opening = due
        yield from self._go_on(self.run.end, self.every)

    def _go_on(self, until: float, every: int) -> Iterator[bytes]:
        end, whole = min(until, self.run.end), self.run.end - self.run.start
        while self.day.hour < end - TINY:
            yield from self._noted(self.day.go_on(end, every, quantum=STRETCH))
            if self.progress is not None:
                self.progress(self.day.hour - self.run.start, whole)

    def _noted(self, piece: Piece) -> tuple[bytes, ...]:
        if len(self.day.model.people) > MOST_PEOPLE:
            raise UnusableFilmError(
                f"more than {MOST_PEOPLE:,} people come, too many for a page; a film shows them"
            )
        self._minutes.append(piece.minutes)
        self.onset = piece.onset
        return piece.states


def record(day: Playing, every: int, progress: Progress | None = None) -> Recording:
    """Simulate a day to its end and return what there was to see.

    Args:
        day: not yet begun.
        every: time from state to state, whole s; one evening opening is seen each second.
        progress: called with hours done and hours in all.

    Raises:
        UnusableFilmError: more people come than can be told apart.
    """
    recorder, changes = Recorder(day, every, progress), Changes()
    for state in recorder.states():
        changes.add(state)
    packed = changes.packed(recorder.minutes)
    return Recording(changes.states, packed, recorder.onset, recorder.opening)
