"""Thirty days as tiles, drawn in the browser: each its press share, where it breaks, and before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from gatecrush.experiments.statistics.verdict import FEW
from gatecrush.experiments.words import clock

from .own_glance import NOW, Counts, DaySoFar, OwnGlance

HERE: Final = Path(__file__).parent


class TilesView(anywidget.AnyWidget):
    """The days of a glance under what they say; one that is clicked is to be watched.

    The browser asks how far they are until all are over, so nothing is sent that nobody sees.
    """

    _esm = (HERE / "tiles.js").read_text(encoding="utf-8")
    _css = (HERE / "tiles.css").read_text(encoding="utf-8")

    headline = traitlets.Unicode("").tag(sync=True)
    pairs = traitlets.Unicode("").tag(sync=True)
    """What the changes did to the same days."""
    aloud = traitlets.Unicode("").tag(sync=True)
    """What a screen reader says: anew at ten days, and at the end."""
    over = traitlets.Int(0).tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)
    tiles = traitlets.List(traitlets.Dict()).tag(sync=True)
    start = traitlets.Float(5.0).tag(sync=True)
    until = traitlets.Float(21.0).tag(sync=True)
    is_over = traitlets.Bool(True).tag(sync=True)
    """Whether there is nothing more to ask for."""
    watched = traitlets.Int(0).tag(sync=True)
    """The day that plays beside them."""

    def __init__(self, **traits: Any) -> None:
        """Show nothing yet."""
        self.own: OwnGlance | None = None
        self.on_watch: Callable[[int], object] | None = None
        """Told of a day that was clicked."""
        self.on_look: Callable[[Counts], object] | None = None
        """Told how many days are over, whenever somebody looks."""
        super().__init__(**traits)
        self.on_msg(self._hear)

    def show(self, own: OwnGlance) -> None:
        """Show days as far as they are known, and again whenever the browser asks."""
        self.own, is_over = own, own.is_over  # known first, so that the last day is shown
        counts, planned = own.counts, own.plan.sides[NOW][0].scenario
        headline, _, pairs = counts.words().partition("; ")
        if own.problem:
            headline = f"{headline} ({own.problem})"
        said = self.aloud if 0 < counts.over < FEW else headline
        with self.hold_sync():
            self.start, self.until = float(planned.run.start), own.plan.until
            self.over, self.asked, self.is_over = counts.over, counts.asked, is_over
            self.headline, self.pairs = headline, pairs
            if counts.over in (0, FEW) or is_over:
                self.aloud = f"{said}. {pairs}"
            self.tiles = [
                tile(number, *days, until=own.plan.until)
                for number, days in enumerate(zip(*own.sides, strict=True))
            ]
        if self.on_look is not None:
            self.on_look(counts)

    def _hear(self, _: Any, message: Any, __: Any) -> None:
        """Watch a day, or look; whatever a browser sends that makes no sense is passed over."""
        if not isinstance(message, dict):
            return
        if message.get("look") is True and self.own is not None:
            self.show(self.own)
        day = message.get("watch")
        if not isinstance(day, int) or isinstance(day, bool) or self.on_watch is None:
            return
        if 0 <= day < len(self.tiles):
            self.on_watch(day)


def tile(
    number: int, now: DaySoFar, before: DaySoFar | None = None, *, until: float
) -> dict[str, Any]:
    """Return what is drawn of a day.

    Args:
        number: which day, from 0.
        now: what is known of it.
        before: what is known of it without the changes; None: there are none.
        until: hour at which it is stopped, h.
    """
    found = now.found
    was = None if before is None else before.found
    return {
        "shares": now.shares.hex(),
        "ended": _ended(now),
        "onset": None if found is None else found.onset,
        "before": "" if before is None else _ended(before),
        "words": f"day {number + 1}: {_words(now, until)}"
        + ("" if was is None else f"; without the changes {_words(before, until)}"),
    }


def _ended(day: DaySoFar | None) -> str:
    if day is None or day.found is None:
        return ""
    return "kept" if day.found.onset is None else "broke"


def _words(day: DaySoFar | None, until: float) -> str:
    if day is None or day.found is None:
        return "under way" if day is not None and day.shares else "to come"
    onset = day.found.onset
    return f"kept until {clock(until)}" if onset is None else f"broke at {clock(onset)}"
