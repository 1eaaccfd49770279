"""Commands that look at a folder, on those of studies and searches: they work, or say why not.

Each run that failed can be repeated by the very command that its failure states.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gatecrush.experiments.calibration.hopeless_day import day_or_part
from gatecrush.experiments.calibration.rounds import Rounds
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.studies import study_named
from gatecrush.experiments.studies.study import Order, carry_out_studies
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.sweeps.sweep import Carrying
from gatecrush.experiments.workers.pool import simulate_day
from gatecrush.model.scenario.scenario import Scenario

SHORT = Scenario.load("account").with_(**{"run.end": 5.02})
NOON = Scenario.load("account").with_(**{"run.end": 12.1, "demand.factor": 0.1})
"""A day that is looked at once, at noon, before it ends."""
KINDS = ("study", "rounds", "transition")


def asked(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def one_fails(run: PlannedRun) -> dict[str, Any]:
    if run.scenario.guards.number_check == 0.5:
        raise ValueError("no such day")
    return simulate_day(run)


def cut_short(run: PlannedRun, *, hopeless: float) -> dict[str, Any]:
    if run.seed % 2:
        raise ValueError("no such day")
    return day_or_part(run, hopeless=0.0)


def study_made(place: Path) -> None:
    order = Order(place, SHORT, replications=1, jobs=0, quiet=True)
    assert carry_out_studies([study_named("guards")], order, simulate=one_fails) == 2


def rounds_made(place: Path) -> None:
    rounds = Rounds(NOON, SweepFolder(place), seed=1, simulate=cut_short)
    rounds.go_on(budget=3, members=9, how=Carrying(quiet=True), made_with={})
    assert 0 < rounds.failed < 3


def transition_made(place: Path) -> None:
    words = ["--vary", "demand.factor=0.5:1", "--set", "run.end=5.02", "--jobs", "0", "--quiet"]
    ran = asked("transition", "account", *words, "--out", str(place))
    assert ran.exit_code == 2, ran.output  # without an evening nothing can be found; days are kept
    assert "the days that were run are kept" in ran.stderr


MADE: dict[str, Callable[[Path], None]] = {
    "study": study_made,
    "rounds": rounds_made,
    "transition": transition_made,
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    places = {kind: tmp_path_factory.mktemp("kinds") / f"a {kind}" for kind in KINDS}
    for kind, place in places.items():
        MADE[kind](place)
    return places


@pytest.mark.parametrize("kind", KINDS)
def test_status_and_verify_know_what_is_there(kind: str, folders: dict[str, Path]) -> None:
    told = json.loads(asked("status", str(folders[kind]), "--json").stdout)
    assert told["done"] > 0
    assert (told["failed"] > 0) == (kind != "transition")
    assert told["done"] + told["failed"] + told["left"] == told["enough"]
    verified = asked("verify", str(folders[kind]))
    assert verified.exit_code == 0, verified.output
    assert "0 faults" in verified.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_every_stored_run_is_reproduced_to_the_bit(kind: str, folders: dict[str, Path]) -> None:
    for key in list(SweepFolder(folders[kind]).store.stored_keys())[:2]:
        ran = asked("reproduce", str(folders[kind]), key)
        assert ran.exit_code == 0, ran.output
        assert "the same to the bit" in ran.stdout


@pytest.mark.parametrize("kind", ["study", "rounds"])
def test_the_advice_kept_with_a_failed_run_is_true(kind: str, folders: dict[str, Path]) -> None:
    (first, *_) = SweepFolder(folders[kind]).failures()
    program, *words = shlex.split(first["repeat"])
    ran = asked(*words)
    assert program == "gatecrush"
    assert ran.exit_code == 0, ran.output
    assert "this run failed before; now it did not" in ran.stdout


def test_a_changed_number_of_a_study_is_noticed(folders: dict[str, Path], tmp_path: Path) -> None:
    """Courses and witnesses, which sweeps do not keep, are compared as well."""
    import pandas as pd

    store = SweepFolder(folders["study"]).store
    key = next(store.stored_keys())
    before = store.path(key).read_bytes()
    table = pd.read_parquet(store.path(key))
    table["course_press_share"] = [table["course_press_share"][0] + 1]
    table.to_parquet(store.path(key))
    ran = asked("reproduce", str(folders["study"]), key)
    store.path(key).write_bytes(before)
    assert ran.exit_code == 1
    assert "course_press_share" in ran.stdout


def test_each_study_of_a_folder_is_drawn_and_reported(folders: dict[str, Path]) -> None:
    drawn = asked("figure", str(folders["study"]))
    assert drawn.exit_code == 0, drawn.output
    assert drawn.stdout.splitlines() == [str(folders["study"] / "guards.png")]
    written = asked("report", str(folders["study"]))
    assert written.exit_code == 0, written.output
    page = (folders["study"] / "report.html").read_text(encoding="utf-8")
    assert "Do guards who ask for numbers keep the order?" in page
    assert "2 of 9 runs failed" in page.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("kind", "command", "words"),
    [
        ("study", ["figure", "--to", "x.png"], "each with a figure of its own"),
        ("study", ["sensitivity"], "needs a sweep with --design morris or saltelli"),
        ("rounds", ["figure"], "what it found is in its account.csv"),
        ("rounds", ["report"], "what it found is in its account.csv"),
        ("rounds", ["sensitivity"], "needs a sweep with --design morris or saltelli"),
        ("transition", ["figure"], "transition.png"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(
    kind: str, command: list[str], words: str, folders: dict[str, Path]
) -> None:
    name, *more = command
    ran = asked(name, str(folders[kind]), *more)
    assert ran.exit_code == 2, ran.output
    assert words in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("kind", ["rounds", "transition"])
def test_another_kind_of_plan_keeps_out(kind: str, folders: dict[str, Path]) -> None:
    words = ["--set", "run.end=5.02", "--jobs", "0", "--out", str(folders[kind])]
    ran = asked("studies", "guards", *words)
    assert ran.exit_code == 2, ran.output
    assert "choose another --out" in ran.stderr
    before = (folders["study"] / "manifest.json").read_bytes()
    ran = asked("sweep", "account", *words[:-1], str(folders["study"]))
    assert ran.exit_code == 2, ran.output
    assert (folders["study"] / "manifest.json").read_bytes() == before
