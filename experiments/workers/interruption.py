"""How a command is asked to end: Ctrl-C, a batch system's SIGTERM, a terminal that closes (SIGHUP).

All are a KeyboardInterrupt: what is under way is finished, or given up as a whole.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

ENDS: Final = ("SIGTERM", "SIGHUP")
"""Signals that count as Ctrl-C, where there are such."""


@contextmanager
def interrupted_politely() -> Iterator[None]:
    """Let SIGTERM and SIGHUP be heard as Ctrl-C is; what is ignored (nohup) stays so."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (getattr(signal, each) for each in ENDS if hasattr(signal, each)):
            if signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def was_interrupted(error: BaseException | None) -> bool:
    """Tell whether an error is an interrupt, or what became of one.

    Numba asks Python for a table's type with a call that may not fail; an interrupt that comes just
    then is raised as a SystemError, with the interrupt as its cause.
    """
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ if isinstance(error, SystemError) else None
    return error is not None


@contextmanager
def interrupted_at_rest(wake: Callable[[], object]) -> Iterator[None]:
    """Let the first interrupt wait for a moment at which nothing is half done.

    Raised in the middle of a library's locks it may leave one locked for good: then what was under
    way never ends. The first is therefore only told of; the second is raised where it comes.

    Args:
        wake: called when the first interrupt comes, from the signal's handler; who waits should
            then raise KeyboardInterrupt.

    Raises:
        KeyboardInterrupt: one came that nobody has raised.
    """
    before: dict[int, Any] = {}
    heard: list[int] = []

    def hear(number: int, frame: Any) -> None:
        _leave_closed_terminals()
        if heard:
            before[number](number, frame)
        heard.append(number)
        wake()

    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", *ENDS):
            number = getattr(signal, name, None)
            if number and signal.getsignal(number) in (signal.default_int_handler, _interrupt):
                before[number] = signal.signal(number, hear)
    try:
        yield
        if heard:
            raise KeyboardInterrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(*_: Any) -> None:
    _leave_closed_terminals()
    raise KeyboardInterrupt


def _leave_closed_terminals() -> None:
    """Write no more to a terminal that has closed: it can be told nothing."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(ValueError):  # not every stream is a file
            try:
                os.write(stream.fileno(), b"")
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
