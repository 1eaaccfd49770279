"""What a sweep costs over its runs: 64 one-second runs on two jobs, beside two bare processes.

Each bare process runs 32 of the same days one after the other and stores nothing. Both are timed
from start to end as a user would wait for them (wall time), in turn. The memory of the workers is
looked at meanwhile: PSS, in which what processes share counts once, and RSS.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

import psutil

RUNS = 64
JOBS = 2
SETTINGS = {"run.end": 17.5}
"""A day until then takes a second, or two thirds of one on a quick machine."""
MOST_OVERHEAD = 1.10
MOST_MEMORY = 250.0
"""MB for a worker."""
MEBIBYTE = 2**20
BARE = """
import sys
from gatecrush.experiments import run
for replication in range(int(sys.argv[1]), int(sys.argv[2])):
    run("account", replication=replication, settings={settings!r}).summary
"""


def time_bare() -> float:
    """Return the wall time of two processes that share the runs, s."""
    begun = time.perf_counter()
    share = RUNS // JOBS
    code = BARE.format(settings=SETTINGS)
    words = [
        [sys.executable, "-c", code, str(n * share), str((n + 1) * share)] for n in range(JOBS)
    ]
    processes = [subprocess.Popen(each) for each in words]
    if any(process.wait() for process in processes):
        raise RuntimeError("a bare process failed")
    return time.perf_counter() - begun


def time_sweep() -> tuple[float, dict[str, float]]:
    """Return the wall time of the same runs as a sweep, s, and the most memory of each kind, MB."""
    with tempfile.TemporaryDirectory() as place:
        words = [str(Path(sys.executable).with_name("gatecrush")), "sweep", "account", "--quiet"]
        words += [part for key, value in SETTINGS.items() for part in ("--set", f"{key}={value}")]
        words += ["--replications", str(RUNS), "--jobs", str(JOBS), "--out", f"{place}/sweep"]
        begun = time.perf_counter()
        process = subprocess.Popen(words)
        memory = {"worker PSS": 0.0, "worker RSS": 0.0, "driver PSS": 0.0}
        while process.poll() is None:
            _look(process.pid, memory)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=3.0)
        if process.returncode:
            raise RuntimeError("the sweep failed")
        return time.perf_counter() - begun, memory


def _look(driver: int, memory: dict[str, float]) -> None:
    """Note the memory of driver and workers, if it is more than before."""
    try:
        whole = psutil.Process(driver)
        memory["driver PSS"] = max(memory["driver PSS"], whole.memory_full_info().pss / MEBIBYTE)
        for worker in whole.children(recursive=True):
            used = worker.memory_full_info()
            memory["worker PSS"] = max(memory["worker PSS"], used.pss / MEBIBYTE)
            memory["worker RSS"] = max(memory["worker RSS"], used.rss / MEBIBYTE)
    except psutil.Error:
        return


def main() -> None:
    """Time both in turn and say how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    bare, sweep, memory = [], [], {}
    for _ in range(rounds):
        bare.append(time_bare())
        seconds, memory = time_sweep()
        sweep.append(seconds)
        print(f"two bare processes {bare[-1]:.1f} s, sweep {sweep[-1]:.1f} s", flush=True)
    ratio = median(ours / theirs for ours, theirs in zip(sweep, bare, strict=True))
    print(
        f"sweep of {RUNS} runs on {JOBS} jobs: {ratio:.3f}x two bare processes "
        f"(at most {MOST_OVERHEAD}): {'met' if ratio <= MOST_OVERHEAD else 'MISSED'}"
    )
    print(", ".join(f"{name} {value:.0f} MB" for name, value in memory.items()), end="")
    print(f" (at most {MOST_MEMORY:.0f}): ", end="")
    print("met" if memory["worker PSS"] <= MOST_MEMORY else "MISSED")


if __name__ == "__main__":
    main()
