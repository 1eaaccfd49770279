"""Days that play on a page: simulated beside it from when they are shown until others are.

One widget lasts as long as the page, whatever days it shows: whoever pulls a lever keeps the
canvas, its clock's speed, and whether it plays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import solara

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.door import ScenarioError

from ..crowd.view import CrowdView, Looked
from ..days.simulators import BrokenDayError, WatchedDay, close_all, simulators


@dataclass
class Shown:
    """What a page shows at present."""

    view: CrowdView
    watched: list[WatchedDay] = field(default_factory=list)

    def show(self, days: Sequence[PlannedRun], hour: float, titles: Sequence[str]) -> None:
        """Show other days.

        Raises:
            ScenarioError, BrokenDayError: they cannot be simulated.
        """
        self.watched = [simulators().watch(day) for day in days]
        self.view.titles = list(titles)
        self.view.show(self.watched, hour=hour)


def use_shown(page: str, *, speed: float) -> Shown:
    """Return what a page shows; it lasts as long as the page.

    Args:
        page: path of the page, in whose address the moment is kept.
        speed: simulated minutes a second to begin with.
    """
    shown = solara.use_memo(lambda: Shown(CrowdView(playing=True, speed=speed, page=page)), [])
    solara.use_effect(lambda: shown.view.close, [])
    return shown


@solara.component
def WatchedCrowd(
    shown: Shown,
    days: Sequence[PlannedRun],
    *,
    which: Any,
    hour: float,
    titles: Sequence[str] = (),
    followed: int = -1,
    on_look: Looked | None = None,
) -> None:
    """The crowd of one day or two.

    Args:
        shown: what the page shows.
        days: which days.
        which: another value whenever days are to be begun.
        hour: from when on they are shown, h.
        titles: what stands above each.
        followed: person who is marked, -1: nobody.
        on_look: told whenever the browser looks on.
    """
    problem, set_problem = solara.use_state("")
    if problem:
        solara.Error(problem)
    solara.Div(children=[shown.view])

    def connect() -> Any:
        shown.view.followed, shown.view.on_look = followed, on_look
        try:
            shown.show(days, hour, titles)
            set_problem("")
        except (ScenarioError, BrokenDayError) as error:
            set_problem(str(error))
        return partial(close_all, shown.watched)

    solara.use_effect(connect, [which])
