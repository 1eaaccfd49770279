"""The page: its routes and what surrounds them. Run it with ``gatecrush serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import solara

from .door.paths import PAGES
from .pages.about import AboutPage
from .pages.compare import ComparePage
from .pages.light_or_dark import LightOrDark
from .pages.live import LivePage
from .pages.part import Part
from .pages.sweep import SweepPage
from .pages.witness import WitnessPage

LOOK: Final = Path(__file__).with_name("page.css")


@solara.component_vue("tabs.vue")
def Tabs(tabs: list[dict[str, str]], here: str) -> None:
    """The pages; each is found again as it was left."""


@solara.component
def Surroundings(children: Any = ()) -> None:
    """The head of every page, and its content."""
    solara.Title("gatecrush")
    solara.Style(LOOK)
    router = solara.use_router()
    here = "/" + router.path.strip("/").split("/")[0]
    tabs = [{"path": path, "label": name} for path, name in PAGES.items()]
    with solara.Div(classes=["gc-frame"]):
        with solara.Div(classes=["gc-head"], attributes={"role": "banner"}):
            Tabs(tabs=tabs, here=here)
            LightOrDark()
        with solara.Div(classes=["gc-body"], attributes={"role": "main"}):
            Part(children=list(children)).key(f"page {here}")


COMPONENTS: Final = (LivePage, ComparePage, SweepPage, WitnessPage, AboutPage)
routes = [
    solara.Route(
        path.strip("/") or path,
        component=component,
        label=name,
        layout=Surroundings if path == "/" else None,  # that of the first holds for all
    )
    for (path, name), component in zip(PAGES.items(), COMPONENTS, strict=True)
]
