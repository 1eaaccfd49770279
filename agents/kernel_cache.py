"""Compiled kernels on disk: where they are kept, and that what was damaged is never loaded.

Each file ends in a digest of what stands before it. A file that lost a bit is dropped and compiled
again: unpickled, it would end the command at best.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import FunctionCache, IndexDataCacheFile
from platformdirs import user_cache_path

VERSIONS_KEPT = 12
"""Versions of the kernels kept on disk."""


class UnusableFolderError(OSError):
    """A folder in which kernels cannot be kept; says why."""


@cache
def say_once(words: str) -> None:
    """Print a line on standard error, the first time."""
    line = f"gatecrush: {words}\n"
    with suppress(OSError, AttributeError):  # nobody listens
        sys.stderr.write(line.encode("ascii", "backslashreplace").decode())
        sys.stderr.flush()


def kernel_folder(version: str) -> Path:
    """Return the folder in which the kernels of a version are kept, made if need be.

    It is in NUMBA_CACHE_DIR if that is set, else in the user's cache, else in a folder of this
    user's among the temporary files, which the next start finds again.
    """
    told: str = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    home = Path(told) / "gatecrush-kernels" if told else user_cache_path("gatecrush") / "kernels"
    try:
        return _version_in(home, version)
    except OSError as error:
        why = f"{home} cannot be written ({error.strerror or error})"
    try:
        home = _own_temporary_folder()
        is_new = not (home / version).exists()
        folder = _version_in(home, version)
    except OSError as error:
        folder, is_new = Path(tempfile.mkdtemp(prefix="gatecrush-kernels-")), True
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        why += f", nor can {error.filename} ({error.strerror}): they are forgotten at the end"
    if is_new:  # the next start finds them there and need not say so again
        say_once(f"compiled kernels are kept in {folder}: {why}; NUMBA_CACHE_DIR may name a folder")
    return folder


def _version_in(home: Path, version: str) -> Path:
    folder = home / version
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)  # used now: older versions are forgotten first
    tempfile.TemporaryFile(dir=folder).close()
    _forget_old(folder)
    return folder


def _forget_old(folder: Path) -> None:
    """Keep the kernels of the versions used last."""
    versions = sorted(folder.parent.iterdir(), key=lambda other: other.stat().st_mtime)
    for other in versions[:-VERSIONS_KEPT]:
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _own_temporary_folder() -> Path:
    """Return a folder that only this user can write: kernels are code, and are run.

    Raises:
        UnusableFolderError: somebody else's folder, or a link, stands in its place.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"gatecrush-kernels-{user}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if hasattr(os, "getuid") and (
        not stat.S_ISDIR(found.st_mode) or found.st_uid != user or found.st_mode & 0o077
    ):
        raise UnusableFolderError(0, "is not this user's alone", str(folder))
    return folder


class CheckedFiles(IndexDataCacheFile):  # type: ignore[misc]
    """numba's files of one kernel, each with a digest at its end."""

    def load(self, key: Any) -> Any:
        """Return what is kept under a key, or None."""
        try:
            return super().load(key)
        except Exception as error:  # as whole as it was written, and yet from another world
            self.drop(type(error).__name__)
            return None

    def drop(self, why: str) -> None:
        """Forget what cannot be loaded."""
        say_once(f"compiled kernels on disk cannot be loaded ({why}): compiling them again")
        for path in Path(self._cache_path).glob(f"{self._index_name.removesuffix('.nbi')}.*"):
            with suppress(OSError):
                path.unlink()

    def _load_index(self) -> Any:
        return super()._load_index() if self._is_whole(self._index_path) else {}

    def _load_data(self, name: str) -> Any:
        if not self._is_whole(self._data_path(name)):
            raise FileNotFoundError(name)  # numba compiles again what is not there
        return super()._load_data(name)

    def _is_whole(self, path: str) -> bool:
        """Tell whether a file is as it was written or not there; drop it if it is neither."""
        try:
            whole = Path(path).read_bytes()
        except FileNotFoundError:
            return True
        except OSError as error:
            self.drop(error.strerror or str(error))
            return False
        size = hashlib.sha256().digest_size
        if hashlib.sha256(whole[:-size]).digest() == whole[-size:]:
            return True
        self.drop("damaged")
        return False

    @contextmanager
    def _open_for_write(self, filepath: str) -> Iterator[Any]:
        written = io.BytesIO()
        with super()._open_for_write(filepath) as file:
            yield written
            file.write(written.getvalue() + hashlib.sha256(written.getvalue()).digest())


class WarmCache(FunctionCache):  # type: ignore[misc]
    """numba's cache of one kernel without the half second in which numba gets ready to compile.

    Loading what has been compiled before needs none of that, and compiling sees to it by itself.
    """

    def __init__(self, kernel: Any) -> None:
        """Keep a kernel in the folder that numba is told now."""
        super().__init__(kernel)
        self._cache_file: Any = CheckedFiles(
            cache_path=self._cache_path,
            filename_base=self._impl.filename_base,
            source_stamp=self._impl.locator.get_source_stamp(),
        )

    def load_overload(self, signature: Any, target: Any) -> Any:
        """Return a kernel compiled before, or None."""
        target.refresh = lambda: None
        try:
            return super().load_overload(signature, target)
        except Exception as error:
            self._cache_file.drop(type(error).__name__)
            return None
        finally:
            del target.refresh

    def save_overload(self, signature: Any, made: Any) -> None:
        """Keep a compiled kernel; where there is no room for it, only this process has it."""
        try:
            super().save_overload(signature, made)
        except OSError as error:
            say_once(f"compiled kernels cannot be kept ({error.strerror or error})")
