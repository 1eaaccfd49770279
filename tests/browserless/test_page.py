"""The page renders without a browser; SolaraViz shows the model as it shows any other."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("solara", reason="the page needs gatecrush[server]")

import ipyvuetify
import ipywidgets
import reacton
import solara
from mesa.visualization import SolaraViz, make_plot_component

from gatecrush.model import BorderCrossing
from gatecrush.server import app

SHORT = {"run.start": 5.0, "run.end": 5.5}


@solara.component
def Shell(page: Callable[[], Any]) -> None:
    """The frame that ``solara run`` puts round a page; without it the sidebar is not rendered."""
    with solara.AppLayout():
        page()


@pytest.fixture
def rendered() -> Iterator[Any]:
    """Render pages as for a visitor, and close them afterwards."""
    contexts = []

    def render(page: Callable[[], Any]) -> Any:
        _, context = reacton.render_fixed(Shell(page), handle_error=False)
        contexts.append(context)
        return context

    with warnings.catch_warnings():
        # The widgets warn of traits that newer versions rename; nothing of ours.
        warnings.simplefilter("ignore")
        yield render
        for context in contexts:
            context.close()
    gc.collect()


def button(context: Any, label: str) -> Any:
    """Return the button with a label."""
    found = [
        widget
        for widget in context.find(ipyvuetify.Btn).widgets
        if label in [child for child in widget.children if isinstance(child, str)]
    ]
    assert len(found) == 1
    return found[0]


def test_solara_viz_steps_and_resets_the_model(rendered: Any) -> None:
    shown = solara.reactive(BorderCrossing("account", rng=1, **SHORT))
    first = shown.value
    context = rendered(lambda: SolaraViz(shown, components=[(app.Counts, 0)]))
    button(context, "Step").click()
    assert first.time == 1
    button(context, "Reset").click()
    assert shown.value is not first
    assert isinstance(shown.value, BorderCrossing)
    assert shown.value.time == 0


def test_reset_keeps_the_scenario_and_takes_the_parameters_of_the_page(rendered: Any) -> None:
    shown = solara.reactive(BorderCrossing("calm", rng=1, **SHORT))
    settings = {"scenario": "calm", "rng": 3, "volunteers.count": 5, **SHORT}
    context = rendered(lambda: SolaraViz(shown, model_params=settings))
    button(context, "Reset").click()
    assert shown.value.scenario.name == "calm"
    assert shown.value.scenario.volunteers.count == 5


def test_collected_data_are_plotted(rendered: Any) -> None:
    model = BorderCrossing("account", rng=1, **SHORT)
    model.step()
    measures = list(model.datacollector.model_vars)
    assert measures
    rendered(lambda: SolaraViz(model, components=[make_plot_component(measures[0])]))


def test_page_renders(rendered: Any) -> None:
    context = rendered(app.Page)
    assert button(context, "Step")
    assert len(context.find(ipywidgets.Image).widgets) == 1, "the figure of the counts"


def test_each_visitor_has_a_day_of_their_own(
    rendered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def make(*words: Any, **settings: Any) -> BorderCrossing:
        made.append(BorderCrossing(*words, **settings, **SHORT))
        return made[-1]

    monkeypatch.setattr(app, "BorderCrossing", make)
    for _ in range(2):
        rendered(app.Page)
    assert len(made) == 2


@pytest.mark.parametrize(("hour", "shown"), [(5.0, "05:00"), (13.75, "13:45"), (25.5, "01:30")])
def test_clock_time(hour: float, shown: str) -> None:
    assert app.clock_time(hour) == shown
