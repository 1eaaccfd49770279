"""A file as it comes in: whole, or not at all, and never more than it may be."""

from __future__ import annotations

from typing import Any

import pytest

from gatecrush.server.errands.own_files import LARGEST
from gatecrush.server.pages.dropped_file import BUSY, DroppedFile


@pytest.fixture
def view() -> DroppedFile:
    made = DroppedFile()
    made.whole: list[Any] = []  # type: ignore[attr-defined, misc]
    made.on_file = lambda name, content: made.whole.append((name, content))  # type: ignore[attr-defined]
    return made


def send(view: DroppedFile, message: Any, *pieces: bytes) -> None:
    view._hear(view, message, [memoryview(each) for each in pieces])


def test_a_file_in_pieces_is_told_once_it_is_whole(view: Any) -> None:
    send(view, {"begin": "a.csv", "size": 6})
    send(view, {"piece": True}, b"abc")
    assert view.whole == []
    send(view, {"piece": True}, b"def")
    send(view, {"piece": True}, b"more")
    assert view.whole == [("a.csv", b"abcdef")]
    send(view, {"begin": "empty.csv", "size": 0})
    assert view.whole[1:] == [("empty.csv", b"")]


def test_a_file_that_never_ends_gives_way_to_the_next(view: Any) -> None:
    send(view, {"begin": "slow.csv", "size": 6})
    send(view, {"piece": True}, b"abc")
    send(view, {"begin": "b.csv", "size": 1})
    send(view, {"piece": True}, b"x")
    assert view.whole == [("b.csv", b"x")]


def test_more_than_was_announced_is_dropped(view: Any) -> None:
    send(view, {"begin": "a.csv", "size": 4})
    send(view, {"piece": True}, b"12345")
    assert view.whole == []
    assert view._content == b""
    send(view, {"piece": True}, b"1234")
    assert view.whole == []


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"begin": 1, "size": 2}, {"begin": "a", "size": LARGEST + 1},
     {"begin": "a", "size": -1}, {"begin": "a", "size": 1.5}, {"piece": True}, {"piece": 1}],
)  # fmt: skip
def test_what_makes_no_sense_is_passed_over(view: Any, message: Any) -> None:
    send(view, message, b"x" * 100)
    assert view.whole == []
    assert len(view._content) == 0


def test_while_a_file_is_read_no_other_is_taken_in(view: Any) -> None:
    view.say("being read", BUSY)
    send(view, {"begin": "a.csv", "size": 1})
    send(view, {"piece": True}, b"x")
    assert view.whole == []
