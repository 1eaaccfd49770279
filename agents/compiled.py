"""Compilation of the kernels, with a cache on disk that notices every edit.

numba's own cache does not see edits in another file, so the cache folder is named after a hash of
every source file that holds compiled code.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba.core.caching import FunctionCache
from platformdirs import user_cache_path

VERSIONS_KEPT = 12
"""Versions of the kernels kept on disk."""


def _source_hash() -> str:
    folders = (Path(__file__).parent, Path(__file__).parent.parent / "model")
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(path for folder in folders for path in folder.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    folder = user_cache_path("gatecrush") / "kernels" / _source_hash()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)  # used now: older versions are forgotten first
        _forget_old(folder)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="gatecrush-kernels-"))


def _forget_old(folder: Path) -> None:
    """Keep the kernels of the versions used last."""
    versions = sorted(folder.parent.iterdir(), key=lambda other: other.stat().st_mtime)
    for other in versions[:-VERSIONS_KEPT]:
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


CACHE_FOLDER = _cache_folder()
index: Callable[[Any], Any] = np.uint32
"""Type of the indices in the innermost loops: for unsigned ones numba does not add the code that
lets negative indices count from the end, a fifth of a step."""


class _WarmCache(FunctionCache):
    """numba's cache without the half second in which numba gets ready to compile.

    Loading what has been compiled before needs none of that, and compiling sees to it by itself.
    """

    def load_overload(self, signature: Any, target: Any) -> Any:
        target.refresh = lambda: None
        try:
            return super().load_overload(signature, target)
        finally:
            del target.refresh


def compiled[F: Callable[..., Any]](kernel: F, **options: bool) -> F:
    """Compile a kernel; plain Python when ``NUMBA_DISABLE_JIT=1``.

    Kernels allocate nothing: without numba's reference counting (``_nrt``) a step of a crowd costs
    a tenth. All arrays, work space included, come from Python with the situation.

    numba reads the cache folder when a cache is made: other users of numba keep theirs.
    """
    njit: Any = numba.njit
    config: Any = numba.config
    made: Any = njit(nogil=True, error_model="numpy", _nrt=False, **options)(kernel)
    if made is not kernel:
        elsewhere, config.CACHE_DIR = config.CACHE_DIR, str(CACHE_FOLDER)
        try:
            made._cache = _WarmCache(kernel)
        finally:
            config.CACHE_DIR = elsewhere
    return made  # type: ignore[no-any-return]


def inlined[F: Callable[..., Any]](rule: F) -> F:
    """Compile a small function that kernels call for each person, into each of its callers."""
    return compiled(rule, forceinline=True)


def is_cached() -> bool:
    """Tell whether the kernels have been compiled on this machine before."""
    return any(CACHE_FOLDER.rglob("step.take_steps*.nbc"))
