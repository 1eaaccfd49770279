"""Progress of a run on standard error: a bar on a terminal, a line every 10 % elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[float, float], None]


@contextmanager
def progress_shown(*, quiet: bool = False) -> Iterator[Progress | None]:
    """Show how far a run is; gives the function to call with hours done and hours in all."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        yield from _bar()
    else:
        yield _lines()


def _bar() -> Iterator[Progress]:
    from tqdm import tqdm

    shape = (
        "{percentage:3.0f} %|{bar}| {n:.1f} of {total:.1f} h [{elapsed}<{remaining}, {rate_fmt}]"
    )
    with tqdm(total=0, unit=" h", bar_format=shape, file=sys.stderr, leave=False) as bar:

        def show(done: float, total: float) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _lines() -> Progress:
    begun = time.monotonic()
    tenths_shown = 0

    def show(done: float, total: float) -> None:
        nonlocal tenths_shown
        tenths = int(10 * done / total + 1e-9)
        if tenths > tenths_shown:
            tenths_shown = tenths
            spent = time.monotonic() - begun
            left = spent * (total - done) / done
            text = f"{10 * tenths} % of {total:g} h simulated, {spent:.0f} s, {left:.0f} s left"
            print(f"gatecrush: {text}", file=sys.stderr, flush=True)

    return show
