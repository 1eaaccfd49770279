"""Compilation of the kernels, with a cache on disk that notices every edit.

numba's own cache does not see edits in another file, so the cache folder is named after a hash of
every source file that holds compiled code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np

from .kernel_cache import WarmCache, kernel_folder


def _source_hash() -> str:
    folders = (Path(__file__).parent, Path(__file__).parent.parent / "model")
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(path for folder in folders for path in folder.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


CACHE_FOLDER = kernel_folder(_source_hash())
index: Callable[[Any], Any] = np.uint32
"""Type of the indices in the innermost loops: for unsigned ones numba does not add the code that
lets negative indices count from the end, a fifth of a step."""


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
            made._cache = WarmCache(kernel)
        finally:
            config.CACHE_DIR = elsewhere
    return made  # type: ignore[no-any-return]


def inlined[F: Callable[..., Any]](rule: F) -> F:
    """Compile a small function that kernels call for each person, into each of its callers."""
    return compiled(rule, forceinline=True)


def is_cached() -> bool:
    """Tell whether the kernels have been compiled on this machine before."""
    return any(CACHE_FOLDER.rglob("step.take_steps*.nbc"))
