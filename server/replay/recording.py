"""A day recorded: the states that the crowd view draws, as what changes from each to the next.

Nothing is lost: unpacked (``unpack.js``) they are the bytes of ``days.frames``. Most people stand
where they stood, so most changes are nought, and a day of 15 million bytes deflates to one.
"""

from __future__ import annotations

import base64
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from gatecrush.experiments.film.file import UnusableFilmError
from gatecrush.experiments.film.film import AFTER, BEFORE, CLOSE_LOOK_FROM

from ..days.frames import ACTIVITIES, PERSON, STATE
from ..days.watched_day import MOST_STATES, Piece, Playing

MOST_PEOPLE: Final = 65000
"""People told apart in a state, volunteers aside."""
LONGEST_WAIT: Final = 2.0
"""Time for which an opening to look at closely is waited for, h."""
STRETCH: Final = 0.2
"""Time for which a day is worked on before the progress is shown, s."""
TINY: Final = 1e-6
OPEN: Final = ACTIVITIES.index("admitting")
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
        while self.day.hour < min(CLOSE_LOOK_FROM, self.run.end) - TINY:
            yield from self._look(CLOSE_LOOK_FROM, self.every)
        yield from self._close_look()
        while self.day.hour < self.run.end - TINY:
            yield from self._look(self.run.end, self.every)

    def _close_look(self) -> Iterator[bytes]:
        """Wait for an opening; yield each second of it, and of the time before what is due."""
        held: deque[tuple[float, bytes]] = deque()
        was_open, end = True, min(CLOSE_LOOK_FROM + LONGEST_WAIT, self.run.end)
        while self.day.hour < end - TINY:
            for state in self._look(end, 1, most=1):
                held.append((self.day.reached, state))
                is_open = np.frombuffer(state, STATE, 1)["activity"][0] == OPEN
                if is_open and not was_open and self.opening is None:
                    self.opening = self.day.hour
                    end = min(self.opening + AFTER / 3600, self.run.end)
                was_open = is_open
            while held and (self.opening or held[0][0] < self.day.reached - BEFORE):
                second, state = held.popleft()
                if self.opening or second % self.every == 0:
                    yield state
        for second, state in held:
            if second % self.every == 0 or second == held[-1][0]:
                yield state

    def _look(self, until: float, every: int, *, most: int = MOST_STATES) -> tuple[bytes, ...]:
        seen = self._noted(self.day.go_on(until, every, most=most, quantum=STRETCH))
        if self.progress is not None:
            self.progress(self.day.hour - self.run.start, self.run.end - self.run.start)
        return seen

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
