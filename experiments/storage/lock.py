"""One process at a time on a folder: a lock that goes when its process does, however that ends.

Shares of a plan may be worked on side by side, each by one process; the whole plan by one alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

NAME = ".lock"


class BusyError(Exception):
    """Another process works on the folder."""


@contextmanager
def working_on(folder: Path, share: Share) -> Iterator[None]:
    """Keep others from working on the same share of a folder.

    Args:
        folder: the folder, which exists.
        share: the share; of 1, the whole plan.

    Raises:
        BusyError: another process does.
    """
    try:
        import fcntl
    except ImportError:  # no such locks here: files still appear whole or not at all
        yield
        return
    whole = (folder / NAME).open("a+", encoding="utf-8")
    own = (folder / f"{NAME}-{share.number}-of-{share.of}").open("a+", encoding="utf-8")
    with whole, own:
        _lock(whole, fcntl.LOCK_SH if share.of > 1 else fcntl.LOCK_EX, folder, "whole plan")
        _lock(own, fcntl.LOCK_EX, folder, f"share {share.number}/{share.of}")
        own.seek(0)
        own.truncate()
        own.write(f"{os.getpid()}\n")
        own.flush()
        yield


def is_worked_on(folder: Path) -> bool:
    """Tell whether a process works on any share of a folder; only looks, and writes nothing."""
    path = folder / NAME
    if not path.exists():
        return False
    try:
        import fcntl
    except ImportError:
        return False
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # it cannot be told, and who only looks leaves it at that
        return False
    return False


def _lock(file: Any, how: int, folder: Path, what: str) -> None:
    import fcntl

    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        raise BusyError(
            f"{folder}: another process works on it ({what}); wait for it, or give each process "
            "a share of its own with --shard I/N"
        ) from None


class Share(NamedTuple):
    """One of several shares of a plan: the first is 1."""

    number: int
    of: int


WHOLE: Final = Share(1, 1)
