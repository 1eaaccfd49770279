"""Glanced days on disk, by what they depend on: whoever asks again waits for nothing.

A file a day, of which the first line is the day and the second a digest of it: one that is damaged
is simulated again. A day whose order broke answers for every hour, one that kept it until 21:00 for
all hours before. Other code has another folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numba
from platformdirs import user_cache_path

from ..days.planned_run import PlannedRun
from ..storage.whole_files import NotStoredError, is_alive, remove, write_whole
from .as_it_was import AsItWas
from .glanced_day import GlancedDay, Quarter, code_of_glances, end_of

CODES_KEPT: Final = 12
"""Codes of which days are kept in the user's cache."""
MOST_KEPT: Final = 100_000
"""Days of one code kept there: a quarter of a gigabyte."""


def cache_folder() -> Path:
    """Return where days are kept: beside the kernels, in NUMBA_CACHE_DIR or in the user's cache."""
    told: str = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    return Path(told) / "gatecrush-glances" if told else user_cache_path("gatecrush") / "glances"


class KeptDays:
    """Glanced days in a folder: a store for ``workers.pool.carry_out``."""

    def __init__(
        self, home: Path, until: float, spare: Path | None = None, was: AsItWas | None = None
    ) -> None:
        """Open a folder; nothing is written yet.

        Args:
            home: folder of all codes.
            until: hour by which the order of the days is asked for, h.
            spare: where days go for now if they cannot be written there; None: nowhere.
            was: days that answer for those that could not differ from them; None: none do.
        """
        self.home, self.until = home, until
        self.folder = home / code_of_glances()
        self.spare, self.was = spare, was
        self.reasons: dict[str, str] = {}
        """Why days failed, by key."""

    def has(self, run: PlannedRun) -> bool:
        """Tell whether it is known if and when the order of a day breaks."""
        return self.read(run) is not None

    def read(self, run: PlannedRun) -> GlancedDay | None:
        """Return a day stopped at the hour asked for, or None if it is not known."""
        found = self._found(run)
        if found is None and self.was is not None:
            same = self._found(self.was.day(run))
            if same is not None and self.was.answers(same):
                return same._replace(cpu_seconds=0.0)
        return found

    def _found(self, run: PlannedRun) -> GlancedDay | None:
        until = end_of(run, self.until)
        for folder in (self.folder, self.spare):
            found = None if folder is None else _read(folder / _name(run))
            if found is not None and found.answers(until):
                return found.by(until)
        return None

    def write(self, run: PlannedRun, found: dict[str, Any]) -> None:
        """Keep a day.

        Raises:
            NotStoredError: it can be written nowhere.
        """
        text = json.dumps(found, allow_nan=False)
        whole = f"{text}\n{_digest(text)}\n"
        try:
            write_whole(self.folder / _name(run), whole)
        except NotStoredError:
            if self.spare is None:
                raise
            write_whole(self.spare / _name(run), whole)

    def write_failure(self, run: PlannedRun, reason: str) -> None:
        """Note why a day failed; it is tried again by whoever asks next."""
        self.reasons[run.key] = reason

    def sweep_out(self) -> None:
        """Remove what killed processes left half written."""
        with suppress(OSError):
            for path in self.folder.glob(".*.partial"):
                if not is_alive(path.stem.rpartition("-")[2]):
                    remove(path)

    def forget_old(self) -> None:
        """Keep the codes used last, and of this one the days that came last."""
        with suppress(OSError):
            os.utime(self.folder)
            codes = _by_age(self.home, os.DirEntry.is_dir)
            for other in codes[:-CODES_KEPT]:
                shutil.rmtree(other, ignore_errors=True)
            for day in _by_age(self.folder, os.DirEntry.is_file)[:-MOST_KEPT]:
                day.unlink()


def _by_age(folder: Path, wanted: Callable[[os.DirEntry[str]], bool]) -> list[Path]:
    """Return what is in a folder, the oldest first."""
    with os.scandir(folder) as entries:
        aged = sorted((each.stat().st_mtime, each.path) for each in entries if wanted(each))
    return [Path(path) for _, path in aged]


def _name(run: PlannedRun) -> str:
    return f"{run.key}.day"


def _read(path: Path) -> GlancedDay | None:
    """Return a day that is kept; None if it is not there as a whole."""
    try:
        text, digest = path.read_text(encoding="utf-8").splitlines()
        if digest != _digest(text):
            return None
        found = json.loads(text)
        quarters = tuple(Quarter(*each) for each in found.pop("quarters"))
        return GlancedDay(**found, quarters=quarters)
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
