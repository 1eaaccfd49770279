"""What killed processes leave is swept up by whoever comes next; what is alive is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gatecrush.experiments.film.file import write_film
from gatecrush.experiments.reports.page import Page, write_page
from gatecrush.experiments.storage import whole_files as appearing
from gatecrush.experiments.storage.whole_folders import appearing as appearing_folder


@pytest.fixture
def gone() -> int:
    """The number of a process that is over."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def written(path: Path) -> None:
    path.write_bytes(b"half")


@pytest.mark.parametrize("name", ["day.webp", "report.html", "day"])
def test_next_writer_sweeps_up(tmp_path: Path, gone: int, name: str) -> None:
    path = tmp_path / name
    kept = [tmp_path / f".{name}-{os.getppid()}.partial", tmp_path / f".other-{gone}.partial"]
    left = [tmp_path / f".{name}-{gone}.partial", tmp_path / f".{name}.{gone}.partial"]
    for each in (*kept, *left):
        written(each)
    folder = tmp_path / f".{name}-{gone + 0}.partial-journal"
    written(folder)
    if name == "day.webp":
        from PIL import Image

        write_film(path, [(Image.new("P", (8, 8)), 60)])
    elif name == "report.html":
        write_page(Page("A title", "nothing", ()), path)
    else:
        with appearing_folder(path, frozenset()) as stage:
            written(stage / "file")
    assert path.exists()
    assert {each.name for each in tmp_path.iterdir()} == {name, *(each.name for each in kept)}


def test_folder_of_a_killed_run_is_swept_up(tmp_path: Path, gone: int) -> None:
    left = tmp_path / f".day-{gone}.partial"
    left.mkdir()
    written(left / "people.parquet")
    with appearing_folder(tmp_path / "day", frozenset()) as stage:
        written(stage / "file")
    assert [each.name for each in tmp_path.iterdir()] == ["day"]


def test_temporary_folders_of_killed_servers_are_swept_up(
    tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / f"gatecrush-sweep-{gone}-abc_12"
    (left / "sweep").mkdir(parents=True)
    alive = tmp_path / f"gatecrush-sweep-{os.getppid()}-abc_12"
    others = [tmp_path / "gatecrush-sweep-mine", tmp_path / f"gatecrush-film-{gone}-abc"]
    link = tmp_path / f"gatecrush-sweep-{gone}-link"
    (tmp_path / "precious").mkdir()
    written(tmp_path / "precious" / "file")
    link.symlink_to(tmp_path / "precious")
    for each in (alive, *others):
        each.mkdir()
    with appearing.temporary_folder("sweep") as own:
        assert not left.exists()
        assert all(each.exists() for each in (alive, *others, own))
        assert (tmp_path / "precious" / "file").exists()
    assert not own.exists()


def test_a_killed_process_leaves_a_folder_that_goes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = (
        "import os; from gatecrush.experiments.storage import whole_files;"
        "whole_files.new_temporary_folder('sweep'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path)})
    assert len(list(tmp_path.iterdir())) == 1
    appearing.sweep_up_temporary("sweep")
    assert list(tmp_path.iterdir()) == []
