"""Progress of a run on standard error: a bar on a terminal, a line every 10 % elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Progress = Callable[[float, float], None]


@contextmanager
def progress_shown(
    *, quiet: bool = False, unit: str = "h", work: str = "simulated"
) -> Iterator[Progress | None]:
    """Show how far a run is; gives the function to call with hours done and hours in all.

    Time left is reckoned from the first call on, so that compiling does not count.

    Args:
        quiet: whether to show nothing.
        unit: what is counted, if not hours.
        work: what is done to it.
    """
    if quiet:
        yield None
    elif sys.stderr.isatty():
        yield from _bar(unit)
    else:
        yield _lines(unit, work)


def _bar(unit: str) -> Iterator[Progress]:
    from tqdm import tqdm

    shape = (
        "{percentage:3.0f} %|{bar}| {n:.1f} of {total:.1f}{unit} "
        "[{elapsed}<{remaining}, {rate_fmt}]"
    )
    bar: Any = None

    def show(done: float, total: float) -> None:
        nonlocal bar
        if bar is None:
            bar = tqdm(
                initial=done, total=total, unit=f" {unit}", bar_format=shape, file=sys.stderr,
                leave=False,
            )  # fmt: skip
        bar.update(done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()


def _lines(unit: str, work: str) -> Progress:
    begun: tuple[float, float] | None = None
    tenths_shown = 0

    def show(done: float, total: float) -> None:
        nonlocal begun, tenths_shown
        now = time.monotonic()
        begun = begun or (now, done)
        tenths = int(10 * done / total + 1e-9)
        if tenths > tenths_shown:
            tenths_shown = tenths
            spent, advanced = now - begun[0], done - begun[1]
            rate = f"{advanced / spent:.1f} {unit}/s" if advanced > 0 < spent else f"- {unit}/s"
            left = f", {spent * (total - done) / advanced:.0f} s left" if advanced > 0 else ""
            text = f"{10 * tenths} % of {total:g} {unit} {work}, {rate}{left}"
            print(f"gatecrush: {text}", file=sys.stderr, flush=True)

    return show
