"""Processes beside the page's, in which what takes long is made: one thing at a time, with limits.

A visitor who asks for much waits, and nobody's page stands still.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from typing import Any, Final

from gatecrush.experiments.workers.processes import (
    MEMORY,
    DiedError,
    TooLongError,
    Workers,
    local_workers,
    result_of,
)


class FailedErrandError(Exception):
    """What was asked for could not be made; says why."""


class ErrandProcess:
    """A process that lives as long as the server, begun at the first errand."""

    def __init__(self, time_limit: float, memory: int = MEMORY) -> None:
        """Allow each errand so many seconds, and so much memory, MiB."""
        self.time_limit, self.memory = time_limit, memory
        self._held = ExitStack()  # the process would end with whatever asked for it first

    def run(self, make: Callable[..., Any], *arguments: Any) -> Any:
        """Have something made, and wait for it.

        Args:
            make: a function of a module, called in the process.
            arguments: what it is called with.

        Raises:
            FailedErrandError: it took too long, or its process died.
        """
        try:
            return result_of(self._workers.submit(make, *arguments))
        except TooLongError:
            raise FailedErrandError("it took longer than the page allows") from None
        except DiedError:
            raise FailedErrandError("it needed more memory than the page allows") from None

    @cached_property
    def _workers(self) -> Workers:
        return self._held.enter_context(
            local_workers(1, time_limit=self.time_limit, memory=self.memory)
        )


of_days: Final = ErrandProcess(time_limit=180.0)
"""What is made of whole days: tables, figures, reports, films, a witness's day."""
of_sweeps: Final = ErrandProcess(time_limit=60.0)
"""What the page of sweeps has made, which no visitor's film holds up."""
of_files: Final = ErrandProcess(time_limit=20.0, memory=1024)
"""What reads files of visitors' own."""
