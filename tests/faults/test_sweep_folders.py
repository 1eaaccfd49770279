"""The commands of a sweep on real, very short days: full disks, damaged files, shares, Dask."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

PROGRAM = [sys.executable, "-c", "from gatecrush.experiments.commands.main import main; main()"]
PLAN = [
    "account",
    "--vary",
    "demand.factor=0.5,1,2",
    "--set",
    "run.end=5.02",
    "--replications",
    "2",
]
LARGEST = 8192
"""Bytes that a file may have where the disk is full: the table of a run has more."""

Sweep = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def gatecrush(*words: str, full: bool = False) -> subprocess.CompletedProcess[str]:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, resource.RLIM_INFINITY))

    return subprocess.run(
        [*PROGRAM, *words], text=True, capture_output=True, timeout=300, check=False,
        preexec_fn=no_room if full else None,
    )  # fmt: skip


def sweep(*words: str, out: str = "sweep", full: bool = False) -> subprocess.CompletedProcess[str]:
    return gatecrush("sweep", *PLAN, "--out", out, "--quiet", *words, full=full)


def rows(out: str = "sweep") -> pd.DataFrame:
    table = pd.read_parquet(Path(out) / "runs.parquet")
    return table.sort_values("key", ignore_index=True).drop(columns="cpu_seconds")


def series(out: str = "sweep") -> pd.DataFrame:
    table = pd.read_parquet(Path(out) / "series").astype({"key": str})
    return table.sort_values(["key", "time"], ignore_index=True)


def assert_same(out: str, other: str) -> None:
    pd.testing.assert_frame_equal(rows(out), rows(other), check_exact=True)
    pd.testing.assert_frame_equal(series(out), series(other), check_exact=True)


def assert_one_line(ran: subprocess.CompletedProcess[str], status: int) -> None:
    assert ran.returncode == status, ran.stderr
    assert len(ran.stderr.splitlines()) == 1, ran.stderr
    assert ran.stderr.startswith("gatecrush: ")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A finished sweep, carried out in one process."""
    out = str(tmp_path_factory.mktemp("whole") / "sweep")
    ran = sweep("--jobs", "0", out=out)
    assert ran.returncode == 0, ran.stderr
    return out


def test_same_with_two_processes(whole):
    assert sweep("--jobs", "2").returncode == 0
    assert_same("sweep", whole)


def test_same_in_shares_whatever_their_order(whole):
    for share in ("2/3", "3/3", "1/3"):
        ran = sweep("--jobs", "0", "--shard", share)
        assert ran.returncode == 0, ran.stderr
    assert_same("sweep", whole)
    assert "6 of 6 runs done" in gatecrush("status", "sweep").stdout


def test_same_with_dask(whole):
    pytest.importorskip("distributed")
    ran = sweep("--engine", "dask", "--jobs", "2", "--time-limit", "200")
    assert ran.returncode == 0, ran.stderr
    assert_same("sweep", whole)


def test_no_such_scheduler_is_one_line():
    pytest.importorskip("distributed")
    ran = sweep("--engine", "dask", "--scheduler", "nowhere")
    assert_one_line(ran, 2)


def test_full_disk_loses_nothing_stored():
    assert sweep("--jobs", "0", "--shard", "1/2").returncode == 0
    before = rows()
    ran = sweep("--jobs", "2", full=True)
    assert_one_line(ran, 1)
    assert "File too large" in ran.stderr
    assert "goes on once there is room" in ran.stderr
    pd.testing.assert_frame_equal(rows(), before, check_exact=True)
    assert not list(Path("sweep").rglob("*.partial"))
    assert sweep("--jobs", "2").returncode == 0
    assert len(rows()) == 6


def test_really_full_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount")
    try:
        ran = gatecrush("sweep", *PLAN, "--replications", "40", "--quiet", "--out", "small/sweep")
        assert_one_line(ran, 1)
        assert "No space left" in ran.stderr
        assert len(rows("small/sweep")) > 0
        assert gatecrush("verify", "small/sweep").returncode == 0
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_damaged_file_is_named_and_made_anew(whole):
    assert sweep("--jobs", "0").returncode == 0
    victim = sorted(Path("sweep/runs.parquet").glob("*.parquet"))[2]
    content = bytearray(victim.read_bytes())
    content[100] ^= 0x55  # of the values; some bits of the layout are of no consequence
    victim.write_bytes(content)
    found = gatecrush("verify", "sweep")
    assert found.returncode == 1
    assert victim.name in found.stdout
    assert "1 fault," in found.stdout
    victim.unlink()
    assert sweep("--jobs", "0").returncode == 0
    assert gatecrush("verify", "sweep").returncode == 0
    assert_same("sweep", whole)


