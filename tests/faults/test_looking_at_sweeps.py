"""Commands that look at a sweep: edited manifests, lost files, folders that may only be read."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from click.testing import CliRunner, Result

from gatecrush.experiments import sweep
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.storage.tables import read_table, write_table

VARY = {"demand.factor": [1.0, 2.0]}
SHORT = {"run.end": 5.02}
WORDS = ["sweep", "account", "--vary", "demand.factor=1,2", "--set", "run.end=5.02"]
NEWER = ("flow", "gate_density_p", "start_order_tau", "demand.initial_crowd",
         "demand.initial_density", "demand.initial_positions")  # fmt: skip
EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no plan": lambda table: table.pop("plan"),
    "plan is a list": lambda table: table.update(plan=[1]),
    "runs is a word": lambda table: table["plan"].update(runs="many"),
    "runs below nothing": lambda table: table["plan"].update(runs=-1),
    "more runs": lambda table: table["plan"].update(runs=7),
    "no runs": lambda table: table["plan"].pop("runs"),
    "enough is a word": lambda table: table.update(enough="plenty"),
    "vary is a list": lambda table: table["plan"].update(vary=["demand.factor"]),
    "no such factor": lambda table: table["plan"].update(vary={"demand.fcator": [1]}),
    "a range without end": lambda table: table["plan"].update(vary={"demand.factor": {"low": 1}}),
    "no values": lambda table: table["plan"].update(vary={"demand.factor": []}),
    "values are a number": lambda table: table["plan"].update(vary={"demand.factor": 3}),
    "other values": lambda table: table["plan"].update(vary={"demand.factor": [1.0, 3.0]}),
    "impossible values": lambda table: table["plan"].update(vary={"demand.factor": [1.0, -3.0]}),
    "words for values": lambda table: table["plan"].update(vary={"demand.factor": ["a", "b"]}),
    "no such design": lambda table: table["plan"].update(design="grid"),
    "a list for a design": lambda table: table["plan"].update(design=["latin"]),
    "another design": lambda table: table["plan"].update(design="morris", samples=2),
    "samples is a word": lambda table: table["plan"].update(samples="x"),
    "replications is a word": lambda table: table["plan"].update(replications="1"),
    "no replications": lambda table: table["plan"].update(replications=0),
    "seed is a word": lambda table: table["plan"].update(seed="x"),
    "another seed": lambda table: table["plan"].update(seed=5),
    "no scenario": lambda table: table["plan"].update(scenario=None),
    "another scenario": lambda table: table["plan"]["scenario"].update({"gate.batch_size": 7}),
    "an impossible scenario": lambda table: table["plan"]["scenario"].update({"gate.width": -1}),
    "an ensemble of nothing": lambda table: table["plan"].update(ensemble={}),
    "another origin": lambda table: table.update(made_with=[]),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("whole") / "sweep"
    sweep("account", VARY, settings=SHORT, out=place, jobs=0, quiet=True)
    return place


@pytest.fixture
def folder(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(whole, tmp_path / "sweep")
    return Path("sweep")


def gatecrush(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.mark.parametrize("edit", EDITS)
def test_edited_manifest_is_noticed(folder: Path, edit: str) -> None:
    path = folder / "manifest.json"
    table = json.loads(path.read_text())
    EDITS[edit](table)
    path.write_text(json.dumps(table))
    key = next((folder / "runs.parquet").iterdir()).stem
    for words in (["status"], ["verify"], ["figure"], ["report"], ["reproduce", key]):
        ran = gatecrush(words[0], "sweep", *words[1:])
        assert (ran.exit_code, ran.stdout) == (2, ""), words
        assert "manifest.json: was changed; the same sweep command writes it anew" in ran.stderr
        assert len(ran.stderr.splitlines()) == 1
    ran = gatecrush(*WORDS, "--jobs", "0", "--quiet", "--out", "sweep")
    assert ran.exit_code == 0
    assert gatecrush("verify", "sweep").exit_code == 0


@pytest.mark.parametrize("edit", EDITS)
def test_edited_manifest_of_an_older_version_is_no_traceback(folder: Path, edit: str) -> None:
    """It has no digest; what its plan says of the runs must fit all the same."""
    path = folder / "manifest.json"
    table = json.loads(path.read_text())
    EDITS[edit](table)
    del table["digest"]
    path.write_text(json.dumps(table))
    for command in ("status", "verify", "figure"):
        ran = gatecrush(command, "sweep")
        assert isinstance(ran.exception, SystemExit | None), (command, ran.exception)
        assert len(ran.stderr.splitlines()) <= 1
        is_told = ran.exit_code == 2 or "is a run that the plan does not have" in ran.stdout
        assert is_told or command != "verify" or edit == "another origin"


def test_manifest_of_an_older_version_is_as_good(folder: Path) -> None:
    path = folder / "manifest.json"
    table = json.loads(path.read_text())
    del table["digest"], table["plan"]["rows_drawn"]
    path.write_text(json.dumps(table))
    for command in ("status", "verify", "figure", "report"):
        assert gatecrush(command, "sweep").exit_code == 0


def test_runs_without_the_outcomes_of_a_crowd_at_the_start_are_as_good(folder: Path) -> None:
    """Rows of an older version do not have these columns, nor its parameters."""
    for path in (folder / "runs.parquet").iterdir():
        rows = read_table(path)
        newer = [name for name in rows if name.startswith(NEWER)]
        assert len(newer) == 7
        write_table(pyarrow.Table.from_pandas(rows.drop(columns=newer)), path)
    told = json.loads(gatecrush("status", "sweep", "--json").stdout)
    assert (told["done"], told["left"]) == (2, 0)
    for command in ("figure", "report"):
        assert gatecrush(command, "sweep").exit_code == 0


def test_runs_of_another_plan_are_noticed(folder: Path, tmp_path: Path) -> None:
    sweep("account", VARY, settings=SHORT, seed=4, out="other", jobs=0, quiet=True)
    shutil.copytree("other/runs.parquet", folder / "runs.parquet", dirs_exist_ok=True)
    shutil.copytree("other/series", folder / "series", dirs_exist_ok=True)
    ran = gatecrush("verify", "sweep")
    assert ran.exit_code == 1
    assert ran.stdout.count("is a run that the plan does not have") == 2


@pytest.mark.parametrize("what", ["runs.parquet", "series"])
@pytest.mark.parametrize("how", ["removed", "cut"])
def test_advice_heals(folder: Path, what: str, how: str) -> None:
    """Whatever file is damaged: removed as told, the same command makes it anew."""
    victim = next((folder / what).iterdir())
    if how == "cut":
        victim.write_bytes(victim.read_bytes()[:200])
        ran = gatecrush("verify", "sweep")
        assert ran.exit_code == 1
        assert victim.name in ran.stdout
    victim.unlink()
    told = json.loads(gatecrush("status", "sweep", "--json").stdout)
    assert (told["done"], told["left"], told["ended"]) == (1, 1, False)
    ran = gatecrush(*WORDS, "--jobs", "0", "--quiet", "--out", "sweep")
    assert (ran.exit_code, ran.stdout) == (0, "2 runs in sweep\n")
    ran = gatecrush("verify", "sweep")
    assert (ran.exit_code, ran.stdout) == (0, "2 of 2 runs read, 0 faults, 0 failed, 0 missing\n")


HOOK = """
import os, sys
sys.dont_write_bytecode = True
def told(event, words):
    if event == "open" and isinstance(words[0], (str, bytes)) and words[2] is not None:
        writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
        if "sweep" in os.path.relpath(os.fsdecode(words[0])).split("/")[:1] and words[2] & writes:
            raise PermissionError(13, "Permission denied", words[0])
    if event in ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime"):
        if os.path.relpath(os.fsdecode(words[0])).split("/")[0] == "sweep":
            raise PermissionError(13, "Permission denied", words[0])
