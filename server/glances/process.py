"""A process that glances at days, one at a time: it tells how far it is, and stops when told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Final

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glanced_day import GlancedDay, Quarter, glanced
from gatecrush.experiments.workers.own_processes import own_context
from gatecrush.experiments.workers.pool import YOUNG
from gatecrush.experiments.workers.processes import give_back_memory

NICENESS: Final = 10
"""The page and the days that are watched go before."""
MOST_CPU: Final = 30.0
"""Most time that a processor may work on a day, s: on the account's it works for less than one."""
LONGEST: Final = 900.0
"""Longest time for a day, s: others may go before, and the first may have to be compiled."""
PATIENCE: Final = 5.0
"""Time in which a day that nobody wants any more has to stop by itself, s."""
BLINK: Final = 0.05
TRIES: Final = 2
STOP: Final = "stop"
TOO_LONG: Final = "such a day takes longer than the page allows; gatecrush glance has no such limit"


class LostDayError(Exception):
    """A day that could not be glanced at; says why."""


class GlanceProcess:
    """One process, begun when it is needed; one that dies is replaced."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self._process: Any = None
        self._pipe: Connection | None = None

    def glance(
        self,
        run: PlannedRun,
        until: float,
        tell: Callable[[Quarter], object],
        is_wanted: Callable[[], bool],
    ) -> GlancedDay | None:
        """Return a day as far as its order lasts; None if nobody wants it any more.

        Args:
            run: the day.
            until: hour at which to stop it, h.
            tell: told of each quarter of an hour as it ends.
            is_wanted: whether somebody still waits for it.

        Raises:
            LostDayError: it failed, took too long, or its process died twice.
        """
        for _ in range(TRIES):
            try:
                return self._ask(run, until, tell, is_wanted)
            except (EOFError, OSError):
                self.end()
        raise LostDayError("the process of this day died twice")

    def end(self) -> None:
        """End the process, whatever it is at."""
        if self._pipe is not None:
            self._pipe.close()
            self._process.kill()
            self._process.join()
            self._pipe = self._process = None

    def _ask(
        self,
        run: PlannedRun,
        until: float,
        tell: Callable[[Quarter], object],
        is_wanted: Callable[[], bool],
    ) -> GlancedDay | None:
        pipe, is_stopping = self._begin(), False
        last = time.monotonic() + LONGEST
        pipe.send((run, until))
        while time.monotonic() < last:
            if pipe.poll(BLINK):
                said = pipe.recv()
                if isinstance(said, str):
                    raise LostDayError(said)
                if not isinstance(said, Quarter):
                    day: GlancedDay | None = said
                    return day
                tell(said)
            if not (is_stopping or is_wanted()):
                is_stopping, last = True, min(last, time.monotonic() + PATIENCE)
                pipe.send(STOP)
        self.end()
        if is_stopping:
            return None
        raise LostDayError(TOO_LONG)

    def _begin(self) -> Connection:
        if self._pipe is None:
            context = own_context()
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe


class _StoppedError(Exception):
    """Nobody wants the day any more."""


def _serve(pipe: Connection) -> None:
    """Answer until whoever asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    while True:
        try:
            asked = pipe.recv()
        except (EOFError, OSError):
            return
        if asked == STOP:  # it came when the day was over
            continue
        answer = _answer(pipe, *asked)
        give_back_memory(YOUNG)
        with suppress(OSError):
            pipe.send(answer)


def _answer(pipe: Connection, run: PlannedRun, until: float) -> GlancedDay | str | None:
    """Return the day, or None if it was stopped, or why it failed."""

    began = 0.0

    def tell(quarter: Quarter) -> None:
        nonlocal began
        pipe.send(quarter)
        if pipe.poll():
            pipe.recv()
            raise _StoppedError
        began = began or time.process_time()  # what was compiled before does not count
        if time.process_time() - began > MOST_CPU:
            raise LostDayError(TOO_LONG)

    try:
        return glanced(run, until, tell)
    except _StoppedError:
        return None
    except LostDayError as error:
        return str(error)
    except Exception as error:  # whatever is wrong with one day, others go on
        return f"{type(error).__name__}: {error}"
