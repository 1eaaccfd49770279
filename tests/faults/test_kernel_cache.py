"""Compiled kernels on disk: what was damaged is compiled again, and kept where they are found."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gatecrush.agents import compiled as compilation
from gatecrush.agents import kernel_cache

DAMAGES = {
    "empty": lambda whole: b"",
    "truncated": lambda whole: whole[: len(whole) // 2],
    "short of a byte": lambda whole: whole[:-1],
    "garbage": lambda whole: b"\x80\x05garbage\n" * 40,
    "one flipped bit": lambda whole: whole[:99] + bytes([whole[99] ^ 4]) + whole[100:],
}


def plus_one(number):
    return number + 1


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of kernels with one that has been compiled."""
    monkeypatch.setattr(compilation, "CACHE_FOLDER", tmp_path)
    kernel_cache.say_once.cache_clear()
    compilation.compiled(plus_one)(1)
    return tmp_path


@pytest.mark.parametrize("kind", ["nbi", "nbc"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_kernel_is_compiled_again_and_said_once(
    kept: Path, kind: str, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (file,) = kept.rglob(f"*.{kind}")
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    again = compilation.compiled(plus_one)
    assert again(1) == 2
    assert not again.stats.cache_hits
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "compiling them again" in said[0]
    healed = compilation.compiled(plus_one)
    assert healed(1) == 2
    assert sum(healed.stats.cache_hits.values()) == 1
    assert capsys.readouterr().err == ""


def test_whole_kernel_is_loaded_without_a_word(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = compilation.compiled(plus_one)
    assert again(1) == 2
    assert sum(again.stats.cache_hits.values()) == 1
    assert capsys.readouterr().err == ""


def test_full_disk_costs_no_run(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kernel_cache.CheckedFiles, "_save_data", full)
    assert compilation.compiled(plus_one)(1.5) == 2.5
    assert compilation.compiled(plus_one)(2.5) == 3.5
    assert capsys.readouterr().err.count("No space left on device") == 1


WHERE = "from gatecrush.agents.compiled import CACHE_FOLDER; print(CACHE_FOLDER)"


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., tuple[Path, str]]:
    """Start a process without a user's cache; tells where its kernels are and what it said."""
    (tmp_path / "no-folder").touch()
    (tmp_path / "temporary").mkdir()

    def begin(**environment: str) -> tuple[Path, str]:
        known = {
            **os.environ,
            "XDG_CACHE_HOME": str(tmp_path / "no-folder"),
            "TMPDIR": str(tmp_path / "temporary"),
            **environment,
        }
        done = subprocess.run(
            [sys.executable, "-c", WHERE], env=known, capture_output=True, text=True, check=True
        )
        return Path(done.stdout.strip()), done.stderr

    return begin


def test_temporary_folder_is_found_again_and_said_once(
    start: Callable[..., tuple[Path, str]], tmp_path: Path
) -> None:
    folder, said = start()
    assert folder.is_relative_to(tmp_path / "temporary")
    assert said.count("\n") == 1
    assert "no-folder" in said
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    assert start() == (folder, "")
    assert len(list((tmp_path / "temporary").iterdir())) == 1


def test_numba_cache_dir_is_taken(start: Callable[..., tuple[Path, str]], tmp_path: Path) -> None:
    (tmp_path / "told" / "others").mkdir(parents=True)
    folder, said = start(NUMBA_CACHE_DIR=str(tmp_path / "told"))
    assert folder.is_relative_to(tmp_path / "told")
    assert said == ""
    assert (tmp_path / "told" / "others").exists()


@pytest.mark.parametrize("trap", ["open to all", "link", "of another user"])
def test_foreign_temporary_folder_is_refused(
    start: Callable[..., tuple[Path, str]], tmp_path: Path, trap: str
) -> None:
    """Kernels are code: whoever can write them runs what they like in this user's name."""
    user = os.getuid()
    theirs = tmp_path / "temporary" / f"gatecrush-kernels-{user}"
    if trap == "link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        theirs.symlink_to(tmp_path / "elsewhere")
    else:
        theirs.mkdir(mode=0o700)
        if trap == "open to all":
            theirs.chmod(0o777)
        elif user:
            pytest.skip("only root can give a folder away")
        else:
            os.chown(theirs, 12345, -1)
    folder, said = start()
    assert not folder.resolve().is_relative_to(theirs.resolve())
    assert theirs.name in said
    assert said.count("\n") == 1
    assert not folder.exists(), "what nobody finds again is removed"
