"""Gaps: found where ground is drawn in, as wide as its two sides are apart."""

from __future__ import annotations

import pytest
import shapely

from gatecrush.model.place.plan.gaps import parts_of


def ground(*barriers: shapely.Geometry) -> shapely.MultiPolygon:
    """Return a yard of 20 by 20 m less some barriers."""
    left = shapely.difference(shapely.box(0, 0, 20, 20), shapely.union_all(barriers))
    return shapely.MultiPolygon([left])


@pytest.mark.parametrize("width", [0.01, 0.2, 0.34])
@pytest.mark.parametrize("depth", [0.02, 0.5, 3.0])
def test_a_narrow_passage_is_a_gap(width: float, depth: float) -> None:
    wall = (shapely.box(0, 9, 10, 9 + depth), shapely.box(10 + width, 9, 20, 9 + depth))
    parts, gaps = parts_of(ground(*wall))
    assert len(parts) == 2
    (gap,) = gaps
    assert gap.width == pytest.approx(width, abs=0.01)
    assert gap.at == pytest.approx((10 + width / 2, 9 + depth / 2), abs=depth / 2 + 0.05)


@pytest.mark.parametrize("width", [0.36, 0.5, 2.0])
def test_a_passage_for_a_person_is_none(width: float) -> None:
    wall = (shapely.box(0, 9, 10, 9.5), shapely.box(10 + width, 9, 20, 9.5))
    parts, gaps = parts_of(ground(*wall))
    assert len(parts) == 1
    assert gaps == ()


def test_a_slit_that_leads_nowhere_is_none() -> None:
    slit = shapely.union(shapely.box(0, 0, 20, 20), shapely.box(20, 5, 23, 5.1))
    parts, gaps = parts_of(shapely.MultiPolygon([slit]))
    assert len(parts) == 1
    assert gaps == ()


def test_the_narrowest_gap_comes_first() -> None:
    bars = [shapely.box(left, 9, right, 9.5) for left, right in ((0, 8), (8.3, 15), (15.1, 20))]
    _, gaps = parts_of(ground(*bars))
    assert [gap.width for gap in gaps] == pytest.approx([0.1, 0.3], abs=0.01)


def test_a_gap_between_two_posts_is_where_they_are_nearest() -> None:
    posts = [shapely.Point(x, 10).buffer(4.9) for x in (4.9, 14.9)]
    walls = [shapely.box(0, 9, 2, 11), shapely.box(18, 9, 20, 11)]
    _, gaps = parts_of(ground(*posts, *walls))
    assert min(gaps).width == pytest.approx(0.2, abs=0.01)
    assert min(gaps).at == pytest.approx((9.9, 10), abs=0.1)


def test_ground_in_pieces_is_looked_at_piece_by_piece() -> None:
    pieces = shapely.MultiPolygon([shapely.box(0, 0, 5, 5), shapely.box(5.1, 0, 9, 5)])
    parts, gaps = parts_of(pieces)
    assert len(parts) == 2
    assert gaps == ()
