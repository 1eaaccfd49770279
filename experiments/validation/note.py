"""The note on measured crowds: what passes, what fails, and what each datum was used for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ..words import grid
from .crowds import summary_of

if TYPE_CHECKING:
    from .crowds import Comparison

NOTE, PICTURE = "validation.md", "validation.png"
HEAD: Final = ("data", "quantity", "measured", "modelled", "ratio", "band", "")
VERDICTS: Final = {True: "passes", False: "FAILS", None: "shown"}


def note(comparisons: Sequence[Comparison], days: int, seed: int) -> str:
    """Return the note as Markdown.

    Args:
        comparisons: all of them, in the order in which they are to be listed.
        days: days of the model for each crowd.
        seed: root of their random numbers.
    """
    sections = [_what(comparisons, days, seed), _table(comparisons), _failures(comparisons)]
    return "\n\n".join("\n".join(lines) for lines in (*sections, _caveats())) + "\n"


def _what(comparisons: Sequence[Comparison], days: int, seed: int) -> list[str]:
    return [
        "# Beside measured crowds",
        "",
        f"**{summary_of(comparisons)}.** Written by `gatecrush validate --out docs` "
        f"(`make validation`): {days} days of the model like each crowd, seed {seed}. People stand "
        "where they stood in the laboratory, or are spread evenly over the same corridor, when the "
        "gate opens; both sides are measured by the same functions "
        "(`model/record/measures/entrance.py`). Flow: from the 11th to the last but 15th person; "
        "flow of all: from the first to the last. Density: in the half disc of 2 m before the "
        "gate, highest, and from the 11th person to half of them (plateau). Nearest first: "
        "Kendall's tau of the distance at the start and the order of crossing, 1 if the nearest "
        "always goes first.",
        "",
        f"![People through the gate and density before it, measured and in the model]({PICTURE})",
    ]


def _table(comparisons: Sequence[Comparison]) -> list[str]:
    return ["## All comparisons", "", *grid(HEAD, [cells(each) for each in comparisons])]


def cells(each: Comparison) -> list[str]:
    """Return a comparison as a line of a table, its columns as in HEAD."""
    row = each.row()
    known = row["modelled"] is not None
    unit = "" if row["unit"] == "-" else f" ({row['unit'].replace('^2', '²')})"
    return [
        row["data"],
        row["quantity"] + unit,
        f"{row['measured']:.2f}",
        f"{row['modelled']:.2f}" if known else "not known",
        f"{row['ratio']:.2f}" if known else "",
        f"{row['low']:.2f} to {row['high']:.2f}",
        VERDICTS[row["passes"]],
    ]


def _failures(comparisons: Sequence[Comparison]) -> list[str]:
    failed = [each.row() for each in comparisons if each.passes is False]
    if not failed:
        return ["## What fails", "", "No comparison."]
    return [
        "## What fails",
        "",
        *(
            f"* {row['data']}: {row['quantity']} "
            + (
                "is not known."
                if row["ratio"] is None
                else f"is {row['ratio']:.2f} of the measured."
            )
            for row in failed
        ),
    ]


def _caveats() -> list[str]:
    return [
        "## How far this goes",
        "",
        "* CrowdQueue (Adrian, Seyfried & Sieben 2020) and Hermes 2009 were used to choose "
        "`movement.comfort`, `movement.comfort_drive`, `movement.time_gap_pressing`, "
        "`movement.yielding`, `movement.yielding_drive`, `gate.specific_flow`, "
        "`gate.specific_flow_drive` and `gate.shoulder`: "
        "that they agree is a fit, no prediction. The pupils are shown and were not fitted: "
        "children are smaller. `movement.wall_comfort` was chosen by widths of corridors.",
        "* How many an open gate lets through in a second is a capacity per width that was "
        "fitted, (J + Jₑ e)(w + w₀); only what keeps people from reaching it emerges. Who was told "
        "to queue does not do so in the model.",
        "* `movement.motivation` is 0 for low motivation, 1 for baseline, and 0.5 where people "
        "were told nothing (assumed). Nothing else differs between the crowds.",
        "* A crowd of young volunteers in a laboratory is not a crowd at a border.",
    ]
