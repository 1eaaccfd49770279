"""Workers: whatever has ``submit`` carries out runs, on this machine or on a cluster.

``local_workers`` are processes on this machine (pebble): one that dies or hangs takes no other run
with it, and another takes its place.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from importlib import import_module
from queue import SimpleQueue
from typing import Any, Final, Protocol

from .own_processes import NEEDED, own_context

MEMORY: Final = 3072
"""Memory that a worker may take, MiB: some ten times what a day needs."""


class Workers(Protocol):
    """What carries out runs."""

    room: int
    """Calls to ask for at a time: as many as are carried out side by side, or a few more."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Begin a call, waiting for room if there is none, and return what will hold its result."""

    def look(self) -> None:
        """Make sure that somebody is there who may carry out the calls (ClusterGoneError)."""


class DiedError(Exception):
    """The process of a run died."""


class TooLongError(Exception):
    """A run took longer than it may."""


class NoClusterError(Exception):
    """There is no such cluster, or no way to talk to one."""


class ClusterGoneError(Exception):
    """The cluster is gone, and the calls that were under way with it."""


class _LocalWorkers:
    """Processes on this machine, each with a limit to a run's time and memory.

    Each is a pool of its own that has one call at a time: pebble gives a whole pool up if a process
    dies before the pool has read that its call was begun, or while it has none.
    """

    def __init__(self, number: int, time_limit: float | None, memory: int) -> None:
        self.room, self.time_limit, self.memory = number, time_limit, memory
        self.pools = {place: self._pool() for place in range(number)}
        self.free: SimpleQueue[int] = SimpleQueue()
        for place in self.pools:
            self.free.put(place)

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        place = self.free.get()
        try:
            call = self._scheduled(place, function, arguments)
        except RuntimeError:  # the pool was given up
            _end([self.pools[place]])
            self.pools[place] = self._pool()
            call = self._scheduled(place, function, arguments)
        call.add_done_callback(lambda _: self.free.put(place))
        return call

    def look(self) -> None:
        """Another process takes the place of one that is gone, so there is nothing to look for."""

    def end(self) -> None:
        """End all processes, whatever they are at."""
        _end(list(self.pools.values()))

    def _scheduled(
        self, place: int, function: Callable[..., Any], arguments: tuple[Any, ...]
    ) -> Future[Any]:
        pool, limit = self.pools[place], self.time_limit
        call: Future[Any] = pool.schedule(function, args=arguments, timeout=limit)
        return call

    def _pool(self) -> Any:
        from pebble import ProcessPool

        return ProcessPool(1, context=own_context(), initializer=_prepare, initargs=(self.memory,))


def _end(pools: list[Any]) -> None:
    for pool in pools:
        pool.stop()
    for pool in pools:
        pool.join()


@contextmanager
def local_workers(
    number: int, *, time_limit: float | None = None, memory: int = MEMORY
) -> Iterator[Workers]:
    """Give processes on this machine; they end with the block, and when this process ends.

    Args:
        number: processes.
        time_limit: longest time for one run, s; None: none.
        memory: most memory of a process, MiB.
    """
    workers = _LocalWorkers(number, time_limit, memory)
    try:
        yield workers
    finally:
        workers.end()


def result_of(done: Future[Any]) -> Any:
    """Return the result of a call.

    Raises:
        DiedError: its process died.
        TooLongError: it took too long and was stopped.
        ClusterGoneError: nobody knows what became of it.
    """
    from pebble import ProcessExpired

    try:
        return done.result()
    except (ProcessExpired, BrokenProcessPool) as error:
        raise DiedError from error
    except TimeoutError as error:
        raise TooLongError from error
    except CancelledError as error:
        raise ClusterGoneError("the scheduler is gone") from error
    except Exception as error:
        if type(error).__name__ == "KilledWorker":  # Dask's own, and Dask may not be installed
            raise DiedError from error
        raise


def _prepare(memory: int) -> None:
    """Let a worker leave interrupts to its parent, end when the parent does, and eat no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(ImportError, ValueError, OSError):  # there is no such limit everywhere
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (memory * 2**20, hard))
    import_module(NEEDED)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def give_back_memory(generation: int = 2) -> None:
    """Forget days that are over: a process of a thousand days is no larger than one of ten.

    Args:
        generation: the oldest in which to look for what refers only to itself; 2: everywhere.
    """
    gc.collect(generation)
    with suppress(OSError, AttributeError):  # only glibc keeps what was freed, and can be told
        ctypes.CDLL(None).malloc_trim(0)
