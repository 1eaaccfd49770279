"""Speed, side by side: ``make bench``.

Compared things run in turn (A B A B), each on work of a stated size; CPU time, not wall time. A
machine that is busy otherwise makes both slower: trust ratios.
"""

from __future__ import annotations

import argparse
import json
import sys
from statistics import median
from typing import Any, NamedTuple

from crowd_sizes import SIZES, time_sizes
from jupedsim_yard import race_jupedsim
from near_limit import compare_with_c
from phases import time_phases
from processes import memory_of_day, time_compiling, time_day, time_help
from race import race, race_steps
from workloads import Crowd, pressing_crowd, situation_of, walking_crowd


class Row(NamedTuple):
    """One line of the table."""

    what: str
    ours: str
    beside: str
    ratio: str = ""
    target: str = ""
    met: bool | None = None


def rate(seconds: list[float]) -> str:
    """Return steps a second, in millions: median and best."""
    return f"{1e-6 / median(seconds):.3g} (best {1e-6 / min(seconds):.3g})"


def spread(values: list[float], scale: float = 1.0, digits: int = 1) -> str:
    """Return median and least of some values."""
    return f"{scale * median(values):.{digits}f} (least {scale * min(values):.{digits}f})"


def race_rows(crowd: Crowd, result: dict[str, Any], target: float | None) -> list[Row]:
    """Say how kernel and pure Mesa compare."""
    size = f"{result['people']} people, {result['steps']} steps, {result['person_steps']:,}"
    ratio = result["ratio"]
    return [
        Row(
            f"million person-steps/s: {crowd.name} ({size} person-steps)",
            rate(result["kernel"]),
            f"pure Mesa {rate(result['pure_mesa'])}",
            f"{ratio:.0f}x",
            f"at least {target:.0f}x" if target else "",
            ratio >= target if target else None,
        )
    ]


def likeness_rows(result: dict[str, Any]) -> list[Row]:
    """Say whether both crowds are alike, so that it was the same work."""
    return [
        Row(
            f"    alike in {seen.quantity.replace('_', ' ')}",
            f"{seen.kernel:.3f}",
            f"pure Mesa {seen.pure_mesa:.3f}",
            "",
            f"within {seen.allowed:.3f}",
            seen.holds,
        )
        for seen in result["likeness"]
    ]


def limit_rows(result: dict[str, Any] | None) -> list[Row]:
    """Say how near the plain movement step comes to C."""
    if result is None:
        return [Row("    plain movement step alone, beside C", "no gcc here: left out", "")]
    same = "the same" if result["same_to_the_bit"] else "not the same"
    rows = []
    for times, words, least in (
        ("plain_c_ns", "asks everybody", 0.75),
        ("c_ns", "same short cuts", None),
    ):
        speed = median(result[times]) / median(result["kernel_ns"])
        rows.append(
            Row(
                f"    movement step alone, ns a person-step ({same} to the bit)",
                spread(result["kernel_ns"]),
                f"C -O3, {words} {spread(result[times])}",
                f"{speed:.2f}x its speed",
                f"at least {least}" if least else "",
                speed >= least if least else None,
            )
        )
    return rows


def process_rows(found: dict[str, Any]) -> list[Row]:
    """Say what whole processes cost."""
    day, helps = found["day"], found["help"]
    ratio = median(helps["help"]) / median(helps["bare"])
    size = f"{median(day['person_steps']):,.0f} person-steps"
    rows = [
        Row(
            f"account day, CPU s of the whole process ({size})",
            spread(day["whole"]),
            f"of it kernels {spread(day['kernel'])}, start and end {day['start']:.1f}",
            "",
            "under 10 s",
            median(day["whole"]) < 10.0,
        ),
        Row(
            "gatecrush --help, CPU ms",
            spread(helps["help"], 1000),
            f"python -c pass {spread(helps['bare'], 1000)}",
            f"{ratio:.1f}x",
            "under 8x",
            ratio < 8.0,
        ),
        Row(
            "a day of three minutes, warm cache, CPU s of the whole process",
            f"{day['start']:.2f}",
            "",
            "",
            "under 1.5 s",
            day["start"] < 1.5,
        ),
        Row("account day, most memory of the process, MB", f"{found['memory']:.0f}", ""),
    ]
    if "compiling" in found:
        rows.insert(1, Row("    compiling, once a machine, CPU s", f"{found['compiling']:.1f}", ""))
    return rows


