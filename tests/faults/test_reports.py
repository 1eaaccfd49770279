"""A report of what cannot be read is one line and the right status, and writes nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numba
import pandas as pd
import pytest

from gatecrush.experiments import run
from gatecrush.experiments.days.provenance import provenance
from gatecrush.experiments.storage.run_folder import write_run
from gatecrush.model.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of a quarter of an hour."""
    if numba.config.DISABLE_JIT:
        pytest.skip("takes minutes without compilation")
    folder = tmp_path_factory.mktemp("whole") / "day"
    scenario = Scenario.load("account").with_(**{"run.end": 5.25})
    write_run(folder, run(scenario), scenario, provenance("account", seed=0, settings=(), begun=0))
    return folder


@pytest.fixture
def day(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, beside which the commands are called."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(whole, "day")
    return Path("day")


def assert_refused(answer, status: int, message: str) -> None:
    assert (answer.status, answer.out) == (status, "")
    assert answer.err.count("\n") == 1
    assert message in answer.err
    written = [path for path in Path().rglob("*") if "report" in path.name]
    assert written == []


def test_short_day_has_a_report(day, gatecrush):
    answer = gatecrush("report", "day")
    assert (answer.status, answer.out) == (0, "day/report.html\n"), answer.err
    first = (day / "report.html").read_bytes()
    assert gatecrush("report", "day").status == 0  # again, into the same place
    assert (day / "report.html").read_bytes() == first
    assert not list(day.glob(".*"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Missing argument 'DIR...'"),
        (["nowhere"], "nowhere: there is no such folder"),
        (["day/summary.json"], "day/summary.json: there is no such folder"),
        (["empty"], "empty: holds neither a run nor a sweep"),
        (["day", "empty"], "empty: holds neither a run nor a sweep"),
        (["day", "--out", "empty"], "--out empty: is a folder, not a file"),
        (["day", "--out", " "], "--out the name is empty"),
        (["day", "--out", "day/summary.json/page.html"], "is a file, not a folder"),
        (["day", "--lang", "de"], "--lang: there is no such option"),
    ],
)
def test_unusable_words(day, gatecrush, words, message):
    Path("empty").mkdir()
    assert_refused(gatecrush("report", *words), 2, message)


@pytest.mark.parametrize("name", ["people.parquet", "provenance.json", "scenario.toml"])
def test_missing_file_is_named(day, gatecrush, name):
    (day / name).unlink()
    assert_refused(gatecrush("report", "day"), 2, name)


@pytest.mark.parametrize(
    "name", ["people.parquet", "admissions.parquet", "series.parquet", "summary.json",
             "provenance.json", "scenario.toml"],
)  # fmt: skip
@pytest.mark.parametrize("damage", [lambda content: content[:50], lambda _: b"\xff\x00nonsense"])
def test_damaged_file_is_named(day, gatecrush, name, damage):
    path = day / name
    path.write_bytes(damage(path.read_bytes()))
    assert_refused(gatecrush("report", "day"), 1, name)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("arrived", "<b>many</b>"),
        ("arrived", True),
        ("arrived", None),
        ("wait_mean", "long"),
        ("gate_failed", 1),
        ("scenario", ["account"]),
        ("onset_time", float("inf")),
    ],
)
def test_summary_of_other_kinds_is_damaged(day, gatecrush, key, value):
    (day / "digests.json").unlink()
    path = day / "summary.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    assert_refused(gatecrush("report", "day"), 1, f"summary.json: is damaged ({key} is not")


@pytest.mark.parametrize(
    "changes", ["{}", "[[9]]", '[[5.1, {"no.such": 1}]]', '[[99, {"gate.batch_size": 5}]]', "["]
)
def test_changes_that_cannot_be(day, gatecrush, changes):
    (day / "digests.json").unlink()
    (day / "changes.json").write_text(changes)
    assert gatecrush("report", "day").status == 1
    assert not (day / "report.html").exists()


def test_table_without_a_column_is_damaged(day, gatecrush):
    (day / "digests.json").unlink()
    path = day / "series.parquet"
    pd.read_parquet(path).drop(columns="press_share").to_parquet(path)
    assert_refused(gatecrush("report", "day"), 1, "series.parquet")


def test_run_beside_a_sweep(day, gatecrush):
    Path("sweep").mkdir()
    Path("sweep/manifest.json").write_text("{}")
    assert_refused(gatecrush("report", "day", "sweep"), 2, "holds a sweep, which is reported alone")
    assert_refused(gatecrush("report", "sweep"), 2, "is not of a kind that this version reads")
