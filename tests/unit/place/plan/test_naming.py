"""Names in other programs' drawings: which kind of ours they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.place.plan.naming import kind_and_name, listed
from gatecrush.model.place.plan.shapes import KINDS, LONGEST_NAME


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("gate", ("gate", "")),
        ("GATE-east", ("gate", "east")),
        (" gate: east wing ", ("gate", "east wing")),
        ("gate2", ("gate", "2")),
        ("jps-exits_0", ("gate", "0")),
        ("jps_walkablearea", ("walkable", "")),
        ("jps-obstacles", ("barrier", "")),
        ("distributions", ("entry", "")),
        ("one_way", ("one_way", "")),
        ("zone-a\nb", ("zone", "a?b")),
        ("gateway", None),
        ("WALLS", None),
        ("jps-journeys", None),
        ("", None),
    ],
)
def test_kind_and_name(label: str, meant: tuple[str, str] | None) -> None:
    assert kind_and_name(label) == meant


@given(st.text(max_size=300) | st.text(max_size=300).map("gate-{}".format))
def test_any_label_has_a_known_kind_and_a_short_name_or_none(label: str) -> None:
    meant = kind_and_name(label)
    if meant is not None:
        kind, name = meant
        assert kind in KINDS
        assert len(name) <= LONGEST_NAME
        assert name.isprintable()


def test_names_are_listed_with_how_often_they_occur() -> None:
    assert listed({"a": 3, "b": 1}) == '"a" (3), "b" (1)'
    assert listed({str(each): 1 for each in range(10)}).endswith('"7" (1) and 2 more')
