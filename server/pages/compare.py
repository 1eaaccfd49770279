"""Two days side by side on the same random numbers and one clock, and their difference in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import solara

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.words import clock, counted
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

from ..days.levers import LEVERS, says_something
from ..days.links import LinkError, as_shipped, seed_of
from ..days.moments import Moment, Moments
from ..days.two_days import IDEAS, SIDES, Attempt, Comparison, Idea, ideas_for, link_to, linked
from .address import use_address
from .live import SHIPPED
from .part import Part
from .shown_link import ShownLink
from .sliders import LeverSlider
from .watched_crowd import WatchedCrowd, use_shown

BEGIN: Final = 9.0
"""Hour from which both are shown unless a link says otherwise, h."""


@solara.component
def ComparePage() -> None:
    """Two days and their difference."""
    search = solara.use_router().search
    first, begin_at, wrong = solara.use_memo(lambda: _linked(search), [])
    compared, set_compared = solara.use_state(first)
    hour, set_hour = solara.use_state(begin_at)
    error, set_error = solara.use_state(wrong)
    seen: solara.Reactive[tuple[Moment, ...]] = solara.use_reactive(())
    shown = use_shown("/compare", speed=10.0)
    now = solara.use_ref(first)

    def compare(other: Comparison, from_hour: float, wrong: str = "") -> None:
        """Show another comparison."""
        now.current = other
        seen.value = ()
        set_error(wrong)
        set_hour(from_hour)
        set_compared(other)

    def follow(search: str | None) -> None:
        """Show what another address holds."""
        other, moment, wrong = _linked(search)
        if other == now.current:
            shown.view.jump(moment)
        compare(other, moment, wrong)

    write = use_address("/compare", follow)

    def try_(other: Comparison) -> None:
        """Compare what a visitor asks for, at the hour that they see."""
        compare(other, shown.view.aim)
        write(link_to(other, shown.view.aim))

    def choose(side: int, words: str) -> None:
        found = next(idea for idea in IDEAS if idea.words == words)
        try_(now.current.trying(side, Attempt(found)))

    def pull(side: int, settings: dict[str, Any]) -> None:
        try_(now.current.trying(side, now.current.sides[side].with_own(settings)))

    days, impossible = solara.use_memo(lambda: _days(compared), [compared])
    possible = solara.use_ref(days)
    possible.current = days or possible.current
    titles = [f"{side}: {compared.sides[n].title}" for n, side in enumerate(SIDES)]
    _heading()
    Part(children=[WhichDays(compared, try_)])
    _sides(compared, days, choose, pull)
    if problem := impossible or error:
        solara.Error(problem)
    Difference(seen.value)
    with Part():
        WatchedCrowd(
            shown, possible.current, which=possible.current, hour=hour, titles=titles,
            on_look=Moments(seen.set).look,
        )  # fmt: skip
    Reopen(compared, seen.value)


def _sides(compared: Comparison, days: tuple[PlannedRun, ...], choose: Any, pull: Any) -> None:
    """What each side tries, of what does something for the scenario."""
    ideas = ideas_for(compared.scenario)
    with solara.Div(classes=["gc-sides"]):
        for n, side in enumerate(SIDES):
            scenario = days[n].scenario if days else compared.scenario
            idea = compared.sides[n].idea
            offered = ideas if idea in ideas else (*ideas, idea)
            parts = (side, idea, offered, scenario, partial(choose, n), partial(pull, n))
            Part(children=[Side(*parts)])


def _heading() -> None:
    solara.HTML(tag="h1", unsafe_innerHTML="What would have kept it?", classes=["gc-h1"])
    solara.Text(
        "The same people come at the same moments on both sides, as far as the settings allow: "
        "what differs is what you change."
    )


@solara.component
def WhichDays(compared: Comparison, try_: Callable[[Comparison], None]) -> None:
    """Scenario and seed of both."""
    with solara.Row(gap="16px", classes=["gc-wrap"]):
        solara.Select(
            "Scenario",
            values=sorted({*SHIPPED, compared.scenario.name}),
            value=compared.scenario.name,
            on_value=lambda name: try_(compared.of(as_shipped(name))),
        )
        solara.InputInt(
            "Seed",
            value=compared.seed,
            on_value=lambda n: try_(replace(compared, seed=seed_of(n))),
        )


@solara.component
def Side(
    side: str, idea: Idea, offered: tuple[Idea, ...], scenario: Scenario, choose: Any, pull: Any
) -> None:
    """What one side tries."""
    with solara.Card(elevation=1):
        words = [each.words for each in offered]
        solara.Select(side, values=words, value=idea.words, on_value=choose)
        with solara.Details("Levers"):
            values = scenario.flat()
            for lever in LEVERS:
                if says_something([lever.name], scenario):
                    LeverSlider(lever, values[lever.name], pull)


@solara.component
def Reopen(compared: Comparison, moments: tuple[Moment, ...]) -> None:
    """A link to this comparison, at the moment last spoken of."""
    link = f"/compare{link_to(compared, moments[0].hour if moments else None)}"
    ShownLink("Link to this comparison:", link)


def _linked(search: str | None) -> tuple[Comparison, float, str]:
    """Return the comparison of the address, the hour it begins at, and what is wrong with it."""
    try:
        compared, moment = linked(search)
    except LinkError as error:
        return Comparison(as_shipped("account")), BEGIN, f"{error} These are the account's days."
    return compared, BEGIN if moment is None else moment, ""


def _days(compared: Comparison) -> tuple[tuple[PlannedRun, ...], str]:
    """Return both days, or none and what is wrong."""
    try:
        return compared.days(), ""
    except ScenarioError as error:
        return (), str(error)


def difference_in_words(first: Moment, second: Moment) -> list[str]:
    """Return what differs between two days at the same hour, a sentence each."""
    at = clock(first.hour)
    more = second.admitted - first.admitted
    people = counted(first.admitted, "person", "people")
    let_in = (
        f"By {at} both have let in {people}."
        if more == 0
        else f"By {at} A has let in {people}, B {second.admitted}."
    )
    turn = f"Out of turn were {first.out_of_turn:.0%} of A's and {second.out_of_turn:.0%} of B's."
    waits = f"At A {counted(first.waiting, 'person waits', 'people wait')}, at B {second.waiting}."
    return [_order_in_words(first, second), let_in, turn, waits]


def _order_in_words(first: Moment, second: Moment) -> str:
    if first.onset is None and second.onset is None:
        return "Both have kept their order so far."
    if first.onset is not None and second.onset is not None:
        a, b = clock(first.onset), clock(second.onset)
        return f"The order broke at {a} on side A and at {b} on side B."
    side, onset = ("A", first.onset) if first.onset is not None else ("B", second.onset)
    other = "B" if side == "A" else "A"
    return f"On side {side} the order broke at {clock(onset or 0.0)}; side {other} keeps it."


@solara.component
def Difference(moments: tuple[Moment, ...]) -> None:
    """The difference in words; one pair of days is an example, not a proof."""
    with solara.Div(classes=["gc-difference"]):
        if len(moments) < len(SIDES):
            solara.Text("The days begin …")
            return
        for sentence in difference_in_words(*moments):
            solara.Text(sentence)
        solara.Text(
            "One pair of days is an example; the sweep page shows how often it comes out so.",
            classes=["gc-meaning"],
        )
