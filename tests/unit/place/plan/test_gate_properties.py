"""Properties of a gate's shape: read, or refused with what they must be."""

from __future__ import annotations

from typing import Any

import pytest

from gatecrush.model.place.gate_terms import GateTerms
from gatecrush.model.place.plan.gate_properties import gate_terms

from .places_by_hand import ENTRY, QUEUE, YARD, line, told


def test_what_is_stated_is_read() -> None:
    assert gate_terms({"name": "north"}) == GateTerms()
    found = gate_terms({"batch": 5, "cycle": [30, 40], "closures": [[12, 13.5]], "number_check": 1})
    assert found == GateTerms("", None, 5, (30.0, 40.0), ((12.0, 13.5),), 1.0)
    assert found.stated() == {
        "batch_size": 5.0, "cycle_min": 1800.0, "cycle_max": 2400.0, "number_check": 1.0,
    }  # fmt: skip
    assert gate_terms({"cycle": 20}).cycle == (20.0, 20.0)


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        ({"batch": 0}, "its batch must be a whole number of people, 1 to 1000"),
        ({"batch": 2.5}, "its batch must be a whole number"),
        ({"batch": True}, "its batch must be a whole number"),
        ({"batch": "ten"}, "its batch must be a whole number"),
        ({"cycle": 0}, "its cycle must be minutes from 1 to 1000: 60, or [45, 75]"),
        ({"cycle": [75, 45]}, "its cycle must be the shortest and the longest"),
        ({"cycle": [1, 2, 3]}, "its cycle must be minutes"),
        ({"closures": [[13, 12]]}, "its closures must be hours that follow one another"),
        ({"closures": [[12, 13], [12.5, 14]]}, "its closures must be hours"),
        ({"closures": [12, 13]}, "its closures must be hours"),
        ({"closures": [[12, 12]]}, "its closures must be hours"),
        ({"closures": "noon"}, "its closures must be hours"),
        ({"number_check": 2}, "its number_check must be a number from 0 to 1"),
    ],
)
def test_what_cannot_be_is_refused(properties: dict[str, Any], words: str) -> None:
    gate = line("gate", (9, 0), (10.4, 0), **properties)
    assert [each for each in told(YARD, gate, ENTRY, QUEUE) if words in each]
