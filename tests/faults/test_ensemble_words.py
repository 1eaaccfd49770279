"""Words after ``--ensemble`` that cannot be used, and a short sweep under members that can."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from gatecrush.experiments import sweep
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.ensemble.table import load

TABLE = "member,weight,pressure.push,waiters.telling\n3,2,250,0.004\n8,1,300,0.008\n9,1,450,0.002\n"
MORE = len(load()) + 1
BOTH = ("--set", "pressure.push=300", "--set", "waiters.telling=0.005")
VARY = ("--vary", "demand.factor=0.5:1")
BAD_WORDS = [
    ("run", "--ensemble", "0", "members, not 0"),
    ("run", "--ensemble", "--members", "0", "0 is not in the range"),
    ("run", "--ensemble", str(MORE), f"has {MORE - 1} members, not {MORE}"),
    ("run", "--ensemble", "mine.csv", "--members", "4", "has 3 members, not 4"),
    ("run", "--ensemble", "2", "--members", "3", "are two numbers of members"),
    ("run", "--ensemble", "acount", "did you mean account?"),
    ("run", "--ensemble", "nowhere.csv", "nowhere.csv: cannot be read"),
    ("run", "--ensemble", "mine.csv", *BOTH, "nothing that this scenario leaves open"),
    ("run", "--members", "3", "--members: needs --ensemble"),
    ("run", "--jobs", "2", "--jobs: needs --ensemble"),
    ("run", "--ensemble", "--trajectories", "t.sqlite", "--trajectories: are those of one day"),
    ("sweep", "--ensemble", "mine.csv", "--replications", "4", "has 3 members, not 4"),
    ("sweep", "--ensemble", "3", "--replications", "2", "state one number"),
    ("sweep", "--members", "3", "--members: needs --ensemble"),
    ("sweep", "--ensemble", "mine.csv", "--set", "pressure.push=300", "--vary",
     "waiters.telling=0.002,0.004", "nothing that this scenario leaves open"),
    ("transition", *VARY, "--ensemble", "4", "state their number as --runs"),
    ("transition", *VARY, "--ensemble", "acount", "did you mean account?"),
]  # fmt: skip
"""Each with a part of its message."""


@pytest.fixture(autouse=True)
def _beside_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.csv").write_text(TABLE, encoding="utf-8")


@pytest.mark.parametrize("words", BAD_WORDS, ids=" ".join)
def test_unusable_words_are_turned_away(words: tuple[str, ...]) -> None:
    command, *given, message = words
    answer = CliRunner().invoke(main, [command, "account", *given, "--out", "out"])
    assert answer.exit_code == 2, answer.output
    assert message in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert not Path("out").exists()


def call(*words: str) -> str:
    """Call the command line on a quarter of an hour, and return what it printed."""
    end = () if any("run.end" in word for word in words) else ("--set", "run.end=5.25")
    given = [*words, *end, "--jobs", "0", "--quiet"]
    answer = CliRunner().invoke(main, given)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_a_sweep_under_members_is_as_any_other() -> None:
    words = ("sweep", "account", "--vary", "demand.factor=0.5,1", "--ensemble", "mine.csv")
    call(*words, "--members", "3", "--out", "whole")
    runs = pd.read_parquet("whole/runs.parquet")
    assert len(runs) == 6
    ensemble = load("mine.csv")
    for row in runs.to_dict("records"):
        settings = ensemble.settings(ensemble.members.index(row["member"]))
        assert {name: row[name] for name in settings} == settings
        assert row["member"] == ensemble.member_of(row["replication"])
    assert runs.groupby("replication")["member"].nunique().eq(1).all()
    for number in (1, 2):
        call(*words, "--members", "3", "--out", "shares", "--shard", f"{number}/2")
    shares = pd.read_parquet("shares/runs.parquet")
    cost = ["cpu_seconds"]
    left, right = (
        each.sort_values("key").reset_index(drop=True).drop(columns=cost) for each in (runs, shares)
    )
    pd.testing.assert_frame_equal(left, right)
    verified = CliRunner().invoke(main, ["verify", "whole"])
    assert verified.stdout.strip() == "6 of 6 runs read, 0 faults, 0 failed, 0 missing"
    key = str(runs["key"].iloc[0])
    reproduced = CliRunner().invoke(main, ["reproduce", "whole", key])
    assert reproduced.stdout.strip() == "the same to the bit"
    drawn = CliRunner().invoke(main, ["figure", "whole"])
    assert drawn.exit_code == 0, drawn.output
    other = CliRunner().invoke(main, [*words[:4], "--set", "run.end=5.25", "--replications", "3",
                                      "--jobs", "0", "--out", "whole"])  # fmt: skip
    assert other.exit_code == 2
    assert "this plan does not have" in other.stderr


def test_in_python_it_is_the_same() -> None:
    call("sweep", "account", "--vary", "demand.factor=0.5", "--ensemble", "mine.csv",
         "--members", "2", "--out", "words")  # fmt: skip
    table = sweep(
        "account", {"demand.factor": [0.5]}, out="python", settings={"run.end": 5.25},
        ensemble="mine.csv", replications=2, jobs=0, quiet=True,
    )  # fmt: skip
    assert set(table["key"]) == set(pd.read_parquet("words/runs.parquet")["key"])


def test_what_is_varied_is_not_the_members() -> None:
    answer = CliRunner().invoke(
        main,
        ["sweep", "account", "--vary", "pressure.push=250,300", "--ensemble", "mine.csv",
         "--members", "2", "--set", "run.end=5.1", "--jobs", "0", "--quiet", "--out", "out"],
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    assert "pressure.push: as stated" in answer.stderr
    runs = pd.read_parquet("out/runs.parquet")
    assert sorted(runs["pressure.push"]) == [250, 250, 300, 300]


def test_a_transition_draws_a_member_for_each_run() -> None:
    evening = (
        "--set",
        "run.start=20.75",
        "--set",
        "run.end=21",
        "--set",
        "demand.initial_numbered=9",
    )
    words = ("transition", "account", *evening, "--vary", "demand.factor=0.1:2", "--runs", "8")
    printed = call(*words, "--ensemble", "mine.csv", "--out", "out")
    assert "no tipping point" in printed  # a quarter of an hour: nothing breaks
    runs = pd.read_parquet("out/runs.parquet").sort_values("replication")
    ensemble = load("mine.csv")
    assert runs["member"].tolist() == [ensemble.member_of(n) for n in range(8)]
    plan = json.loads(Path("out/manifest.json").read_text())["plan"]
    assert plan["ensemble"]["name"] == "mine"
    other = CliRunner().invoke(main, [*words, "--set", "gate.batch_size=11", "--out", "out"])
    assert other.exit_code == 2
    assert "holds another search" in other.stderr
