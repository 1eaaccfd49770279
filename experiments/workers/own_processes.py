"""Processes of our own, which need nothing of the program that asks for them.

Python begins a process by running the file of that program once more, should what it is to do be
defined there. Ours do what they import by name: so a script that sweeps needs no
``if __name__ == "__main__"``, and a program read from standard input can sweep as well.
"""

from __future__ import annotations

import copy
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from multiprocessing import spawn
from typing import Any, Final

NAME: Final = "gatecrush"
"""Name of our processes: by it their beginning is told from that of others."""
NEEDED: Final = "gatecrush.experiments.workers.imports"
"""Module that takes a second to import, so it is imported before workers are asked for."""
_ours: Final = Counter([NAME])
"""Names of the processes that need no main module."""


@cache
def own_context() -> Any:
    """Return how our processes are started: forked from one that has imported what a day needs.

    So they share its memory and start at once, and no run's time limit counts the imports.
    """
    is_forking = "forkserver" in multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if is_forking else "spawn")
    if is_forking:
        context.set_forkserver_preload([NEEDED])
    own = copy.copy(context)
    own.Process = lambda **words: context.Process(**words | {"name": NAME})
    return own


def start_imports() -> None:
    """Begin to import what a day needs beside what this process does until its first run.

    It takes about a second; ``local_workers`` would do it otherwise, while everybody waits.
    """
    if own_context().get_start_method() == "forkserver":
        import_module("multiprocessing.forkserver").ensure_running()


@contextmanager
def without_main(name: str) -> Iterator[None]:
    """Let processes of a name begin without the main module, too, such as those of a library."""
    _ours[name] += 1
    try:
        yield
    finally:
        _ours[name] -= 1


_all_of_it: Final = spawn.get_preparation_data


def _preparation_data(name: str) -> dict[str, Any]:
    """Return what a process is told of its parent: of ours, not where the main module is."""
    told: dict[str, Any] = _all_of_it(name)
    if _ours[name]:
        told.pop("init_main_from_name", None)
        told.pop("init_main_from_path", None)
    return told


spawn.get_preparation_data = _preparation_data
