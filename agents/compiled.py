"""Compilation of the kernels, with a cache on disk that notices every edit.

numba's own cache does not see edits in another file, so the cache folder is named after a hash of
every source file that they are made of.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numba
import numpy as np

from .kernel import Kernel
from .kernel_cache import WarmCache, kernel_folder
from .kernel_sources import source_hash

CACHE_FOLDER = kernel_folder(source_hash())
index: Callable[[Any], Any] = np.uint32
"""Type of the indices in the innermost loops: for unsigned ones numba does not add the code that
lets negative indices count from the end, a fifth of a step."""


def compiled[F: Callable[..., Any]](kernel: F, **options: bool) -> F:
    """Compile a kernel; plain Python when ``NUMBA_DISABLE_JIT=1``."""
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]
        return kernel
    return Kernel(kernel, partial(WarmCache, folder=CACHE_FOLDER), **options)  # type: ignore[return-value]


def inlined[F: Callable[..., Any]](rule: F) -> F:
    """Compile a small function that kernels call for each person, into each of its callers."""
    return compiled(rule, forceinline=True)


def is_cached() -> bool:
    """Tell whether the kernels have been compiled on this machine before."""
    return any(CACHE_FOLDER.glob("*.step.take_steps-*.nbc"))
