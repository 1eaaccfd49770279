"""Kernels as parts of others and as doors."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import pytest

from gatecrush.agents.kernel import Kernel

pytestmark = pytest.mark.skipif(
    bool(numba.config.DISABLE_JIT),  # type: ignore[attr-defined]
    reason="without the compiler there are no kernels",
)


def kernel(function: Any, **options: bool) -> Any:
    """Return a kernel that is not kept on disk."""
    return Kernel(function, lambda _: numba.core.caching.NullCache(), **options)


@kernel
def third(number: int, key: Any) -> Any:
    """Return something of which the type matters."""
    return number // 3 + (key >> np.uint64(63))


@kernel
def by_size(rows: Any, key: Any) -> Any:
    """Call a kernel with integers of each size, and with constants."""
    total = third(9, key) + third(-1, key)
    for i in range(rows.size):
        total += third(rows[i], key) + third(np.uint32(i), key) + third(i, key)
    return total


def test_integers_of_every_size_and_constants_need_one_compilation() -> None:
    rows = np.arange(-5, 5, dtype=np.int8)
    key = np.uint64(2**63 + 9)
    assert by_size(rows, key) == by_size.py_func(rows, key)
    assert len(third.overloads) == 1


def test_a_key_of_64_bits_stays_unsigned() -> None:
    by_size(np.arange(2, dtype=np.int8), np.uint64(2**63))
    ((_, key),) = third.overloads
    assert key == numba.uint64


def test_a_part_is_no_door_and_a_door_is_no_part() -> None:
    @kernel
    def inner(number: float) -> float:
        return number + 1.0

    @kernel
    def outer(number: float) -> float:
        return inner(number) * 2.0

    assert outer(1.0) == 4.0
    assert not outer.overloads
    assert len(inner.overloads) == 1
    assert "_door" not in vars(inner)
    assert inner(1.0) == 2.0


def test_parts_may_call_parts_that_others_call_too() -> None:
    @kernel
    def leaf(number: float) -> float:
        return number * 3.0

    @kernel
    def left(number: float) -> float:
        return leaf(number) + 1.0

    @kernel
    def right(number: float) -> float:
        return leaf(number) + left(number)

    @kernel
    def root(number: float) -> float:
        return right(number) * left(number) - leaf(number)

    assert root(2.0) == root.py_func(2.0)


def test_two_of_one_name_are_two() -> None:
    def shifted(by: float) -> Any:
        @kernel
        def shift(number: float) -> float:
            return number + by

        return shift

    one, ten = shifted(1.0), shifted(10.0)

    @kernel
    def both(number: float) -> float:
        return one(number) * ten(number)

    assert both(0.0) == 10.0


def test_division_by_zero_is_that_of_numbers_also_behind_a_door() -> None:
    @kernel
    def share(number: float, whole: float) -> float:
        return number / whole

    @kernel
    def asked(number: float, whole: float) -> float:
        return share(number, whole)

    assert asked(1.0, 0.0) == np.inf
