"""The day of one person in words, read off the record.

The record keeps when things first happened to a person, and what there was to see near the gate;
it does not keep what each of them saw.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ..words import clock, counted, spell
from .choice import never_told
from .fair_position import FairPosition, fair_position

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.scenario.scenario import Scenario

EVERY: Final = 1 / 12
"""Time from point to point of the course of a position, h."""


class Line(NamedTuple):
    """One thing that happened."""

    key: str
    hour: float
    words: str
    seen: str
    """What there was to see near the gate at that time; empty if nobody waited there."""


class Story(NamedTuple):
    """A person's day."""

    person: int
    title: str
    lines: tuple[Line, ...]
    totals: tuple[tuple[str, str], ...]
    """What it came to: a name and a value in words each."""
    position: FairPosition


def story(people: pd.DataFrame, series: pd.DataFrame, person: int, scenario: Scenario) -> Story:
    """Tell the day of a person.

    Args:
        people: a row a person who came (columns.PEOPLE).
        series: a row a minute (columns.SERIES).
        person: the person.
        scenario: what was run.
    """
    row = people.set_index("person").loc[person].to_dict()
    start = scenario.run.start
    end = float(series["time"].iloc[-1]) if len(series) else start
    gone = row["exit_time"] if math.isfinite(row["exit_time"]) else max(end, row["arrival_time"])
    hours = np.append(np.arange(row["arrival_time"], gone, EVERY), gone)
    position = fair_position(people, person, hours, start=start)
    together = int((people["party"] == row["party"]).sum())
    untold = bool(
        never_told(people, scenario.waiters.patience_floor)[people["person"] == person].any()
    )
    told = [
        _came(row, position, together, start),
        *_without_number(row, untold),
        *_numbered(row, start),
        *_gave_up(row),
        *_ended(row, position, gone),
    ]
    lines = tuple(
        Line(key, hour, words, "" if key == "across" else seen_near_gate(series, hour))
        for key, hour, words in told
    )
    totals = _totals(row, position, gone, scenario)
    return Story(person, _title(row, start), lines, totals, position)


Told = tuple[str, float, str]


def _title(row: dict[str, Any], start: float) -> str:
    number = "" if _missing(row["number"]) else f", number {int(row['number'])}"
    if row["kind"] == "family":
        return f"Somebody of a family that came at {clock(row['arrival_time'])}"
    if row["arrival_time"] <= start:
        return f"Somebody who had waited since the day before{number}"
    return f"Somebody who came at {clock(row['arrival_time'])}{number}"


def _came(row: dict[str, Any], position: FairPosition, together: int, start: float) -> Told:
    ahead = _people(int(position.ahead[0]))
    if row["arrival_time"] <= start:
        words = f"The day begins: they wait already, with {ahead} ahead of them."
    elif row["kind"] == "family":
        words = (
            f"Came as a family of {together}, with {ahead} waiting. Families with children pass "
            "beside the line."
        )
    else:
        company = "alone" if together == 1 else f"as one of {together}"
        words = f"Came {company}, with {ahead} waiting ahead of them."
    return "came", float(row["arrival_time"]), words


def _without_number(row: dict[str, Any], untold: bool) -> list[Told]:
    if _missing(row["pressing_time"]) or row["pressing_time"] >= _or_never(row["numbered_time"]):
        return []
    why = (
        "Nobody had told them that there is a list."
        if untold
        else "Either nobody had told them of the list, or the wait for the marker was too long; "
        "the record does not say which."
    )
    words = f"Went up to the gate without a number, and stood with those who press. {why}"
    return [("without-number", float(row["pressing_time"]), words)]


def _numbered(row: dict[str, Any], start: float) -> list[Told]:
    if _missing(row["numbered_time"]):
        return []
    number = int(row["number"])
    if row["numbered_time"] <= start:
        return [("number", float(start), f"Number {number} is on their wrist.")]
    turned = row["pressing_time"] < row["numbered_time"]
    words = (
        f"Turned round after all, and wrote number {number} on the wrist."
        if turned
        else f"Was told of the list, and wrote number {number} on the wrist."
    )
    return [("number", float(row["numbered_time"]), words)]


