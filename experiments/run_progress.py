"""Progress of many runs on standard error: a bar on a terminal, a line every 5 % elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Shown = Callable[[int, int], None]
PARTS = 20


@contextmanager
def runs_shown(total: int, *, quiet: bool = False) -> Iterator[Shown | None]:
    """Give the function to call with the numbers of runs finished and failed.

    Time left is reckoned from the first run on, so that compiling does not count, at the pace so
    far, which fits because runs of all points are mixed.

    Args:
        total: runs in all.
        quiet: whether to show nothing.
    """
    if quiet or total == 0:
        yield None
    elif sys.stderr.isatty():
        yield from _bar(total)
    else:
        yield _lines(total)


def _bar(total: int) -> Iterator[Shown]:
    from tqdm import tqdm

    shape = "{percentage:3.0f} %|{bar}| {n} of {total} runs [{elapsed}<{remaining}{postfix}]"
    bar: Any = tqdm(total=total, bar_format=shape, file=sys.stderr, leave=False, smoothing=0)

    def show(finished: int, failed: int) -> None:
        if failed:
            bar.set_postfix_str(f", {failed} failed", refresh=False)
        bar.update(finished + failed - bar.n)

    try:
        yield show
    finally:
        bar.close()


def _lines(total: int) -> Shown:
    begun = time.monotonic()
    first: tuple[float, int] | None = None
    parts_shown = 0

    def show(finished: int, failed: int) -> None:
        nonlocal first, parts_shown
        done = finished + failed
        first = first or (time.monotonic(), done)
        parts = PARTS * done // total
        if parts == parts_shown:
            return
        parts_shown = parts
        now = time.monotonic()
        pace = (now - first[0]) / (done - first[1]) if done > first[1] else 0.0
        left = f", {duration(pace * (total - done))} left" if done > first[1] else ""
        failures = f", {failed} failed" if failed else ""
        text = f"{done} of {total} runs{failures}, {duration(now - begun)} so far{left}"
        print(f"gatecrush: {text}", file=sys.stderr, flush=True)

    return show


def duration(seconds: float) -> str:
    """Return a time in words: 40 s, 12 min, 2 h 05 min."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