def test_cut_file_does_not_stop_what_others_ask_for():
    assert sweep("--jobs", "0").returncode == 0
    victim = sorted(Path("sweep/runs.parquet").glob("*.parquet"))[0]
    victim.write_bytes(victim.read_bytes()[:100])
    ran = gatecrush("figure", "sweep")
    assert_one_line(ran, 1)
    assert victim.name in ran.stderr


@pytest.mark.parametrize("what", ["runs.parquet", "series"])
def test_missing_series_is_noticed(whole, what):
    assert sweep("--jobs", "0").returncode == 0
    sorted(Path("sweep", what).glob("*.parquet"))[0].unlink()
    found = gatecrush("verify", "sweep")
    if what == "series":
        assert found.returncode == 1
        assert "series is missing" in found.stdout
    else:
        assert "1 missing" in found.stdout


def test_run_can_be_repeated_by_its_key(whole):
    key = rows(whole)["key"][3]
    ran = gatecrush("reproduce", whole, key[:8])
    assert (ran.returncode, ran.stdout) == (0, "the same to the bit\n")
    assert_one_line(gatecrush("reproduce", whole, "nosuchkey"), 2)


def test_altered_run_does_not_reproduce(whole):
    assert sweep("--jobs", "0").returncode == 0
    path = sorted(Path("sweep/runs.parquet").glob("*.parquet"))[0]
    table = pd.read_parquet(path)
    table.assign(arrived=table["arrived"] + 1).to_parquet(path)
    ran = gatecrush("reproduce", "sweep", path.stem)
    assert ran.returncode == 1
    assert "arrived" in ran.stdout
    assert "people are lost" in gatecrush("verify", "sweep").stdout


def test_other_plan_is_refused_and_wider_one_is_not(whole):
    assert sweep("--jobs", "0").returncode == 0
    before = {path: path.stat().st_mtime_ns for path in Path("sweep/runs.parquet").iterdir()}
    ran = sweep("--jobs", "0", "--seed", "1")
    assert_one_line(ran, 2)
    assert "6 runs that this plan does not have" in ran.stderr
    assert sweep("--jobs", "0", "--replications", "3").returncode == 0
    assert len(rows()) == 9
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_failed_runs_have_status_one_and_are_tried_again(whole):
    ran = sweep("--jobs", "2", "--time-limit", "0.001")
    assert ran.returncode == 1, ran.stderr
    told = json.loads(gatecrush("status", "sweep", "--json").stdout)
    assert told["planned"] == told["done"] + told["failed"] == 6  # a quick one may come through
    assert "longer than a run may" in told["failures"][0]["reason"]
    assert sweep("--jobs", "0").returncode == 0
    assert_same("sweep", whole)
    assert json.loads(gatecrush("status", "sweep", "--json").stdout)["failed"] == 0


def test_dry_run_writes_nothing(tmp_path):
    ran = sweep("--dry-run")
    assert ran.returncode == 0, ran.stderr
    assert "3 points x 2 replications = 6 runs" in ran.stdout
    assert "6 to come" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_folders_that_hold_no_sweep(tmp_path):
    (tmp_path / "empty").mkdir()
    for command in ("status", "verify", "figure"):
        assert_one_line(gatecrush(command, "empty"), 2)
        assert_one_line(gatecrush(command, "nowhere"), 2)


@pytest.mark.parametrize("design", ["latin", "sobol", "morris", "saltelli", "plan file"])
def test_drawn_points_that_coincide_end_content(design):
    words = ["--design", design, "--samples", "12", "--vary", "volunteers.count=0:3"]
    if design == "plan file":
        Path("plan.toml").write_text(
            'design = "latin"\nsamples = 12\n[vary]\n"volunteers.count" = "0:3"\n'
        )
        words = ["--plan", "plan.toml"]
    words += ["--set", "run.end=5.02", "--jobs", "0", "--quiet", "--out", "drawn"]
    for _ in range(2):
        ran = gatecrush("sweep", "account", *words)
        assert ran.returncode == 0, ran.stderr
    told = json.loads(gatecrush("status", "drawn", "--json").stdout)
    assert told["planned"] == told["done"] == len(rows("drawn")) <= 4
    assert told["ended"]
    assert gatecrush("verify", "drawn").returncode == 0
    assert gatecrush("figure", "drawn").returncode == 0
    assert gatecrush("report", "drawn").returncode == 0
    if design in ("morris", "saltelli"):
        assert gatecrush("sensitivity", "drawn", "--outcome", "arrived").returncode == 0
