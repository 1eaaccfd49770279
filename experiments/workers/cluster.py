"""The workers of a Dask scheduler, which must see the same folders as this process.

A cluster can be gone without a word: its scheduler killed, its last worker stopped. Whoever waits
for it looks from time to time, and is told after ``PATIENCE``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any, Final

from .own_processes import without_main
from .processes import ClusterGoneError, NoClusterError, local_workers

ASKED: Final = 5.0
"""Time in which a scheduler must answer at first, s."""
PATIENCE = 60.0
"""How long a scheduler may be silent, or without any worker, s."""
BETWEEN: Final = 2.0
"""Time from one look at the scheduler to the next, s."""
OF_DASK: Final = "Dask Worker process (from Nanny)"
"""Name of the processes that Dask starts on this machine."""


def make_sure_of(scheduler: str | None) -> None:
    """Make sure that Dask is installed, and that a scheduler answers if there is one already.

    Raises:
        NoClusterError: it is not, or none does.
    """
    client_of = _dask().Client
    if scheduler is not None:
        _connected(client_of, scheduler, scheduler).close()


@contextmanager
def cluster_workers(
    scheduler: str | None, number: int, *, time_limit: float | None = None
) -> Iterator[_ClusterWorkers]:
    """Give the workers of a Dask scheduler, or of one started here (LocalCluster).

    Args:
        scheduler: its address; None: start one.
        number: processes of the one started here.
        time_limit: longest time for one run, s; None: none.

    Raises:
        NoClusterError: Dask is not installed, or there is no such scheduler.
    """
    distributed = _dask()
    with without_main(OF_DASK):
        place: Any = scheduler or distributed.LocalCluster(
            n_workers=number, threads_per_worker=1, dashboard_address="127.0.0.1:0"
        )
        client = _connected(distributed.Client, place, scheduler or "one started here")
        try:
            yield _ClusterWorkers(client, number, time_limit)
        finally:
            with suppress(TimeoutError, OSError):
                client.close(timeout=ASKED)
            if scheduler is None:
                place.close()


def _dask() -> Any:
    try:
        import distributed
        from dask import config
    except ImportError:
        words = "Dask is not installed; pip install 'gatecrush[cluster]' installs it"
        raise NoClusterError(words) from None
    config.set({"distributed.worker.daemon": False, "distributed.scheduler.allowed-failures": 1})
    return distributed


def _connected(client_of: Any, place: Any, name: str) -> Any:
    try:
        return client_of(place, timeout=ASKED)
    except (OSError, ValueError) as error:
        words = f"no scheduler answers ({name}: {type(error).__name__})"
        raise NoClusterError(words) from None


class _ClusterWorkers:
    """The workers of a Dask scheduler."""

    def __init__(self, client: Any, number: int, time_limit: float | None) -> None:
        self.client, self.time_limit = client, time_limit
        self.executor = client.get_executor(pure=False, retries=0)
        self.room = 2 * (sum(client.nthreads().values()) or number)
        self.looked = self.seen = time.monotonic()

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        call = (function, *arguments)
        try:
            future: Future[Any] = self.executor.submit(_within, self.time_limit, *call)
        except Exception as error:  # whatever Dask calls it when its client was closed
            raise ClusterGoneError("the scheduler is gone") from error
        return future

    def look(self) -> None:
        """Make sure that somebody is there who may carry out the calls.

        Raises:
            ClusterGoneError: nobody has been for too long.
        """
        now = time.monotonic()
        if now - self.looked < BETWEEN:
            return
        scheduler_answers = has_workers = False
        with suppress(Exception):  # as above
            of_workers = self.client.scheduler.ncores
            has_workers = bool(self.client.sync(of_workers, callback_timeout=ASKED))
            scheduler_answers = True
        self.looked = time.monotonic()
        if has_workers:
            self.seen = self.looked
        elif self.looked - self.seen > PATIENCE:
            what = "scheduler has no workers" if scheduler_answers else "scheduler does not answer"
            raise ClusterGoneError(f"the {what} (for {PATIENCE:.0f} s)")


_own = threading.local()
"""The process that each thread of a cluster's worker keeps for runs with a time limit."""


def _within(time_limit: float | None, function: Callable[..., Any], /, *arguments: Any) -> Any:
    """Call a function; with a time limit in a process of its own, which is stopped at the limit."""
    if time_limit is None:
        return function(*arguments)
    if getattr(_own, "time_limit", None) != time_limit:
        _own.held = local_workers(1, time_limit=time_limit)
        _own.workers, _own.time_limit = _own.held.__enter__(), time_limit
    return _own.workers.submit(function, *arguments).result()
