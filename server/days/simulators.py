"""Processes in which visitors' days are simulated, so that the page itself is always free.

Each process holds many days and works on one for a moment at a time. A day that is gone, with its
process or because nobody watched it for long, is run again to where it was, in moments, too.
Days that take long to make have a process of their own, so that they stall nobody else's.
"""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Connection
from typing import Any, Final

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.workers.own_processes import own_context
from gatecrush.experiments.workers.processes import give_back_memory
from gatecrush.model.scenario.door import ScenarioError

from .size_limits import check_size, is_heavy
from .turns import Turns
from .watched_day import MOST_STATES, QUANTUM, Piece, Playing

MOST_DAYS: Final = 64
"""Days that one process keeps in memory if nobody asks for them."""
IDLE: Final = 60.0
"""Time after which a day that nobody asked for may be forgotten, s."""
HEAVY_NICENESS: Final = 5
"""Other visitors' days, and the page, go before those that are kept apart."""
PATIENCE: Final = 60.0
"""Time after which a process that does not answer is replaced, s."""


@cache
def simulators() -> Simulators:
    """Return those of this server."""
    return Simulators()


class BrokenDayError(Exception):
    """A day that cannot be simulated; says why."""


class Simulators:
    """Some processes, begun when they are needed."""

    def __init__(self, number: int | None = None) -> None:
        """Plan so many processes; None: all processors but one."""
        number = number or max(1, (os.cpu_count() or 2) - 1)
        self._processes = [_Process() for _ in range(number)]
        self._heavy = _Process(niceness=HEAVY_NICENESS)
        self._names = itertools.count()

    def watch(self, day: PlannedRun) -> WatchedDay:
        """Return a day to be watched, in the process that has the fewest."""
        return WatchedDay(self._place, next(self._names), day)

    def _place(self, day: PlannedRun) -> _Process:
        if is_heavy(day.scenario):
            return self._heavy
        return min(self._processes, key=lambda process: process.days)

    def stop(self) -> None:
        """End the processes."""
        for process in (*self._processes, self._heavy):
            process.stop()


class WatchedDay:
    """A day in another process. Its methods are those of ``Playing``, and may be slow."""

    def __init__(self, place: Callable[[PlannedRun], _Process], name: int, day: PlannedRun) -> None:
        """Name a day that a process is to hold.

        Args:
            place: returns the process for a day.
            name: what it is called there.
            day: the day.
        """
        self._place, self._name, self.day = place, name, day
        self.hour = day.scenario.run.start
        self._is_open = True
        self._process = place(day)
        self._process.days += 1

    @property
    def stage(self) -> dict[str, Any]:
        """What to draw it on."""
        found: dict[str, Any] = self._ask("stage")
        return found

    def look(self, *, anew: bool = True) -> Piece:
        """Return the day as it stands."""
        return self._seen(self._ask("look", anew))

    def go_on(
        self, until: float, every: float, *, most: int = MOST_STATES, quantum: float = QUANTUM
    ) -> Piece:
        """Simulate on for a moment."""
        return self._seen(self._ask("go_on", until, every, most, quantum))

    def change(self, settings: dict[str, Any]) -> None:
        """Change parameters now.

        Raises:
            ScenarioError: they cannot be changed during a day, or not to these values.
        """
        so_far = {key: value for _, known in self.day.changes for key, value in known}
        check_size(self.day.scenario.with_(**{**so_far, **settings}))
        self.day = self._ask("change", settings)

    def close(self) -> None:
        """Forget the day for good."""
        if self._is_open:
            self._is_open = False
            self._process.days -= 1
            with suppress(BrokenDayError):
                self._process.ask("forget", self._name, None, 0.0)

    def _ask(self, verb: str, *arguments: Any) -> Any:
        check_size(self.day.scenario)
        answer = None
        while answer is None:  # it is being run again to where it was
            answer = self._process.ask(verb, self._name, self.day, self.hour, *arguments)
        return answer

    def _seen(self, piece: Piece) -> Piece:
        self.hour = piece.hour
        return piece


def close_all(days: Sequence[WatchedDay]) -> None:
    """Forget days for good."""
    for day in days:
        day.close()


class _Process:
    """One process; whoever asks waits for their turn and for the answer."""

    def __init__(self, niceness: int = 0) -> None:
        self.days, self.niceness = 0, niceness
        self._lock = Turns()
        self._process: Any = None
        self._pipe: Connection | None = None

    def ask(self, verb: str, *arguments: Any) -> Any:
        """Ask and wait for the answer; a process that died is replaced, once."""
        with self._lock:
            for _ in range(2):
                try:
                    pipe = self._begin()
                    pipe.send((verb, *arguments))
                    if not pipe.poll(PATIENCE):
                        raise EOFError
                    is_well, answer = pipe.recv()
                    break
                except (EOFError, OSError):
                    self._end()
            else:
                raise BrokenDayError("the simulation was interrupted twice; please try again")
        if isinstance(answer, ScenarioError):
            raise answer
        if not is_well:
            raise BrokenDayError(str(answer))
        return answer

    def stop(self) -> None:
        with self._lock:
            self._end()

    def _begin(self) -> Connection:
        if self._pipe is None:
            context = own_context()
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=_simulate, args=(theirs, self.niceness), daemon=True
            )
            self._process.start()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._process.kill()
            self._process.join()
            self._pipe = self._process = None


def _simulate(pipe: Connection, niceness: int) -> None:
    """Answer until whoever asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(niceness)
    days: OrderedDict[int, Playing] = OrderedDict()
    while True:
        try:
            verb, name, *arguments = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, _answer(days, verb, name, *arguments)
        except ScenarioError as error:
            answer = False, error
        except Exception as error:  # whatever is wrong with one day, the others go on
            days.pop(name, None)
            answer = False, f"{type(error).__name__}: {error}"
        with suppress(OSError):
            pipe.send(answer)


def _answer(
    days: OrderedDict[int, Playing],
    verb: str,
    name: int,
    day: PlannedRun | None,
    hour: float,
    *arguments: Any,
) -> Any:
    """Return the answer; None while the day is being run again to where it was."""
    if verb == "forget" or day is None:
        if days.pop(name, None) is not None:
            give_back_memory()
        return None
    playing = days.get(name)
    if playing is None:
        playing = days[name] = Playing(day)
        _forget_idle(days)
    days.move_to_end(name)
    now = playing.asked = time.monotonic()
    if not playing.work(round((hour - day.scenario.run.start) * 3600, 6), now + QUANTUM):
        return None
    if verb == "stage":
        return playing.stage
    if verb == "change":
        playing.change(*arguments)
        return playing.day
    if verb == "look":
        return playing.look(anew=arguments[0])
    until, every, most, quantum = arguments
    return playing.go_on(until, every, most=most, quantum=quantum)


def _forget_idle(days: OrderedDict[int, Playing]) -> None:
    """Forget days that nobody asked for lately, if there are too many."""
    now = time.monotonic()
    while len(days) > MOST_DAYS and now - next(iter(days.values())).asked > IDLE:
        days.popitem(last=False)
