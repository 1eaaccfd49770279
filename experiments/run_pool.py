"""Runs side by side in a pool of processes; a run that fails or is killed costs only itself.

Only as many runs as there are processes are under way. When a process dies, the pool breaks and
the runs then under way are repeated, each alone: whichever dies again is the one to blame.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from .design import PlannedRun
from .run_store import RunStore

Simulate = Callable[[PlannedRun], dict[str, Any]]
Shown = Callable[[int, int], object]
"""Called with the numbers of runs finished and failed so far."""

DIED = "the process of this run died (killed, or out of memory)"


def simulate_day(run: PlannedRun) -> dict[str, Any]:
    """Run a day and return what is kept of it."""
    from .outcomes import outcomes
    from .runner import run as simulate

    record = simulate(run.scenario, seed=run.seed, replication=run.replication)
    return outcomes(record, start=run.scenario.run.start, end=run.scenario.run.end)


def carry_out(
    runs: Iterable[PlannedRun],
    store: RunStore,
    *,
    jobs: int,
    simulate: Simulate = simulate_day,
    shown: Shown | None = None,
) -> list[PlannedRun]:
    """Run what the store does not have yet.

    Args:
        runs: the runs wanted.
        store: where finished runs are kept; the processes write there themselves.
        jobs: processes side by side; 0: in this process.
        simulate: runs a day; must be importable by name.
        shown: shows the progress.

    Returns:
        The runs that failed; the store's failures say why.
    """
    store.sweep_out()
    watch = _Watch(store, shown)
    left = store.missing(runs)
    if jobs == 0:
        for run in left:
            watch.ended(run, _run_and_store(run, store.folder, simulate))
        return watch.failed
    suspects: list[PlannedRun] = []
    if jobs > 1 and is_to_be_compiled():  # one process compiles for all
        _, suspects = _in_pool(left[:1], watch, simulate, jobs=1)
        left = left[1:]
    while left:
        left, broken_off = _in_pool(left, watch, simulate, jobs=jobs)
        suspects += broken_off
    for run in suspects:
        _, broken_off = _in_pool([run], watch, simulate, jobs=1)
        if broken_off:
            watch.ended(run, DIED)
    return watch.failed


def is_to_be_compiled() -> bool:
    """Tell whether the first day has to wait for the kernels to be compiled."""
    from gatecrush.agents.compiled import is_cached

    return not is_cached() and os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"


class _Watch:
    """Counts runs as they end."""

    def __init__(self, store: RunStore, shown: Shown | None) -> None:
        self.store, self.shown = store, shown
        self.finished = 0
        self.failed: list[PlannedRun] = []

    def ended(self, run: PlannedRun, reason: str) -> None:
        if reason:
            self.store.write_failure(run, reason)
            self.failed.append(run)
        else:
            self.finished += 1
        if self.shown is not None:
            self.shown(self.finished, len(self.failed))


def _in_pool(
    runs: list[PlannedRun], watch: _Watch, simulate: Simulate, *, jobs: int
) -> tuple[list[PlannedRun], list[PlannedRun]]:
    """Run until all is done or the pool breaks; return runs not begun and runs broken off."""
    queue, under_way = deque(runs), dict[Future[str], PlannedRun]()
    spawn = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_prepare) as pool:
            while queue or under_way:
                while queue and len(under_way) < jobs:
                    asked = pool.submit(_run_and_store, queue[0], watch.store.folder, simulate)
                    under_way[asked] = queue.popleft()
                for done in wait(under_way, return_when=FIRST_COMPLETED).done:
                    reason = done.result()
                    watch.ended(under_way.pop(done), reason)
    except BrokenProcessPool:
        return list(queue), list(under_way.values())
    return [], []


def _run_and_store(run: PlannedRun, folder: Path, simulate: Simulate) -> str:
    """Run and store a day; return nothing, or why it failed."""
    try:
        RunStore(folder).write(run, simulate(run))
    except Exception:
        return traceback.format_exc()
    return ""


def _prepare() -> None:
    """Let a process leave interrupts to its parent, and end when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
