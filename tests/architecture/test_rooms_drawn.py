"""The picture of the rooms is that of the import contracts, and holds every room there is."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def rooms(repository: Path) -> ModuleType:
    """What draws the picture (docs/rooms.py)."""
    with pytest.MonkeyPatch.context() as path:
        path.syspath_prepend(repository / "docs")
        return import_module("rooms")


def test_picture_is_drawn_from_the_contracts(rooms: ModuleType) -> None:
    written = rooms.PICTURE.read_text(encoding="utf-8")
    assert written == rooms.drawn(rooms.settings_of_the_project()), "python docs/rooms.py"


def test_every_room_is_in_the_picture(rooms: ModuleType, repository: Path) -> None:
    floors = rooms.floors(rooms.settings_of_the_project())
    for package in ("model", "experiments", "server"):
        named = {room for floor in floors[package] for room in re.split(r" [:|] ", floor)}
        there = {path.parent.name for path in (repository / package).glob("*/__init__.py")}
        assert there - {"scenarios"} <= named


def test_another_contract_gives_another_picture(rooms: ModuleType) -> None:
    settings = rooms.settings_of_the_project()
    before = rooms.drawn(settings)
    model = next(
        each
        for each in settings["tool"]["importlinter"]["contracts"]
        if each.get("containers") == ["gatecrush.model"]
    )
    model["layers"].append("cellar")
    assert "cellar" in rooms.drawn(settings) != before
