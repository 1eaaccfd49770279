"""A visitor's own sweep: a process beside the page's, in a folder that goes when they do."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from gatecrush.experiments.storage.whole_files import new_temporary_folder

from .waiting_line import WaitingLine
from .wish import RUN_LIMIT, Wish

ROOM: Final = 2
"""Sweeps that run at a time on this server."""
LONGEST: Final = 3600.0
"""Longest time for a sweep while others may wait, s; then what is under way is finished."""
BLINK: Final = 0.1
PATIENCE: Final = 3.0
"""Time that a process has to end by itself, s."""
INTERRUPTED: Final = 130
LINE: Final = WaitingLine(ROOM)
WAITING, RUNNING, FINISHING, OVER = "waiting", "running", "finishing", "over"


class OwnSweep:
    """One sweep, from waiting in line until its visitor is gone."""

    def __init__(self, wish: Wish, gone: threading.Event, line: WaitingLine = LINE) -> None:
        """Stand in line.

        Args:
            wish: what to sweep; a plan can be made of it.
            gone: set once the visitor has left.
            line: the line.
        """
        self.wish, self.plan = wish, wish.plan()
        self.private = new_temporary_folder("sweep")
        self.place = self.private / "sweep"
        self.state, self.problem = WAITING, ""
        self._gone, self._closed, self._line = gone, threading.Event(), line
        self._asked = 0
        self._process: subprocess.Popen[bytes] | None = None
        line.join(self)
        atexit.register(self.end)
        threading.Thread(target=self._live, daemon=True).start()

    @property
    def ahead(self) -> int:
        """How many sweeps are before it in line."""
        return self._line.ahead(self)

    def stop(self) -> None:
        """Finish what is under way and stop; asked again, stop at once."""
        self._asked += 1
        if self.state == RUNNING:
            self.state = FINISHING
        self._interrupt()

    def close(self) -> None:
        """Forget it: end the process and remove the folder."""
        self._closed.set()

    def end(self) -> None:
        """End the process with all that it began, and remove the folder, now."""
        self._closed.set()
        process = self._process
        if process is not None:
            until = time.monotonic() + PATIENCE
            while process.poll() is None and time.monotonic() < until:
                self._interrupt()
                time.sleep(5 * BLINK)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        shutil.rmtree(self.private, ignore_errors=True)

    @property
    def is_unwanted(self) -> bool:
        """Whether nobody is there any more to look at it."""
        return self._gone.is_set() or self._closed.is_set()

    def _live(self) -> None:
        while not (self.ahead == 0 or self._asked or self.is_unwanted):
            time.sleep(BLINK)
        try:
            if not (self._asked or self.is_unwanted):
                self._run()
        finally:
            self._line.leave(self)
            self.state = OVER
        while not self.is_unwanted:
            self._gone.wait(5 * BLINK)
        self.end()
        atexit.unregister(self.end)

    def _run(self) -> None:
        how = ("--jobs", "1", "--time-limit", str(RUN_LIMIT), "--quiet")
        words = self.wish.words("sweep", *how)
        said = self.private / "said"
        with said.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "gatecrush.server.sweeps.process", *words],
                cwd=self.private,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=output,
                start_new_session=True,
            )
        self.state = FINISHING if self._asked else RUNNING
        until = time.monotonic() + LONGEST
        while self._process.poll() is None and not self.is_unwanted:
            if time.monotonic() > until and not self._asked:
                self.problem = "It ran for an hour, which is as long as the page allows."
                self.stop()
            time.sleep(BLINK)
        if self._process.poll() not in (None, 0, 1, INTERRUPTED):
            self.problem = _last_line(said)

    def _interrupt(self) -> None:
        process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)


def _last_line(file: Path) -> str:
    lines = file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1].removeprefix("gatecrush: ")[:300] if lines else "It ended without a word."
