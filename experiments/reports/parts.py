"""What every report ends with: reference bands, what it cannot say, how to repeat it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .bands import LOADS, ORIENTATION, densities, load_band
from .limits import CANNOT_KNOW, SOURCES
from .page import Cell, PageTable, Row, Section


def bands_section(density: float | None = None, load: float | None = None) -> Section:
    """Return the part on what densities and loads mean; those of one day are marked.

    Args:
        density: people per m² at the gate in the evening.
        load: peak gate load in the evening, kN/m.
    """
    from gatecrush.model.record.measures.density import level_of_service

    level = level_of_service(density) if density is not None else ""
    band = load_band(load) if load is not None else -1
    here = " Marked: this day." if level or band >= 0 else ""
    levels = PageTable(
        f"How people stand, by density: Fruin's levels of service of a queue.{here}",
        ("Level", "People per m²", "What it means"),
        tuple(
            Row((Cell(name), Cell(span, is_number=True), Cell(words)), name == level)
            for name, span, words in densities()
        ),
        "The model cannot show more than 8.2 people per m²; deadly crushes are denser.",
        is_stacked=False,
    )
    loads = PageTable(
        f"Load on the gate, per meter of its width: what barriers are made to bear.{here}",
        ("Load (kN/m)", "What it means"),
        tuple(
            Row((Cell(span), Cell(words)), number == band)
            for number, (span, words) in enumerate(LOADS)
        ),
        is_stacked=False,
    )
    return Section("What to hold it against", paragraphs=(ORIENTATION,), tables=(levels, loads))


def limits_section(further: Sequence[str] = ()) -> Section:
    """Return the part on what no run can tell.

    Args:
        further: what this report cannot tell beside that.
    """
    return Section("What this cannot say", points=(*further, *CANNOT_KNOW))


def repeat_section(
    words: Sequence[str], commands: Sequence[str], made_with: Mapping[str, Any]
) -> Section:
    """Return the part on how to repeat it, and with what it was made.

    Args:
        words: what is to be said before.
        commands: what to type.
        made_with: provenance; what is missing is left out.
    """
    told = {
        "version": "Version of gatecrush",
        "commit": "State of its code",
        "python": "Python",
        "started_at": "Made at",
        "seed": "Seed",
        "replication": "Replication",
        "command": "Command",
    }
    rows = tuple(
        Row((Cell(label), Cell(str(made_with[key]))))
        for key, label in told.items()
        if made_with.get(key) is not None
    )
    table = PageTable("With what it was made.", ("What", "Value"), rows, is_stacked=False)
    return Section(
        "How to repeat it",
        paragraphs=words,
        commands=commands,
        tables=(table,) if rows else (),
    )


def sources_section() -> Section:
    """Return the part on where rules and numbers come from."""
    return Section("Where rules and numbers come from", points=SOURCES)
