"""A report in a browser: it draws, it fits a phone, and it asks nobody for anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.reports.comparison import comparison_page
from gatecrush.experiments.reports.day import day_page
from gatecrush.experiments.reports.page import write_page
from gatecrush.experiments.storage.day_folder import StoredDay
from gatecrush.model.scenario.scenario import Scenario

WIDTHS = {"wide": 1200, "phone": 375}
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 25, 29)"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report of an evening, and one of two evenings compared."""
    folder = tmp_path_factory.mktemp("pages")
    evening = {"run.start": 18.6, "run.end": 21.1, "demand.initial_numbered": 60}
    days = []
    for volunteers in (2, 10):
        scenario = Scenario.load("account").with_(**evening, **{"volunteers.count": volunteers})
        planned = PlannedRun(scenario, 1)
        days.append(StoredDay("<b onclick=alert(1)>evening</b>", planned, planned.repeat()))
    write_page(day_page(days[0]), folder / "day.html")
    write_page(comparison_page(days), folder / "compared.html")
    return {"day": folder / "day.html", "compared": folder / "compared.html"}


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize("shape", WIDTHS)
@pytest.mark.parametrize(("name", "drawings"), [("day", 5), ("compared", 3)])
def test_report_draws_alone(
    name: str,
    drawings: int,
    shape: str,
    scheme: str,
    pages: dict[str, Path],
    new_tab: Callable[..., Any],
) -> None:
    width = WIDTHS[shape]
    tab = new_tab(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.page.goto(pages[name].as_uri())
    assert asked == [pages[name].as_uri()]
    assert (tab.errors, tab.foreign) == ([], [])
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [each.bounding_box() for each in tab.page.query_selector_all("figure svg")]
    assert len(boxes) == drawings
    assert all(box["width"] > 300 and box["height"] > 120 for box in boxes)
    ground = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == GROUNDS[scheme]
    ink = tab.page.evaluate("getComputedStyle(document.querySelector('figure svg text')).fill")
    assert ink != ground
    assert "<b onclick=alert(1)>evening</b>/scenario.toml" in tab.page.inner_text("body")
