"""Who glances at days for all visitors: a few processes, fewer than there are processors.

Whoever has had less than ten days goes before all others, and among them whoever has cost least.
A day that several wait for is glanced at once, and one that anybody ever waited for not again: the
kept days are those of ``gatecrush glance``.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glance import DAYS, last_hour
from gatecrush.experiments.glances.kept_days import KeptDays, cache_folder
from gatecrush.experiments.glances.paired_days import PairedDays
from gatecrush.experiments.statistics.verdict import FEW
from gatecrush.experiments.storage.whole_files import NotStoredError
from gatecrush.model.scenario.scenario import Scenario

from ..days.size_limits import is_heavy
from .own_glance import Counts, OwnGlance
from .process import TOO_LONG, GlanceProcess, LostDayError

log = logging.getLogger(__name__)
IDLE: Final = 20.0
"""Time after which a process ends when nobody is there, s: its memory goes back."""
MOST_KNOWN: Final = 10_000
"""Settings of which it is remembered how their days ended."""


@cache
def glancers() -> Glancers:
    """Return those of this server."""
    return Glancers()


class _Task(NamedTuple):
    """A day to glance at, and who is to bear its cost."""

    own: OwnGlance
    run: PlannedRun


class Glancers:
    """The processes, each with a thread that hands it days; begun when they are needed."""

    def __init__(
        self,
        number: int | None = None,
        home: Path | None = None,
        process: Callable[[], GlanceProcess] = GlanceProcess,
        idle: float = IDLE,
    ) -> None:
        """Plan processes.

        Args:
            number: how many; None: all processors but one, and at least one.
            home: where days are kept; None: the user's cache.
            process: begins one.
            idle: time after which it ends when nobody is there, s.
        """
        self.number = number or max(1, (os.cpu_count() or 2) - 1)
        self.home, self.idle = home, idle
        self._process = process
        self._present: list[OwnGlance] = []
        self._under_way: set[str] = set()
        self._known: dict[str, Counts] = {}
        self._working = 0
        self._news = threading.Condition()

    def begin(self, plan: PairedDays) -> OwnGlance:
        """Want the days of a plan; returns at once, and they come one after another."""
        own = OwnGlance(plan)
        if is_heavy(plan.sides[0][0].scenario):
            own.problem = TOO_LONG
        else:
            threading.Thread(target=self._receive, args=(own,), daemon=True).start()
        return own

    def known(self, scenario: Scenario, seed: int) -> Counts | None:
        """Return how the days of a scenario ended if all of them are kept."""
        plan = PairedDays(scenario, scenario, DAYS, seed, last_hour(scenario, None))
        own, store, name = OwnGlance(plan), self._store(plan), plan.runs[0].key
        if name in self._known:
            return self._known[name]
        for key, run in list(own.missing.items()):
            found = store.read(run)
            if found is None:
                return None
            own.end_day(key, found)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[name] = own.counts
        return own.counts

    def _receive(self, own: OwnGlance) -> None:
        """Tell a visitor what is known, and have the rest glanced at."""
        store = self._store(own.plan)
        for key, run in list(own.missing.items()):
            found = store.read(run)
            if found is not None:
                own.end_day(key, found)
        with self._news:
            if own.closed.is_set():
                return
            self._present.append(own)
            self._news.notify_all()
            for _ in range(self.number - self._working if own.missing else 0):
                self._working += 1
                threading.Thread(target=self._work, daemon=True).start()

    def end(self, own: OwnGlance) -> None:
        """Want the days no more; what is under way for nobody else stops."""
        with self._news:
            own.closed.set()
            self._present = [each for each in self._present if each is not own]
            self._news.notify_all()

    def _store(self, plan: PairedDays) -> KeptDays:
        return KeptDays(self.home or cache_folder(), plan.until, was=plan.was)

    def _work(self) -> None:
        process, store = self._process(), None
        try:
            while (task := self._next_or_idle()) is not None:
                store = self._store(task.own.plan)
                self._carry_out(task, process, store)
        finally:
            process.end()
        if store is not None and self.home is None:
            store.forget_old()

    def _next_or_idle(self) -> _Task | None:
        """Wait for the next day; None once nobody has been there for long."""
        with self._news:
            alone_since = time.monotonic()
            while True:
                task = self._next()
                if task is not None:
                    return task
                if self._present:
                    alone_since = time.monotonic()
                if time.monotonic() >= alone_since + self.idle:
                    self._working -= 1
                    return None
                self._news.wait(self.idle)

    def _next(self) -> _Task | None:
        tasks = [
            _Task(own, run)
            for own in self._present
            if not own.is_over and (run := self._first_free(own)) is not None
        ]
        if not tasks:
            return None
        task = min(tasks, key=lambda each: (each.own.begun >= FEW, each.own.spent))
        task.own.begun += task.run.point == 0
        self._under_way.add(task.run.key)
        return task

    def _first_free(self, own: OwnGlance) -> PlannedRun | None:
        """Return the first day that a visitor waits for and nobody is at."""
        return next((run for key, run in own.missing.items() if key not in self._under_way), None)

    def _carry_out(self, task: _Task, process: GlanceProcess, store: KeptDays) -> None:
        key, until, day = task.run.key, task.own.plan.until, task.own.day_of(task.run)
        began, found, problem = time.monotonic(), None, ""
        try:
            found = store.read(task.run)  # another visitor may have waited for it
            if found is None:
                is_wanted = self._wanted_by(key)
                day.begin_again()
                found = process.glance(task.run, until, day.note, is_wanted)
                if found is not None:
                    with suppress(NotStoredError):
                        store.write(task.run, found._asdict())
        except LostDayError as error:
            problem = str(error)
        except Exception as error:  # whatever is wrong with one visitor's days, others go on
            log.exception("a day could not be glanced at")
            problem = f"something went wrong ({type(error).__name__})"
        with self._news:
            self._under_way.discard(key)
            task.own.spent += time.monotonic() - began
            for own in self._present:
                if own.plan.until == until and key in own.missing:
                    own.problem = own.problem or problem
                    if found is not None:
                        own.end_day(key, found)
            self._news.notify_all()

    def _wanted_by(self, key: str) -> Callable[[], bool]:
        def is_wanted() -> bool:
            return any(key in own.missing for own in list(self._present))

        return is_wanted
