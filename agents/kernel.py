"""A kernel: behind it stand the kernels that it calls, as parts that are compiled with it.

numba optimizes each compiled function, and makes it executable, with everything that it calls
inside, and gives it an entrance for Python: of 160 kernels that call each other that cost 210 s of
CPU time where 34 s do. Here a kernel that another one calls is a part: brought into the compiler's
language and no further. What Python calls is a door: it takes in all parts behind it, and is
optimized, made executable and kept on disk, once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numba
from numba.core import types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.registry import CPUDispatcher

OPTIONS = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}
"""Kernels allocate nothing: without numba's reference counting (``_nrt``) a step of a crowd costs
a tenth. All arrays, work space included, come from Python with the situation."""
WIDE = 64
"""Bits of an integer as kernels hand it to each other."""


class _PartOfALibrary(JITCodeLibrary):  # type: ignore[misc]
    """Code that others take in: only they are optimized and made executable."""

    def finalize(self) -> None:
        """Take in the code that this code calls."""
        for library in dict.fromkeys(self._linking_libraries):
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """Return null: nothing here can be called."""
        self._ensure_finalized()
        return 0

    @property
    def codegen(self) -> Any:
        return self

    def set_env(self, name: str, env: Any) -> None:
        """Do nothing: what cannot be called needs no environment."""


class _PartCompiler(Compiler):  # type: ignore[misc]
    """numba's compiler, which puts what it makes into such a library."""

    def define_pipelines(self) -> Any:
        state = self.state
        state.library = _PartOfALibrary(state.targetctx.codegen(), state.func_id.func_qualname)
        return super().define_pipelines()


class Kernel(CPUDispatcher):  # type: ignore[misc]
    """A kernel: to other kernels a part, to Python a door."""

    def __init__(self, kernel: Any, cache: Callable[[Any], Any], **options: bool) -> None:
        """Compile nothing yet.

        Args:
            kernel: function to compile.
            cache: makes the place on disk where its door is kept.
            options: further options of numba's.
        """
        self._options, self._kept = OPTIONS | options, cache
        part = {"nopython": True, "no_cpython_wrapper": True}
        super().__init__(kernel, targetoptions=self._options | part, pipeline_class=_PartCompiler)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Tell numba how a kernel calls this one: an integer is an integer, whatever its size.

        Compiled for each size and each constant apart, there would be a half more of them.
        """
        return super().get_call_template([_widened(each) for each in args], kws)

    def __call__(self, *args: Any) -> Any:
        """Carry the kernel out."""
        return self._door(*args)

    @property
    def stats(self) -> Any:
        """How often the door was found on disk, and how often not."""
        return self._door.stats

    @cached_property
    def _door(self) -> Any:
        njit: Any = numba.njit
        door = njit(**self._options)(self.py_func)
        door._cache = self._kept(self.py_func)
        return door


def _widened(kind: Any) -> Any:
    """Return the type as which an argument is handed from kernel to kernel."""
    kind = types.unliteral(kind)
    narrow: Any = kind if isinstance(kind, types.Integer) else types.int64
    return types.int64 if narrow.bitwidth < WIDE else kind
