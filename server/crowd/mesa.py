"""The crowd view as a component of Mesa's SolaraViz.

Example:
    >>> from gatecrush.model import BorderCrossing
    >>> from mesa.visualization import SolaraViz
    >>> page = SolaraViz(BorderCrossing("calm", rng=7), components=[Crowd])
"""

from __future__ import annotations

from typing import Any

import solara
from mesa.visualization.utils import update_counter

from ..days.watched_day import Playing
from .view import CrowdView


@solara.component
def Crowd(model: Any) -> None:
    """The site from above, as a model stands that SolaraViz steps."""
    steps = update_counter.get()
    view = solara.use_memo(lambda: CrowdView(passive=True), [])
    solara.Div(children=[view])
    solara.use_effect(lambda: view.show([Playing.of(model)]), [model])
    solara.use_effect(view.look_again, [steps])
    solara.use_effect(lambda: view.close, [])
