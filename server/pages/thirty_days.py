"""Thirty days beside the one that plays, and the cards that might have kept their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import solara

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.quantities import listed
from gatecrush.model.scenario.scenario import Scenario

from ..glances.cards import Card, beside_cards, cards_for, without
from ..glances.cards_view import CardsView
from ..glances.glancers import glancers
from ..glances.map_view import MapView, mapped
from ..glances.own_glance import Counts, plan_of
from ..glances.tiles import TilesView
from .sliders import AllParameters, Changed

Made = Callable[[], Scenario]
"""Makes a scenario, or says why it cannot be (ScenarioError)."""
Counted = Callable[[Counts, dict[str, Any]], object]
"""Told how days ended that are over, and how their numbers spread."""


@solara.component
def ThirtyDays(
    day: PlannedRun, was: Scenario, watch: Callable[[int], object], counted: Counted
) -> None:
    """The thirty days of the setting that is watched; they end with the visit.

    Args:
        day: the day that is watched.
        was: the scenario before the visitor changed anything.
        watch: told of one that was clicked.
        counted: told how many are over, and how they ended.
    """
    view = solara.use_memo(TilesView, [])
    view.on_watch = watch
    view.on_look = lambda counts: counted(counts, view.own.spreads if view.own else {})

    def begin() -> Callable[[], None]:
        own = glancers().begin(plan_of(day, was=was))
        view.show(own)
        return lambda: glancers().end(own)

    def frame() -> None:
        view.watched = day.replication

    solara.use_effect(begin, [replace(day, replication=0)])
    solara.use_effect(frame, [day.replication])
    solara.use_effect(lambda: view.close, [])
    solara.Div(children=[view])


@solara.component
def Cards(
    day: PlannedRun,
    shipped: Scenario,
    counts: Counts,
    begin_with: Callable[[Made], object],
    now: Changed,
) -> None:
    """What would have kept the order: sentences to be taken, alone or several.

    Args:
        day: the day that is watched.
        shipped: its scenario as it ships, or as the visitor's own file has it.
        counts: how the thirty days ended, as far as they are over.
        begin_with: begins the day anew with another scenario.
        now: changes parameters at the hour that is shown.
    """
    view = solara.use_memo(CardsView, [])
    map_view = solara.use_memo(lambda: MapView(heading="What would have kept it?"), [])
    stepped, set_stepped = solara.use_state(0)
    scenario = day.scenario
    is_begun, is_over = counts.over > 0, counts.over == counts.asked

    def show() -> None:
        cards = cards_for(shipped) if is_begun else ()  # before, the crowd comes first
        known = {card.key: _known(card, view, shipped, day.seed) for card in cards}
        view.show(scenario, shipped, known)

    map_view.on_pick = lambda settings: begin_with(lambda: scenario.with_(**settings))
    view.on_take = lambda card, its: begin_with(lambda: scenario.with_(**card.settings(its)))
    view.on_away = lambda card, _: begin_with(lambda: without(scenario, shipped, *card.parameters))
    view.on_numbers = lambda *_: set_stepped(stepped + 1)
    solara.use_effect(show, [scenario, shipped, day.seed, stepped, is_begun, is_over])
    changes = bool(day.changes)
    solara.use_effect(
        lambda: map_view.show(scenario, shipped, changes=changes), [scenario, shipped, changes]
    )
    solara.use_effect(lambda: map_view.close, [])
    solara.use_effect(lambda: view.close, [])
    solara.Div(children=[map_view])
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
    return glancers().known(scenario, seed) or mapped(scenario, shipped, seed)
