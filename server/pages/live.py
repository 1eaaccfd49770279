"""The first page: one day that plays, thirty beside it, and what would have kept their order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import solara

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glance import last_hour
from gatecrush.experiments.statistics.verdict import ThisDay
from gatecrush.experiments.words import clock
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario_file import shipped_scenarios

from ..days.links import as_shipped
from ..days.moments import TINY, Moment, Moments
from ..days.own_places import OwnPlace
from ..days.simulators import BrokenDayError
from ..glances.own_glance import Counts
from .address import use_address
from .on_paper import OnPaper
from .own_files import OwnFiles
from .part import Part
from .sharing import Sharing
from .thirty_days import Cards, ThirtyDays
from .visit import MORNING, Sight, Visit, linked
from .watched_crowd import Shown, WatchedCrowd, use_shown

BESIDE: Final = ("with your changes", "the same day without them")
SHIPPED: Final = ("account", "calm", "open_area")
"""Scenarios that are a day with an evening."""


@solara.component
def LivePage() -> None:
    """A day that is watched, one of thirty, and what would have kept them."""
    search = solara.use_router().search
    first, wrong = solara.use_memo(lambda: linked(search), [])
    sight, set_sight = solara.use_state(first)
    error, set_error = solara.use_state(wrong)
    seen: solara.Reactive[tuple[Moment, ...]] = solara.use_reactive(())
    counts: solara.Reactive[Counts] = solara.use_reactive(Counts())
    shown = use_shown("/", speed=5.0)
    visit = solara.use_memo(
        lambda: Visit(first, shown, lambda: seen.set(()), set_sight, set_error), []
    )
    visit.write = use_address("/", visit.follow)

    def count(now: Counts, spreads: dict[str, Any]) -> None:
        """Say how the thirty days ended, as far as they are over."""
        counts.value, shown.view.spreads = now, spreads

    begin_with, change = (_saying(set_error, act) for act in (visit.begin_with, visit.change))
    with solara.Div(classes=["gc-page", "gc-live"]):
        with solara.Div(classes=["gc-main"]):
            _main(sight, shown, seen, counts.value, error)
        with solara.Div(classes=["gc-aside"]):
            Part(children=[ThirtyDays(sight.day, sight.base, visit.watch, count)])
            Part(children=[Cards(sight.day, sight.base, counts.value, begin_with, change)])
            _aside(sight, visit, lambda place: visit.show_own(place, search))


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


def _aside(sight: Sight, visit: Visit, show_own: Callable[[OwnPlace], object]) -> None:
    """What else can be done with the day."""
    day = sight.day
    if day.changes:
        undo = partial(visit.begin, day.unchanged(), MORNING)
        beside = partial(visit.begin, day, beside=not sight.beside)
        Part(children=[Changes(day, sight.beside, lambda _: beside(visit.shown.view.aim), undo)])
    Part(children=[WhichScenario(sight, visit.begin_at)])
    Part(children=[OwnFiles(sight.base, sight.own, show_own)])
    Part(children=[Sharing(day, lambda: visit.shown.view.aim, sight.own)])
    Part(children=[OnPaper(day, sight.own)])


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
def WhichScenario(sight: Sight, begin_at: Any) -> None:
    """The scenario whose days are shown."""
    day, own = sight.day, sight.own

    def choose(name: str) -> None:
        if name != here:
            begin_at(None, PlannedRun(as_shipped(name), day.seed))

    with solara.Card("Another place", elevation=0):
        others = sorted({*SHIPPED, day.scenario.name} & set(shipped_scenarios()))
        here = f"{own.label} (your own)" if own else day.scenario.name
        solara.Select(
            "Scenario",
            values=[here, *others] if own else others,
            value=here,
            on_value=choose,
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
