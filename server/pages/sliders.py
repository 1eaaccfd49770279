"""Levers: parameters as sliders, numbers and switches, from what is declared of each parameter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import solara

from gatecrush.experiments.words import clock
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.plan_file import PLAN
from gatecrush.model.scenario.quantities import Quantity, listed
from gatecrush.model.scenario.scenario import Scenario

from ..days.levers import Lever, can_change
from ..days.links import NAME, LinkError, settings_of

Changed = Callable[[dict[str, Any]], object]
"""Told of parameters that a visitor changed."""
AT_OPENINGS: Final = frozenset({"gate.cycle_min", "gate.cycle_max", "gate.processing_share"})
"""Parameters that the guards go by when they open the gate, and at no other time."""


def acts_when(name: str) -> str:
    """Return when a change of a parameter is felt, in words."""
    if not can_change(name):
        return "begins the day anew"
    return "acts from the next opening on" if name in AT_OPENINGS else "acts at once"


@solara.component
def LeverSlider(lever: Lever, value: float, on_change: Changed) -> None:
    """A slider with the parameter's unit, meaning and name."""
    quantity = Scenario.quantities()[lever.name]
    held, hold = solara.use_state(value, key=f"{lever.name}")
    solara.use_effect(lambda: hold(value), [value])

    def let_go() -> None:
        """Act once the slider rests, not at every point it passes."""
        if held != value:
            on_change({lever.name: _typed(quantity, held)})

    solara.lab.use_task(_after_a_moment(let_go), dependencies=[held])
    when = acts_when(lever.name)
    with solara.Column(gap="0px", classes=["gc-lever"]):
        with solara.Row(justify="space-between", gap="8px"):
            solara.Text(lever.words)
            solara.HTML(tag="b", unsafe_innerHTML=_shown(quantity, held))
        solara.SliderFloat(
            "", value=held, on_value=hold, min=lever.low, max=lever.high, step=lever.step,
            thumb_label=False,
        )  # fmt: skip
        solara.Text(f"{quantity.name}: {quantity.meaning}; {when}", classes=["gc-meaning"])


def _after_a_moment(act: Callable[[], None]) -> Callable[[], Any]:
    async def wait() -> None:
        import asyncio

        await asyncio.sleep(0.25)
        act()

    return wait


def _typed(quantity: Quantity, value: float) -> Any:
    return round(value) if quantity.kind == "whole number" else round(float(value), 6)


def _shown(quantity: Quantity, value: float) -> str:
    typed = _typed(quantity, value)
    if quantity.name.endswith((".start", ".end")):
        return clock(typed)
    if quantity.name == "demand.factor":
        return f"× {typed:g}"
    return f"{listed(typed)}{quantity.unit_spoken}"


@solara.component
def AllParameters(scenario: Scenario, on_change: Changed, now: Changed | None = None) -> None:
    """Every parameter by section, to be changed by writing a value.

    Args:
        scenario: what is changed.
        on_change: told of a change.
        now: told of one that is to be made at the hour shown, if that is another thing.
    """
    values, quantities = scenario.flat(), Scenario.quantities()
    chosen = solara.use_reactive("demand.factor")
    text = solara.use_reactive(listed(values["demand.factor"]))
    wrong = solara.use_reactive("")
    quantity = quantities[chosen.value]

    def choose(name: str) -> None:
        chosen.value, text.value, wrong.value = name, listed(values[name]), ""

    def take(told: Changed = on_change) -> None:
        try:
            read = settings_of([f"{chosen.value}={text.value}"], scenario)
            scenario.with_(**read)
        except (ScenarioError, LinkError) as error:
            wrong.value = str(error).removeprefix("--set ")
            return
        wrong.value = ""
        told(read)

    names = [name for name in quantities if name not in (NAME, PLAN)]
    solara.Select("Parameter", values=names, value=chosen.value, on_value=choose)
    solara.Text(f"{quantity.meaning}. Source: {quantity.source}.", classes=["gc-meaning"])
    bounds = f" ({quantity.allowed})" if quantity.allowed else ""
    solara.InputText(f"Value{bounds}", value=text, continuous_update=True)
    when = acts_when(chosen.value) if now is None else "begins the day anew"
    solara.Button(f"Take this value: {when}", on_click=lambda: take(), outlined=True, small=True)
    if now is not None and can_change(chosen.value):
        words = f"From the hour shown: {acts_when(chosen.value)}"
        solara.Button(words, on_click=lambda: take(now), outlined=True, small=True)
    if wrong.value:
        solara.Error(wrong.value, dense=True)
