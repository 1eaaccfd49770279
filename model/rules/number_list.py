"""The number list: the marker travels with the last in line; the next to come writes on."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import CALLED, FAMILY, HOLDING, LEFT, OUTSIDE, PRESSING, SEEKING
from gatecrush.agents.quantity import Parameters, quantity

from ..situation import Situation
from .calling import call_to_gate, called_together, count_called, has_one_line, is_next
from .entry import free_cell_near, stand_on, wait_outside
from .gate_choice import choose_first_gate
from .occupancy import is_within
from .randomness import HANDED_OUT, WRITING, draw
from .settling import rouse
from .standstill import come_loose
from .waiting_column import assign_place, place_of_holder


class NumberListParameters(Parameters):
    """How a newcomer comes to a number."""

    writing_min: float = quantity(
        15.0, "s", "Shortest time to write a number", "assumed, 10-60", low=0, high=3600
    )
    writing_max: float = quantity(
        45.0, "s", "Longest time to write a number", "assumed, 20-90", low=0, high=3600
    )
    reach: float = quantity(
        2.0, "m", "Distance to the marker from which one can write", "assumed", low=0.4, high=1000
    )
    handed_out: float = quantity(
        0.0,
        "-",
        "Share of parties, families aside, to whom staff hand out numbers on arrival",
        "account: people numbered themselves",
        low=0,
        high=1,
        changeable=True,
    )
    kept: bool = quantity(
        True,
        "-",
        "Whether who leaves for a time still has the number when they come again",
        "assumed",
    )
    announcements: float = quantity(
        0.0,
        "1/h",
        "Rate at which staff announce where the list stands",
        "assumed",
        low=0,
        high=60,
        changeable=True,
    )
    announcement_reach: float = quantity(
        40.0, "m", "Distance from the gate within which one hears it", "assumed", low=0, high=1000
    )
    announcement_gain: float = quantity(
        0.3,
        "-",
        "Step of the belief that holders are passed over towards what is announced",
        "assumed, 0-1",
        low=0,
        high=1,
    )

    @model_validator(mode="after")
    def _check(self) -> NumberListParameters:
        if self.writing_min > self.writing_max:
            raise ValueError("list.writing_min must not exceed list.writing_max")
        return self


@inlined
def waits_with_number(conduct: int) -> bool:
    """Tell whether somebody with a number still waits with it: holding, called or pressing."""
    return conduct == HOLDING or conduct == CALLED or conduct == PRESSING


@inlined
def conduct_of_holder(s: Situation, number: int) -> int:
    """Return what the holder of a number does now; LEFT if the number was lost."""
    return int(s.people.conduct[s.holder[number]]) if s.holder[number] >= 0 else LEFT


@compiled
def numbers_before(s: Situation, gate: int, number: int) -> int:
    """Count the people who wait with a number smaller than ``number``.

    Where each gate calls its own, those who go to the same gate.
    """
    count, together = 0, has_one_line(s)
    for k in range(s.list.first_waiting, number):
        if waits_with_number(conduct_of_holder(s, k)):
            count += together or s.people.gate[s.holder[k]] == gate
    return count


@compiled
def count_holders(s: Situation) -> int:
    """Count the people who keep to the list: who hold their number, or are called."""
    count = 0
    for k in range(s.list.first_waiting, s.list.last_number + 1):
        conduct = conduct_of_holder(s, k)
        count += conduct == HOLDING or conduct == CALLED
    return count


@compiled
def is_in_turn(s: Situation, person: int) -> bool:
    """Tell whether a person is in turn: fewer than a batch of those who wait have a smaller number.

    Everybody who waits with a number counts, also those who press.
    """
    number, gate = s.people.number[person], s.people.gate[person]
    batch = called_together(s) if has_one_line(s) else int(s.gate_rules[gate].batch_size)
    return number > 0 and numbers_before(s, gate, number) < batch


@compiled
def keep_marker(s: Situation) -> None:
    """Give the marker to the last in line if whoever carried it has gone or gives up the order.

    Changes: list.marker.
    """
    numbers, people = s.list, s.people
    marker = numbers.marker
    if marker >= 0 and (people.conduct[marker] == HOLDING or people.conduct[marker] == CALLED):
        return
    numbers.marker = -1
    for k in range(numbers.last_number, numbers.first_waiting - 1, -1):
        conduct = conduct_of_holder(s, k)
        if conduct == HOLDING or conduct == CALLED:
            numbers.marker = s.holder[k]
            return


@compiled
def next_writer(s: Situation) -> int:
    """Return who writes next: of those in reach of the marker the one told first, or -1."""
    people, place, chosen = s.people, s.place, -1
    marker, reach = s.list.marker, s.rules.list.reach
    at = place.column[0] if marker < 0 else people.cell[marker]
    for n in range(s.crowd.restless):
        person = s.restless[n]
        if people.conduct[person] != SEEKING:
            continue
        if not is_within(place.ground.x, place.ground.y, people.cell[person], at, reach):
            continue
        earlier = chosen >= 0 and (
            people.since[person] < people.since[chosen]
            or (people.since[person] == people.since[chosen] and person < chosen)
        )
        if chosen < 0 or earlier:
            chosen = person
    return chosen


@compiled
def write_numbers(s: Situation, now: float) -> None:
    """Let the writer finish and the next one begin; the marker stays with whoever wrote last.

    Changes: list.writer, list.writing_until.
    """
    numbers, people = s.list, s.people
    keep_marker(s)
    while True:
        writer = numbers.writer
        if writer >= 0 and people.conduct[writer] == SEEKING:
            if now < numbers.writing_until:
                return
            take_number(s, writer, now)
        writer = next_writer(s)
        numbers.writer = writer
        if writer < 0:
            return
        u = draw(s.seed, s.crowd.step, writer, WRITING)
        rules = s.rules.list
        numbers.writing_until = (
            now + rules.writing_min + u * (rules.writing_max - rules.writing_min)
        )
        if numbers.writing_until > now:
            return


@compiled
def take_number(s: Situation, person: int, now: float) -> None:
    """Write the next number on a person's wrist and hand them the marker.

    Changes: list.founded, list.marker.
    """
    if s.list.marker < 0 and s.list.last_number > 0:
        s.list.founded += 1
    give_number(s, person, now)
    s.list.marker = person


@compiled
def hand_out_numbers(s: Situation, came: int, now: float) -> None:
    """Let staff give the next numbers to those on foot who came last, a share of the parties.

    The marker stays where it is.

    Args:
        s: the situation.
        came: how many people came onto the site just now.
        now: time, s.
    """
    people = s.people
    for n in range(s.crowd.active - came, s.crowd.active):
        person = s.active[n]
        if people.number[person] > 0 or people.kind[person] == FAMILY:
            continue
        if draw(s.seed, 0, people.party[person], HANDED_OUT) < s.rules.list.handed_out:
            give_number(s, person, now)


@compiled
def give_number(s: Situation, person: int, now: float) -> None:
    """Give a person the next number: they hold it, and go to the place of its rank.

    Changes: list.last_number, people.number, people.numbered_time, holder, people.conduct,
        people.since, people.target.
    """
    numbers, people = s.list, s.people
    numbers.last_number += 1
    people.number[person] = numbers.last_number
    people.numbered_time[person] = now
    s.holder[numbers.last_number] = person
    people.conduct[person] = HOLDING
    people.since[person] = now
    rouse(s, person)
    people.target[person] = people.cell[person]
    holders = count_holders(s)
    assign_place(s, person, max(0, holders - 1 - called_together(s)), holders)


@compiled
def update_ranks(s: Situation, now: float) -> None:
    """Call the next batch and let all others close up to the place of their rank.

    Changes: list.first_waiting, people.conduct, people.since.
    """
    numbers, people = s.list, s.people
    while numbers.first_waiting <= numbers.last_number:
        first = s.holder[numbers.first_waiting]
        if first >= 0 and (people.cell[first] >= 0 or people.conduct[first] == OUTSIDE):
            break
        numbers.first_waiting += 1
    holders, size, called, waiting = count_holders(s), called_together(s), 0, 0
    count_called(s)
    for k in range(numbers.first_waiting, numbers.last_number + 1):
        person = s.holder[k]
        conduct = conduct_of_holder(s, k)
        if conduct != HOLDING and conduct != CALLED:
            continue
        if is_next(s, person, called, size):
            call_to_gate(s, person)
            called += 1
            if conduct == HOLDING:
                people.conduct[person] = CALLED
                rouse(s, person)
                people.since[person] = now
        else:
            if conduct == CALLED:
                people.conduct[person] = HOLDING
                come_loose(s, person)
                people.since[person] = now
            assign_place(s, person, waiting, holders)
            waiting += 1


@compiled
def seat_holders(s: Situation, holders: Any) -> None:
    """Put the people who hold numbers at the start on the places of their ranks.

    Who finds no room waits outside.

    Args:
        s: the situation with nobody on the site.
        holders: these people, first rank first, shape (n,).

    Changes: people.conduct, people.number, people.numbered_time, people.target, holder,
        crowd.arrived, list.marker, list.last_number, crowd.next_arrival.
    """
    numbers, people = s.list, s.people
    for rank in range(holders.size):
        person = holders[rank]
        home = place_of_holder(s, person, rank, holders.size)
        people.conduct[person] = HOLDING
        people.number[person] = rank + 1
        people.numbered_time[person] = 0.0
        people.target[person] = home
        s.holder[rank + 1] = person
        cell = free_cell_near(s, home)
        if cell < 0:
            wait_outside(s, person)
            continue
        choose_first_gate(s, person, cell)
        stand_on(s, person, cell, 0.0)
        s.crowd.arrived += 1
        numbers.marker = person
    numbers.last_number = holders.size
    s.crowd.next_arrival = holders.size
