"""Files of a visitor's own: the reader's words, no file of this machine, and what fits a visit."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatecrush.agents.house import HOUSE
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.days.own_places import OwnPlace
from gatecrush.server.errands.own_files import (
    ENDINGS,
    LARGEST,
    LONGEST_NAME,
    read_own,
    safe_name,
)

ACCOUNT = Scenario.load("account")
SHIPPED = HOUSE / "experiments" / "scenarios"
SECRET = "kept-from-everybody"


def read(name: str, content: str | bytes, beneath: Scenario = ACCOUNT) -> OwnPlace | str:
    return read_own(name, content.encode() if isinstance(content, str) else content, beneath)


def place_of(name: str, content: str | bytes) -> OwnPlace:
    """Return what a file holds; it must be well."""
    found = read(name, content)
    assert isinstance(found, OwnPlace), found
    return found


def test_scenario_is_what_the_command_line_reads(tmp_path: Path) -> None:
    text = 'extends = "account"\n[gate]\nbatch_size = 20\n'
    (tmp_path / "my_gate.toml").write_text(text)
    place = place_of("my_gate.toml", text)
    assert place.scenario == Scenario.load(tmp_path / "my_gate.toml")
    assert (place.label, place.scenario.name) == ("my_gate.toml", "my_gate")
    again = place_of("x.toml", place.scenario.to_toml())
    assert again.digest == place.digest  # the same day, saved on the page


@pytest.mark.parametrize(
    "text",
    ["[gate]\nbatch_size = -1\n", "[gat]\nbatch_size = 3\n", "gate = [\n", '[gate]\nwidth = "x"\n'],
)
def test_the_reader_s_message_is_told_word_for_word(tmp_path: Path, text: str) -> None:
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(ScenarioError) as error:
        Scenario.load(tmp_path / "mine.toml")
    assert read("mine.toml", text) == str(error.value).replace(f"{tmp_path}/", "")


@pytest.mark.parametrize(
    ("key", "ending"),
    [
        ("[demand]\narrivals", "csv"),
        ("[demand]\ninitial_positions", "txt"),
        ("[site]\nplan", "geojson"),
        ("staff", "csv"),
        ("extends", "toml"),
    ],
)
def test_no_file_of_this_machine_is_opened_for_a_scenario(
    tmp_path: Path, key: str, ending: str
) -> None:
    secret = tmp_path / f"secret.{ending}"
    secret.write_text(SECRET)
    for named in (secret, f"../../../../../../..{secret}", f"//{secret}", "/dev/zero"):
        said = read("mine.toml", f'{key} = "{named}"\n')
        assert isinstance(said, str)
        assert "no other file can be read here" in said
        assert SECRET not in said
    (tmp_path / "plan.geojson").symlink_to(secret)
    assert isinstance(read("mine.toml", '[site]\nplan = "plan.geojson"\n'), str)


def test_a_plan_takes_the_place_of_the_place() -> None:
    content = (SHIPPED / "account_plan.geojson").read_bytes()
    place = place_of("account_plan.geojson", content)
    assert place.scenario.site.plan
    assert place.scenario.with_(**{"site.plan": ""}) == ACCOUNT
    assert place.label == "account_plan.geojson"


def test_who_finds_no_room_or_lane_on_a_plan_is_left_out_and_that_is_said() -> None:
    square = [[0, 0], [12, 0], [12, 12], [0, 12], [0, 0]]
    shapes = [
        ("walkable", "Polygon", [square]),
        ("gate", "LineString", [[5, 0], [7, 0]]),
        ("entry", "LineString", [[0, 12], [12, 12]]),
        ("queue", "LineString", [[6, 0.5], [6, 9]]),
    ]
    features = [
        {"type": "Feature", "properties": {"kind": kind},
         "geometry": {"type": form, "coordinates": at}}
        for kind, form, at in shapes
    ]  # fmt: skip
    place = place_of("s.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    demand = place.scenario.demand
    assert 0 < demand.initial_numbered < ACCOUNT.demand.initial_numbered
    assert place.scenario.families.count == 0
    assert f"demand.initial_numbered = {demand.initial_numbered}" in place.remarks[-1]


def test_plan_that_cannot_be_used_is_refused_in_its_reader_s_words() -> None:
    empty = json.dumps({"type": "FeatureCollection", "features": []})
    assert "s.geojson" in str(read("s.geojson", empty))
    assert "walkable" in str(read("s.wkt", "POINT (1 1)"))
    assert read("s.json", "{") != read("s.json", "[1")


def test_arrivals_go_with_the_scenario_that_is_shown() -> None:
    table = "time,people\n5:00,10\n6:00,20\n7:00,0\n"
    place = place_of("arrivals.csv", table)
    assert place.scenario.demand.arrivals == ((5.0, 6.0, 10.0), (6.0, 7.0, 20.0), (7.0, 8.0, 0.0))
    said = read("arrivals.csv", "time,people\n6:00,10\n5:00,20\n")
    assert isinstance(said, str)
    assert said.startswith("demand.arrivals: arrivals.csv, line 3, column 1:")


def test_what_unpacks_to_too_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("geometry.wkt", b" " * 300_000_000)
    bomb = packed.getvalue()
    assert len(bomb) < LARGEST
    assert "unpacks to more than" in str(read("place.zip", bomb))
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr("../../geometry.wkt", "POLYGON ((0 0, 1 0, 1 1, 0 0))")
    assert "outside of its folder" in str(read("place.zip", packed.getvalue()))


def test_too_large_a_file_or_day_is_refused() -> None:
    assert "is larger than 2 MB" in str(read("a.csv", b"x" * (LARGEST + 1)))
    said = read("a.toml", 'extends = "account"\n[site]\nlength = 5000\nopen_width = 400\n')
    assert isinstance(said, str)


@pytest.mark.parametrize("name", ["place", "run.py", "x.toml.exe", "", "a.pickle", "a.gz"])
def test_other_kinds_of_files_are_refused_by_their_names(name: str) -> None:
    assert "its name must end in" in str(read(name, "x = 1"))


@given(st.text(max_size=300))
def test_a_name_stays_a_name(name: str) -> None:
    safe = safe_name(name)
    assert 1 <= len(safe) <= LONGEST_NAME
    assert Path(safe).name == safe
    assert not safe.startswith(".")
    assert safe.isprintable()
    assert "/" not in safe
    assert "\\" not in safe


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(ENDINGS), st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_whatever_it_holds_there_is_an_answer_of_one_kind_or_the_other(
    ending: str, content: bytes
) -> None:
    assert isinstance(read(f"any{ending}", content), OwnPlace | str)
