"""What a visitor of the first page does: begins days, changes them, goes to other places and back.

Every step is told to the page, which shows it, and to the address, so that Back takes it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.scenario import Scenario

from ..days.levers import can_change
from ..days.links import OWN, LinkError, as_shipped, day_of, link_of, own_place_in
from ..days.own_places import OwnPlace
from ..days.size_limits import check_size
from .own_files import KEPT
from .watched_crowd import Shown

MORNING: Final = 9.0
"""Hour at which the first view begins, h: five hours before the trouble of the account."""
AHEAD: Final = 2.5
"""Time of play by which the simulation may be ahead of what is shown, s."""


@dataclass(frozen=True)
class Sight:
    """What the page shows: which day, from which hour on, and whether beside the day unchanged."""

    day: PlannedRun
    hour: float
    beside: bool = False
    own: OwnPlace | None = None
    """The place of the visitor's own that it is a day of; None: it is one that ships."""
    begun: int = 0
    """How often a day was begun; the same day begins again with another number."""

    @property
    def days(self) -> tuple[PlannedRun, ...]:
        """The days that play."""
        is_double = self.beside and self.day.changes
        return (self.day, self.day.unchanged()) if is_double else (self.day,)

    def begin(self, day: PlannedRun, hour: float, beside: bool | None = None) -> Sight:
        """Return what is shown once a day was begun; beside it the same as before, if None."""
        is_beside = self.beside if beside is None else beside
        return replace(
            self, day=day, hour=hour, beside=is_beside and bool(day.changes), begun=self.begun + 1
        )

    @property
    def base(self) -> Scenario:
        """The scenario before the visitor changed anything."""
        return self.own.scenario if self.own else as_shipped(self.day.scenario.name)

    @property
    def link(self) -> str:
        """What follows the page's address."""
        return link_of(self.day, self.hour, self.own) + ("&beside=1" if self.beside else "")


class Visit:
    """One visitor's way over the page."""

    def __init__(
        self,
        sight: Sight,
        shown: Shown,
        forget: Callable[[], object],
        tell: Callable[[Sight], object],
        say: Callable[[str], object],
    ) -> None:
        """Begin a visit.

        Args:
            sight: what is shown first.
            shown: the days that play.
            forget: forgets what was seen of a day.
            tell: told of what is shown.
            say: told of what is wrong.
        """
        self.sight, self.shown = sight, shown
        self._forget, self._tell, self._say = forget, tell, say
        self.write: Callable[[str], object] = lambda _: None
        """Writes the address."""

    def show(self, other: Sight, wrong: str = "") -> None:
        """Show something else."""
        if other.begun != self.sight.begun:
            self._forget()
        self.sight = other
        self._tell(other)
        self._say(wrong)

    def begin(self, day: PlannedRun, hour: float, beside: bool | None = None) -> None:
        """Begin a day, and show it from an hour on."""
        self.show(self.sight.begin(day, hour, beside))
        self.write(self.sight.link)

    def begin_at(self, place: OwnPlace | None, day: PlannedRun) -> None:
        """Begin a day of another place: one of the visitor's own, or one that ships."""
        self.sight = replace(self.sight, own=place)
        self.begin(day, max(MORNING, day.scenario.run.start))

    def show_own(self, place: OwnPlace, search: str | None) -> None:
        """Begin the day of the visitor's own place; as the address has it, if it is that one's."""
        if f"{OWN}={place.digest}" in (search or "").split("&") and self.sight.own is None:
            self.follow(search)
        else:
            self.begin_at(place, PlannedRun(place.scenario, self.sight.day.seed))

    def follow(self, search: str | None) -> None:
        """Show what another address holds; the same day goes on, at the moment of the address."""
        other, wrong = linked(search)
        if other.days == self.sight.days:
            self.shown.view.jump(other.hour)
            self._say(wrong)
        else:
            self.sight = replace(self.sight, own=other.own)
            self.show(self.sight.begin(other.day, other.hour, other.beside), wrong)

    def change(self, settings: dict[str, Any]) -> None:
        """Change parameters at the hour that is shown, if that can be; else the day begins anew."""
        day, hour, is_begun = _pulled(settings, self.sight.day, self.shown)
        if is_begun:
            self.begin(day, hour)
        else:
            self.show(replace(self.sight, day=day, hour=hour))
            self.write(self.sight.link)

    def begin_with(self, make: Callable[[], Scenario]) -> None:
        """Begin the day anew with another scenario, at the hour that is shown."""
        scenario = _of_a_size(make())
        self.begin(replace(self.sight.day, scenario=scenario), self.shown.view.aim)

    def watch(self, replication: int) -> None:
        """Watch another of the thirty days, at the hour that is shown."""
        if replication != self.sight.day.replication:
            self.begin(replace(self.sight.day, replication=replication), self.shown.view.aim)


def _of_a_size(scenario: Scenario) -> Scenario:
    """Return a scenario that is not too large for a page (ScenarioError: it is)."""
    check_size(scenario)
    return scenario


def linked(search: str | None) -> tuple[Sight, str]:
    """Return what an address shows, and what is wrong with it."""
    try:
        day, moment = day_of(search, places=KEPT.value)
        own = own_place_in(search, KEPT.value)
    except LinkError as error:
        return Sight(
            PlannedRun(as_shipped("account")), MORNING
        ), f"{error} This is the day of the account."
    is_beside = bool(day.changes) and "beside=1" in (search or "").split("&")
    return Sight(day, MORNING if moment is None else moment, is_beside, own), ""


def _pulled(
    settings: dict[str, Any], day: PlannedRun, shown: Shown
) -> tuple[PlannedRun, float, bool]:
    """Change a day now, where it was left to look back, or from its beginning.

    Returns:
        The day, the hour of it that is shown, and whether it has to be begun for that.
    """
    view, first = shown.view, shown.watched[0]
    if not all(can_change(name) for name in settings):
        return replace(day, scenario=day.scenario.with_(**settings)), view.aim, True
    looks_back = first.hour - view.aim > max(0.25, AHEAD * view.speed / 60)
    if looks_back:
        return day.changed(view.aim, settings), view.aim, True
    first.change(settings)
    view.mark(first.hour, ", ".join(f"{name} = {value}" for name, value in settings.items()))
    return first.day, view.aim, False
