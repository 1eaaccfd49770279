"""The first page: one day that plays, thirty beside it, and what would have kept their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import solara

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glance import last_hour
from gatecrush.experiments.statistics.verdict import ThisDay
from gatecrush.experiments.words import clock
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.scenario_file import shipped_scenarios

from ..days.levers import can_change
from ..days.links import LinkError, as_shipped, day_of, link_of
from ..days.moments import TINY, Moment, Moments
from ..days.simulators import BrokenDayError
from ..days.size_limits import check_size
from ..glances.own_glance import Counts
from .address import use_address
from .on_paper import OnPaper
from .part import Part
from .sharing import Sharing
from .thirty_days import Cards, ThirtyDays
from .watched_crowd import Shown, WatchedCrowd, use_shown

MORNING: Final = 9.0
"""Hour at which the first view begins, h: five hours before the trouble of the account."""
AHEAD: Final = 2.5
"""Time of play by which the simulation may be ahead of what is shown, s."""
BESIDE: Final = ("with your changes", "the same day without them")
SHIPPED: Final = ("account", "calm", "open_area")
"""Scenarios that are a day with an evening."""


@dataclass(frozen=True)
class Sight:
    """What the page shows: which day, from which hour on, and whether beside the day unchanged."""

    day: PlannedRun
    hour: float
    beside: bool = False
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
        return Sight(day, hour, is_beside and bool(day.changes), self.begun + 1)

    @property
    def link(self) -> str:
        """What follows the page's address."""
        return link_of(self.day, self.hour) + ("&beside=1" if self.beside else "")


@solara.component
def LivePage() -> None:
    """A day that is watched, one of thirty, and what would have kept them."""
    search = solara.use_router().search
    linked, wrong = solara.use_memo(lambda: _linked(search), [])
    sight, set_sight = solara.use_state(linked)
    error, set_error = solara.use_state(wrong)
    seen: solara.Reactive[tuple[Moment, ...]] = solara.use_reactive(())
    counts: solara.Reactive[Counts] = solara.use_reactive(Counts())
    shown = use_shown("/", speed=5.0)
    now = solara.use_ref(sight)

    def show(other: Sight, wrong: str = "") -> None:
        if other.begun != now.current.begun:
            seen.value = ()
        now.current = other
        set_sight(other)
        set_error(wrong)

    def begin(day: PlannedRun, hour: float, beside: bool | None = None) -> None:
        """Begin a day, and show it from an hour on."""
        show(now.current.begin(day, hour, beside))
        write(now.current.link)

    def follow(search: str | None) -> None:
        """Show what another address holds; the same day goes on, at the moment of the address."""
        other, wrong = _linked(search)
        if other.days == now.current.days:
            shown.view.jump(other.hour)
            set_error(wrong)
        else:
            show(now.current.begin(other.day, other.hour, other.beside), wrong)

    write = use_address("/", follow)

    def change(settings: dict[str, Any]) -> None:
        """Change parameters at the hour that is shown, if that can be; else the day begins anew."""
        day, hour, is_begun = _pulled(settings, now.current.day, shown)
        if is_begun:
            begin(day, hour)
        else:
            show(replace(now.current, day=day, hour=hour))
            write(now.current.link)

    def begin_with(make: Callable[[], Scenario]) -> None:
        """Begin the day anew with another scenario, at the hour that is shown."""
        begin(replace(now.current.day, scenario=_of_a_size(make())), shown.view.aim)

    def watch(replication: int) -> None:
        """Watch another of the thirty days, at the hour that is shown."""
        if replication != now.current.day.replication:
            begin(replace(now.current.day, replication=replication), shown.view.aim)

    def count(now: Counts, spreads: dict[str, Any]) -> None:
        """Say how the thirty days ended, as far as they are over."""
        counts.value, shown.view.spreads = now, spreads

    saying = partial(_saying, set_error)
    with solara.Div(classes=["gc-page", "gc-live"]):
        with solara.Div(classes=["gc-main"]):
            _main(sight, shown, seen, counts.value, error)
        with solara.Div(classes=["gc-aside"]):
            Part(children=[ThirtyDays(sight.day, watch, count)])
            Part(children=[Cards(sight.day, counts.value, saying(begin_with), saying(change))])
            _aside(sight, shown, begin)


def _of_a_size(scenario: Scenario) -> Scenario:
    """Return a scenario that is not too large for a page (ScenarioError: it is)."""
    check_size(scenario)
    return scenario


