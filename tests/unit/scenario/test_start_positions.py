"""Where a crowd stands at the start, from a file that a scenario file names; never from a link."""

from __future__ import annotations

import builtins
import gzip
from pathlib import Path

import pytest

from gatecrush.model.scenario import scenario_file, start_positions
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

PLACES = ((0.5, 1.25), (-1.0, 3.0))
KEY = "demand.initial_positions"
TABLES = {
    "x and y": "x,y\n0.5,1.25\n-1.0,3.0\n",
    "other columns, too": "person;y/m;x/m\n1;1.25;0.5\n2;3.0;-1.0\n",
    "two numbers a line": "0.5 1.25\n-1.0\t3.0\n",
    "the first frame counts": "id,frame,x,y\n7,4,9,9\n1,3,0.5,1.25\n2,3,-1,3\n1,4,9,9\n",
    "PeTrack": "# PeTrack\n# id frame x/m y/m z/m\n1 0 0.5 1.25 1.8\n1 1 9 9 1.8\n"
    "2 0 -1.0 3.0 1.7 # tall\n\n",
    "windows": "\ufeffx,y\r\n0.5,1.25\r\n-1.0,3.0\r\n",
}


@pytest.fixture
def load(tmp_path: Path):
    """Return the scenario of a file that names another one."""
    own = tmp_path / "own.toml"
    own.write_text('extends = "entrance"\n[demand]\ninitial_positions = "places.csv"\n')
    return lambda *settings: Scenario.load(own, settings)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_table_is_read(table: str, load, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(table, encoding="utf-8")
    assert load().demand.initial_positions == PLACES
    assert load().demand.crowd_size == 2


def test_a_compressed_file_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "run.txt.gz"
    path.write_bytes(gzip.compress(TABLES["PeTrack"].encode()))
    assert start_positions.start_positions(path, "own.toml") == PLACES


def test_the_scenario_with_its_positions_is_one_file(load, tmp_path: Path) -> None:
    """What is stored with a run needs the other file no longer."""
    (tmp_path / "places.csv").write_text(TABLES["x and y"])
    whole = tmp_path / "whole.toml"
    whole.write_text(load().to_toml())
    (tmp_path / "places.csv").unlink()
    assert Scenario.load(whole) == load_again(whole)
    assert Scenario.load(whole).demand.initial_positions == PLACES


def load_again(path: Path) -> Scenario:
    """The scenario that the stored one states once more."""
    again = path.with_name("again.toml")
    again.write_text(Scenario.load(path).to_toml())
    return Scenario.load(again)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "places.csv cannot be read (No such file or directory)"),
        (b"", "places.csv holds no positions"),
        (b"# nobody\nx,y\n", "places.csv holds no positions"),
        (b"x,y\n1,2\none,two\n", "line 3 of the file must hold numbers for x and y, in meters"),
        (b"x,y\n1\n", "line 2 of the file must hold numbers for x and y, in meters"),
        (b"across,away\n1,2\n", "line 1 of the file must hold numbers for x and y, in meters"),
        (b"x,y\n1,\xff\n", "places.csv is not UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_used(content, words: str, load, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "places.csv").write_bytes(content)
    with pytest.raises(ScenarioError) as fault:
        load()
    where = f'{tmp_path / "own.toml"}, line 3: {KEY} = "places.csv"'
    assert str(fault.value) == f"{where}: {words}"


@pytest.mark.parametrize("place", ["nan,1", "inf,1", "0,-1", "0,1000", "50,1"])
def test_places_where_nobody_can_stand(place: str, load, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(f"x,y\n{place}\n")
    with pytest.raises(ScenarioError, match=rf"line 3: {KEY} = "):
        load()


WHOLE = gzip.compress(b"x,y\n1,2\n" * 99, mtime=0)


@pytest.mark.parametrize("whole", [b"no gzip", WHOLE[:-20]], ids=["foreign", "cut off"])
def test_a_damaged_archive(whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "run.csv.gz").write_bytes(whole)
    with pytest.raises(ScenarioError, match=r"^here: run\.csv\.gz cannot be read \([^\n]*\)$"):
        start_positions.start_positions(tmp_path / "run.csv.gz", "here")


def test_a_folder_and_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ScenarioError, match=r"^here: .* cannot be read \(Is a directory\)$"):
        start_positions.start_positions(tmp_path, "here")
    monkeypatch.setattr(start_positions, "LARGEST", 5)
    (tmp_path / "places.csv").write_text(TABLES["x and y"])
    with pytest.raises(ScenarioError, match=r"^here: places\.csv is larger than"):
        start_positions.start_positions(tmp_path / "places.csv", "here")


def test_no_setting_names_a_file(load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting may come from a link to the page: nothing is read for it."""
    path = tmp_path / "secret.csv"
    (tmp_path / "places.csv").write_text(TABLES["x and y"])
    path.write_text("x,y\n1,2\n")

    def refuse(*_: object) -> None:
        raise AssertionError("a file was read")

    known = load()
    with pytest.raises(ScenarioError, match=rf"^--set {KEY}=.*must be a list"):
        load(f"{KEY}={path}")
    with pytest.raises(ScenarioError, match=rf"^--set {KEY}=.*must be a list"):
        load(f'{KEY}="{path}"')
    monkeypatch.setattr(scenario_file, "start_positions", refuse)
    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(gzip, "open", refuse)
    with pytest.raises(ScenarioError, match=rf"^{KEY} = .*must be a list"):
        known.with_(**{KEY: str(path)})


def test_a_setting_may_state_the_places_themselves() -> None:
    stated = Scenario.load("entrance", [f"{KEY}=[[.5,1.25],[-1,3]]"])
    assert stated.demand.initial_positions == PLACES