import gatecrush.experiments.days.run, gatecrush.experiments.sweeps.sweep
sys.addaudithook(told)
from gatecrush.experiments.commands.main import main
main()
"""
"""The command line where the folder ``sweep`` cannot be written; a superuser may write anywhere."""


def in_read_only_folder(words: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", HOOK, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    "words",
    [
        ["status", "sweep"],
        ["status", "sweep", "--json"],
        ["verify", "sweep"],
        ["reproduce", "sweep", "KEY"],
        ["figure", "sweep", "--to", "elsewhere.png"],
        ["report", "sweep", "--out", "elsewhere.html"],
    ],
    ids=" ".join,
)
def test_who_reads_needs_not_write(folder: Path, words: list[str]) -> None:
    assert (folder / ".lock").exists()
    key = next((folder / "runs.parquet").iterdir()).stem
    words = [key if word == "KEY" else word for word in words]
    ran = subprocess.run(
        [sys.executable, "-c", HOOK, *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_folder_of_these_tests_cannot_be_written(folder: Path) -> None:
    words = [*WORDS, "--jobs", "0", "--quiet", "--out", "sweep", "--replications", "2"]
    ran = subprocess.run(
        [sys.executable, "-c", HOOK, *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode in (1, 2)
    assert "Permission denied" in ran.stderr


PROFILES = """
[vary]
"demand.profile" = [[[5, 27, 20]], [[5, 27, 40.5]], [[5, 14, 20], [14, 20, 60], [20, 27, 5]]]
"""


@pytest.mark.parametrize("beside", ["", '"demand.factor" = [0.5, 1]\n'])
def test_lists_are_told_apart_by_their_place(tmp_path: Path, monkeypatch: Any, beside: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.toml").write_text(f"replications = 2\n{PROFILES}{beside}")
    words = ["--plan", "plan.toml", "--set", "run.end=5.02", "--jobs", "0", "--quiet"]
    ran = gatecrush("sweep", "account", *words, "--out", "lists")
    assert ran.exit_code == 0, ran.stderr
    for command in ("status", "verify", "figure", "report"):
        ran = gatecrush(command, "lists")
        assert ran.exit_code == 0, ran.stderr
    page = Path("lists/report.html").read_text()
    for place in ("1: ", "2: ", "3: "):
        assert place in page


def test_lists_on_the_command_line_are_pointed_to_a_plan_file(tmp_path: Path) -> None:
    words = ["--vary", "demand.profile=[[5,27,20]],[[5,27,40]]", "--out", str(tmp_path / "out")]
    ran = gatecrush("sweep", "account", *words)
    assert ran.exit_code == 2
    assert "which a plan file can vary" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_edits_are_edits() -> None:
    """Each edit changes something, or it would test nothing."""
    table = {"plan": {"scenario": {}, "runs": 2, "seed": 0}, "enough": None, "made_with": {}}
    for edit in EDITS.values():
        changed = copy.deepcopy(table)
        edit(changed)
        assert changed != table
