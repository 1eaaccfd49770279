"""The summary of a run for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

WIDTH = 26


def day_in_words(summary: Mapping[str, Any], *, start: float, end: float) -> str:
    """Return a readable summary of about 30 lines.

    Args:
        summary: the row of a run's summary, None where there is no value.
        start: hour of the day at which the run started.
        end: hour at which it ended.
    """
    row = {key: "-" if value is None else value for key, value in summary.items()}
    span = f"{clock(start)} to {clock(end)}"
    groups = (_came(row), _let_in(row), _order(row), _crowd(row), _loads(row), _waits(row))
    lines = [f"{row['scenario']}, seed {row['seed']}, {span}"]
    for title, entries in groups:
        lines += [title]
        lines += [f"  {name:<{WIDTH}}{value:>8}  {note}".rstrip() for name, value, note in entries]
    cost = f"{row['person_steps']:,} person-steps in {_number(row['cpu_seconds'], 1)} s of CPU time"
    return "\n".join([*lines, cost])


Entries = list[tuple[str, str, str]]


def _came(row: dict[str, Any]) -> tuple[str, Entries]:
    return "Who came", [
        (
            "arrived",
            _number(row["arrived"]),
            f"people; {row['demand.initial_numbered']} there before",
        ),
        ("  got a number", _number(row["numbered"]), ""),
        ("  never got one", _number(row["unnumbered"]), "families included"),
        ("slipped past the list", _percent(row["unintercepted_share"]), "of those who came later"),
    ]


def _let_in(row: dict[str, Any]) -> tuple[str, Entries]:
    return "Who was let in", [
        ("admitted", _number(row["admitted"]), f"{_number(row['admission_rate'], 1)} an hour"),
        ("  of families", _number(row["families_admitted"]), ""),
        ("turned back", _number(row["turned_back"]), ""),
        ("left for good", _number(row["left"]), ""),
        ("still there", _number(row["present"]), ""),
        *([("  outside", _number(row["outside"]), "found no room")] if row["outside"] else []),
    ]


def _order(row: dict[str, Any]) -> tuple[str, Entries]:
    onset = row["onset_time"]
    note = "first 10 min with most people at the gate pressing"
    return "In what order", [
        ("out of turn", _percent(row["out_of_turn_share"]), "of admissions, families aside"),
        ("fair order kept, all day", _number(row["order_tau"], 2), "Kendall tau: 1 kept, 0 chance"),
        ("  from 18:00", _number(row["order_tau_evening"], 2), ""),
        ("order broke at", "never" if onset == "-" else clock(onset), note),
    ]


def _crowd(row: dict[str, Any]) -> tuple[str, Entries]:
    return "How the crowd stood", [
        (
            "pressing, 09:00 to 13:00",
            _percent(row["press_share_morning"]),
            "within 15 m of the gate",
        ),
        ("pressing, 19:00 to 21:00", _percent(row["press_share_evening"]), ""),
        ("density, 19:00 to 21:00", _number(row["gate_density_evening"], 1), "per m^2 at the gate"),
    ]


def _loads(row: dict[str, Any]) -> tuple[str, Entries]:
    failed = "gave way" if row["gate_failed"] is True else "held"
    return "Load on the gate", [
        ("peak before 12:00", _number(row["gate_load_peak_morning"], 2), "kN/m"),
        ("peak from 18:00", _number(row["gate_load_peak_evening"], 2), "kN/m"),
        ("mean from 18:00", _number(row["gate_load_mean_evening"], 2), "kN/m"),
        ("the gate", failed, ""),
        ("people in danger", _percent(row["force_dose_share"]), "long under a dangerous force"),
    ]


def _waits(row: dict[str, Any]) -> tuple[str, Entries]:
    return "How long the admitted waited", [
        ("mean", _number(row["wait_mean"]), "min"),
        ("longest", _number(row["wait_max"]), "min"),
        ("inequality", _number(row["wait_gini"], 2), "Gini: 0 all wait alike"),
    ]


def full_site(times: NDArray[Any], outside: NDArray[Any]) -> str:
    """Return when the site was full and how many waited outside; empty if it never was.

    Args:
        times: end of each minute, h, shape (n,).
        outside: people who had come and found no room then, shape (n,).
    """
    full = outside > 0
    if not full.any():
        return ""
    first, last = (clock(float(time)) for time in times[full][[0, -1]])
    span = f"from {first} to {last}" if last != first else f"at {first}"
    return (
        f"the site was full in {int(full.sum()):,} minutes, {span}: up to {int(outside.max()):,} "
        "people who had come found no room and waited outside"
    )


def clock(hour: float) -> str:
    """Return an hour of the day, which may pass 24, as a clock shows it, with the days passed."""
    minutes = round(hour * 60)
    days = minutes // 1440
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}" + (f" +{days} d" if days else "")


def _number(value: Any, digits: int = 0) -> str:
    return value if isinstance(value, str) else f"{value:,.{digits}f}"


def _percent(value: Any) -> str:
    return value if isinstance(value, str) else f"{100 * value:.0f} %"
