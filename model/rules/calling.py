"""Calling: how many are in turn at once, and to which of several gates whoever is called goes.

Of one list for all gates the first are called, as many as all batches together, each to a gate
with a place left in its next batch, which opens first. Or each gate calls its own by number.
"""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import CALLED

from ..situation import Situation
from .approach import turn_to
from .closures import is_shut, postponed

LAST: Final = 1e9
"""Added to the time at which a gate opens that is shut or has no place left, s."""


@inlined
def has_one_line(s: Situation) -> bool:
    """Tell whether the numbers of everybody count, whichever gate they go to."""
    return bool(s.gates.size == 1 or s.rules.gate.one_list > 0.0)


@compiled
def called_together(s: Situation) -> int:
    """Return how many are called at once: a batch of each gate, of those that are not shut."""
    every, usable = 0, 0
    for gate in range(s.gates.size):
        batch = int(s.gate_rules[gate].batch_size)
        every += batch
        if s.gates.size > 1 and not is_shut(s, gate):
            usable += batch
    return usable if usable > 0 else every


@inlined
def is_next(s: Situation, person: int, called: int, size: int) -> bool:
    """Tell whether somebody is called, of whom ``called`` of ``size`` before them are."""
    if has_one_line(s):
        return called < size
    gate = s.people.gate[person]
    return bool(s.gates[gate].called < s.gate_rules[gate].batch_size)


@compiled
def gate_with_room(s: Situation) -> int:
    """Return the gate to which the next is called: it has a place left, and opens first."""
    earliest, chosen = 4.0 * LAST, 0
    for number in range(s.gates.size):
        gate = s.gates[number]
        due = postponed(s.closures[number], gate.next_opening)
        room = s.gate_rules[number].batch_size
        if gate.is_open == 1:
            due, room = 0.0, float(gate.places_left)
        if gate.called >= room:
            due += LAST
        if is_shut(s, number):
            due += 2.0 * LAST
        if due < earliest:
            earliest, chosen = due, number
    return chosen


@compiled
def count_called(s: Situation) -> None:
    """Count who has been called to each gate and keeps it; of those who call their own, nobody yet.

    Changes: gates.
    """
    for number in range(s.gates.size):
        s.gates[number].called = 0
    if s.gates.size == 1 or not has_one_line(s):
        return
    for n in range(s.crowd.active):
        if keeps_gate(s, s.active[n]):
            s.gates[s.people.gate[s.active[n]]].called += 1


@inlined
def keeps_gate(s: Situation, person: int) -> bool:
    """Tell whether somebody has been called to a gate that is not shut."""
    return s.people.conduct[person] == CALLED and not is_shut(s, s.people.gate[person])


@compiled
def call_to_gate(s: Situation, person: int) -> None:
    """Call somebody to a gate: they keep it while they are called and it is not shut.

    Changes: gates.
    """
    if s.gates.size == 1:
        return
    if has_one_line(s):
        if keeps_gate(s, person):
            return
        turn_to(s, person, gate_with_room(s))
    s.gates[s.people.gate[person]].called += 1
