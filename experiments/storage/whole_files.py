"""Files that are there as a whole or not at all, and what killed writers left of them.

What is being written stands beside its place and carries the number of the process that writes it;
whoever comes later removes it if that process is gone. Temporary folders likewise.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

WRITER: Final = re.compile(r".*[-.](\d+)\.partial(?:-journal)?", re.DOTALL)
"""Name of a file that is being written, with the number of its process."""


class NotStoredError(OSError):
    """A result that cannot be stored: the disk is full, or the folder is gone."""


def write_whole(path: Path, text: str) -> None:
    """Write a text file that is there as a whole or not at all.

    Raises:
        NotStoredError: it cannot be written.
    """
    with storing(path) as beside:
        beside.write_text(text, encoding="utf-8")


@contextmanager
def storing(path: Path) -> Iterator[Path]:
    """Let a file appear; whatever stands in the way is a NotStoredError that names the folder."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with appearing(path) as beside:
            yield beside
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotStoredError(error.errno, reason, str(path.parent)) from None


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Give a file beside a place; once it is on the disk as a whole, move it to the place."""
    beside = unfinished(path)
    try:
        yield beside
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def unfinished(path: Path) -> Path:
    """Return where this process writes what is to appear at a place."""
    return path.with_name(f".{path.name[:100]}-{os.getpid()}.partial")


def sweep_up(path: Path) -> None:
    """Remove what killed processes left beside a place when they wrote there."""
    begins = f".{path.name[:100]}"
    with suppress(OSError):
        for each in list(path.parent.iterdir()):
            writer = WRITER.fullmatch(each.name.removeprefix(begins))
            if each.name.startswith(begins) and writer and not is_alive(writer[1]):
                remove(each)


@contextmanager
def temporary_folder(kind: str) -> Iterator[Path]:
    """Give a temporary folder that goes with the block, or after the next one of its kind."""
    folder = new_temporary_folder(kind)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_temporary_folder(kind: str) -> Path:
    """Return a new temporary folder of this process; remove those of processes that are gone."""
    sweep_up_temporary(kind)
    return Path(tempfile.mkdtemp(prefix=f"gatecrush-{kind}-{os.getpid()}-"))


def sweep_up_temporary(kind: str) -> None:
    """Remove this user's temporary folders of a kind whose processes are gone."""
    name = re.compile(rf"gatecrush-{re.escape(kind)}-(\d+)-\w+")
    for each in Path(tempfile.gettempdir()).glob(f"gatecrush-{kind}-*"):
        owner = name.fullmatch(each.name)
        with suppress(OSError):
            is_own = not hasattr(os, "getuid") or each.lstat().st_uid == os.getuid()
            if owner and is_own and not is_alive(owner[1]):
                remove(each)


def is_alive(process: str) -> bool:
    """Tell whether a process is there and not merely waiting to be reaped (a zombie)."""
    try:
        os.kill(int(process), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return not status.rpartition(")")[2].lstrip().startswith("Z")


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
