"""Days are kept by what they depend on; what is damaged or of other code is simulated again."""

from __future__ import annotations

import os
from pathlib import Path

import numba
import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances import kept_days
from gatecrush.experiments.glances.glanced_day import GlancedDay, Quarter
from gatecrush.experiments.glances.kept_days import KeptDays, cache_folder
from gatecrush.experiments.storage.whole_files import NotStoredError
from gatecrush.model.scenario.scenario import Scenario

RUN = PlannedRun(Scenario(), 7, 3)
KEPT = GlancedDay(None, 21.0, 0.5, (Quarter(21.0, None, 80, 0.3),))
BROKE = GlancedDay(16.25, 16.25, 0.5, (Quarter(16.25, 0.9, 300, 3.0),))


def test_a_day_comes_back_as_it_was(tmp_path: Path) -> None:
    store = KeptDays(tmp_path, 21.0)
    assert not store.has(RUN)
    store.write(RUN, BROKE._asdict())
    assert store.read(RUN) == BROKE
    assert KeptDays(tmp_path, 12.0).read(RUN) == BROKE.by(12.0)
    assert not store.has(PlannedRun(Scenario(), 7, 4))
    assert not store.has(PlannedRun(Scenario(), 8, 3))
    assert not store.has(PlannedRun(Scenario().with_(**{"volunteers.count": 1}), 7, 3))


def test_a_day_that_kept_its_order_answers_for_no_later_hour(tmp_path: Path) -> None:
    KeptDays(tmp_path, 21.0).write(RUN, KEPT._asdict())
    assert KeptDays(tmp_path, 20.0).read(RUN) == KEPT.by(20.0)
    assert KeptDays(tmp_path, 22.0).read(RUN) is None


def test_a_day_that_ended_earlier_answers_for_all_hours(tmp_path: Path) -> None:
    run = PlannedRun(Scenario().with_(**{"run.end": 18.0}))
    KeptDays(tmp_path, 21.0).write(run, KEPT.by(18.0)._asdict())
    assert KeptDays(tmp_path, 21.0).has(run)


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"one\ntwo\nthree", b"\xff\xfe\n\n", None])
def test_what_is_damaged_is_not_known(tmp_path: Path, damage: bytes | None) -> None:
    store = KeptDays(tmp_path, 21.0)
    store.write(RUN, BROKE._asdict())
    (path,) = store.folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"16.25", b"16.35", 1) if damage is None else damage)
    assert store.read(RUN) is None
    store.write(RUN, BROKE._asdict())
    assert store.read(RUN) == BROKE


def test_other_code_is_asked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    KeptDays(tmp_path, 21.0).write(RUN, BROKE._asdict())
    monkeypatch.setattr(kept_days, "code_of_glances", lambda: "edited")
    assert not KeptDays(tmp_path, 21.0).has(RUN)


def test_where_nothing_can_be_written_days_are_kept_for_now(tmp_path: Path) -> None:
    """A file stands in the way: root may write into any folder."""
    (tmp_path / "file").write_text("")
    store = KeptDays(tmp_path / "file" / "glances", 21.0, tmp_path / "spare")
    store.sweep_out()
    store.forget_old()
    assert not store.has(RUN)
    store.write(RUN, BROKE._asdict())
    assert store.read(RUN) == BROKE
    with pytest.raises(NotStoredError):
        KeptDays(tmp_path / "file" / "glances", 21.0).write(RUN, BROKE._asdict())


def test_codes_and_days_used_last_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_days, "CODES_KEPT", 2)
    monkeypatch.setattr(kept_days, "MOST_KEPT", 3)
    store = KeptDays(tmp_path, 21.0)
    runs = [PlannedRun(Scenario(), 7, replication) for replication in range(5)]
    for age, run in enumerate(runs):
        store.write(run, BROKE._asdict())
        os.utime(store.folder / f"{run.key}.day", (1000 + age, 1000 + age))
    for age, name in enumerate(("old", "older", "newer")):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (2000 + age, 2000 + age))
    store.forget_old()
    assert {path.name for path in tmp_path.iterdir()} == {"newer", store.folder.name}
    assert [store.has(run) for run in runs] == [False, False, True, True, True]


def test_remains_of_the_dead_are_swept_out(tmp_path: Path) -> None:
    store = KeptDays(tmp_path, 21.0)
    store.folder.mkdir()
    remains = [store.folder / f".a.day-{number}.partial" for number in (99999999, os.getpid())]
    for path in remains:
        path.write_text("half")
    store.sweep_out()
    assert [path.exists() for path in remains] == [False, True]


def test_days_are_kept_beside_the_kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path / "gatecrush-glances"
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    assert cache_folder().name == "glances"
