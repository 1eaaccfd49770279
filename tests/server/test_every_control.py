"""Every control of every page, used in a visit of its own: it does what is asked, breaks nothing.

Those that the clock matters to also of a paused day on which a visitor looks back. The log of the
server holds no error then. What several pages share is used on one of them in ``make test`` and on
all of them in ``make verify``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .every_control import HEAD, use_every_control

AFTERNOON = "set=run.start=13&set=run.end=16&set=demand.initial_numbered=60"
"""A day short and small enough for a test."""
LIVE = f"/?scenario=account&seed=3&{AFTERNOON}&at=14"
CHANGED = f"/?scenario=account&seed=3&{AFTERNOON}&change=13.25,demand.factor=0.8&at=14"
COMPARE = f"/compare?scenario=account&seed=3&{AFTERNOON}&A=&B=demand.factor=0.75&at=14"
WITNESS = "/witness?scenario=account&seed=0&set=run.end=10&person=3&at=6.5"
SWEEP = "/sweep?scenario=account&seed=3&set=run.end=5.2"

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture
def address(browser: Any, served: Any) -> Iterator[str]:
    """The server's address; its log must hold no error afterwards."""
    served.read = len(served.said())
    yield served.address
    assert served.errors() == []


@pytest.mark.parametrize("state", ["fresh", "paused, looking back"])
def test_live_page(address: str, state: str) -> None:
    use_every_control(address, LIVE, state, least=38 if state == "fresh" else 14)


@pytest.mark.parametrize("state", ["fresh", "paused, looking back"])
def test_changes_of_the_live_page(address: str, state: str) -> None:
    use_every_control(address, CHANGED, state, "switch|button Take them back", least=2)


OWN = rf"(?!link ({'|'.join(HEAD)})|button light|lever A)"
"""Controls of a page that the live page and the other side have not."""


def test_compare_page(address: str) -> None:
    use_every_control(address, COMPARE, only=OWN, least=20)


def test_sweep_page(address: str) -> None:
    use_every_control(address, SWEEP, only=OWN, least=8)


def test_about_page(address: str) -> None:
    use_every_control(address, "/about", least=7)


WHOLE = [
    (COMPARE, "fresh", 38),
    (COMPARE, "paused, looking back", 10),
    (WITNESS, "fresh", 25),
    (WITNESS, "paused, looking back", 8),
    (SWEEP, "fresh", 15),
]


@pytest.mark.verify
@pytest.mark.parametrize(("path", "state", "least"), WHOLE)
def test_whole_page(address: str, path: str, state: str, least: int) -> None:
    use_every_control(address, path, state, least=least)
