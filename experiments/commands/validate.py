"""The command ``validate``: the model beside measured crowds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .main import print_json
from .messages import Seed, load, say, unusable
from .options import with_options

if TYPE_CHECKING:
    from ..studies.validation import Comparison

HEAD = ("data", "quantity", "measured", "modelled", "ratio", "band", "")
OPTIONS = (
    click.option("--days", metavar="N", type=click.IntRange(1, 1000), default=10,
                 show_default=True, help="Days of the model for each measured crowd."),
    click.option("--seed", type=Seed(), default=0, metavar="N", help="Root of random numbers."),
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE",
                 help="Change a parameter of all of them; may be repeated."),
    click.option("--json", "as_json", is_flag=True, help="Print a list of comparisons as JSON."),
    click.option("--quiet", is_flag=True, help="Show no progress."),
)  # fmt: skip


@click.command()
@with_options(*OPTIONS)
def validate(
    days: int, seed: int, settings: tuple[str, ...], *, as_json: bool, quiet: bool
) -> None:
    """Compare the model with measured crowds: flow, density and order before a gate.

    Each line says what was measured, what the model gives (mean of the days), their ratio, the band
    it should lie in, and whether it does.
    """
    from gatecrush.model.scenario.door import ScenarioError
    from gatecrush.model.scenario.scenario import Scenario
    from gatecrush.model.scenario.settings import WrittenSettings

    from ..studies.validation import compare_all, crowds, summary_of

    def tell(done: int, of: int) -> None:
        if not quiet:
            say(f"{done} of {of} measured crowds compared")

    load("entrance", settings)
    changed = dict(WrittenSettings(settings, Scenario.quantities()).values)
    for crowd in crowds():
        try:
            crowd.scenario.with_(**changed)
        except ScenarioError as error:
            unusable(f"{crowd.words}: {error}")
    found = compare_all(days, settings=changed, seed=seed, tell=tell)
    if as_json:
        print_json([each.row() for each in found])
        return
    for line in as_table([_cells(each) for each in found]):
        click.echo(line)
    click.echo(summary_of(found))


def as_table(rows: list[tuple[str, ...]]) -> list[str]:
    """Return lines of a table whose columns are as wide as they need to be."""
    rows = [HEAD, *rows]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    return [
        "  ".join(word.ljust(w) for word, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _cells(each: Comparison) -> tuple[str, ...]:
    row: dict[str, Any] = each.row()
    passes = {True: "passes", False: "FAILS", None: "shown"}[row["passes"]]
    known = row["modelled"] is not None
    return (
        row["data"],
        row["quantity"] + ("" if row["unit"] == "-" else f" ({row['unit'].replace('^2', '²')})"),
        f"{row['measured']:.2f}",
        f"{row['modelled']:.2f}" if known else "not known",
        f"{row['ratio']:.2f}" if known else "",
        f"{row['low']:.2f} to {row['high']:.2f}",
        passes,
    )
