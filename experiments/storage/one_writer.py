"""One process at a time writes a result, from before it is worked out until it is there.

The lock stands beside the place, since the place itself appears or is replaced as a whole. It goes
when its process does, however that ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .lock import BusyError, took


@contextmanager
def one_writer(place: Path) -> Iterator[None]:
    """Keep other processes from writing the same folder or file.

    Args:
        place: where the result will be; the folders above it are made, and go again if nothing
            comes to be in them.

    Raises:
        BusyError: another process writes there.
    """
    given, place = place, place.resolve()
    made = [each for each in place.parents if not each.exists()]
    place.parent.mkdir(parents=True, exist_ok=True)
    lock = place.parent / f".{place.name[:100]}.lock"
    try:
        held = _held(lock, given)
        try:
            yield
        finally:
            if held is not None:
                with suppress(PermissionError):  # Windows removes no open file
                    lock.unlink(missing_ok=True)
                os.close(held)
    finally:
        for each in made:
            with suppress(OSError):
                each.rmdir()  # if empty


def _held(lock: Path, place: Path) -> int | None:
    """Return a lock as an open file; None where none can be made."""
    while True:
        try:
            file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except PermissionError:  # beside a folder that may be written, but not what is around it
            return None
        with suppress(FileNotFoundError):  # whoever held it removed it in between
            if not took(file):
                os.close(file)
                words = "another process is about to write there; wait for it, or choose another"
                raise BusyError(f"{place}: {words} place") from None
            if os.fstat(file).st_ino == lock.stat().st_ino:
                return file
        os.close(file)
