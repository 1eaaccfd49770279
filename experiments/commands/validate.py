"""The command ``validate``: the model beside measured crowds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..words import duration
from .main import print_json
from .messages import Seed, check_places, load, say, unusable
from .options import with_options

if TYPE_CHECKING:
    from ..validation.crowds import Comparison

OPTIONS = (
    click.option("--days", metavar="N", type=click.IntRange(1, 1000), default=10,
                 show_default=True, help="Days of the model for each measured crowd."),
    click.option("--seed", type=Seed(), default=0, metavar="N", help="Root of random numbers."),
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE",
                 help="Change a parameter of all of them; may be repeated."),
    click.option("--json", "as_json", is_flag=True, help="Print a list of comparisons as JSON."),
    click.option("--out", metavar="DIR", help="Write the note validation.md and its figure there."),
    click.option("--quiet", is_flag=True, help="Show no progress."),
)  # fmt: skip


@click.command()
@with_options(*OPTIONS)
def validate(
    days: int, seed: int, settings: tuple[str, ...], *, as_json: bool, out: str | None, quiet: bool
) -> None:
    """Compare the model with measured crowds: flow, density and order before a gate.

    Each line says what was measured, what the model gives (mean of the days), their ratio, the band
    it should lie in, and whether it does.
    """
    from gatecrush.model.scenario.door import ScenarioError
    from gatecrush.model.scenario.scenario import Scenario
    from gatecrush.model.scenario.settings import WrittenSettings

    from ..validation.crowds import compare_all, crowds, summary_of
    from ..validation.note import HEAD, cells

    begun = time.monotonic()

    def tell(done: int, of: int) -> None:
        left = (time.monotonic() - begun) / done * (of - done)
        more = f", about {duration(left)} left" if done < of else ""
        if not quiet:
            say(f"{done} of {of} measured crowds compared{more}")

    check_places(out)
    load("entrance", settings)
    changed = dict(WrittenSettings(settings, Scenario.quantities()).values)
    for crowd in crowds():
        try:
            crowd.scenario.with_(**changed)
        except ScenarioError as error:
            unusable(f"{crowd.words}: {error}")
    found = compare_all(days, settings=changed, seed=seed, tell=tell)
    if out is not None:
        write_note(found, days, seed, changed, Path(out))
    if as_json:
        print_json([each.row() for each in found])
        return
    for line in as_table([list(HEAD), *(cells(each) for each in found)]):
        click.echo(line)
    click.echo(summary_of(found))


def write_note(
    found: Sequence[Comparison], days: int, seed: int, settings: dict[str, Any], folder: Path
) -> None:
    """Write the note on measured crowds, and its figure, into a folder."""
    from ..drawing.measured import measured_figure
    from ..drawing.style import save_figure
    from ..storage.whole_files import write_whole
    from ..validation.crowds import crowds
    from ..validation.curves import curves_of
    from ..validation.note import NOTE, PICTURE, note

    figure = measured_figure(curves_of(crowds(), settings=settings, seed=seed))
    folder.mkdir(parents=True, exist_ok=True)
    save_figure(figure, folder / PICTURE, dpi=100)
    write_whole(folder / NOTE, note(found, days, seed))
    say(f"{folder / NOTE}, {folder / PICTURE}")


def as_table(rows: list[list[str]]) -> list[str]:
    """Return lines of a table whose columns are as wide as they need to be."""
    widths = [max(len(word) for word in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(word.ljust(w) for word, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
