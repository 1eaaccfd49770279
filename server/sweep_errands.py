"""What the page of sweeps has made beside it, in a process that no visitor's film holds up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import Any, Final

from gatecrush.experiments.workers import DiedError, TooLongError, local_workers, result_of

from .errands import FailedErrandError

TIME_LIMIT: Final = 60.0
"""Longest time for one errand, s."""

_held = ExitStack()
"""Keeps the process: it would end with whatever asked for it first."""


def run_errand(make: Callable[..., Any], *arguments: Any) -> Any:
    """Have something made, and wait for it.

    Args:
        make: a function of a module, called in another process.
        arguments: what it is called with.

    Raises:
        FailedErrandError: it took too long, or its process died.
    """
    try:
        return result_of(_workers().submit(make, *arguments))
    except TooLongError:
        raise FailedErrandError("this took longer than the page allows") from None
    except DiedError:
        raise FailedErrandError("this needed more memory than the page allows") from None


@cache
def _workers() -> Any:
    return _held.enter_context(local_workers(1, time_limit=TIME_LIMIT))
