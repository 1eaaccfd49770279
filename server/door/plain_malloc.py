"""Memory that can go back to the machine when visitors leave.

Python keeps its small objects in arenas of a mebibyte, and an arena goes back only when the last
object in it is gone. What sixty visitors' pages held lies between what is needed on, so that after
they left 277 MB of 150 stayed, nearly all of it free. The C library gives back single pages of
4 KiB when it is asked to (``malloc_trim``), and from one heap rather than one for each thread: 173
MB stay. Both are settled when a process begins, so it begins once more, as the same process.
"""

from __future__ import annotations

import os
import sys
from typing import Final

WANTED: Final = {"PYTHONMALLOC": "malloc", "MALLOC_ARENA_MAX": "1"}
"""What in the environment settles it."""


def begin_with_plain_malloc() -> None:
    """Begin this process anew with the C library's memory, unless somebody has settled that.

    What it has open is closed.
    """
    if sys.platform != "linux" or any(name in os.environ for name in WANTED):
        return
    os.environ.update(WANTED)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
