"""A file of a visitor's own: a scenario, a plan or a table of arrivals, read as commands read it.

It is read in a process beside the page's (``ErrandProcess``), with limits to time and memory. What
it holds is data: nothing of it is carried out, and it opens no file of this machine.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from gatecrush.experiments.storage.whole_files import temporary_folder
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

from ..days.own_places import MOST_TEXT, OwnPlace
from ..days.size_limits import check_size

LARGEST: Final = 2_000_000
"""Bytes of a file."""
LONGEST_NAME: Final = 80
SCENARIOS: Final = (".toml",)
TABLES: Final = (".csv", ".tsv")
PLANS: Final = (".geojson", ".json", ".wkt", ".zip", ".dxf", ".svg", ".png")
ENDINGS: Final = (*SCENARIOS, *PLANS, *TABLES)
LONGEST_DRAWING: Final = 2.0
"""Time in which a place has to be drawn, s: the page draws it again and again."""


class UnusableFileError(Exception):
    """A file that cannot be used; says why in the reader's words."""


def safe_name(name: str) -> str:
    """Return the name of a file alone, without the folders that a browser may tell."""
    last = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    stem, dot, ending = last.rpartition(".")
    stem = stem.lstrip(".")[: LONGEST_NAME - len(ending) - 1] or "file"
    return f"{stem}{dot}{ending[:10]}" if dot else last.lstrip(".")[:LONGEST_NAME] or "file"


def ending_of(name: str) -> str:
    """Return the ending of a file's name that can be read.

    Raises:
        UnusableFileError: it has none of those.
    """
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise UnusableFileError(f"{name}: its name must end in {', '.join(ENDINGS)}")
    return ending


def read_own(name: str, content: bytes, beneath: Scenario) -> OwnPlace | str:
    """Return what a file holds, or why it cannot be used.

    Args:
        name: of the file.
        content: its bytes.
        beneath: what a plan or a table is added to; a scenario stands by itself.
    """
    name = safe_name(name)
    remarks: tuple[str, ...] = ()
    try:
        ending = ending_of(name)
        if len(content) > LARGEST:
            raise UnusableFileError(f"{name} is larger than {LARGEST // 1_000_000} MB")
        if ending in SCENARIOS:
            scenario = _scenario(name, content)
        elif ending in TABLES:
            scenario = _with_arrivals(name, content, beneath)
        else:
            scenario, remarks = _on_plan(name, content, beneath)
        _check(name, scenario)
    except (UnusableFileError, ScenarioError) as error:
        return str(error)
    return OwnPlace(name, scenario, remarks)


def _scenario(name: str, content: bytes) -> Scenario:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnusableFileError(f"{name}, line {line}: is not UTF-8 text") from None
    return Scenario.from_text(name, text)


def _with_arrivals(name: str, content: bytes, beneath: Scenario) -> Scenario:
    from gatecrush.model.scenario.arrivals_table import arrivals_table

    with temporary_folder("errand") as folder:
        path = folder / name
        path.write_bytes(content)
        table = arrivals_table(path, "demand.arrivals")
    return beneath.with_(**{"demand.arrivals": table})


def _on_plan(name: str, content: bytes, beneath: Scenario) -> tuple[Scenario, tuple[str, ...]]:
    """Return a scenario on a plan, and what the plan's reader remarks."""
    from gatecrush.model.place.plan.examination import examined_file
    from gatecrush.model.place.plan.survey import Terms
    from gatecrush.model.scenario.plan_file import PLAN, plan_content

    site, density = beneath.site, beneath.waiters.density
    with temporary_folder("errand") as folder:
        path = folder / name
        path.write_bytes(content)
        found = examined_file(path, Terms(site.cell, site.column_width, density))
        said = tuple(f"{name}: {each}" for each in found.problems)
        if not found.is_usable:
            raise UnusableFileError("\n".join(said))
        drawn = plan_content(path, PLAN)
    try:
        return beneath.with_(**{PLAN: drawn}), said
    except ScenarioError:
        fitted = _fitted(beneath, drawn)
        scenario = beneath.with_(**{PLAN: drawn, **fitted})
    words = ", ".join(f"{key} = {value}" for key, value in fitted.items())
    return scenario, (*said, f"{name}: who has no room or no lane on it is left out: {words}")


def _fitted(beneath: Scenario, drawn: str) -> dict[str, int | float]:
    """Return the parameters of those for whom a plan has no room or no way."""
    from gatecrush.model.place.plan.shapes import PlanError
    from gatecrush.model.place.site import drawn_ground

    site = beneath.site.model_copy(update={"plan": drawn})
    try:
        ground = drawn_ground(site, 0.0)
    except PlanError:
        return {}  # the scenario says so itself
    fitted: dict[str, int | float] = {}
    if not (ground.walkable == 2).any():
        fitted |= {"families.count": 0, "families.priority": 0.0}
    room = int(ground.column.sum() * site.cell**2 * beneath.waiters.density)
    if beneath.demand.initial_numbered > room:
        fitted["demand.initial_numbered"] = room
    return fitted


def _check(name: str, scenario: Scenario) -> None:
    """Make sure that the page can show a place, for this visitor beside all others.

    Raises:
        UnusableFileError, ScenarioError: it cannot.
    """
    from gatecrush.model.place.plan import drawn

    drawn.drawing_of.cache_clear()
    began = time.process_time()
    check_size(scenario)
    if time.process_time() - began > LONGEST_DRAWING:
        raise UnusableFileError(f"{name}: it takes too long to be drawn on the page")
    if len(scenario.to_toml()) > MOST_TEXT:
        raise UnusableFileError(f"{name}: it holds more than the page keeps for a visit")
