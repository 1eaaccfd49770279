"""Words after ``gatecrush sweep account`` that cannot be used: one line each, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.main import main

BAD_WORDS = [
    ("--vary", "demand.fcator=1,2", "did you mean demand.factor?"),
    ("--vary", "demand.factor", "must be key=VALUES"),
    ("--vary", "demand.factor=", "must be key=VALUES"),
    ("--vary", "demand.factor=1:2:0", "the count must be 2 to"),
    ("--vary", "demand.factor=2:1:3", "low must be less than high"),
    ("--vary", "demand.factor=1:2:3:4", "must be low:high:count"),
    ("--vary", "demand.factor=one:2:3", "two numbers and a whole number"),
    ("--vary", "demand.factor=0.1:2", "needs a count in a crossed design"),
    ("--vary", "demand.factor=1,,2", "a value is missing"),
    ("--vary", "demand.factor=1,1", "is there twice"),
    ("--vary", "demand.factor=1,two", "must be a number, 0 to 20"),
    ("--vary", "demand.factor=1,99", "must be at most 20"),
    ("--vary", "demand.factor=1,2", "--vary", "demand.factor=3,4", "is varied twice"),
    ("--vary", "gate.batch_size=0,5", "must be at least 1"),
    ("--vary", "gate.batch_size=1:2:4", "must be a whole number"),
    ("--vary", "site.layout=0:1:2", "has no range"),
    ("--vary", "name=a,b", "changes nothing"),
    ("--vary", "gate.width=1:30:3", "must not exceed site.strip_width"),
    ("--design", "latin", "--vary", "demand.factor=0.1:2", "needs --samples"),
    ("--design", "latin", "--samples", "4", "needs something to vary"),
    ("--design", "latin", "--samples", "4", "--vary", "demand.factor=1,2", "needs a range"),
    ("--design", "grid", "'grid' is not one of"),
    ("--samples", "4", "choose a --design"),
    ("--replications", "0", "--replications"),
    ("--shard", "3/2", "must be I/N"),
    ("--shard", "0/2", "must be I/N"),
    ("--shard", "half", "must be I/N"),
    ("--until", "colapsed=0.1", "did you mean collapsed?"),
    ("--until", "collapsed", "must be OUTCOME=HALFWIDTH"),
    ("--until", "collapsed=0", "must be a number above 0"),
    ("--until", "collapsed=0.1", "--shard", "1/2", "cannot be split"),
    ("--most", "5", "needs --until"),
    ("--scheduler", "tcp://here:1", "needs --engine dask"),
    ("--engine", "spark", "'spark' is not one of"),
    ("--time-limit", "0", "--time-limit"),
    ("--time-limit", "5", "--jobs", "0", "needs a process that can be stopped"),
    ("--jobs", "-1", "--jobs"),
    ("--plan", "nothing.toml", "cannot be read"),
    ("--plan", "plan.toml", "plan.toml: demand.factor=0.1:2: low:high needs a count"),
    (
        "--plan",
        "other.toml",
        "other.toml, line 1: desing = 1: there is no such key; did you mean design?",
    ),
    ("--seed", "-1", "must be a whole number"),
    ("--set", "gate.width", "must be key=value"),
]
"""Each with a part of its message."""


@pytest.mark.parametrize("words", BAD_WORDS, ids=" ".join)
def test_bad_words_are_one_line_and_write_nothing(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {"plan.toml": '[vary]\n"demand.factor" = "0.1:2"\n', "other.toml": "desing = 1\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    ran = CliRunner().invoke(main, ["sweep", "account", "--out", "sweep", *words[:-1]])
    assert ran.exit_code == 2, ran.output
    assert len(ran.stderr.splitlines()) == 1
    assert words[-1] in ran.stderr
    assert ran.stdout == ""
    assert {path.name for path in tmp_path.iterdir()} == set(texts)
