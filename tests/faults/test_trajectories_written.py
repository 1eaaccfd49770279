"""Trajectories: the summary outlives a full disk, memory does not grow, a part can be asked for."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import numba
import numpy as np
import pytest
from click.testing import CliRunner

from gatecrush.experiments import run
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.storage.trajectories import (
    TrajectoryDatabase,
    TrajectoryFile,
    write_sqlite,
)
from gatecrush.experiments.storage.trajectory_size import size_in_words
from gatecrush.model.place.layout import SiteParameters
from gatecrush.model.place.site import build_place
from gatecrush.model.scenario.scenario import Scenario

Process = Callable[..., subprocess.Popen[str]]
WORDS = ["run", "account", "--set", "run.end=5.3", "--json"]


@pytest.fixture(autouse=True)
def _compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if numba.config.DISABLE_JIT:
        pytest.skip("takes minutes without compilation")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "none", str(place)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def assert_told(running: subprocess.Popen[str], place: Path) -> str:
    """Make sure that the summary is there, and nothing of the trajectories; return what is said."""
    out, err = running.communicate(timeout=300)
    assert running.returncode == 1
    assert json.loads(out)["arrived"] > 140
    lines = err.splitlines()
    assert [line for line in lines if "failed" in line] == lines[-1:]
    assert lines[-1].startswith(f"gatecrush: failed: --trajectories {place}/day.sqlite: ")
    assert "Traceback" not in err
    assert os.listdir(place) == []
    return err


def test_full_disk_costs_the_trajectories_alone(process: Process, small_disk: Path) -> None:
    running = process([*WORDS, "--trajectories", f"{small_disk}/day.sqlite", "--out", "kept"])
    foretold = assert_told(running, small_disk).splitlines()[0]
    assert foretold.startswith(f"gatecrush: {small_disk}/day.sqlite: 1,081 frames, about ")
    assert ", and only 5" in foretold
    assert CliRunner().invoke(main, ["verify", "kept"]).exit_code == 0


def test_limit_of_a_file_is_told_likewise(process: Process, tmp_path: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    place = tmp_path / "place"
    place.mkdir()
    words = [*WORDS, "--trajectories", f"{place}/day.sqlite"]
    assert_told(process(words, preexec_fn=little_room), place)


def rows(path: Path) -> list[tuple[float, ...]]:
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT * FROM trajectory_data ORDER BY frame, id").fetchall()
    database.close()
    return found


def test_a_day_written_while_it_is_simulated_is_the_day_written_afterwards() -> None:
    scenario = Scenario.load("account").with_(**{"run.end": 5.1})
    write_sqlite(run(scenario, trajectories=True), scenario, "afterwards.sqlite")
    words = ["--set", "run.end=5.1", "--trajectories", "place/at_once.sqlite", "--quiet"]
    assert CliRunner().invoke(main, ["run", "account", *words]).exit_code == 0
    assert rows(Path("place/at_once.sqlite")) == rows(Path("afterwards.sqlite"))
    assert os.listdir("place") == ["at_once.sqlite"]
    tables = ("metadata", "frame_data", "geometry")
    for table in tables:
        at_once, afterwards = (
            sqlite3.connect(path).execute(f"SELECT * FROM {table}").fetchall()
            for path in ("place/at_once.sqlite", "afterwards.sqlite")
        )
        assert at_once == afterwards


def test_frames_can_be_thinned_and_cut() -> None:
    words = ["--set", "run.end=6", "--trajectories", "part.sqlite", "--quiet"]
    ran = CliRunner().invoke(main, ["run", "account", *words, "--every", "30", "--hours", "5.5:6"])
    assert (ran.exit_code, ran.stderr) == (0, "")
    whole = run(Scenario.load("account").with_(**{"run.end": 6}), trajectories=True)
    wanted = whole.trajectories.query("frame >= 1800 and (frame - 1800) % 30 == 0")
    found = np.array(rows(Path("part.sqlite")))
    assert set(found[:, 0]) == set(range(61))
    open_ground = wanted[wanted["id"].isin(found[:, 1])]
    assert len(found) == pytest.approx(len(open_ground), rel=0.02)  # but for the car lane
    both = {(int(f) * 30 + 1800, int(i)): (x, y) for f, i, x, y, *_ in found}
    there = {(f, i): (x, y) for f, i, x, y, _ in wanted.itertuples(index=False)}
    assert all(there[key] == value for key, value in both.items())
    told = dict(sqlite3.connect("part.sqlite").execute("SELECT key, value FROM metadata"))
    start, step = float(told["start_hour"]), Scenario().run.time_step / 3600
    assert 5.5 - step < start <= 5.5 + 1e-9  # at the last time step by then
    assert float(told["fps"]) == pytest.approx(1 / 30)


def test_pedpy_reads_thinned_frames() -> None:
    pedpy = pytest.importorskip("pedpy")
    words = ["--set", "run.end=5.5", "--trajectories", "part.sqlite", "--every", "10", "--quiet"]
    assert CliRunner().invoke(main, ["run", "account", *words]).exit_code == 0
    read = pedpy.load_trajectory_from_jupedsim_sqlite(trajectory_file=Path("part.sqlite"))
    assert read.frame_rate == pytest.approx(0.1)
    assert read.data["frame"].nunique() == 181


@pytest.mark.parametrize("settings", [{}, {"demand.factor": 0.25}, {"gate.batch_size": 40}])
def test_the_size_said_beforehand_is_about_right(settings: dict[str, float]) -> None:
    scenario = Scenario.load("account").with_(**{"run.end": 12.0, **settings})
    film = TrajectoryFile(Path("day.sqlite"), scenario, frame_seconds=60.0)
    said = size_in_words(film, scenario)
    record = run(scenario, recorder=film)
    film.finish(record.row)
    number, unit = said.partition("about ")[2].split()[:2]
    size = float(number) * {"kB": 1e3, "MB": 1e6}[unit.rstrip(",")]
    assert size == pytest.approx(Path("day.sqlite").stat().st_size, rel=0.35), said


def test_memory_does_not_grow_with_the_frames() -> None:
    """A thousand frames of 300 people: kept in memory they would be more than 30 MB."""
    place = build_place(SiteParameters(), 1.6)
    cells = np.flatnonzero(place.to_gate < 1e9)[:300]
    person, x, y = np.arange(300), place.x[cells], place.y[cells]
    database = TrajectoryDatabase(Path("large.sqlite"), place)
    tracemalloc.start()
    for frame in range(1000):
        database.add(frame, person, x, y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    database.discard()
    assert peak < 15e6
    assert os.listdir() == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--every 2", "--every: needs --trajectories FILE"),
        ("--hours 6:7", "--hours: needs --trajectories FILE"),
        ("--trajectories t --hours 6", "--hours 6: must be FROM:TO, two hours of the day"),
        ("--trajectories t --hours 4:7", "--hours 4:7: must lie from run.start (5 h) to"),
        ("--trajectories t --hours 7:6", "the first before the second"),
        ("--trajectories t --hours nan:7", "--hours nan:7: must lie from run.start"),
        ("--trajectories t --every 0.1", "--every 0.1: must be at least run.time_step (0.175 s)"),
        ("--trajectories t --every nan", "nan is no number"),
        ("--trajectories t --every 0", "--every"),
    ],
)
def test_parts_that_cannot_be_are_refused(words: str, message: str) -> None:
    ran = CliRunner().invoke(main, ["run", "account", *words.split()])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert message in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert os.listdir() == []
