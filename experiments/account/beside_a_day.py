"""The facts of the account beside a day of the model, differences included."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from ..days.outcomes import outcomes
from ..words import clock
from .facts import FACTS, Fact, Row

if TYPE_CHECKING:
    from gatecrush.model.record.recorder import Record
    from gatecrush.model.scenario.scenario import Scenario

PUT_IN, FITS, DIFFERS, NO_NUMBER = "put in", "fits", "differs", "no number"
TOLD_OF_A_DAY: Final = tuple(fact for fact in FACTS if fact.said)


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
    return tuple(_compared(fact, row) for fact in TOLD_OF_A_DAY)


def _compared(fact: Fact, row: Row) -> Compared:
    value = fact.value(row)
    said = fact.said.format(written(fact, value)) if math.isfinite(value) else fact.none
    verdict = _verdict(fact, value)
    return Compared(fact.number, fact.words, fact.told, fact.certainty, said, verdict)


def written(fact: Fact, value: float) -> str:
    """Return a value of a fact as people read it."""
    return clock(value) if fact.form == "clock" else format(value, fact.form).replace("%", " %")


def _verdict(fact: Fact, value: float) -> str:
    if fact.is_input:
        return PUT_IN
    if not fact.is_judged:
        return NO_NUMBER
    return FITS if fact.fits(value) else DIFFERS
