"""Progress on standard error, of a run or of many: a bar on a terminal, lines elsewhere.

The time left of many is that of runs like those that remain: days that collapse cost several times
as much as quiet ones, so each point's runs are reckoned at what its own have taken so far.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from ..words import counted, duration

if TYPE_CHECKING:
    from .pool import Ended

Progress = Callable[[float, float], None]
type Shown = Callable[[Ended], None]
PARTS: Final = 20
PRIOR: Final = 1.0
"""How many runs the mean of all points counts as in the mean of one."""


@contextmanager
def runs_shown(
    left: int | Mapping[int, int], *, done: int = 0, quiet: bool = False
) -> Iterator[Shown | None]:
    """Give the function to tell of each run that is over.

    Args:
        left: runs to come, in all or at each point.
        done: runs done before.
        quiet: whether to show nothing.
    """
    by_point = {0: left} if isinstance(left, int) else dict(left)
    total = sum(by_point.values())
    if quiet or total == 0:
        yield None
        return
    reckoning = Reckoning(by_point)
    if sys.stderr.isatty():
        yield from _bar(reckoning, done)
    else:
        yield _lines(reckoning, done)


class Reckoning:
    """Counts runs and reckons the time left; compiling and starting do not count."""

    def __init__(
        self, left: Mapping[int, int], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin.

        Args:
            left: runs to come at each point.
            clock: the time, s.
        """
        self.left = dict(left)
        self.total = sum(left.values())
        self.clock, self.begun = clock, clock()
        self.finished = self.failed = 0
        self._first: float | None = None
        self._taken = 0.0
        self._seconds: defaultdict[int, float] = defaultdict(float)
        self._runs: defaultdict[int, int] = defaultdict(int)

    @property
    def over(self) -> int:
        """Runs that are over."""
        return self.finished + self.failed

    @property
    def spent(self) -> float:
        """Time since the beginning, s."""
        return self.clock() - self.begun

    @property
    def per_minute(self) -> float:
        """Runs a minute."""
        since = self.clock() - self._first if self._first is not None else 0.0
        return 60.0 * (self.over - 1) / since if since > 0 else 0.0

    def ended(self, what: Ended) -> None:
        """Count a run that is over."""
        if what.reason:
            self.failed += 1
        else:
            self.finished += 1
        point = what.run.point if what.run.point in self.left else next(iter(self.left))
        self.left[point] -= 1
        self._seconds[point] += what.seconds
        self._runs[point] += 1
        if self._first is None:
            self._first = self.clock()
        else:
            self._taken += what.seconds

    def seconds_left(self) -> float | None:
        """Return the time left, s; None before a second run has ended."""
        if self._first is None or self._taken <= 0:
            return None
        mean = sum(self._seconds.values()) / self.over
        to_come = sum(
            count * (self._seconds[point] + PRIOR * mean) / (self._runs[point] + PRIOR)
            for point, count in self.left.items()
            if count > 0
        )
        return to_come * (self.clock() - self._first) / self._taken


def _bar(reckoning: Reckoning, done: int) -> Iterator[Shown]:
    from tqdm import tqdm

    shape = "{percentage:3.0f} %|{bar}| {n} of {total} runs [{elapsed}{postfix}]"
    bar: Any = tqdm(
        initial=done, total=done + reckoning.total, bar_format=shape, file=sys.stderr, leave=False
    )

    def show(what: Ended) -> None:
        reckoning.ended(what)
        bar.set_postfix_str(", ".join(_facts(reckoning)), refresh=False)
        bar.update(1)

    try:
        yield show
    finally:
        bar.close()


def _lines(reckoning: Reckoning, done: int) -> Shown:
    parts_shown = 0

    def show(what: Ended) -> None:
        nonlocal parts_shown
        reckoning.ended(what)
        parts = PARTS * reckoning.over // reckoning.total
        if parts == parts_shown:
            return
        parts_shown = parts
        begun = f"{done + reckoning.over} of {counted(done + reckoning.total, 'run')}"
        text = ", ".join([begun, *_facts(reckoning, with_time=True)])
        print(f"gatecrush: {text}", file=sys.stderr, flush=True)

    return show


def _facts(reckoning: Reckoning, *, with_time: bool = False) -> Iterator[str]:
    """Yield what a line says: failures, time so far, pace, time left."""
    if reckoning.failed:
        yield f"{reckoning.failed} failed"
    if with_time:
        yield f"{duration(reckoning.spent)} so far"
    if reckoning.per_minute:
        yield f"{reckoning.per_minute:.3g}/min"
    left = reckoning.seconds_left()
    if left is not None:
        yield f"{duration(left)} left"


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
        yield from _hours_bar(unit)
    else:
        yield _hours_lines(unit, work)


def _hours_bar(unit: str) -> Iterator[Progress]:
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


def _hours_lines(unit: str, work: str) -> Progress:
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


def say_if_compiling(*, quiet: bool) -> None:
    """Say so if the first day will have to wait for the compiler."""
    if quiet:
        return
    from .pool import is_to_be_compiled

    if is_to_be_compiled():
        words = "compiling for this machine, which takes about a minute the first time"
        print(f"gatecrush: {words}", file=sys.stderr, flush=True)
