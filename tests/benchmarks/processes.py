"""CPU time of whole processes: the command line, and bare Python beside it."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PYTHON = sys.executable
GATECRUSH = str(Path(sys.executable).with_name("gatecrush"))


def cpu_of(command: Sequence[str], **environment: str) -> tuple[float, str]:
    """Run a command; return its CPU time with that of its children, s, and what it printed."""
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(
            command, stdout=printed, stderr=subprocess.PIPE, env=os.environ | environment
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.stderr.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: {said.decode(errors='replace')[-500:]}")
        printed.seek(0)
        return used.ru_utime + used.ru_stime, printed.read().decode()


def time_help(repetitions: int) -> dict[str, list[float]]:
    """Return CPU times of ``gatecrush --help`` and bare Python in turn, s."""
    times: dict[str, list[float]] = {"help": [], "bare": []}
    for _ in range(repetitions):
        times["help"].append(cpu_of([GATECRUSH, "--help"])[0])
        times["bare"].append(cpu_of([PYTHON, "-c", "pass"])[0])
    return times


def _short_run(**environment: str) -> float:
    command = [GATECRUSH, "run", "account", "--set", "run.end=5.05", "--json", "--quiet"]
    return cpu_of(command, **environment)[0]


def time_day(repetitions: int) -> dict[str, Any]:
    """Return CPU times of the account day, kernels compiled before, s: all, and kernels alone."""
    _short_run()
    whole, kernel, person_steps = [], [], []
    for seed in range(repetitions):
        day = [GATECRUSH, "run", "account", "--json", "--quiet", "--seed", str(seed)]
        spent, printed = cpu_of(day)
        summary = json.loads(printed)
        whole.append(spent)
        kernel.append(summary["cpu_seconds"])
        person_steps.append(summary["person_steps"])
    return {"whole": whole, "kernel": kernel, "start": _short_run(), "person_steps": person_steps}


MEASURED = """
import platform, resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(most * (1 if platform.system() == "Darwin" else 1024) / 2**20)
"""


def memory_of_day() -> float:
    """Return the most memory that the process of an account day has in use (RSS), MB.

    A process counts the memory of the one that starts it as its own until it runs its program:
    a small one starts it.
    """
    day = [GATECRUSH, "run", "account", "--json", "--quiet"]
    return float(cpu_of([PYTHON, "-c", MEASURED, *day])[1])


def time_compiling() -> float:
    """Return the CPU time that compiling takes, once a machine, s."""
    with tempfile.TemporaryDirectory() as empty:
        elsewhere = {"XDG_CACHE_HOME": empty}
        if platform.system() == "Darwin":
            elsewhere["HOME"] = empty
        return _short_run(**elsewhere) - _short_run()
