"""The note on measured crowds: what it says, and that the one that ships is of these crowds."""

from __future__ import annotations

import math

from gatecrush.experiments.days.planned_run import HOUSE
from gatecrush.experiments.validation.crowds import FLOW, Comparison, crowds
from gatecrush.experiments.validation.note import cells, note


def made_up(modelled: float) -> list[Comparison]:
    """Return a comparison of each crowd's first quantity, at a share of what was measured."""
    found = []
    for crowd in crowds():
        quantity = next(iter(crowd.measured))
        value = modelled * crowd.measured[quantity]
        found.append(Comparison(crowd, quantity, value, (value, value)))
    return found


def test_failures_are_named_with_how_far_they_are_off() -> None:
    text = note(made_up(0.5), 10, 0)
    judged = sum(crowd.judged for crowd in crowds())
    assert f"**0 of {judged} within their bands.**" in text
    failures = [line for line in text.splitlines() if line.endswith("is 0.50 of the measured.")]
    assert len(failures) == judged
    assert "No comparison." in note(made_up(1.0), 10, 0)


def test_what_is_not_known_is_said() -> None:
    crowd = crowds()[0]
    unknown = Comparison(crowd, FLOW, math.nan, (math.nan, math.nan))
    assert cells(unknown)[3:] == ["not known", "", "1.02 to 1.25", "FAILS"]
    assert "flow is not known." in note([unknown], 10, 0)


def test_the_note_that_ships_lists_every_comparison_and_counts_them() -> None:
    text = (HOUSE / "docs" / "validation.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ")][1:]
    told = [(row[0].strip(), row[1].split(" (1/")[0].strip()) for row in rows]
    assert told == [(each.words, quantity.words) for each in crowds() for quantity in each.measured]
    verdicts = [row[-1].strip() for row in rows]
    passed, failed = verdicts.count("passes"), verdicts.count("FAILS")
    assert f"**{passed} of {passed + failed} within their bands.**" in text
    for row in rows:
        low, high = (float(number) for number in row[5].split(" to "))
        if row[-1].strip() != "shown":
            assert (low <= float(row[3]) <= high) == (row[-1].strip() == "passes"), row
