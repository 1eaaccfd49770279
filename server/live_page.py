"""The first page: an orderly morning, one question, one lever; all else is a step further in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

import solara

from gatecrush.experiments.words import clock
from gatecrush.model.door import ScenarioError
from gatecrush.model.scenario import Scenario
from gatecrush.model.scenario_file import shipped_scenarios

from .crowd_view import CrowdView
from .day import Day
from .levers import FIRST, LEVERS, AllParameters, LeverSlider, can_change
from .links import LinkError, day_of
from .moments import Moment, Moments
from .sharing import Sharing
from .simulators import BrokenDayError, WatchedDay, close_all, simulators

MORNING: Final = 9.0
"""Hour at which the first view begins, h: five hours before the trouble of the account."""
EVENING: Final = 21.0
"""Hour at which the question is answered, h."""
AHEAD: Final = 2.5
"""Time of play by which the simulation may be ahead of what is shown, s."""
BESIDE: Final = ("with your changes", "the same day without them")
SHIPPED: Final = ("account", "calm", "open_area")
"""Scenarios that are a day with an evening."""


@solara.component
def LivePage() -> None:
    """A day that is watched, with its levers."""
    search = solara.use_router().search
    linked, moment, wrong = solara.use_memo(lambda: _linked(search), [search])
    day, set_day = solara.use_state(linked)
    begin_at, set_begin_at = solara.use_state(MORNING if moment is None else moment)
    beside, set_beside = solara.use_state(False)
    error, set_error = solara.use_state(wrong)
    seen: solara.Reactive[tuple[Moment, ...]] = solara.use_reactive(())
    nobody: list[WatchedDay] = []
    none: Any = None
    watched, widget = solara.use_ref(nobody), solara.use_ref(none)
    shows, set_shows = solara.use_state(0)

    def begin(other: Day, hour: float) -> None:
        """Begin a day, and show it from an hour on."""
        set_error("")
        seen.value = ()
        set_day(other)
        set_begin_at(hour)
        set_shows(shows + 1)

    def change(settings: dict[str, Any]) -> None:
        """Change parameters: at once if that can be, else from the beginning of the day."""
        try:
            _pull(settings, day, watched.current, widget.current, begin, set_day)
            set_error("")
        except (ScenarioError, BrokenDayError) as problem:
            set_error(str(problem))

    with solara.Div(classes=["gc-page"]):
        with solara.Div(classes=["gc-main"]):
            Question(seen.value[0] if seen.value else None)
            if error:
                solara.Error(error)
            view = CrowdView.element(
                playing=True, speed=5.0, titles=list(BESIDE) if beside and day.changes else []
            )
        with solara.Div(classes=["gc-aside"]):
            Levers(day, change)
            WhichDay(day, begin)
            if day.changes:
                Changes(day, beside, set_beside, lambda: begin(day.unchanged(), MORNING))
            Sharing(day, lambda: widget.current.shown)

    def connect() -> Any:
        """Show the day; forget it when the visitor goes or another begins."""
        days = [day, day.unchanged()] if beside and day.changes else [day]
        watched.current = [simulators().watch(each) for each in days]
        widget.current = solara.get_widget(view)
        widget.current.on_look = Moments(seen.set).look
        _guarded(lambda: widget.current.show(watched.current, hour=begin_at), set_error)
        return partial(close_all, watched.current)

    solara.use_effect(connect, [shows, beside, search])


@solara.component
def Levers(day: Day, change: Any) -> None:
    """One lever; a few more, and all the others, a step further in."""
    with solara.Card("Pull a lever", elevation=1):
        values = {**day.scenario.flat(), **_latest(day)}
        LeverSlider(FIRST, values[FIRST.name], change)
        with solara.Details("More levers"):
            for lever in LEVERS[1:]:
                LeverSlider(lever, values[lever.name], change)
        with solara.Details("All parameters"):
            AllParameters(day.scenario, change)


def _linked(search: str | None) -> tuple[Day, float | None, str]:
    """Return the day of the address, the moment it shows, and what is wrong with it."""
    try:
        day, moment = day_of(search)
    except LinkError as error:
        return Day(Scenario.load("account")), None, f"{error} This is the day of the account."
    return day, moment, ""


def _latest(day: Day) -> dict[str, Any]:
    return {key: value for _, settings in day.changes for key, value in settings}


def _pull(
    settings: dict[str, Any],
    day: Day,
    watched: list[WatchedDay],
    widget: CrowdView,
    begin: Any,
    set_day: Any,
) -> None:
    """Change a day now, where it was left to look back, or from its beginning."""
    if not all(can_change(name) for name in settings):
        begin(replace(day, scenario=day.scenario.with_(**settings)), widget.shown)
        return
    first = watched[0]
    looks_back = first.hour - widget.shown > max(0.25, AHEAD * widget.speed / 60)
    if looks_back:
        changed = day.changed(widget.shown, settings)
        begin(changed, widget.shown)
        return
    first.change(settings)
    set_day(first.day)
    words = ", ".join(f"{name} = {value}" for name, value in settings.items())
    widget.mark(first.hour, words)


def _guarded(show: Any, set_error: Any) -> None:
    try:
        show()
    except (ScenarioError, BrokenDayError) as error:
        set_error(str(error))


@solara.component
def Question(moment: Moment | None) -> None:
    """One question, and the answer of the day."""
    guess, set_guess = solara.use_state("")
    onset = None if moment is None else moment.onset
    is_evening = moment is not None and moment.hour >= EVENING
    solara.HTML(tag="h1", unsafe_innerHTML="Will they keep their order until tonight?")
    with solara.Row(gap="8px", classes=["gc-guess"], style={"align-items": "center"}):
        if onset is not None:
            answer = (
                f"At {clock(onset)} the order broke: most of those near the gate had been "
                "pressing for ten minutes."
            )
        elif is_evening:
            answer = "It is 21:00, and they have kept their order."
        else:
            answer = ""
        if answer:
            right = (onset is None) == (guess == "yes")
            judged = (
                "" if not guess else " You expected it." if right else " You expected otherwise."
            )
            solara.HTML(
                tag="p",
                unsafe_innerHTML=f"<b>{answer}</b>{judged} Would it have held with fewer people? "
                "Pull the lever and begin the day again.",
                classes=["gc-answer"],
            )
        elif guess:
            words = "they will" if guess == "yes" else "they will not"
            solara.HTML(
                tag="p",
                unsafe_innerHTML=f"You say {words}. Watch, or jump to an hour.",
                classes=["gc-answer"],
            )
        else:
            solara.HTML(
                tag="p",
                unsafe_innerHTML="Everybody here has a number on the wrist and waits to be called. "
                "Ten are let in about once an hour.",
                classes=["gc-answer"],
            )
            solara.Button("They will", on_click=lambda: set_guess("yes"), outlined=True)
            solara.Button("They will not", on_click=lambda: set_guess("no"), outlined=True)


@solara.component
def WhichDay(day: Day, begin: Any) -> None:
    """Scenario and seed; begin again."""
    with solara.Card("This day", elevation=1):
        others = sorted({*SHIPPED, day.scenario.name} & set(shipped_scenarios()))
        solara.Select(
            "Scenario",
            values=others,
            value=day.scenario.name,
            on_value=lambda name: begin(Day(Scenario.load(name), day.seed), MORNING),
        )
        solara.InputInt(
            "Seed: another number, another day",
            value=day.seed,
            on_value=lambda seed: begin(replace(day, seed=max(0, int(seed))), MORNING),
        )
        with solara.Row(gap="8px"):
            solara.Button("Begin again", on_click=lambda: begin(day, MORNING), outlined=True)
            solara.Button(
                "Another day",
                on_click=lambda: begin(replace(day, seed=day.seed + 1), MORNING),
                outlined=True,
            )


@solara.component
def Changes(day: Day, beside: bool, set_beside: Any, undo: Any) -> None:
    """What was changed on the way."""
    with solara.Card("Your changes", elevation=1):
        for hour, settings in day.changes:
            words = ", ".join(f"{name} = {value}" for name, value in settings)
            solara.Text(f"{clock(hour)}  {words}")
        solara.Switch(
            label="show the same day without them beside it", value=beside, on_value=set_beside
        )
        solara.Button("Take them back and begin again", on_click=undo, text=True)
