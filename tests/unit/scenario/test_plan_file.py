"""A plan that a scenario file names: read once, part of the scenario; never named by a setting."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario import plan_file, scenario_file
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.quantities import listed
from gatecrush.model.scenario.scenario import Scenario

OWN = 'extends = "calm"\n[site]\nplan = "yard.geojson"\n'
PLACES = {
    "walkable": [[0, 0], [12, 0], [12, 30], [0, 30]],
    "lane": [[12.6, 0], [15, 0], [15, 30], [12.6, 30]],
    "gate": [[5, 0], [6.6, 0]],
    "queue": [[5.8, 2], [5.8, 28]],
    "entry": [[0, 30], [12, 30]],
}


def features(*, without: str = "") -> list[dict[str, Any]]:
    """Return the features of a yard; one of a kind may be missing."""
    found = []
    for kind, points in PLACES.items():
        is_area = kind in ("walkable", "lane")
        shape = {"type": "Polygon" if is_area else "LineString",
                 "coordinates": [[*points, points[0]]] if is_area else points}  # fmt: skip
        properties = {"kind": kind, "surveyed by": "nobody"} | (
            {"width": 6} if kind == "queue" else {}
        )
        found.append({"type": "Feature", "id": kind, "properties": properties, "geometry": shape})
    return [each for each in found if each["properties"]["kind"] != without]


def draw(folder: Path, *, without: str = "", **more: Any) -> Path:
    """Write a plan and a scenario that names it; return the latter."""
    plan = {
        "type": "FeatureCollection",
        "name": "a layer",
        "features": features(without=without),
        **more,
    }
    (folder / "yard.geojson").write_text(json.dumps(plan, indent=2))
    (folder / "own.toml").write_text(OWN)
    return folder / "own.toml"


def fault(path: Path, *settings: str) -> str:
    """Return why a scenario cannot be used."""
    with pytest.raises(ScenarioError) as found:
        Scenario.load(path, settings)
    return str(found.value)


def test_the_plan_is_part_of_the_scenario(tmp_path: Path) -> None:
    """What is stored with a run needs the plan's file no longer, wherever it is read."""
    own = Scenario.load(draw(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    whole = tmp_path / "elsewhere" / "whole.toml"
    whole.write_text(own.to_toml())
    (tmp_path / "yard.geojson").unlink()
    assert Scenario.load(whole) == own
    assert {each["properties"]["kind"] for each in json.loads(own.site.plan)["features"]} == set(
        PLACES
    )


def test_what_says_nothing_about_the_place_is_not_kept(tmp_path: Path) -> None:
    own = Scenario.load(draw(tmp_path))
    assert "nobody" not in own.site.plan
    assert "a layer" not in own.site.plan
    plan = json.loads((tmp_path / "yard.geojson").read_text())
    for each in plan["features"]:
        each["properties"]["surveyed by"] = "somebody else"
    (tmp_path / "yard.geojson").write_text(json.dumps(plan))
    assert PlannedRun(Scenario.load(tmp_path / "own.toml")).key == PlannedRun(own).key


def test_another_place_is_another_run(tmp_path: Path) -> None:
    first = PlannedRun(Scenario.load(draw(tmp_path)))
    text = (tmp_path / "yard.geojson").read_text().replace("6.6", "6.3")
    (tmp_path / "yard.geojson").write_text(text)
    second = PlannedRun(Scenario.load(tmp_path / "own.toml"))
    assert first.key != second.key
    assert first.key != PlannedRun(Scenario.load("calm").with_(name="own")).key


def test_degrees_are_still_told_from_meters(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    told = fault(draw(tmp_path, crs=crs))
    assert "degrees" in told


@pytest.mark.parametrize("kind", ["gate", "entry", "queue", "walkable"])
def test_a_plan_that_lacks_something(kind: str, tmp_path: Path) -> None:
    told = fault(draw(tmp_path, without=kind))
    assert told.startswith(
        f'{tmp_path / "own.toml"}, line 3: site.plan = "yard.geojson": the plan: '
    )
    assert kind in told.partition("the plan: ")[2]


def test_families_need_a_lane(tmp_path: Path) -> None:
    own = draw(tmp_path, without="lane")
    told = fault(own)
    assert told.endswith(
        'site.plan = "yard.geojson": has no lane, along which families come; draw an area of kind '
        "lane, or set families.count and families.priority to 0"
    )
    assert Scenario.load(own, ["families.count=0"]).families.count == 0


def test_the_queue_has_room_for_those_who_are_there_at_first(tmp_path: Path) -> None:
    told = fault(draw(tmp_path), "demand.initial_numbered=500")
    assert "its queue has room for 18" in told
    assert "demand.initial_numbered are 500; draw it longer or wider" in told


def test_a_crowd_stands_on_the_ground(tmp_path: Path) -> None:
    own = draw(tmp_path)
    assert Scenario.load(own, ["demand.initial_positions=[[0,3],[5.9,18]]"])
    assert "must lie within 1 m of its ground" in fault(
        own, "demand.initial_positions=[[0,3],[9,3]]"
    )


@pytest.mark.parametrize("line", ['layout = "strip"', "strip_width = 3", "pen_length = 3.0"])
def test_a_file_states_a_plan_or_a_layout(line: str, tmp_path: Path) -> None:
    own = draw(tmp_path)
    own.write_text(OWN + line + "\n")
    told = fault(own)
    assert told.startswith(f"{own}, line 4: site.{line.partition(' ')[0]} = ")
    assert told.endswith("says nothing where site.plan draws the place; leave it out")


def test_a_setting_of_the_layout_says_nothing_beside_a_plan(tmp_path: Path) -> None:
    own = draw(tmp_path)
    told = "says nothing where site.plan draws the place; leave it out"
    assert fault(own, "site.strip_width=3") == f"--set site.strip_width=3: {told}"
    assert fault(own, "gate.width=2") == f"--set gate.width=2: {told}"
    own.write_text('extends = "open_area"\n[site]\nplan = "yard.geojson"\n')
    assert Scenario.load(own).site.layout == "open_area"  # what is extended may have had one


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.geojson", "none.geojson there is no such file"),
        ("own.toml", "own.toml its name must end in .geojson, .json, .wkt, .zip, .dxf, .svg, .png"),
        ("yard", "yard its name must end in .geojson, .json, .wkt, .zip, .dxf, .svg, .png"),
    ],
)
def test_a_file_that_cannot_be_read(name: str, words: str, tmp_path: Path) -> None:
    own = draw(tmp_path)
    own.write_text(OWN.replace("yard.geojson", name))
    assert fault(own) == f'{own}, line 3: site.plan = "{name}": {words}'


def test_no_setting_names_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting may come from a link to the page: nothing is read for it."""
    own = draw(tmp_path)
    known = Scenario.load(own)

    def refuse(*_: object) -> None:
        raise AssertionError("a file was read")

    monkeypatch.setattr(scenario_file, "plan_content", refuse)
    monkeypatch.setattr(plan_file, "plan_content", refuse)
    for path in ("yard.geojson", tmp_path / "yard.geojson", "/etc/passwd"):
        with pytest.raises(ScenarioError, match=r"site\.plan = .*must be named in a scenario file"):
            known.with_(**{"site.plan": str(path)})
        with pytest.raises(ScenarioError, match=r"^--set site\.plan=.*must be named in a scenario"):
            Scenario.load("calm", [f"site.plan={path}"])


def test_no_message_shows_a_whole_plan(tmp_path: Path) -> None:
    own = Scenario.load(draw(tmp_path))
    with pytest.raises(ScenarioError) as found:
        own.with_(**{"demand.initial_numbered": 500})
    told = str(found.value)
    assert re.match(r'site\.plan = "a plan \([0-9a-f]{8}\)": its queue has room for', told)
    assert listed(own.site.plan) in told
    assert listed(own.site.plan.replace("6.6", "6.3")) not in told


@pytest.mark.parametrize(
    ("wide", "high", "cell", "words"),
    [
        (600, 600, 0.35, "is 600 by 600 m large; its bounds may hold 2 million cells, as 494 by "
         "494 m do; is it drawn in decimeters (60 by 60 m: give --scale 0.1)"),
        (480, 480, 0.3, "is 480 by 480 m large; its bounds may hold 2 million cells, as 424 by "
         "424 m do; is it drawn in decimeters (48 by 48 m: give --scale 0.1)"),
        (1200, 30, 0.35, "is 1200 by 30 m large; a place is at most 1000 m across; is it drawn in "
         "decimeters (120 by 3 m: give --scale 0.1)"),
    ],
)  # fmt: skip
def test_a_place_too_large_is_refused_with_the_largest(
    wide: float,
    high: float,
    cell: float,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One line, before any cell of it is made."""
    monkeypatch.setitem(PLACES, "walkable", [[0, 0], [wide, 0], [wide, high], [0, high]])
    told = fault(draw(tmp_path), f"site.cell={cell}", "run.time_step=0.15")
    heading = f'{tmp_path / "own.toml"}, line 3: site.plan = "yard.geojson": the plan: '
    assert told.startswith(heading + words)
    assert "\n" not in told