def _saying(say: Callable[[str], object], act: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return what acts, and says why if it cannot."""

    def acting(what: Any) -> None:
        try:
            act(what)
        except (ScenarioError, BrokenDayError) as problem:
            say(str(problem))

    return acting


def _main(sight: Sight, shown: Shown, seen: Any, counts: Counts, error: str) -> None:
    """The question, and the day that plays."""
    Part(children=[Question(seen.value[0] if seen.value else None, sight.day, counts)])
    if error:
        solara.Error(error)
    with Part():
        WatchedCrowd(
            shown, sight.days, which=sight.begun, hour=sight.hour,
            titles=BESIDE if len(sight.days) > 1 else (), on_look=Moments(seen.set).look,
        )  # fmt: skip


def _aside(sight: Sight, shown: Shown, begin: Any) -> None:
    """What else can be done with the day."""
    day = sight.day
    if day.changes:
        undo = partial(begin, day.unchanged(), MORNING)
        beside = partial(begin, day, beside=not sight.beside)
        Part(children=[Changes(day, sight.beside, lambda _: beside(shown.view.aim), undo)])
    Part(children=[WhichScenario(day, begin)])
    Part(children=[Sharing(day, lambda: shown.view.aim)])
    Part(children=[OnPaper(day)])


def _linked(search: str | None) -> tuple[Sight, str]:
    """Return what an address shows, and what is wrong with it."""
    try:
        day, moment = day_of(search)
    except LinkError as error:
        return Sight(
            PlannedRun(as_shipped("account")), MORNING
        ), f"{error} This is the day of the account."
    is_beside = bool(day.changes) and "beside=1" in (search or "").split("&")
    return Sight(day, MORNING if moment is None else moment, is_beside), ""


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


@solara.component
def Question(moment: Moment | None, day: PlannedRun, counts: Counts) -> None:
    """One question, and the answer of the day among the thirty."""
    guess, set_guess = solara.use_state("")
    answer, held = answer_in_words(moment, day, counts)
    solara.HTML(tag="h1", unsafe_innerHTML="Will they keep their order until tonight?")
    with solara.Row(gap="8px", classes=["gc-guess"], style={"align-items": "center"}):
        if answer:
            right = held == (guess == "yes")
            judged = "" if not guess else f" You expected {'it' if right else 'otherwise'}."
            _say(f"<b>{answer}</b>{judged}")
        elif guess:
            words = "they will" if guess == "yes" else "they will not"
            _say(f"You say {words}. Watch, or jump to an hour.")
        else:
            _say(
                "Everybody here has a number on the wrist and waits to be called. "
                "Ten are let in about once an hour."
            )
            solara.Button("They will", on_click=lambda: set_guess("yes"), outlined=True)
            solara.Button("They will not", on_click=lambda: set_guess("no"), outlined=True)


def _say(words: str) -> None:
    solara.HTML(tag="p", unsafe_innerHTML=words, classes=["gc-answer"])


def answer_in_words(moment: Moment | None, day: PlannedRun, counts: Counts) -> tuple[str, bool]:
    """Return what the day says once it is known, among the others; and whether the order held.

    Args:
        moment: what has been seen of the day.
        day: which day.
        counts: how the thirty ended, as far as they are over.
    """
    until = last_hour(day.scenario, None)
    if moment is None or (moment.onset is None and moment.hour < until - TINY):
        return "", False
    onset, later, at = moment.onset, "", f"It is {clock(moment.hour)}. "
    if onset is not None and onset > until:
        later = f" At {clock(onset)} it broke all the same."
        onset = None
    said = counts.with_day(day.replication, onset).words(ThisDay(onset))
    return f"{'' if onset is not None else at}{said}.{later}", onset is None


@solara.component
def WhichScenario(day: PlannedRun, begin: Any) -> None:
    """The scenario whose days are shown."""
    with solara.Card("Another place", elevation=0):
        others = sorted({*SHIPPED, day.scenario.name} & set(shipped_scenarios()))
        solara.Select(
            "Scenario",
            values=others,
            value=day.scenario.name,
            on_value=lambda name: begin(PlannedRun(as_shipped(name), day.seed), MORNING),
        )


@solara.component
def Changes(day: PlannedRun, beside: bool, set_beside: Any, undo: Any) -> None:
    """What was changed on the way."""
    with solara.Card("Your changes", elevation=1):
        for hour, settings in day.changes:
            words = ", ".join(f"{name} = {value}" for name, value in settings)
            solara.Div(children=[solara.Text(f"{clock(hour)}  {words}")])
        solara.Switch(
            label="show the same day without them beside it", value=beside, on_value=set_beside
        )
        solara.Button("Take them back and begin again", on_click=undo, text=True)
