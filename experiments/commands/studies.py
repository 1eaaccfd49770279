"""The command ``studies``: the research questions, all of them or those named."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..studies import NAMES, QUICK, study_named
from .messages import FAILED, Seed, check_places, clear_errors, load, unusable
from .options import with_options

OPTIONS = (
    click.option("--out", metavar="DIR", default="out/studies", show_default=True,
                 help="Write tables, figures and finished runs there."),
    click.option("--replications", metavar="N", type=click.IntRange(1, 10_000),
                 help="Runs at each point."),
    click.option("--quick", is_flag=True, help=f"A trial: {QUICK} runs at each point."),
    click.option("--jobs", metavar="J", type=click.IntRange(0, 1024), default=os.cpu_count() or 1,
                 help="Processes side by side; 0: this one."),
    click.option("--seed", type=Seed(), default=0, metavar="N", help="Root of random numbers."),
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE",
                 help="Change a parameter at all points; may be repeated."),
    click.option("--quiet", is_flag=True, help="Show no progress."),
)  # fmt: skip


@click.command(
    help=f"Carry out the research questions: all of them, or those named of {', '.join(NAMES)}."
)
@click.argument("names", nargs=-1, metavar="[STUDY]...")
@with_options(*OPTIONS)
def studies(
    names: tuple[str, ...],
    out: str,
    replications: int | None,
    quick: bool,
    jobs: int,
    seed: int,
    settings: tuple[str, ...],
    quiet: bool,
) -> None:
    """Carry out the studies named, or all."""
    from ..studies.study import Order, carry_out_studies

    strange = [name for name in names if name not in NAMES]
    if strange:
        unusable(f"{strange[0]}: there is no such study; there are {', '.join(NAMES)}")
    scenario = load("account", settings)
    check_places(out)
    order = Order(
        out=Path(out),
        scenario=scenario,
        seed=seed,
        replications=replications or (QUICK if quick else None),
        jobs=jobs,
        quiet=quiet,
    )
    with clear_errors():
        failed = carry_out_studies([study_named(name) for name in names or NAMES], order)
    if failed:
        click.get_current_context().exit(FAILED)
