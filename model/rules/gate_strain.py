"""Strain of the gate: it is loaded, wears and may fail; the guards shout, and are heeded less."""

from __future__ import annotations

from typing import Any, Final

from gatecrush.agents.compiled import compiled
from gatecrush.agents.guard import shout_relief

from ..situation import Situation

EARSHOT: Final = 15.0
"""Distance within which the guards' shouts are heard, m."""


@compiled
def gate_wear(
    wear: float, load: float, elapsed: float, wear_load: float, endurance: float
) -> float:
    """Return the wear of the gate (fails at 1) after ``elapsed`` s under ``load``, N/m.

    It grows by (load - wear_load)/endurance a second while the load exceeds the wearing load; with
    endurance 0 the gate never wears and fails by its strength alone.
    """
    if endurance <= 0.0 or load <= wear_load:
        return wear
    return wear + (load - wear_load) * elapsed / endurance


@compiled
def gate_fails(wear: float, load: float, strength: float) -> bool:
    """Tell whether the gate gives way: worn through, or loaded to its strength."""
    return wear >= 1.0 or load >= strength


@compiled
def gate_length(place: Any, number: int) -> float:
    """Return the length of a gate as people stand before it, m."""
    cells = place.gate_ends[number + 1] - place.gate_ends[number]
    return float(cells * place.cell)


@compiled
def strain_gate(s: Situation, number: int, force: float, elapsed: float, now: float) -> None:
    """Load a gate for ``elapsed`` s with a force, N; it wears, may fail; the guards shout.

    Changes: gates, people.drive.
    """
    gate, rules, field = s.gates[number], s.rules.gate, number * s.cells.size
    gate.load = force / gate_length(s.place, number)
    gate.load_peak = max(gate.load_peak, gate.load)
    if gate.failed == 1 or rules.always_open > 0.0:
        return
    gate.wear = gate_wear(gate.wear, gate.load, elapsed, rules.wear_load, rules.endurance)
    if gate_fails(gate.wear, gate.load, rules.strength):
        gate.failed, gate.failed_at, gate.is_open = 1, now, 0
        return
    shout_load = s.rules.guards.shout_load
    pause_over = now >= gate.last_shout + s.rules.guards.shout_pause
    if shout_load > 0.0 and gate.load > shout_load and pause_over:
        relief = shout_relief(s.rules.guards.shout_effect, s.rules.guards.shout_wear, gate.shouts)
        gate.shouts += 1
        gate.last_shout = now
        for n in range(s.crowd.active):
            person = s.active[n]
            if s.place.approach.to_gate[field + s.people.cell[person]] <= EARSHOT:
                s.people.drive[person] *= 1.0 - relief
