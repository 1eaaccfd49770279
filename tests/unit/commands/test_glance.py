"""The command glance: a count with its interval for people, an object for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gatecrush.experiments.commands.main import main

from ..glances_made_up import MadeUpDays

KEYS = ["days", "broke", "low", "high", "onsets", "saved", "lost", "cpu_seconds"]


def answered(place: Path, *words: str) -> Result:
    """Return what the command answers, with the days kept in a folder."""
    given = ["glance", "account", "--jobs", "0", "--out", str(place), *words]
    return CliRunner().invoke(main, given)


def test_days_in_words(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    done = answered(tmp_path, "--set", "volunteers.count=5", "--quiet")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:3] == [
        "account with volunteers.count 5 people: 30 days until 21:00, seed 0",
        "on day 1 the order broke at 12:00; in 15 of 30 days the order breaks (33-67 %); "
        "15 are saved, 1 is lost",
        "without the changes: in 29 of 30 days the order breaks (83-99 %)",
    ]
    assert done.stdout.splitlines()[3].startswith("when it broke, day by day: 12:00 - 12:02 -")


def test_few_days_say_little(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    done = answered(tmp_path, "--days", "3", "--seed", "7", "--until", "18")
    assert done.stdout.splitlines() == [
        "account: 3 days until 18:00, seed 7",
        "too early to say: on day 1 it was kept, as on 1 of 3 days; "
        "in 2 of 3 days the order breaks (21-94 %)",
        "when it broke, day by day: - 12:01 12:02",
    ]
    assert done.stderr.splitlines()[-1].startswith("gatecrush: 3 of 3 runs")


def test_json_is_one_object_and_the_second_time_costs_nothing(
    tmp_path: Path, made_up_glances: MadeUpDays
) -> None:
    first, second = (
        answered(tmp_path, "--days", "4", "--json", "--quiet", "--set", "volunteers.count=5")
        for _ in range(2)
    )
    row, again = json.loads(first.stdout), json.loads(second.stdout)
    assert list(row) == KEYS
    assert row["onsets"] == [12.0, None, pytest.approx(12 + 2 / 60), None]
    assert (row["days"], row["broke"], row["saved"], row["lost"]) == (4, 2, 2, 1)
    assert (row["cpu_seconds"], again["cpu_seconds"]) == (2.0, 0.0)
    assert again == row | {"cpu_seconds": 0.0}
    assert made_up_glances.calls.total() == 8
    alone = json.loads(answered(tmp_path, "--days", "4", "--json", "--quiet").stdout)
    assert (alone["saved"], alone["lost"], alone["cpu_seconds"]) == (None, None, 0.0)


def test_interrupted_it_says_how_far_it_came(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    made_up_glances.interrupted_on = 12
    done = answered(tmp_path, "--quiet")
    assert (done.exit_code, done.stdout) == (130, "")
    assert done.stderr.splitlines() == [
        "gatecrush: so far in 11 of 12 days the order breaks (65-99 %); the same command goes on",
        "gatecrush: interrupted",
    ]
    made_up_glances.interrupted_on = None
    assert answered(tmp_path, "--quiet").exit_code == 0
    assert set(made_up_glances.calls.values()) == {1}


def test_a_day_that_fails(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    made_up_glances.failing = {2}
    done = answered(tmp_path, "--days", "4", "--quiet")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "gatecrush: 1 of 4 days failed: ArithmeticError: no such day; those that did not are kept\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--set", "volunteers.cuont=5"], "did you mean volunteers.count?"),
        (["--set", "gate.width=99"], "must be at most 20 (allowed: 0.4 to 20 m)"),
        (["--days", "0"], "0 is not in the range"),
        (["--days", "many"], "'many' is not a valid integer"),
        (["--seed", "-1"], "must be a whole number"),
        (["--until", "4"], "--until 4: must be later than run.start (5 h) and at most run.end"),
        (["--until", "30"], "--until 30: must be later than run.start (5 h) and at most run.end"),
        (["--until", "nan"], "nan is no number"),
        (["--dasy", "3"], "--dasy: there is no such option; did you mean --days?"),
        (["calm"], "unexpected extra argument"),
    ],
)
def test_unusable_words_are_one_line_and_write_nothing(
    words: list[str], told: str, tmp_path: Path, made_up_glances: MadeUpDays
) -> None:
    done = answered(tmp_path / "days", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
