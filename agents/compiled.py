"""Compilation of the kernels, with a cache on disk that notices every edit.

numba's own cache does not see edits in another file, so the cache folder is named after a hash of
every source file that they are made of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from .kernel_cache import WarmCache, kernel_folder
from .kernel_sources import source_hash

CACHE_FOLDER = kernel_folder(source_hash())
index: Callable[[Any], Any] = np.uint32
"""Type of the indices in the innermost loops: for unsigned ones numba does not add the code that
lets negative indices count from the end, a fifth of a step."""


def compiled[F: Callable[..., Any]](kernel: F, **options: bool) -> F:
    """Compile a kernel; plain Python when ``NUMBA_DISABLE_JIT=1``.

    Kernels allocate nothing: without numba's reference counting (``_nrt``) a step of a crowd costs
    a tenth. All arrays, work space included, come from Python with the situation.

    """
    njit: Any = numba.njit
    made: Any = njit(nogil=True, error_model="numpy", _nrt=False, **options)(kernel)
    if made is not kernel:
        made._cache = WarmCache(kernel, CACHE_FOLDER)
    return made  # type: ignore[no-any-return]


def inlined[F: Callable[..., Any]](rule: F) -> F:
    """Compile a small function that kernels call for each person, into each of its callers."""
    return compiled(rule, forceinline=True)


def is_cached() -> bool:
    """Tell whether the kernels have been compiled on this machine before."""
    return any(CACHE_FOLDER.glob("*.step.take_steps-*.nbc"))
