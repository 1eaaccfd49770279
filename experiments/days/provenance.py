"""Provenance: with what a result was made, so that it can be made again."""

from __future__ import annotations

import os
import platform
import re
import shlex
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from gatecrush.agents.house import HOUSE


def provenance(
    scenario: str, *, seed: int, settings: tuple[str, ...], begun: float
) -> dict[str, Any]:
    """Return software, machine, and the command that repeats a run.

    Names neither the machine nor its folders.

    Args:
        scenario: the scenario as given on the command line, a name or a path.
        seed: root of all random numbers.
        settings: texts ``key=value`` as given on the command line.
        begun: when the run began, s since 1970.
    """
    word = Path(scenario).name if Path(scenario).is_absolute() else scenario
    words = ["gatecrush", "run", word, "--seed", str(seed)]
    for setting in settings:
        words += ["--set", setting]
    return {
        **circumstances(begun),
        "seed": seed,
        "replication": 0,
        "command": shlex.join(words),
        "repeat": f"gatecrush run scenario.toml --seed {seed}",
    }


def circumstances(begun: float) -> dict[str, Any]:
    """Return version, commit, packages, machine and time; neither its name nor its folders.

    Args:
        begun: when the work began, s since 1970.
    """
    return {
        "version": version("gatecrush"),
        "commit": commit(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": packages(),
        "platform": {
            "system": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "processors": os.cpu_count(),
        },
        "started_at": datetime.fromtimestamp(begun, UTC).isoformat(timespec="seconds"),
    }


def packages() -> dict[str, str]:
    """Return the versions of the packages that gatecrush needs to run."""
    found = {}
    for requirement in requires("gatecrush") or []:
        name = re.match(r"[A-Za-z0-9._-]+", requirement)
        if name is None or "extra ==" in requirement:
            continue
        try:
            found[name.group()] = version(name.group())
        except PackageNotFoundError:
            continue
    return found


def commit() -> str | None:
    """Return the commit of the code, with ``+changes`` if it was edited; None outside of git."""
    if not (HOUSE / "pyproject.toml").is_file() or not (HOUSE / ".git").exists():
        return None
    try:
        described, edited = (
            subprocess.run(
                ["git", "-C", str(HOUSE), *words],
                capture_output=True,
                text=True,
                timeout=10,
                check=True,
            ).stdout.strip()
            for words in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return described + ("+changes" if edited else "")


def made_with() -> dict[str, Any]:
    """Return where a sweep comes from, with the command that made it."""

    words = [Path(word).name if Path(word).is_absolute() else word for word in sys.argv[1:]]
    return {**circumstances(time.time()), "command": shlex.join(["gatecrush", *words])}
