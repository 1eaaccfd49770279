"""A board tells each quarter of an hour once, in order, to whoever looks."""

from __future__ import annotations

import pickle
from pathlib import Path

from gatecrush.experiments.glances.board import Board
from gatecrush.experiments.glances.glanced_day import Quarter

FIRST, SECOND = Quarter(5.25, None, 250, 0.0), Quarter(5.5, 0.75, 260, 1.5, 12)


def test_what_another_process_writes_is_news_once(tmp_path: Path) -> None:
    board = Board(tmp_path / "board", rows=3, hours=16.0)
    board.make()
    assert list(board.news(1)) == []
    other = pickle.loads(pickle.dumps(board))  # as it comes to another process
    other.write(1, 0, FIRST)
    assert list(board.news(1)) == [FIRST]
    other.write(1, 1, SECOND)
    other.write(2, 0, FIRST)
    assert list(board.news(1)) == [SECOND]
    assert list(board.news(1)) == []
    assert list(board.news(0)) == []
    assert list(board.news(2)) == [FIRST]


def test_there_is_room_for_a_day_that_begins_and_ends_within_a_quarter(tmp_path: Path) -> None:
    board = Board(tmp_path / "board", rows=1, hours=0.3)  # from 5.2 to 5.5
    board.make()
    written = [Quarter(hour, 0.1, 1, 0.0) for hour in (5.25, 5.5, 5.5)]
    for number, quarter in enumerate(written):
        board.write(0, number, quarter)
    assert list(board.news(0)) == written


def test_a_day_that_is_tried_again_is_not_told_twice(tmp_path: Path) -> None:
    board = Board(tmp_path / "board", rows=1, hours=1.0)
    board.make()
    board.write(0, 0, FIRST)
    assert list(board.news(0)) == [FIRST]
    board.write(0, 0, FIRST)
    board.write(0, 1, SECOND)
    assert list(board.news(0)) == [SECOND]
