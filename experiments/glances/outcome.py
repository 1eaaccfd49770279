"""What became of days that were glanced at: how many broke, when, and what a change did to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..statistics.intervals import share
from ..statistics.verdict import Pairs, ThisDay, verdict
from .glanced_day import GlancedDay


class Glance(NamedTuple):
    """What became of the days."""

    days: tuple[GlancedDay, ...]
    as_it_was: tuple[GlancedDay, ...] | None
    """The same days without the changes; None: nothing was changed."""
    cpu_seconds: float
    """CPU time of the days simulated for this answer, s; 0: all of them were known."""

    @property
    def onsets(self) -> tuple[float | None, ...]:
        """When the order of each day broke, h; None where it did not."""
        return tuple(day.onset for day in self.days)

    @property
    def pairs(self) -> Pairs | None:
        """How many days the changes saved and lost; None: nothing was changed."""
        return None if self.as_it_was is None else _paired(self.days, self.as_it_was)

    def verdict(self, name: str | None = "this day") -> str:
        """Return what the days say; the first is told with its name, unless that is None."""
        told = None if name is None else ThisDay(self.days[0].onset, name)
        return verdict(_broke(self.days), len(self.days), pairs=self.pairs, this_day=told)

    @property
    def verdict_as_it_was(self) -> str | None:
        """What the days without the changes say; None: nothing was changed."""
        before = self.as_it_was
        return None if before is None else verdict(_broke(before), len(before))

    def row(self) -> dict[str, Any]:
        """Return the numbers as ``gatecrush glance --json`` prints them."""
        broke, of = _broke(self.days), len(self.days)
        saved, lost = self.pairs or (None, None)
        _, low, high = share(broke, of)
        return {
            "days": of, "broke": broke, "low": low, "high": high, "onsets": list(self.onsets),
            "saved": saved, "lost": lost, "cpu_seconds": round(self.cpu_seconds, 3),
        }  # fmt: skip


def _broke(days: Sequence[GlancedDay]) -> int:
    return sum(day.onset is not None for day in days)


def _paired(days: Sequence[GlancedDay], before: Sequence[GlancedDay]) -> Pairs:
    pairs = [(now.onset is None, was.onset is None) for now, was in zip(days, before, strict=True)]
    return Pairs(pairs.count((True, False)), pairs.count((False, True)))
