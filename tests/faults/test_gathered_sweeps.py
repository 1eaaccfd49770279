"""Sweeps whose runs were gathered in one file: the same reading, whatever came between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from gatecrush.experiments.commands.main import main
from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.storage.lock import WHOLE, Share, working_on
from gatecrush.experiments.sweeps.factors import factor
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.sweeps.plan import Plan
from gatecrush.model.scenario.scenario import Scenario

GATHERING = """
import sys; from pathlib import Path
from gatecrush.experiments.sweeps.folder import SweepFolder
store = SweepFolder(Path(sys.argv[1])).store
store.gather()
print("once", flush=True)
while True:
    store.gather()
"""


def row_of(run: PlannedRun) -> dict[str, object]:
    """Make up a day: some have no onset, some end before the evening."""
    onset = None if run.replication else 15.5
    row = {"scenario": "account", "seed": run.seed, "replication": run.replication}
    row |= {"cpu_seconds": 1.0, "onset_time": onset, "arrived": 3, "admitted": 1, "present": 2}
    row |= {"turned_back": 0, "left": 0, "collapsed": None if run.replication == 1 else True}
    series = pd.DataFrame({"arrived": [1, 3]})
    return row | {"series": series} | {k: v for k, v in run.scenario.flat().items() if "." in k}


def plan_of(replications: int = 3) -> Plan:
    """Return a small plan."""
    among = (factor("demand.factor=0.5,1", Scenario.quantities()),)
    return Plan(Scenario.load("account"), among, replications=replications)


@pytest.fixture
def folder(tmp_path: Path) -> SweepFolder:
    """Make up a finished sweep."""
    made = SweepFolder(tmp_path / "sweep")
    made.write_manifest(plan_of(), {})
    for run in plan_of().runs():
        made.store.write(run, row_of(run))
    return made


def call(*words: object) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [str(word) for word in words])


def files(folder: SweepFolder) -> list[str]:
    """Return the names of all that lies where the runs are."""
    return sorted(path.name for path in folder.store.folder.iterdir())


def test_same_reading(folder: SweepFolder) -> None:
    """One file under the same name, rows, columns and types; other readers and commands too."""
    place = folder.store.folder
    runs, types = pd.read_parquet(place), pyarrow.parquet.read_table(place).schema.types
    rows = {key: folder.store.row(key) for key in folder.store.row_keys()}
    status, verified = (call(each, folder.place).output for each in ("status", "verify"))
    assert call("gather", folder.place).exit_code == 0
    assert files(folder) == ["gathered.parquet"]
    again = SweepFolder(folder.place)
    pd.testing.assert_frame_equal(pd.read_parquet(place), runs)
    assert pyarrow.parquet.read_table(place).schema.types == types
    pd.testing.assert_frame_equal(again.store.read_all(), runs)
    assert repr({key: again.store.row(key) for key in rows}) == repr(rows)
    assert call("status", folder.place).output == status
    assert call("verify", folder.place).output == verified
    assert [again.find(key).key for key in rows] == list(rows)


def test_more_runs_come(folder: SweepFolder) -> None:
    """The plan grows: only what is new is run, stands beside, and is gathered later."""
    call("gather", folder.place)
    grown = plan_of(5)
    again = SweepFolder(folder.place)
    left, there = again.accept(grown, {})
    assert (sum(left.values()), there) == (4, 6)
    for run in again.store.missing(grown.runs()):
        again.store.write(run, row_of(run))
    assert len(files(folder)) == 5
    runs = again.store.read_all()
    assert list(runs["key"]) == sorted(run.key for run in grown.runs())
    assert call("gather", folder.place).exit_code == 0
    pd.testing.assert_frame_equal(SweepFolder(folder.place).store.read_all(), runs)
    pd.testing.assert_frame_equal(again.store.read_all(), runs)  # by who looked before, too


def test_a_lost_series_comes_back_and_its_row_is_there_once(folder: SweepFolder) -> None:
    """The advice of ``verify`` heals a gathered sweep."""
    run = next(iter(plan_of().runs()))
    call("gather", folder.place)
    (folder.series / f"{run.key}.parquet").unlink()
    result = call("verify", folder.place)
    assert "series is missing" in result.output
    store = SweepFolder(folder.place).store
    assert store.missing(plan_of().runs()) == [run]
    store.write(run, row_of(run))
    assert len(pd.read_parquet(store.folder)) == 6
    assert call("verify", folder.place).exit_code == 0


def test_a_run_that_is_forgotten_is_run_again(folder: SweepFolder) -> None:
    """As days that a search gave up too early are."""
    call("gather", folder.place)
    first, *others = plan_of().runs()
    store = SweepFolder(folder.place).store
    store.forget(first.key)
    assert not store.has(first)
    assert store.missing([first, *others]) == [first]
    store.write(first, row_of(first))
    assert sorted(files(folder)) == sorted(["gathered.parquet", f"{first.key}.parquet"])
    store.forget(first.key)
    assert set(store.row_keys()) == {run.key for run in others}


def test_killed_at_any_moment(folder: SweepFolder) -> None:
    """After each kill any reader finds every run once; the next command clears up."""
    runs = pd.read_parquet(folder.store.folder)
    words = [sys.executable, "-c", GATHERING, str(folder.place)]
    seen = set()
    for seed in range(60):
        if seed > 5 and seen:
            break
        with subprocess.Popen(words, stdout=subprocess.PIPE) as gathering:
            assert gathering.stdout is not None
            assert gathering.stdout.readline() == b"once\n"
            time.sleep(random.Random(seed).random() * 0.05)
            os.kill(gathering.pid, signal.SIGKILL)
        left = {path.name.split("-")[0] for path in folder.place.glob(".runs*")}
        seen |= left
        pd.testing.assert_frame_equal(pd.read_parquet(folder.store.folder), runs)
        assert call("status", folder.place).exit_code == 0
    assert seen, "no kill came in the middle"
    SweepFolder(folder.place).store.sweep_out()
    assert list(folder.place.glob(".runs*")) == []
    assert call("verify", folder.place).exit_code == 0


@pytest.mark.parametrize("share", [WHOLE, Share(2, 3)])
def test_refused_while_worked_on(folder: SweepFolder, share: Share) -> None:
    """Another process writes, be it a share only: a line, nothing is changed."""
    before = files(folder)
    with working_on(folder.place, share):
        result = call("gather", folder.place)
    assert result.exit_code == 2
    assert "another process works on it" in result.output
    assert files(folder) == before


def test_refused(folder: SweepFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sweep, no such folder, one not finished, one that somebody stands in."""
    assert "holds no sweep" in call("gather", tmp_path).output
    assert "no such folder" in call("gather", tmp_path / "none").output
    monkeypatch.chdir(folder.store.folder)
    result = call("gather", folder.place)
    assert (result.exit_code, "replaced" in result.output) == (2, True), result.output
    monkeypatch.chdir(tmp_path)
    folder.store.path(next(folder.store.row_keys())).unlink()
    result = call("gather", folder.place)
    assert result.exit_code == 2
    assert "not finished (1 run left)" in result.output
    assert len(files(folder)) == 5


def test_damage(folder: SweepFolder) -> None:
    """A run that cannot be read is not gathered; a flipped bit of the gathered file is found."""
    first = sorted(folder.store.folder.glob("*.parquet"))[0]
    whole = first.read_bytes()
    first.write_bytes(whole[:-40])
    result = call("gather", folder.place)
    assert (result.exit_code, str(first) in result.output) == (1, True)
    assert len(files(folder)) == 6
    first.write_bytes(whole)
    assert call("gather", folder.place).exit_code == 0
    gathered = folder.store.folder / "gathered.parquet"
    bits = bytearray(gathered.read_bytes())
    bits[len(bits) // 3] ^= 1
    gathered.write_bytes(bits)
    for command in ("verify", "status", "figure"):
        result = call(command, folder.place)
        assert (result.exit_code, f"{gathered}: is damaged" in result.output) == (1, True), command
