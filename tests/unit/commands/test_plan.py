"""The command plan: numbers and problems for people, JSON for programs, a picture, a saved plan."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gatecrush.experiments.commands.main import main

DOCS = Path(__file__).parents[3] / "docs" / "place.md"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The plan that the documentation shows first."""
    words = DOCS.read_text("utf-8")
    shown, *_ = re.findall(r"^```json\n(.*?)^```", words, re.DOTALL | re.MULTILINE)
    path = tmp_path / "place.geojson"
    path.write_text(shown, encoding="utf-8")
    return path


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """A hall in decimeters, of which only the ground is drawn."""
    path = tmp_path / "hall.wkt"
    path.write_text("POLYGON ((0 0, 200 0, 200 300, 0 300, 0 0))")
    return path


def answered(*words: Any) -> Result:
    """Return what the command answers."""
    return CliRunner().invoke(main, ["plan", *map(str, words)])


def test_the_plan_of_the_documentation_in_numbers(place: Path) -> None:
    done = answered(place)
    area, gate, queue = done.stdout.splitlines()
    assert done.exit_code == 0
    assert area == "area: 590 m², room for 1180 people at 2 per m², 2360 at 4"
    assert gate.startswith(
        'gate "east" at (9.5, 0): 2.4 m wide in 2 leaves; in the model 6 cells of 0.35 m, 2.1 m, 30'
    )
    assert queue.startswith("queue: 27.76 m, room for ")
    assert queue.endswith(" people at 1.2 per m²")


def test_object_for_programs(place: Path) -> None:
    told = json.loads(answered(place, "--json").stdout)
    assert set(told) == {"usable", "problems", "gates", "queue_room", "area"}
    assert (told["usable"], told["problems"], told["area"]) == (True, [], 590)
    assert (told["gates"][0]["name"], told["gates"][0]["cells"]) == ("east", 6)


def test_a_plan_that_cannot_be_used_ends_with_status_2(place: Path) -> None:
    place.write_text(place.read_text().replace('"kind": "gate"', '"kind": "gaet"'))
    done = answered(place)
    assert done.exit_code == 2
    assert "error: the plan: has no gate; draw a line of kind gate" in done.stdout
    assert done.stderr == f"gatecrush: {place}: cannot be used: 1 error\n"
    told = json.loads(answered(place, "--json").stdout)
    problem = told["problems"][0]
    assert set(problem) == {"severity", "shape", "at", "words"}
    assert (told["usable"], told["gates"], problem["severity"]) == (False, [], "error")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("[1", "is not JSON: "),
        ("{}", "is no GeoJSON: "),
        ("\0", "is not JSON"),
    ],
)
def test_a_file_that_is_no_plan_is_a_line_and_an_object(
    place: Path, content: str, words: str
) -> None:
    place.write_text(content)
    done = answered(place)
    assert done.exit_code == 2
    assert done.stdout.startswith(f"error: the plan: {words}")
    assert len(done.output.splitlines()) == 2
    told = json.loads(answered(place, "--json").stdout)
    assert (told["area"], told["queue_room"], len(told["problems"])) == (0, 0, 1)


def test_what_well_known_text_lacks_is_given_with_it_and_saved(hall: Path, tmp_path: Path) -> None:
    assert answered(hall).exit_code == 2
    saved = tmp_path / "hall.geojson"
    words = ("--scale", 0.1, "--gate", "100,0 112,0", "--entry", "0,300 200,300", "--save", saved)
    done = answered(hall, *words)
    assert done.exit_code == 0
    assert "area: 600 m²" in done.stdout
    again = answered(saved)
    assert again.exit_code == 0
    assert again.stdout == done.stdout


def test_a_plan_that_cannot_be_used_is_not_saved(hall: Path, tmp_path: Path) -> None:
    assert answered(hall, "--save", tmp_path / "hall.geojson").exit_code == 2
    assert not (tmp_path / "hall.geojson").exists()


def test_picture_is_drawn_of_a_plan_with_errors_too(hall: Path, tmp_path: Path) -> None:
    done = answered(hall, "--out", tmp_path / "new" / "hall.png")
    assert done.exit_code == 2
    assert (tmp_path / "new" / "hall.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_to_draw_is_said(place: Path, tmp_path: Path) -> None:
    place.write_text("{}")
    done = answered(place, "--out", tmp_path / "place.png")
    assert "is not written: there is nothing to draw" in done.stderr
    assert not (tmp_path / "place.png").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--out", "a.bmp"), "--out a.bmp: its name must end in .png, .svg, .pdf"),
        (("--save", "a.wkt"), "--save a.wkt: its name must end in .geojson"),
        (("--gate", "1,2"), '--gate 1,2: must be two positions or more, such as "0,0 1.2,0"'),
        (("--entry", "a,b c,d"), "--entry a,b c,d: must be two positions or more"),
        (("--queue", "1,2,3 4,5"), "--queue 1,2,3 4,5: must be two positions or more"),
    ],
)
def test_unusable_words(place: Path, words: tuple[str, ...], message: str) -> None:
    done = answered(place, *words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"gatecrush: {message}")
