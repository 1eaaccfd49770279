"""A folder whose files appear together, or take the place of those of an earlier one together."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from .whole_files import sweep_up, unfinished

HERE, EXCHANGE = -100, 2
"""Of Linux's renameat2: paths as they are; two places change their names."""
FIRST_TO_GO: Final = ("summary.json", "digests.json")
"""Without them the folder of a run is not complete; they go first and come last."""


@contextmanager
def appearing(folder: Path, own: frozenset[str]) -> Iterator[Path]:
    """Give a folder beside, which takes the place of this one if nothing goes wrong.

    What else lies in the folder stays. A kill leaves all of the old files or all of the new ones.
    Only where nothing can be put beside the folder, or somebody stands in it (``--out .``), its
    files are replaced one by one; until the last is there they are no complete run.

    Args:
        folder: there already or not.
        own: names of the files that are replaced.
    """
    folder = folder.resolve()
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    home = folder if folder.exists() and must_stay(folder) else folder.parent
    home.mkdir(parents=True, exist_ok=True)
    stage = unfinished(home / folder.name)
    sweep_up(home / folder.name)
    try:
        stage.mkdir()
        yield stage
        for path in stage.iterdir():
            _make_sure(path)
        if not folder.exists():
            stage.rename(folder)
        elif home == folder:
            _replace_files(stage, folder, own)
        else:
            _keep_others(folder, stage, own)
            _exchange(stage, folder)
    except BaseException:
        for each in made:
            with suppress(OSError):
                each.rmdir()  # if empty
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def must_stay(folder: Path) -> bool:
    """Tell whether a folder cannot give way to another: it is mounted, or somebody works in it."""
    here = Path.cwd()
    return (
        folder in (here, *here.parents)
        or os.path.ismount(folder)
        or not os.access(folder.parent, os.W_OK)
    )


def _make_sure(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _keep_others(folder: Path, stage: Path, own: frozenset[str]) -> None:
    """Put what else lies in a folder into the one that takes its place: the same files, no copies.

    Raises:
        OSError: it cannot be done.
    """
    shutil.copymode(folder, stage)
    for path in folder.iterdir():
        if path.name in own:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, stage / path.name, symlinks=True, copy_function=_same_file)
        else:
            _same_file(path, stage / path.name)


def _same_file(path: str | Path, other: str | Path) -> None:
    """Give a file a second name; where files have one name only, copy it."""
    try:
        os.link(path, other, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, other, follow_symlinks=False)


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change places, in one step where the system can."""
    with suppress(AttributeError, TypeError):
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
        if renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0:
            return
    aside = one.with_suffix(".old")
    other.rename(aside)
    try:
        one.rename(other)
    except BaseException:
        aside.rename(other)
        raise
    aside.rename(one)


def _replace_files(stage: Path, folder: Path, own: frozenset[str]) -> None:
    """Replace files one by one."""
    for name in (*FIRST_TO_GO, *own.difference(path.name for path in stage.iterdir())):
        (folder / name).unlink(missing_ok=True)
    for path in sorted(stage.iterdir(), key=lambda path: path.name in FIRST_TO_GO):
        path.replace(folder / path.name)
