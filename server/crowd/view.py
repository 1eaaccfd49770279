"""The crowd view: one widget, the same on the page, in a notebook and inside Mesa's SolaraViz.

The browser plays: it asks for a little more of the day whenever its store runs low, and gets
states as bytes. So nothing is sent that nobody draws, and a slow browser slows only itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import anywidget
import traitlets

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.words import clock

from ..days.stage import layout
from ..days.watched_day import MOST_STATES, Piece, Playing
from .modules import STYLE, as_one_module

PUSHED: Final = -1
"""Serial of states that nobody asked for."""
STOPPED: Final = "The day stopped here: something went wrong. Please begin it again."
WRITTEN: Final = ("until", "every", "shown", "hour", "aim")
"""Numbers that a browser's message may hold."""
LONGEST_STEP: Final = 3600.0
"""Longest simulated time from state to state that a browser may ask for, s."""


class Watched(Protocol):
    """A day that can be looked at: here (``Playing``) or in another process (``WatchedDay``)."""

    day: PlannedRun

    @property
    def hour(self) -> float:
        """How far it has come, h."""

    @property
    def stage(self) -> dict[str, Any]:
        """What to draw it on."""

    def look(self, *, anew: bool = True) -> Piece:
        """Return the day as it stands."""

    def go_on(self, until: float, every: float, *, most: int) -> Piece:
        """Simulate on for a moment."""


Looked = Callable[[list[Piece], float], object]
"""Told whenever the browser looks on: the stretches sent, and the hour it shows."""


class CrowdView(anywidget.AnyWidget):
    """One day, or two side by side, drawn in the browser.

    Example:
        >>> from gatecrush.model import BorderCrossing
        >>> view = CrowdView.of(BorderCrossing("calm", rng=7))  # as the last line of a cell: shown
        >>> view.playing
        False
    """

    _esm = as_one_module()
    _css = STYLE.read_text(encoding="utf-8")

    frame_format = traitlets.Dict(layout()).tag(sync=True)
    stages = traitlets.List(traitlets.Dict()).tag(sync=True)
    titles = traitlets.List(traitlets.Unicode()).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    speed = traitlets.Float(5.0).tag(sync=True)
    """Simulated minutes a second."""
    passive = traitlets.Bool(False).tag(sync=True)
    """Whether somebody else steps the day, and this only looks (``look_again``)."""
    followed = traitlets.Int(-1).tag(sync=True)
    """Person who is marked, -1: nobody."""
    spreads = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    """How the numbers of this day spread over many (``glances.spreads``); None: there are none."""
    page = traitlets.Unicode("").tag(sync=True)
    """Path of the page in whose address the moment is kept; none in a notebook."""

    def __init__(self, days: Sequence[Watched] = (), **traits: Any) -> None:
        """Show days, not yet begun to be shown elsewhere."""
        self.days: tuple[Watched, ...] = ()
        self.shown, self._shows, self._fresh = 0.0, 0, False
        self.aim = 0.0
        """Hour that is shown or, while the browser goes to another, that one, h."""
        self.on_look: Looked | None = None
        super().__init__(**traits)
        self.on_msg(self._hear)
        if days:
            self.show(days)

    def __repr__(self) -> str:
        """Return which days are shown, and at which hour: all that a saved notebook keeps."""
        days = " beside ".join(
            f"{day.day.scenario.name}, seed {day.day.seed}, at {clock(self.shown or day.hour)}"
            for day in self.days
        )
        return f"CrowdView: {days or 'no day'}"

    @classmethod
    def of(cls, model: Any, **traits: Any) -> CrowdView:
        """Return a view of a BorderCrossing, which plays from where the model stands."""
        return cls([Playing.of(model)], **traits)

    def show(self, days: Sequence[Watched], *, hour: float = 0.0) -> None:
        """Show other days, from an hour on."""
        self.days, self.shown, self.aim = tuple(days), hour, hour
        self._fresh = True
        self._shows += 1  # the same day again is a new one for the browser
        self.stages = [{**day.stage, "hour": hour, "show": self._shows} for day in days]

    def look_again(self) -> None:
        """Send how the days stand now, stepped by somebody else."""
        if self.days and not self._fresh:
            self._send_states(PUSHED, [day.look(anew=False) for day in self.days], anew=False)

    def mark(self, hour: float, words: str) -> None:
        """Mark an hour on the curves."""
        self.send({"type": "mark", "hour": hour, "words": words})

    def jump(self, hour: float) -> None:
        """Go to an hour."""
        self.send({"type": "jump", "hour": hour})

    def say(self, words: str) -> None:
        """Show a line of words above the day."""
        self.send({"type": "notice", "words": words})

    def _hear(self, _: Any, message: Any, __: Any) -> None:
        """Answer the browser; whatever it sends that makes no sense is passed over."""
        if not isinstance(message, dict):
            return
        numbers = {name: _number(message.get(name)) for name in WRITTEN}
        moment = numbers["shown"] if numbers["shown"] is not None else numbers["hour"]
        if moment is not None:
            self.shown = moment
            self.aim = numbers["aim"] if numbers["aim"] is not None else moment
        speed = _number(message.get("speed"))
        if speed is not None and 0 < speed <= 60:
            self.speed = speed
        pieces: list[Piece] = []
        if message.get("type") == "want" and None not in (numbers["until"], numbers["every"]):
            until, every = numbers["until"] or 0.0, numbers["every"] or 1.0
            pieces = self._answer(message.get("serial"), until, every)
        if self.on_look is not None:
            self.on_look(pieces, self.shown)

    def _answer(self, serial: Any, until: float, every: float) -> list[Piece]:
        """Send the next stretch of the days; the first answer begins with how they stand."""
        if not self.days:
            return []
        try:
            anew, pieces = self._next_pieces(until, min(max(every, 0.05), LONGEST_STEP))
        except Exception:
            self.say(STOPPED)
            raise
        self._send_states(serial, pieces, anew=anew)
        return pieces

    def _next_pieces(self, until: float, every: float) -> tuple[bool, list[Piece]]:
        if self._fresh:
            self._fresh = False
            return True, [day.look() for day in self.days]
        return False, self._together(until, every)

    def _send_states(self, serial: Any, pieces: list[Piece], *, anew: bool) -> None:
        days = [
            {"lengths": [len(state) for state in piece.states], "anew": anew, "onset": piece.onset}
            for piece in pieces
        ]
        is_over = all(piece.is_over for piece in pieces)
        content = {"type": "states", "serial": serial, "is_over": is_over, "days": days}
        buffers = [part for piece in pieces for part in (b"".join(piece.states), piece.minutes)]
        self.send(content, buffers)

    def _together(self, until: float, every: float) -> list[Piece]:
        """Go on with all days to the same hour."""
        first = self.days[0].go_on(until, every, most=MOST_STATES)
        return [first, *(_caught_up(day, first.seen, every) for day in self.days[1:])]


def _caught_up(day: Watched, hour: float, every: float) -> Piece:
    """Go on with a day until it is as late as another."""
    piece = day.go_on(hour, every, most=MOST_STATES)
    while piece.hour < hour - 1e-6 and not piece.is_over:
        more = day.go_on(hour, every, most=MOST_STATES)
        if more.hour == piece.hour and not more.states:
            break
        piece = more._replace(
            states=piece.states + more.states, minutes=piece.minutes + more.minutes
        )
    return piece


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 1e6 else None
