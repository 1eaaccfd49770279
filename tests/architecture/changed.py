"""Which unit tests are named after the files that have changed: ``make check`` runs them.

Changed is what Git has not recorded yet; if that is nothing, what the branch adds to the main one.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

PACKAGES = ("agents", "model", "experiments", "server")
MAIN = ("origin/main", "origin/master", "main", "master")
UNIT = Path("tests") / "unit"
QUICK = (UNIT, Path("tests") / "architecture")
"""Where a test that was changed itself is run, too."""


def room_of(file: Path) -> Path:
    """Return the room of a file: its folder, without the package if that has rooms."""
    folder = file.parent
    return folder if len(folder.parts) == 1 else folder.relative_to(folder.parts[0])


def named_after(files: Iterable[Path], house: Path) -> list[Path]:
    """Return the tests of changed files, and the changed tests themselves, as far as they exist."""
    found = set()
    for file in files:
        if file.suffix != ".py":
            continue
        if file.parts[0] in PACKAGES:
            found.add(UNIT / room_of(file) / f"test_{file.name}")
        elif file.name.startswith("test_") and any(file.is_relative_to(each) for each in QUICK):
            found.add(file)
    return sorted(test for test in found if (house / test).exists())


def changed_files(house: Path) -> list[Path]:
    """Return the files changed and not recorded; else those by which the branch differs."""

    def names(*words: str) -> list[Path]:
        told = subprocess.run(["git", *words], cwd=house, capture_output=True, text=True)
        return [Path(line) for line in told.stdout.splitlines()]

    changed = names("diff", "--name-only", "HEAD")
    changed += names("ls-files", "--others", "--exclude-standard")
    known = (branch for branch in MAIN if names("rev-parse", "--verify", "--quiet", branch))
    if not changed and (main := next(known, None)):
        changed = names("diff", "--name-only", f"{main}...HEAD")
    return changed


if __name__ == "__main__":
    print(*named_after(changed_files(Path.cwd()), Path.cwd()), sep="\n", file=sys.stdout)