def _gave_up(row: dict[str, Any]) -> list[Told]:
    if _missing(row["pressing_time"]) or row["pressing_time"] < _or_never(row["numbered_time"]):
        return []
    waited = spell(row["pressing_time"] - row["arrival_time"])
    words = (
        f"Gave up the order after {waited}, number {int(row['number'])} on the wrist, and began "
        "to press with the others. "
        f"{_believed(row['pays_then'], row['passed_over_then'])}"
    )
    return [("gave-up", float(row["pressing_time"]), words)]


def _believed(pays: float, passed_over: float) -> str:
    """Say what somebody believed, in tenths."""
    return (
        f"They believed that of ten let in {10 * pays:.0f} were not in turn, and that "
        f"{10 * passed_over:.0f} of ten places went to people with a later right than theirs."
    )


def _ended(row: dict[str, Any], position: FairPosition, gone: float) -> list[Told]:
    ahead, passed = _people(int(position.ahead[-1])), _people(int(position.passed[-1]))
    order = (
        f"Of those who had come before them {ahead} still waited; of those who came later "
        f"{passed} had been let in."
    )
    if row["outcome"] == "admitted":
        turn = "out of turn" if row["out_of_turn"] else "in turn"
        how = "beside the line" if row["kind"] == "family" else turn
        lines = [("let-in", gone, f"Was let in, {how}. {order}")]
        if not _missing(row["crossed_time"]):
            words = "Was through the control on the far side."
            lines.append(("across", float(row["crossed_time"]), words))
        return lines
    if row["outcome"] == "turned_back":
        return [("turned-back", gone, "Reached the gate, was turned back there, and walked away.")]
    if row["outcome"] == "left":
        return [("left", gone, f"Left for good, without having been let in. {order}")]
    return [("still-waiting", gone, f"The day ends here, and they are still waiting. {order}")]


def _totals(
    row: dict[str, Any], position: FairPosition, gone: float, scenario: Scenario
) -> tuple[tuple[str, str], ...]:
    near = float(row["time_within_5_m"])
    return (
        ("waited", spell(gone - row["arrival_time"])),
        ("within 5 m of the gate", spell(near) if near > 0 else "never"),
        ("was passed by", f"{_people(int(position.passed[-1]))} who came later"),
        ("went ahead of", _skipped(row, position)),
        ("bore", force_in_words(row["force_dose"], row["time_in_danger"], scenario)),
    )


def _skipped(row: dict[str, Any], position: FairPosition) -> str:
    if row["outcome"] != "admitted":
        return "nobody, as they were not let in"
    return f"{_people(int(position.ahead[-1]))} who had come before them"


def force_in_words(dose: float, time_in_danger: float, scenario: Scenario) -> str:
    """Say how hard a person was pressed.

    Args:
        dose: contact force above the tolerated load, summed over time, N s.
        time_in_danger: longest unbroken time above the dangerous load, s.
        scenario: what was run.
    """
    limits = scenario.pressure
    if dose <= 0:
        return f"never more than a body tolerates ({limits.tolerated:g} N)"
    total = f"at times more than a body tolerates ({limits.tolerated:g} N), {dose / 1000:.1f} kN s"
    if time_in_danger <= 0:
        return f"{total} in all; never a force that endangers life"
    if time_in_danger < limits.dangerous_time:
        return (
            f"{total} in all; {time_in_danger:.0f} s at most over {limits.dangerous:g} N, which "
            f"endangers life after {limits.dangerous_time:.0f} s"
        )
    return f"{total} in all; over {limits.dangerous:g} N for {time_in_danger:.0f} s: life in danger"


def seen_near_gate(series: pd.DataFrame, hour: float) -> str:
    """Say what there was to see near the gate at an hour; nothing if nobody waited there."""
    times = series["time"].to_numpy()
    at = min(int(np.searchsorted(times, hour, "left")), len(times) - 1)
    if at < 0 or not times[at] - 0.1 <= hour <= times[at] + 1e-6:
        return ""
    waiting, pressing = (int(series[name].iloc[at]) for name in ("waiting_near", "pressing_near"))
    if waiting == 0:
        return ""
    if pressing == 0:
        return f"Near the gate {_people(waiting)} waited, and nobody pressed."
    return f"Near the gate {pressing} of {_people(waiting)} pressed."


def _people(count: int) -> str:
    return "nobody" if count == 0 else counted(count, "person", "people")


def _missing(value: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(value))


def _or_never(hour: float) -> float:
    return math.inf if _missing(hour) else float(hour)
