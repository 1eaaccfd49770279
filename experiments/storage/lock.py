"""One process at a time on a folder: a lock that goes when its process does, however that ends.

Shares of a plan may be worked on side by side, each by one process; the whole plan by one alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from filelock import lock_descriptor, unlock_descriptor

NAME = ".lock"
PATIENCE: Final = 1.0
"""Time for which others, who only look or begin on their share, may hold a lock, s."""
PAUSE: Final = 0.05
"""Time between two attempts, s."""


class BusyError(Exception):
    """Another process works on the folder."""


@contextmanager
def working_on(folder: Path, share: Share) -> Iterator[None]:
    """Keep others from working on the same share of a folder.

    Whoever begins holds the lock of the whole folder: with a share of their own just until they
    hold that one's, with the whole plan all along, once no share is held.

    Args:
        folder: the folder, which exists.
        share: the share; of 1, the whole plan.

    Raises:
        BusyError: another process does.
    """
    with ExitStack() as held:
        whole = held.enter_context((folder / NAME).open("a+", encoding="utf-8"))
        if not took(whole.fileno(), PATIENCE):
            raise _busy(folder, "whole plan")
        if share.of == 1 and any(_is_held(path) for path in folder.glob(f"{NAME}-*")):
            raise _busy(folder, "whole plan")
        name = f"{NAME}-{share.number}-of-{share.of}"
        own = held.enter_context((folder / name).open("a+", encoding="utf-8"))
        if not took(own.fileno(), PATIENCE):
            raise _busy(folder, f"share {share.number}/{share.of}")
        if share.of > 1:
            with suppress(OSError):
                unlock_descriptor(whole.fileno())
        own.seek(0)
        own.truncate()
        own.write(f"{os.getpid()}\n")
        own.flush()
        yield


def is_worked_on(folder: Path) -> bool:
    """Tell whether a process works on any share of a folder; only looks, and writes nothing."""
    return any(_is_held(path) for path in folder.glob(f"{NAME}*"))


def took(descriptor: int, patience: float = 0.0) -> bool:
    """Take the lock of an open file; tell whether that succeeded within so many seconds.

    Where a file system knows no locks it does: files still appear whole or not at all.
    """
    for _ in range(round(patience / PAUSE)):
        if _took_at_once(descriptor):
            return True
        time.sleep(PAUSE)
    return _took_at_once(descriptor)


def _took_at_once(descriptor: int) -> bool:
    try:
        return lock_descriptor(descriptor, blocking=False)
    except OSError:
        return True


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return not took(file.fileno())
    except OSError:  # it cannot be told, and who only looks leaves it at that
        return False


def _busy(folder: Path, what: str) -> BusyError:
    return BusyError(
        f"{folder}: another process works on it ({what}); wait for it, or give each process "
        "a share of its own with --shard I/N"
    )


class Share(NamedTuple):
    """One of several shares of a plan: the first is 1."""

    number: int
    of: int


WHOLE: Final = Share(1, 1)
