"""One process at a time on a plan or a share of it; the lock goes when its process does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gatecrush.experiments.storage.lock import WHOLE, BusyError, Share, is_worked_on, working_on

HOLDS = """
import sys
from pathlib import Path
from gatecrush.experiments.storage.lock import Share, working_on
with working_on(Path(sys.argv[1]), Share(int(sys.argv[2]), int(sys.argv[3]))):
    print("holds", flush=True)
    sys.stdin.read()
"""
Holder = Callable[[Share], subprocess.Popen[str]]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Holder]:
    """Let another process hold a share."""
    running = []

    def hold(share: Share) -> subprocess.Popen[str]:
        words = [sys.executable, "-c", HOLDS, str(tmp_path), str(share.number), str(share.of)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True)
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "holds\n"
        return process

    yield hold
    for process in running:
        process.kill()
        process.communicate()


@contextmanager
def refused(folder: Path, share: Share, what: str) -> Iterator[None]:
    with (
        pytest.raises(BusyError, match=rf"works on it \({what}\); wait"),
        working_on(folder, share),
    ):
        pass
    yield


def test_the_whole_plan_is_worked_on_by_one_alone(tmp_path: Path, elsewhere: Holder) -> None:
    elsewhere(WHOLE)
    for share in (WHOLE, Share(1, 2)):
        with refused(tmp_path, share, "whole plan"):
            assert is_worked_on(tmp_path)


def test_shares_are_worked_on_side_by_side(tmp_path: Path, elsewhere: Holder) -> None:
    elsewhere(Share(1, 3))
    elsewhere(Share(2, 3))
    with working_on(tmp_path, Share(3, 3)):
        assert is_worked_on(tmp_path)
    with refused(tmp_path, Share(2, 3), "share 2/3"), refused(tmp_path, WHOLE, "whole plan"):
        assert is_worked_on(tmp_path)


@pytest.mark.parametrize("share", [WHOLE, Share(1, 2)])
def test_lock_goes_when_its_process_is_killed(
    tmp_path: Path, elsewhere: Holder, share: Share
) -> None:
    process = elsewhere(share)
    process.kill()
    process.wait()
    assert not is_worked_on(tmp_path)
    with working_on(tmp_path, WHOLE):
        assert is_worked_on(tmp_path)
    assert not is_worked_on(tmp_path)


def test_who_holds_a_share_is_written_down(tmp_path: Path, elsewhere: Holder) -> None:
    process = elsewhere(Share(2, 5))
    assert (tmp_path / ".lock-2-of-5").read_text().strip() == str(process.pid)


def test_who_only_looks_writes_nothing(tmp_path: Path, elsewhere: Holder) -> None:
    assert not is_worked_on(tmp_path)
    assert list(tmp_path.iterdir()) == []
    elsewhere(WHOLE)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert is_worked_on(tmp_path)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert after == before
