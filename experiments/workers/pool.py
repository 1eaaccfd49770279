"""Runs side by side; a run that fails, hangs or kills its process costs only itself.

The worker that runs a day stores it: what is to be done is what is planned and not stored. Hardly
more runs than there are workers are under way, so a long sweep needs no more memory.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import nullcontext
from itertools import chain, islice
from queue import Empty, SimpleQueue
from typing import Any, Final, NamedTuple, Protocol

from ..days.planned_run import PlannedRun
from ..storage.whole_files import NotStoredError
from ..words import counted
from .interruption import interrupted_at_rest, was_interrupted
from .processes import (
    ClusterGoneError,
    DiedError,
    TooLongError,
    Workers,
    give_back_memory,
    local_workers,
    result_of,
)

Simulate = Callable[[PlannedRun], dict[str, Any]]
DIED: Final = "the process of this run died (killed, or out of memory)"
TOO_LONG: Final = "this run took longer than a run may (--time-limit)"
YOUNG: Final = 1
"""What a day leaves that refers only to itself is of this generation, or younger."""
LOOK: Final = 1.0
"""Time that is waited for a run to end before looking whether there is anybody to run it, s."""
OFTEN: Final = 0.1
"""The same where somebody wants to see how far the runs under way have come, s."""
TRIES: Final = 2
"""How often a run is tried whose process dies: somebody may have killed it by mistake."""


class Ended(NamedTuple):
    """A run that is over."""

    run: PlannedRun
    reason: str
    """Why it failed; nothing if it did not."""
    seconds: float
    """Time it took, s; 0 if unknown."""


Shown = Callable[[Ended], object]


class Store(Protocol):
    """Where finished runs are kept; a copy of it in another process writes to the same place."""

    def has(self, run: PlannedRun) -> bool:
        """Tell whether a run is there."""

    def write(self, run: PlannedRun, found: dict[str, Any], /) -> None:
        """Keep a run (NotStoredError: it cannot be)."""

    def write_failure(self, run: PlannedRun, reason: str) -> None:
        """Note why a run failed."""

    def sweep_out(self) -> None:
        """Remove what killed processes left."""


def simulate_day(run: PlannedRun) -> dict[str, Any]:
    """Run a day and return all that is kept of it: outcomes, courses among them, and series."""
    from ..days.outcomes import SERIES, outcomes

    record, (start, end) = run.repeat(), (run.scenario.run.start, run.scenario.run.end)
    return outcomes(record, start=start, end=end) | {SERIES: record.series}


def carry_out(
    runs: Iterable[PlannedRun],
    store: Store,
    *,
    jobs: int,
    simulate: Simulate = simulate_day,
    shown: Shown | None = None,
    workers: Callable[[], Workers] | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> int:
    """Run what the store does not have yet.

    Args:
        runs: the runs wanted.
        store: where finished runs are kept; the workers write there themselves.
        jobs: processes side by side; 0: in this process.
        simulate: runs a day; must be importable by name.
        shown: told of each run that is over.
        workers: gives those who carry them out; None: processes on this machine, for these runs.
        meanwhile: called again and again while other processes carry out runs.

    Returns:
        Number of runs that failed; the store's failures say why.

    Raises:
        KeyboardInterrupt: interrupted once: what was under way is finished and stored; twice: not.
        NotStoredError: a run cannot be stored (disk full); those stored before are kept.
        ClusterGoneError: the cluster is gone; what was under way neither finished nor failed.
    """
    store.sweep_out()
    watch = _Watch(store, shown)
    left: Iterator[PlannedRun] = (run for run in runs if not store.has(run))
    if jobs == 0:
        for run in left:
            watch.ended(run, *_run_and_store(run, store, simulate))
        return watch.failed
    first = next(left, None)
    if first is None:
        return 0
    with nullcontext(workers()) if workers else local_workers(jobs) as carrier:
        pool = _Pool(carrier, watch, simulate, meanwhile)
        if is_to_be_compiled():  # one process compiles for all
            pool.work_off(iter([first]))
        else:
            left = chain([first], left)
        pool.work_off(left)
    return watch.failed


def is_to_be_compiled() -> bool:
    """Tell whether the first day has to wait for the kernels to be compiled."""
    from gatecrush.agents.compiled import is_cached

    return not is_cached() and os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"


class _Watch:
    """Notes failures and tells of runs as they end."""

    def __init__(self, store: Store, shown: Shown | None) -> None:
        self.store, self.shown = store, shown
        self.failed = 0

    def ended(self, run: PlannedRun, reason: str, seconds: float) -> None:
        if reason:
            self.store.write_failure(run, reason)
            self.failed += 1
        if self.shown is not None:
            self.shown(Ended(run, reason, seconds))


class _Pool:
    """Runs under way on some workers."""

    def __init__(
        self,
        workers: Workers,
        watch: _Watch,
        simulate: Simulate,
        meanwhile: Callable[[], object] | None,
    ) -> None:
        self.workers, self.watch, self.simulate = workers, watch, simulate
        self.meanwhile, self.looked = meanwhile, 0.0
        self.under_way: dict[Future[tuple[str, float]], tuple[PlannedRun, int]] = {}
        self.over: SimpleQueue[Future[tuple[str, float]] | None] = SimpleQueue()
        """Calls that are over, as they end; None: an interrupt. A signal may put into it."""
        self.again: deque[tuple[PlannedRun, int]] = deque()

    def work_off(self, runs: Iterator[PlannedRun]) -> None:
        """Carry out runs; the first interrupt lets those under way finish."""
        to_come = ((run, 1) for run in runs)
        with interrupted_at_rest(lambda: self.over.put(None)):
            try:
                while self._begin(to_come) or self.under_way:
                    self._collect()
            except KeyboardInterrupt:
                finishing = f"finishing {counted(len(self.under_way), 'run')}"
                words = f"gatecrush: {finishing}; Ctrl-C again stops at once"
                print(words, file=sys.stderr, flush=True)
                while self.under_way:
                    self._collect()
                raise

    def _begin(self, to_come: Iterator[tuple[PlannedRun, int]]) -> int:
        """Begin as many runs as there is room for; return how many."""
        room = self.workers.room - len(self.under_way)
        begun = 0
        for run, tries in islice(chain(_popped(self.again), to_come), room):
            asked = self.workers.submit(_run_and_store, run, self.watch.store, self.simulate)
            self.under_way[asked] = run, tries
            asked.add_done_callback(self.over.put)
            begun += 1
        return begun

    def _collect(self) -> None:
        """Wait for a run to end, and note what became of it."""
        try:
            done = self.over.get(timeout=LOOK if self.meanwhile is None else OFTEN)
        except Empty:
            self._look()
            return
        if done is None:
            raise KeyboardInterrupt
        run, tries = self.under_way.pop(done)
        reason, seconds = _outcome(done)
        if reason == DIED and tries < TRIES:
            self.again.append((run, tries + 1))
        else:
            self.watch.ended(run, reason, seconds)

    def _look(self) -> None:
        """Look how far the runs are, and from time to time whether anybody carries them out."""
        if self.meanwhile is not None:
            self.meanwhile()
        if time.monotonic() >= self.looked + LOOK or self.meanwhile is None:
            self.looked = time.monotonic()
            self.workers.look()


def _popped[T](queue: deque[T]) -> Iterator[T]:
    while queue:
        yield queue.popleft()


def _outcome(done: Future[tuple[str, float]]) -> tuple[str, float]:
    """Return why a run failed, or nothing, and the seconds it took."""
    try:
        reason, seconds = result_of(done)
    except DiedError:
        return DIED, 0.0
    except TooLongError:
        return TOO_LONG, 0.0
    except (NotStoredError, ClusterGoneError):
        raise
    except Exception:
        return traceback.format_exc(), 0.0
    return str(reason), float(seconds)


def _run_and_store(run: PlannedRun, store: Store, simulate: Simulate) -> tuple[str, float]:
    """Run and store a day; return nothing, or why it failed, and the seconds it took."""
    begun = time.monotonic()
    reason = ""
    try:
        store.write(run, simulate(run))
    except NotStoredError:
        raise
    except Exception as error:
        if was_interrupted(error):
            raise KeyboardInterrupt from error
        reason = traceback.format_exc()
    give_back_memory(YOUNG)
    return reason, time.monotonic() - begun
