"""The facts of the account, in our own words: what it tells, how sure it is, and what would fit.

The account is one person's. A fact that was put into the model says nothing for it, and one without
a number cannot be met or missed. Whoever holds days against the account takes these rows: a day's
report all that can be said of a day, the checks of the scorecard those with a check's name, the
study of the day all with an interval, and the search for an ensemble those that it names targets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from gatecrush.model.record.columns import Column

from ..days.outcomes import outcome

Row = Mapping[str, Any]


class Fact(NamedTuple):
    """What the account says of a quantity, and what of a day is compared with it."""

    number: int
    """Of the fact in the account; 0: it does not tell of it."""
    quantity: str
    """Name of the outcome, parameter or column that shows it."""
    words: str
    told: str
    """Its value in the account."""
    certainty: str
    low: float = -math.inf
    """Smallest value that would fit."""
    high: float = math.inf
    """Largest value that would fit."""
    check: str = ""
    """Check of the scorecard that it is; empty: none."""
    said: str = ""
    """How the value of a day is said, ``{}`` standing for it; empty: one day cannot show it."""
    form: str = ".0f"
    """How that value is written: a format, or ``clock``."""
    none: str = "not known"
    """What is said if there is no value."""
    is_input: bool = False
    """Whether it was put into the model."""
    is_mean: bool = False
    """Whether the mean over days is to lie in the interval, as of small numbers, not the median."""
    declared: Column | None = None
    """What is measured; None: the outcome of a day that has this name."""

    @property
    def is_judged(self) -> bool:
        """Whether a day can meet or miss it."""
        return math.isfinite(self.low) or math.isfinite(self.high)

    @property
    def source(self) -> str:
        """Where it comes from: its number, and the check of the scorecard."""
        of_account = f"account {self.number}" if self.number else ""
        return ", ".join(filter(None, (of_account, self.check)))

    @property
    def measured(self) -> str:
        """What is measured, with its unit."""
        column = self.declared or outcome(self.quantity)
        unit = "share of days" if column.is_flag else column.unit.replace("^2", "²")
        return column.meaning if unit == "-" else f"{column.meaning} ({unit})"

    @property
    def interval(self) -> str:
        """What would fit, in words."""
        if not math.isfinite(self.high):
            return f"at least {self.low:g}" if math.isfinite(self.low) else "any"
        return f"at most {self.high:g}" if self.low == 0 else f"{self.low:g} to {self.high:g}"

    def fits(self, value: float) -> bool:
        """Tell whether a value lies within the interval; an unknown one does not."""
        return self.low <= value <= self.high

    def value(self, row: Row) -> float:
        """Return the value of a day from its outcomes, NaN if it has none; of many, the median."""
        value = row[self.quantity]
        if isinstance(value, np.ndarray | list):
            known = np.asarray(value, np.float64)
            known = known[np.isfinite(known)]
            return float(np.median(known)) if len(known) else math.nan
        return math.nan if value is None else float(value)


def fact(quantity: str) -> Fact:
    """Return what the account says of a quantity."""
    return next(each for each in FACTS if each.quantity == quantity)


FACTS: Final = (
    Fact(5, "demand.initial_numbered", "Numbers on the list when the day begins", "about 140",
         "ambiguous: issued so far, or carried over from the day before", said="{}", is_input=True),
    Fact(3, "witness_ahead", "People in line when the witness arrives, in the morning",
         "about 250", "estimated by eye", 200, 300, said="{}, for those who came 9 to 11",
         none="nobody came 9 to 11"),
    Fact(6, "press_share_morning", "The morning is calm: people hold a number, not a place",
         "4 to 5 hours", "as told; no share is given", 0, 0.05, "A16",
         "{} near the gate press, 9 to 13", ".0%"),
    Fact(6, "gate_load_peak_morning", "The morning is calm: nobody presses on the gate", "calm",
         "implied; no load is given", 0, 0.75, "A21"),
    Fact(7, "onset_time", "Trouble begins, with newcomers who know of no list", "after lunch",
         "no hour is given", 13, 19, "A17", "{}: most near the gate press", "clock",
         "never on this day"),
    Fact(8, "unintercepted_share", "They go straight to the gate out of ignorance, not malice",
         "the first cause", "the witness's reading",
         said="{} of newcomers reach the gate without a number", form=".0%"),
    Fact(9, "press_share_evening", "By the evening there is only a crowd",
         "nobody cares who has a number", "as told; no share is given", 0.7, 1, "A18",
         "{} near the gate press, 19 to 21", ".0%"),
    Fact(9, "order_tau_evening", "Nobody cares who has a number", "nobody",
         "as told; no number is given", -0.2, 0.2, "A30"),
    Fact(10, "gate_load_peak_evening", "The gate is pressed so hard that it almost gives way",
         "almost", "no load is given; codes ask barriers to bear 3 to 5 kN/m", 3, 6, "A21",
         "{} kN/m at most, from 18:00", ".1f"),
    Fact(10, "gate_failed", "The gate holds", "it held", "on one day", 0, 0.5, "A21",
         is_mean=True),
    Fact(12, "gate.batch_size", "People let in at a time", "about 10", "as told", said="{}",
         is_input=True),
    Fact(14, "admission_rate", "People let in per hour", "about 10", "the witness's own figure",
         9, 11, "A19", "{}", ".1f", is_mean=True),
    Fact(13, "cars", "Cars are let through in between", "after each batch", "as told",
         said="{} cars", is_input=True),
    Fact(15, "families_admitted", "Families with children who pass beside the line",
         "about 8 people", "as told", 6, 10, "A20", "{} people; 8 are put in on average",
         is_mean=True),
    Fact(16, "surge_ratio_evening", "At each opening everyone pushes forward", "at each opening",
         "as told", 2, math.inf, "A22",
         "just after an opening the load is {} times that of the rest", ".1f", "no evening load"),
    Fact(17, "near_hours_late", "The last stand: only 5 m from the gate",
         "18:00 to 01:00, 7 hours", "as told", 4, 9, "A31",
         "{} h within 5 m, median of those who got in after 23:00", ".1f",
         "nobody got in after 23:00"),
    Fact(18, "turned_round", "Volunteers try to order the crowd in the evening",
         "nobody listens", "as told; no number is given", 0, 10, "A33",
         "{} people turned round by them", is_mean=True),
    Fact(20, "left", "Nobody leaves the line, whatever is announced", "nobody", "as told",
         said="{} left for good", is_input=True),
    Fact(19, "turned_back", "People turned back at the gate", "1 or 2", "under 1 %", 1, 2, "A20",
         "{}", is_mean=True),
    Fact(21, "witness_share", "The witness gets in, 15 to 17 hours after arriving",
         "about 01:00",
         "one person; if nobody is favoured once the order breaks, a tenth to two fifths of those "
         "who came then are in", 0.1, 0.38, "A32",
         "{} of those who came 9 to 11 are in by 01:00", ".0%", "nobody came 9 to 11"),
    Fact(21, "witness_wait", "The witness waits", "15 to 17 hours", "one person", 15, 17),
    Fact(21, "witness_net_overtaken", "The witness passes people who came before, or they left",
         "80 to 100", "arithmetic", 80, 100),
    Fact(22, "force_dose_share", "Injuries, fights, fainting", "none", "none is reported", 0, 0.01,
         "A24", "{} of people in danger from the force on them", ".1%", is_mean=True),
    Fact(23, "far_side_time", "The control on the far side, everyone calm and polite",
         "45 min to 1 h", "the witness's own", said="{} min on average, waiting included",
         is_input=True, none="nobody got through"),
)  # fmt: skip
"""In the order of the day."""
