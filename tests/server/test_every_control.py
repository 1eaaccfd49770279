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
BACK = "paused, looking back"
SWEEP = "/sweep?scenario=account&seed=3&set=run.end=5.2"

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture
def address(browser: Any, served: Any) -> Iterator[str]:
    """The server's address; its log must hold no error afterwards."""
    served.read = len(served.said())
    yield served.address
    assert served.errors() == []


ONE_LEVER = "lever (?!(B )?How many)"
"""All levers but one: they are of one kind."""
OWN = rf"(?!link ({'|'.join(HEAD)})|button light|{ONE_LEVER})"
"""Controls of a page that the live page and the other side have not."""


def test_live_page(address: str) -> None:
    use_every_control(address, LIVE, least=38)


def test_live_page_looking_back(address: str) -> None:
    use_every_control(address, LIVE, BACK, only=f"(?!{ONE_LEVER})", least=8)


@pytest.mark.parametrize("state", ["fresh", BACK])
def test_changes_of_the_live_page(address: str, state: str) -> None:
    use_every_control(address, CHANGED, state, "switch|button Take them back", least=2)


def test_compare_page(address: str) -> None:
    use_every_control(address, COMPARE, only=OWN, least=12)


def test_sweep_page(address: str) -> None:
    use_every_control(address, SWEEP, only=OWN, least=8)


WHOLE = [
    (LIVE, BACK, 10),
    (COMPARE, "fresh", 38),
    (COMPARE, BACK, 10),
    (WITNESS, "fresh", 25),
    (WITNESS, BACK, 8),
    (SWEEP, "fresh", 15),
    ("/about", "fresh", 7),
]


@pytest.mark.verify
@pytest.mark.parametrize(("path", "state", "least"), WHOLE)
def test_whole_page(address: str, path: str, state: str, least: int) -> None:
    use_every_control(address, path, state, least=least)
