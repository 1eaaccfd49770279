"""Doors, bottlenecks, and where it becomes tight: RiMEA 9 and 12, ISO 20414 10-11, NIST Verif.5."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from gatecrush.model.place.site import Place

from .drawn import (
    CELL,
    EXIT,
    GOAL,
    GROUND,
    WALL,
    Floats,
    cells,
    cells_within,
    crowd,
    free,
    people_on,
    place_of_drawing,
    walk_out,
    walls,
)

Note = Callable[[str, object, str], None]
SEEDS = 10
ROOM = 10.0
"""Side of the room before a bottleneck, m."""


def hall(doors: Sequence[int]) -> Place:
    """Return 20 m by 20 m with doors of 1 m: 1 and 2 in one wall, 3 and 4 in the other."""
    drawing = walls(20.0, 20.8)
    drawing[:, 1:-1] = GROUND
    for door in doors:
        side = 0 if door in (1, 2) else -1
        drawing[free(5.6 if door in (1, 3) else 13.2, 1.0), side] = EXIT
    return place_of_drawing(drawing)


@pytest.mark.standard("RiMEA", "9")
def test_two_doors_of_four_take_about_twice_as_long(figure: Note) -> None:
    def time(doors: Sequence[int], seed: int) -> float:
        place = hall(doors)
        s = crowd(place, np.flatnonzero(place.walkable == 1), 1000, seed)
        return float(walk_out(s, 900.0).max())

    four = np.array([time((1, 2, 3, 4), seed) for seed in range(3)])
    two = np.array([time((3, 4), seed) for seed in range(3)])
    ratio = two.mean() / four.mean()
    figure("RiMEA 9", f"{four.mean():.0f} s, {two.mean():.0f} s, {ratio:.2f} times", "about 2")
    assert 1.5 < ratio < 2.5


def bottleneck(width: float, length: float, beyond: float) -> Place:
    """Return a room of 10 m by 10 m, a bottleneck, and behind it so many m to the goal."""
    drawing = walls(CELL + beyond + length + ROOM, ROOM)
    drawing[0] = EXIT
    drawing[1:] = GROUND
    neck = free(CELL + beyond, length)
    drawing[neck] = WALL
    middle = drawing.shape[1] // 2 - cells(width) // 2
    drawing[neck, middle : middle + cells(width)] = GROUND
    return place_of_drawing(drawing)


def times_through(width: float, length: float, beyond: float, seeds: int = SEEDS) -> Floats:
    """Return when the last of 150 people has reached the goal, s, over the seeds."""
    place, room = bottleneck(width, length, beyond), CELL + beyond + length
    ground = cells_within(place, (0.0, ROOM), (room, room + ROOM))
    return np.array(
        [walk_out(crowd(place, ground, 150, seed, **GOAL), 900.0).max() for seed in range(seeds)]
    )


def error_of_difference(one: Floats, other: Floats) -> float:
    """Return the standard error of the difference of two means."""
    return float(np.hypot(*(each.std(ddof=1) / np.sqrt(each.size) for each in (one, other))))


def shown(times: dict[str, Floats]) -> str:
    """Return means with their standard errors as text."""
    return ", ".join(
        f"{name}: {each.mean():.0f} ± {each.std(ddof=1) / np.sqrt(each.size):.1f} s"
        for name, each in times.items()
    )


@pytest.mark.standard("RiMEA", "12a")
def test_the_farther_the_goal_the_longer(figure: Note) -> None:
    times = {f"goal {d} m": times_through(1.0, CELL, d) for d in (2, 6, 10)}
    figure("RiMEA 12a", shown(times), "rises with the distance, or stays (two standard errors)")
    near, middle, far = times.values()
    assert middle.mean() > near.mean() + 2.0 * error_of_difference(near, middle)
    assert far.mean() > middle.mean() - 2.0 * error_of_difference(middle, far)


@pytest.mark.standard("RiMEA", "12b")
def test_a_longer_bottleneck_takes_longer(figure: Note) -> None:
    times = {f"{length:g} m long": times_through(1.0, length, 6.0, 30) for length in (CELL, 5.0)}
    figure("RiMEA 12b", shown(times), "longer takes longer, by two standard errors")
    short, long = times.values()
    assert long.mean() > short.mean() + 2.0 * error_of_difference(short, long)


@pytest.mark.standard("RiMEA", "12d")
def test_a_wider_bottleneck_lets_more_through(figure: Note) -> None:
    widths = [n * CELL for n in (2, 3, 4)]
    times = {f"{width:g} m wide": times_through(width, CELL, 6.0) for width in widths}
    figure("RiMEA 12d", shown(times), "falls with the width")
    narrow, middle, wide = (each.mean() for each in times.values())
    assert narrow > middle > wide


@pytest.mark.standard("RiMEA", "12c")
def test_it_is_tight_before_the_bottleneck_and_not_behind(figure: Note) -> None:
    place, seen = bottleneck(1.0, CELL, 10.0), []
    before = cells_within(place, (4.0, 6.0), (10.8, 12.8))
    behind = cells_within(place, (4.0, 6.0), (8.4, 10.4))
    s = crowd(place, cells_within(place, (0.0, ROOM), (10.8, 20.8)), 150, seed=1, **GOAL)
    walk_out(s, 60.0, lambda s, now: seen.append((people_on(s, before), people_on(s, behind))))
    tight, loose = np.mean(seen[15:], axis=0) / (before.size * place.cell**2)
    figure("RiMEA 12c", f"{tight:.2f} before, {loose:.2f} behind per m²", "twice as tight before")
    assert tight > 2.0 * loose > 0.0


@pytest.mark.standard("ISO 20414", "10")
@pytest.mark.standard("NIST TN 1822", "Verif.5.1")
def test_it_is_tight_before_the_exit_of_a_room_and_the_flow_is_steady(figure: Note) -> None:
    drawing = walls(CELL + 12.0 + 5.0, 8.0)
    drawing[free(0.0, CELL + 12.0), free(3.2, 2.0)] = GROUND
    drawing[0, free(3.2, 2.0)] = EXIT
    drawing[cells(CELL + 12.0) :] = GROUND
    place = place_of_drawing(drawing)
    before = cells_within(place, (3.2, 5.2), (12.4, 14.4))
    corridor = cells_within(place, (3.2, 5.2), (5.2, 7.2))
    tight, loose, flows = [], [], []  # while the room is full, within 20 s
    for seed in range(5):
        seen: list[tuple[int, int]] = []
        s = crowd(place, cells_within(place, (0.0, 8.0), (12.4, 17.4)), 150, seed, **GOAL)
        out = walk_out(
            s, 120.0, lambda s, now, seen=seen: seen.append(
                (people_on(s, before), people_on(s, corridor))
            ),
        )  # fmt: skip
        tight.append(np.mean(seen[5:20], axis=0)[0] / (before.size * place.cell**2))
        loose.append(np.mean(seen[5:20], axis=0)[1] / (corridor.size * place.cell**2))
        flows.append(np.histogram(out, np.arange(15.0, 46.0, 10.0))[0] / 10.0)
    variation = np.std(flows) / np.mean(flows)
    figure(
        "NIST Verif.5.1, ISO 10",
        f"{np.mean(tight):.2f}/m² before the exit, {np.mean(loose):.2f}/m² in the corridor; flow "
        f"{np.mean(flows):.2f}/s, varies by {100 * variation:.0f} %",
        "tighter before the exit; flow within 25 %",
    )
    assert min(tight) > max(loose)
    assert variation < 0.25


@pytest.mark.standard("ISO 20414", "11")
@pytest.mark.standard("NIST TN 1822", "Verif.5.2")
@pytest.mark.xfail(
    reason="A gate lets through what was measured before openings, 1.6 to 1.75 per s and m of its "
    "width and a shoulder (A13): more than the 1.33 of the rules for ships.",
    raises=AssertionError,
    strict=True,
)
def test_the_flow_through_an_exit_is_not_too_large(figure: Note) -> None:
    drawing = walls(CELL + 8.0, 5.0)
    drawing[1:] = GROUND
    drawing[0, free(2.0, 1.0)] = EXIT
    place = place_of_drawing(drawing)
    room = np.flatnonzero(place.walkable == 1)
    flows = []
    for seed in range(SEEDS):
        out = np.sort(walk_out(crowd(place, room, 100, seed), 300.0))
        flows.append(80.0 / (out[90] - out[10]) / (cells(1.0) * CELL))
    error = np.std(flows, ddof=1) / np.sqrt(SEEDS)
    figure(
        "NIST Verif.5.2, ISO 11",
        f"{np.mean(flows):.2f} ± {error:.2f} per m and s",
        "at most 1.33 per m and s",
    )
    assert np.mean(flows) <= 1.33
