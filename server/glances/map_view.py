"""The map "How many, from when?": what the shipped atlas knows of volunteers, one click away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from gatecrush.experiments.glances.atlas import COUNT, START, Atlas, Cell, shipped_atlas
from gatecrush.experiments.statistics.intervals import share
from gatecrush.experiments.statistics.verdict import of_days
from gatecrush.experiments.words import clock, counted
from gatecrush.model.scenario.scenario import Scenario

from .cards import own_settings
from .own_glance import Counts

HERE: Final = Path(__file__).parent
HOLDS_NOT: Final = (
    "The map holds for the day as it ships, with volunteers and nothing else. "
    "You have changed other things: take them away to see it."
)


class MapView(anywidget.AnyWidget):
    """A heading with a button, and below it the map that the button unfolds."""

    _esm = (HERE / "map.js").read_text(encoding="utf-8")
    _css = (HERE / "map.css").read_text(encoding="utf-8")

    heading = traitlets.Unicode("").tag(sync=True)
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """Hours from which on volunteers are there; none: there is no map."""
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    """Numbers of volunteers with their cells, the most first."""
    note = traitlets.Unicode("").tag(sync=True)
    """What the map holds for, or why it is not shown."""
    chosen = traitlets.List(traitlets.Int()).tag(sync=True)
    """Row and column of the cell that is in force; none: no cell is."""

    def __init__(self, **traits: Any) -> None:
        """Know no map yet."""
        self._cells: list[list[Cell]] = []
        self.on_pick: Callable[[dict[str, Any]], object] | None = None
        """Told of the parameters of a cell that was clicked, by dotted name."""
        super().__init__(**traits)
        self.on_msg(self._hear)

    def show(self, scenario: Scenario, shipped: Scenario, *, changes: bool) -> None:
        """Show the map of a scenario, or why it does not hold.

        Args:
            scenario: what is watched.
            shipped: what ships under its name.
            changes: whether something changes on the way.
        """
        atlas = atlas_of(shipped)
        own = own_settings(scenario, shipped).keys() - {COUNT, START}
        is_shown = atlas is not None and not (own or changes)
        with self.hold_sync():
            self.chosen = []
            if atlas is None or not is_shown:
                self.columns, self.rows, self._cells = [], [], []
                self.note = HOLDS_NOT if atlas is not None else ""
                return
            starts = sorted({start for _, start in atlas.onsets})
            counts = sorted({count for count, _ in atlas.onsets}, reverse=True)
            self._cells = [[(count, start) for start in starts] for count in counts]
            self.columns = [clock(start) for start in starts]
            self.rows = [
                {"count": count, "cells": [as_drawn(atlas, cell) for cell in row]}
                for count, row in zip(counts, self._cells, strict=True)
            ]
            self.note = note_on(atlas)
            here = scenario.volunteers.count, scenario.volunteers.start
            if here in atlas.onsets:
                self.chosen = [counts.index(here[0]), starts.index(here[1])]

    def _hear(self, _: Any, message: Any, __: Any) -> None:
        """Take a cell; whatever a browser sends that makes no sense is passed over."""
        place = message.get("pick") if isinstance(message, dict) else None
        if not isinstance(place, list) or self.on_pick is None:
            return
        cells = {(y, x): cell for y, row in enumerate(self._cells) for x, cell in enumerate(row)}
        if all(type(each) is int for each in place) and tuple(place) in cells:
            count, start = cells[tuple(place)]
            self.on_pick({COUNT: count, START: start})


def atlas_of(shipped: Scenario) -> Atlas | None:
    """Return the map of a scenario that ships, if there is one and it is of that scenario."""
    atlas = shipped_atlas(shipped.name)
    return None if atlas is None or atlas.differences(shipped) else atlas


def mapped(scenario: Scenario, shipped: Scenario, seed: int) -> Counts | None:
    """Return how the thirty days of a scenario ended if the map holds them."""
    atlas = atlas_of(shipped)
    cell = scenario.volunteers.count, scenario.volunteers.start
    if atlas is None or seed != atlas.seed or cell not in atlas.onsets:
        return None
    if own_settings(scenario, shipped).keys() - {COUNT, START}:
        return None
    return Counts(atlas.broke(*cell), atlas.days, atlas.days)


def as_drawn(atlas: Atlas, cell: Cell) -> dict[str, Any]:
    """Return what is drawn of a cell."""
    (count, start), broke = cell, atlas.broke(*cell)
    _, low, high = share(broke, atlas.days)
    who = f"{counted(count, 'volunteer')} from {clock(start)}" if count else "no volunteers"
    price = f"{count * (atlas.until - start):g} volunteer-hours until {clock(atlas.until)}"
    is_open = low < 0.5 < high
    return {
        "text": f"{broke}/{atlas.days}",
        "share": broke / atlas.days,
        "open": is_open,
        "words": f"{who}: in {of_days(broke, atlas.days, 'the order breaks')}"
        + ("; too few to tell whether it breaks on most" if is_open else "")
        + (f"; {price}" if count else ""),
    }


def note_on(atlas: Atlas) -> str:
    """Return what a map holds for."""
    days = counted(atlas.days, "day")
    return (
        f"On how many of {days} the order breaks, by the number of volunteers and the hour from "
        f"which they are there. It holds for the day “{atlas.scenario}” as it ships and nothing "
        f"else changed (seed {atlas.seed}, until {clock(atlas.until)}). "
        "Dashed: too few days to tell whether it breaks on most."
    )
