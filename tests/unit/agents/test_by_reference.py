"""Named tuples that kernels are handed as one pointer."""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np
import pytest

from gatecrush.agents.by_reference import by_reference
from gatecrush.agents.compiled import compiled

pytestmark = pytest.mark.skipif(
    bool(numba.config.DISABLE_JIT),  # type: ignore[attr-defined]
    reason="without the compiler a named tuple is a named tuple",
)
ROW = np.dtype([("age", np.int8), ("weight", np.float64)])


class Ground(NamedTuple):
    """Arrays of one and of two axes."""

    heights: Any
    near: Any
    cell: float


class Scene(NamedTuple):
    """A tuple within, a record, a table, numbers."""

    seed: np.uint64
    ground: Ground
    clock: Any
    people: Any
    names: int


by_reference(Ground, Scene)


def scene() -> Scene:
    """Return a scene with different numbers everywhere."""
    ground = Ground(np.arange(12.0).reshape(3, 4), np.arange(6, dtype=np.int16), 0.5)
    clock = np.zeros(1, np.dtype([("step", np.int64), ("now", np.float64)])).view(np.recarray)[0]
    clock.step, clock.now = 7, 0.25
    people = np.zeros(5, ROW).view(np.recarray)
    people.age, people.weight = np.arange(5), 60.0 + np.arange(5)
    return Scene(np.uint64(2**63 + 5), ground, clock, people, 3)


@compiled
def weight_behind(s: Scene, row: int) -> float:
    """Return a sum that reads each kind of member."""
    total = s.ground.heights[row, -1] * s.ground.cell + s.clock.now * s.names
    for i in range(s.people.size):
        total += s.people.weight[i] * s.people.age[i]
    return total + s.ground.near.sum() + s.ground.heights.shape[1] + len(s.ground.near)


@compiled
def grow_older(s: Scene, years: int) -> int:
    """Change what stands in the arrays, and read it again afterwards."""
    for i in range(s.people.size):
        s.people.age[i] += years
        s.ground.heights[i % 3, 0] += s.people.age[i]
        s.clock.step += s.people.age[i]
    return s.clock.step


def plain(kernel: Any) -> Any:
    """Return a kernel as plain Python."""
    return kernel.py_func


def test_each_kind_of_member_is_read() -> None:
    assert weight_behind(scene(), 2) == plain(weight_behind)(scene(), 2)


def test_what_a_kernel_writes_stands_in_the_arrays() -> None:
    one, other = scene(), scene()
    assert grow_older(one, 2) == plain(grow_older)(other, 2)
    assert grow_older(one, 3) == plain(grow_older)(other, 3)
    for mine, theirs in zip(one.ground[:2], other.ground[:2], strict=True):
        np.testing.assert_array_equal(mine, theirs)
    np.testing.assert_array_equal(one.people, other.people)
    assert one.clock.step == other.clock.step


def test_members_may_be_larger_in_another_scene() -> None:
    small = scene()
    ground = Ground(np.ones((2, 9)), np.arange(3, dtype=np.int16), 2.0)
    large = small._replace(ground=ground, people=np.repeat(small.people, 40).view(np.recarray))
    assert weight_behind(small, 1) == plain(weight_behind)(small, 1)
    assert weight_behind(large, 1) == plain(weight_behind)(large, 1)


@pytest.mark.parametrize("other", [np.arange(12.0).reshape(4, 3).T, np.arange(24.0)[::2]])
def test_an_array_in_another_order_is_refused(other: Any) -> None:
    turned = scene().ground._replace(heights=other)
    with pytest.raises(TypeError, match=r"Ground\.heights: an array in C order is needed"):
        weight_behind(scene()._replace(ground=turned), 0)


def test_a_member_that_is_none_is_named_by_the_compiler() -> None:
    @compiled
    def of_nothing(s: Scene) -> float:
        return s.nowhere  # type: ignore[attr-defined,no-any-return]

    with pytest.raises(numba.TypingError, match="nowhere"):
        of_nothing(scene())
