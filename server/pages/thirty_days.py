"""Thirty days beside the one that plays, and the cards that might have kept their order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import solara

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.quantities import listed
from gatecrush.model.scenario.scenario import Scenario

from ..days.links import as_shipped
from ..glances.cards import Card, beside_cards, cards_for, without
from ..glances.cards_view import CardsView
from ..glances.glancers import glancers
from ..glances.own_glance import Counts, OwnGlance, plan_of
from ..glances.tiles import TilesView
from .sliders import AllParameters, Changed

Made = Callable[[], Scenario]
"""Makes a scenario, or says why it cannot be (ScenarioError)."""
OFTEN: Final = 0.25
"""Time from look to look at days that come in, s."""


@solara.component
def ThirtyDays(
    day: PlannedRun, watch: Callable[[int], object], counted: Callable[[Counts], object]
) -> None:
    """The thirty days of the setting that is watched; they end with the visit.

    Args:
        day: the day that is watched.
        watch: told of one that was clicked.
        counted: told how many are over, and how they ended.
    """
    view = solara.use_memo(TilesView, [])
    view.on_watch = watch
    nothing: OwnGlance | None = None
    own, set_own = solara.use_state(nothing)
    setting = replace(day, replication=0)

    def begin() -> Callable[[], None]:
        begun = glancers().begin(plan_of(day))
        set_own(begun)
        return lambda: glancers().end(begun)

    async def fill() -> None:
        while own is not None and not own.closed.is_set():
            is_over = own.is_over  # before they are shown, so that the last one is
            view.show(own)
            counted(own.counts)
            if is_over:
                return
            await asyncio.sleep(OFTEN)

    def frame() -> None:
        view.watched = day.replication

    solara.use_effect(begin, [setting])
    solara.use_effect(frame, [day.replication])
    solara.use_effect(lambda: view.close, [])
    solara.lab.use_task(fill, dependencies=[id(own)], raise_error=False)
    solara.Div(children=[view])


@solara.component
def Cards(
    day: PlannedRun, is_over: bool, begin_with: Callable[[Made], object], now: Changed
) -> None:
    """What would have kept the order: sentences to be taken, alone or several.

    Args:
        day: the day that is watched.
        is_over: whether all its days are over, so that there is something new to know.
        begin_with: begins the day anew with another scenario.
        now: changes parameters at the hour that is shown.
    """
    view = solara.use_memo(CardsView, [])
    numbers, set_numbers = solara.use_state(0)
    scenario, shipped = day.scenario, as_shipped(day.scenario.name)

    def known() -> dict[str, Counts | None]:
        return {card.key: _known(card, view, shipped, day.seed) for card in cards_for(shipped)}

    def show() -> None:
        view.show(scenario, shipped, counts.latest or {})

    view.on_take = lambda card, its: begin_with(lambda: scenario.with_(**card.settings(its)))
    view.on_away = lambda card, _: begin_with(lambda: without(scenario, shipped, *card.parameters))
    view.on_numbers = lambda *_: set_numbers(numbers + 1)
    counts: Any = solara.lab.use_task(
        known, dependencies=[shipped.name, day.seed, numbers, scenario, is_over], raise_error=False
    )
    solara.use_effect(show, [scenario, counts.latest])
    solara.use_effect(lambda: view.close, [])
    solara.HTML(tag="h2", unsafe_innerHTML="What would have kept it?", classes=["gc-ask"])
    solara.Div(children=[view])
    own = beside_cards(scenario, shipped)
    for name, value in own.items():
        as_shipped_again = partial(without, scenario, shipped, name)
        _Own(name, value, partial(begin_with, as_shipped_again))
    with solara.Details("Your own ..."):
        AllParameters(scenario, lambda its: begin_with(lambda: scenario.with_(**its)), now)


@solara.component
def _Own(name: str, value: Any, away: Callable[[], object]) -> None:
    """A setting of the visitor's own, and the way back from it."""
    quantity = Scenario.quantities()[name]
    words = f"{name} = {listed(value)}{quantity.unit_spoken}"
    with solara.Div(classes=["gc-own"]):
        solara.Text(words)
        solara.Button("take away", on_click=away, text=True, small=True,
                      attributes={"aria-label": f"take away {words}"})  # fmt: skip


def _known(card: Card, view: CardsView, shipped: Scenario, seed: int) -> Counts | None:
    """Return how the days of a card alone ended, if all of them are kept."""
    try:
        scenario = shipped.with_(**card.settings(view.numbers_on(card)))
    except ScenarioError:
        return None
    return glancers().known(scenario, seed)