def jupedsim_rows(result: dict[str, Any] | None) -> list[Row]:
    """Say how kernel and JuPedSim compare in the same yard."""
    if result is None:
        return [Row("simulated seconds per CPU second, beside JuPedSim", "not installed here", "")]
    ours, theirs = median(result["kernel"]), median(result["jupedsim"])
    return [
        Row(
            f"simulated seconds per CPU second: {result['people']} people press at a closed gate",
            f"{ours:,.0f}",
            f"JuPedSim, collision-free speed model {theirs:.1f}",
            f"{ours / theirs:,.0f}x",
            "at least 500x",
            ours / theirs >= 500.0,
        )
    ]


def size_rows(times: dict[int, list[float]]) -> list[Row]:
    """Say what a person-step costs as the crowd grows."""
    smallest, largest = SIZES[0], SIZES[-1]
    costs = ", ".join(f"{people:,}: {median(times[people]):.0f}" for people in SIZES)
    ratio = median(times[largest]) / median(times[smallest])
    return [
        Row(
            f"ns a person-step in a pressing crowd of so many people, {costs}",
            "",
            "",
            f"{ratio:.1f}x",
            "at most 3x",
            ratio <= 3.0,
        )
    ]


def stepping_rows(result: dict[str, Any]) -> list[Row]:
    """Say what a step of Mesa's clock costs beside the kernel."""
    return [
        Row(
            f"one more step of Mesa's clock, µs ({result['steps']} steps of 1 s, beside 60 s)",
            f"step() {1e6 * result['by_hand']:.0f}",
            f"run_until {1e6 * result['run_until']:.0f}",
        ),
        Row(
            "    the same day, whichever way it is stepped",
            "yes" if result["same_day"] else "no",
            "",
            "",
            "to the bit",
            result["same_day"],
        ),
    ]


def show(rows: list[Row]) -> None:
    """Print the table, rows as they come."""
    verdict = {None: "", True: "met", False: "MISSED"}
    for row in rows:
        line = f"{row.what:<86}  {row.ours:<24} {row.beside:<44} {row.ratio:<15} {row.target:<13}"
        print(f"{line} {verdict[row.met]}".rstrip(), flush=True)


def show_phases(crowd: Crowd) -> None:
    """Print where the kernel spends its time."""
    print(f"\n{crowd.name}: µs a call, µs of a time step, ns a person-step")
    for phase in time_phases(situation_of(crowd, 0), min(1000, crowd.steps)):
        print(f"  {phase.name:<20}{phase.call:>9.1f}{phase.step:>9.2f}{phase.person:>9.1f}")


def main() -> int:
    """Measure, print; exit status 1 if the compared things do not do the same work."""
    parser = argparse.ArgumentParser(description="Speed, side by side.")
    parser.add_argument("--json", action="store_true", help="print everything as one JSON object")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, no compiling")
    parser.add_argument("--phases", action="store_true", help="where the kernel spends its time")
    wanted = parser.parse_args()
    few, many = (2, 5) if wanted.quick else (5, 15)
    put = (lambda rows: None) if wanted.json else show
    crowds = [(pressing_crowd(), 60.0), (walking_crowd(), None)]
    if wanted.phases:
        for crowd, _ in crowds:
            show_phases(crowd)
        return 0
    found: dict[str, Any] = {}
    rows: list[Row] = []

    def take(new: list[Row]) -> None:
        rows.extend(new)
        put(new)

    for crowd, target in crowds:
        found[crowd.name] = result = race(crowd, few)
        take(race_rows(crowd, result, target) + likeness_rows(result))
        found[crowd.name]["limit"] = limit = compare_with_c(crowd, many)
        take(limit_rows(limit))
    found["jupedsim"] = race_jupedsim(few)
    take(jupedsim_rows(found["jupedsim"]))
    found["sizes"] = time_sizes(1 if wanted.quick else 3)
    take(size_rows(found["sizes"]))
    found["day"], found["help"] = time_day(1 if wanted.quick else 3), time_help(many)
    found["memory"] = memory_of_day()
    if not wanted.quick:
        found["compiling"] = time_compiling()
    take(process_rows(found))
    found["stepping"] = race_steps(few)
    take(stepping_rows(found["stepping"]))
    alike = all(seen.holds for crowd, _ in crowds for seen in found[crowd.name]["likeness"])
    if wanted.json:
        for crowd, _ in crowds:
            found[crowd.name]["likeness"] = [x._asdict() for x in found[crowd.name]["likeness"]]
        print(json.dumps({"table": [row._asdict() for row in rows], "measured": found}, indent=1))
    return 0 if alike and found["stepping"]["same_day"] else 1


if __name__ == "__main__":
    sys.exit(main())
