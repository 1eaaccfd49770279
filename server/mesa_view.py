"""The crowd view as a component of Mesa's SolaraViz.

Example:
    >>> SolaraViz(model, components=[Crowd])  # doctest: +SKIP
"""

from __future__ import annotations

from typing import Any

import solara
from mesa.visualization.utils import update_counter

from .crowd_view import CrowdView
from .day import Playing


@solara.component
def Crowd(model: Any) -> None:
    """The site from above, as a model stands that SolaraViz steps."""
    steps = update_counter.get()
    view = CrowdView.element(passive=True)

    def show() -> None:
        solara.get_widget(view).show([Playing.of(model)])

    def look() -> None:
        solara.get_widget(view).look_again()

    solara.use_effect(show, [model])
    solara.use_effect(look, [steps])
