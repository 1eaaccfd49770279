"""The registry as a page for readers: ``standards.md``, beside ``standards.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .results import FAILS, NOT_OURS, NOT_RUN, PASSES, as_text, write_beside

NAME = "standards"
INTRODUCTION = """\
# Standard tests

Every test of three standards for crowd and evacuation models, and the project's own scorecard,
with what became of it here. `make verify` runs them all, measures, and writes this page and its
machine-readable twin, `standards.json`. No status is written by hand: a test *passes* if every
test function that carries its marker passed, with all of its parameters; it *fails* if one of them
does not meet what is asked, and stays on the page with the value measured. What the model has no
part for (stairs, a choice of exits, smoke) *does not apply*.

The guideline and the note are for evacuation from buildings; this is a model of a gate before
which people wait. Where what is run differs from the standard's text, the table says how.
"""


def page_of(table: dict[str, Any]) -> str:
    """Return the table as Markdown."""
    parts = [INTRODUCTION, *_summary(table)]
    for standard in table["standards"]:
        rows = [row for row in table["tests"] if row["standard"] == standard["name"]]
        parts.append(f"\n## {standard['name']}\n\n{standard['citation']} ({standard['source']}).\n")
        parts.append("| test | asks | status | measured, or why not |\n|---|---|---|---|")
        parts += [_line(row) for row in rows]
    return "\n".join(parts) + "\n"


def _summary(table: dict[str, Any]) -> Iterator[str]:
    yield f"Last written {table['date']} at version {table['version']}, commit {table['commit']}.\n"
    yield "| standard | passes | fails | does not apply | not run |\n|---|---|---|---|---|"
    for standard in table["standards"]:
        name = standard["name"]
        count = Counter(row["status"] for row in table["tests"] if row["standard"] == name)
        numbers = " | ".join(str(count[status]) for status in (PASSES, FAILS, NOT_OURS, NOT_RUN))
        yield f"| {name} | {numbers} |"


def _line(row: dict[str, Any]) -> str:
    asks = row["asks"] + (f" *Here: {row['differs']}*" if row["differs"] else "")
    status = f"**{row['status']}**" if row["status"] in (PASSES, FAILS) else row["status"]
    cells = (f"{row['number']}. {row['title']}", asks, status, row["why"] or _measured(row))
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _measured(row: dict[str, Any]) -> str:
    if row["status"] == NOT_RUN and not row["outcomes"]:
        return ""
    figures: dict[str, str] = {}
    for outcome in row["outcomes"]:
        for what, measured, target in outcome["measured"]:
            figures[what] = f"{what}: {measured} (asked: {target})"
    count = Counter(outcome["outcome"] for outcome in row["outcomes"])
    runs = ", ".join(f"{number} {outcome}" for outcome, number in sorted(count.items()))
    reasons = sorted({outcome["known"] for outcome in row["outcomes"] if outcome["known"]})
    return "; ".join([*figures.values(), runs]) + "".join(f". *{each}*" for each in reasons)


def write_page(table: dict[str, Any], folder: Path) -> None:
    """Write the table and the page into a folder."""
    write_beside(folder / f"{NAME}.json", as_text(table))
    write_beside(folder / f"{NAME}.md", page_of(table))
