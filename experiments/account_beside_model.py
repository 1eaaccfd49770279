"""The facts of the account beside a day of the model, differences included.

The account is one person's; its facts are given in our own words, with how sure they are. A fact
that was put into the model says nothing for it, and one without a number cannot be met or missed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from .drawing import clock
from .outcomes import outcomes

if TYPE_CHECKING:
    from gatecrush.model.recorder import Record
    from gatecrush.model.scenario import Scenario

PUT_IN, FITS, DIFFERS, NO_NUMBER = "put in", "fits", "differs", "no number"

Row = Mapping[str, Any]


class Fact(NamedTuple):
    """What the account says, and what is compared with it."""

    number: int
    """Of the fact in the account."""
    words: str
    account: str
    """Its value in the account."""
    certainty: str
    value: Callable[[Row], float]
    """The day's value, from its outcomes; NaN if there is none."""
    model: str
    """How that value is said; ``{}`` stands for it."""
    interval: tuple[float, float] | None = None
    """What would fit; None: nothing to judge by."""
    is_input: bool = False
    form: str = ".0f"
    """How the value is written: a format, or ``clock``."""
    none: str = "not known"
    """What is said if there is no value."""


class Compared(NamedTuple):
    """A fact beside the day."""

    number: int
    words: str
    account: str
    certainty: str
    model: str
    verdict: str
    """PUT_IN, FITS, DIFFERS or NO_NUMBER."""


def account_beside_model(record: Record, scenario: Scenario) -> tuple[Compared, ...]:
    """Return every fact of the account that a day can be held against.

    Args:
        record: of the whole day.
        scenario: what was run.
    """
    people = record.people
    crossing = people["crossed_time"] - people["admission_time"]
    row = {
        **outcomes(record, start=scenario.run.start, end=scenario.run.end),
        "far_side_time": 60 * float(crossing.mean()) if crossing.notna().any() else math.nan,
        "cars": float(record.series["cars"].iloc[-1]) if len(record.series) else math.nan,
    }
    return tuple(_compared(fact, row) for fact in FACTS)


def _compared(fact: Fact, row: Row) -> Compared:
    value = float(fact.value(row))
    said = fact.none
    if math.isfinite(value):
        said = fact.model.format(clock(value) if fact.form == "clock" else format(value, fact.form))
    return Compared(
        fact.number, fact.words, fact.account, fact.certainty, said, _verdict(fact, value)
    )


def _verdict(fact: Fact, value: float) -> str:
    if fact.is_input:
        return PUT_IN
    if fact.interval is None:
        return NO_NUMBER
    return FITS if fact.interval[0] <= value <= fact.interval[1] else DIFFERS


def _of(name: str, factor: float = 1.0) -> Callable[[Row], float]:
    return lambda row: math.nan if row[name] is None else factor * float(row[name])


def _median(name: str) -> Callable[[Row], float]:
    def middle(row: Row) -> float:
        values = np.asarray(row[name], np.float64)
        known = values[np.isfinite(values)]
        return float(np.median(known)) if len(known) else math.nan

    return middle


FACTS: Final = (
    Fact(5, "Numbers on the list when the day begins", "about 140",
         "ambiguous: issued so far, or carried over from the day before",
         _of("demand.initial_numbered"), "{}", is_input=True),
    Fact(3, "People in line when the witness arrives, in the morning", "about 250",
         "estimated by eye", _median("witness_ahead"),
         "{}, for those who came 9 to 11", (200, 300), none="nobody came 9 to 11"),
    Fact(6, "The morning is calm: people hold a number, not a place", "4 to 5 hours",
         "as told; no share is given", _of("press_share_morning", 100),
         "{} % near the gate press, 9 to 13", (0, 5)),
    Fact(7, "Trouble begins, with newcomers who know of no list", "after lunch",
         "no hour is given", _of("onset_time"), "{}: most near the gate press", (13, 19),
         form="clock", none="never on this day"),
    Fact(8, "They go straight to the gate out of ignorance, not malice", "the first cause",
         "the witness's reading", _of("unintercepted_share", 100),
         "{} % of newcomers reach the gate without a number"),
    Fact(9, "By the evening there is only a crowd", "nobody cares who has a number",
         "as told; no share is given", _of("press_share_evening", 100),
         "{} % near the gate press, 19 to 21", (70, 100)),
    Fact(10, "The gate is pressed so hard that it almost gives way", "almost",
         "no load is given; codes ask barriers to bear 3 to 5 kN/m", _of("gate_load_peak_evening"),
         "{} kN/m at most, from 18:00", (3, 6), form=".1f"),
    Fact(12, "People let in at a time", "about 10", "as told", _of("gate.batch_size"), "{}",
         is_input=True),
    Fact(14, "People let in per hour", "about 10", "the witness's own figure",
         _of("admission_rate"), "{}", (9, 11), form=".1f"),
    Fact(13, "Cars are let through in between", "after each batch", "as told", _of("cars"),
         "{} cars", is_input=True),
    Fact(15, "Families with children who pass beside the line", "about 8 people", "as told",
         _of("families_admitted"), "{} people; 8 are put in on average", (6, 10)),
    Fact(16, "At each opening everyone pushes forward", "at each opening", "as told",
         _of("surge_ratio_evening"), "just after an opening the load is {} times that of the rest",
         (2, math.inf), form=".1f", none="no evening load"),
    Fact(17, "The last stand: only 5 m from the gate", "18:00 to 01:00, 7 hours",
         "as told", _of("witness_hours_near_night"),
         "{} h within 5 m, median of those who came 9 to 11 and got in after 23:00", (4, 9),
         form=".1f", none="nobody who came 9 to 11 got in after 23:00"),
    Fact(18, "Volunteers try to order the crowd in the evening", "nobody listens", "as told",
         _of("volunteers_success"), "{} people turned round by them"),
    Fact(20, "Nobody leaves the line, whatever is announced", "nobody", "as told",
         _of("left"), "{} left for good", is_input=True),
    Fact(19, "People turned back at the gate", "1 or 2", "under 1 %", _of("turned_back"), "{}",
         (1, 2)),
    Fact(21, "The witness gets in, 15 to 17 hours after arriving", "about 01:00",
         "one person; by chance alone, a third to a half of those who came then would be in",
         _of("witness_admitted_share", 100), "{} % of those who came 9 to 11 are in by 01:00",
         (32, 47), none="nobody came 9 to 11"),
    Fact(22, "Injuries, fights, fainting", "none", "none is reported", _of("force_dose_share", 100),
         "{} % of people in danger from the force on them", (0, 1), form=".1f"),
    Fact(23, "The control on the far side, everyone calm and polite", "45 min to 1 h",
         "the witness's own", _of("far_side_time"), "{} min on average, waiting included",
         is_input=True, none="nobody got through"),
)  # fmt: skip
"""In the order of the day."""
