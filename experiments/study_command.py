"""The command of a study, and of all of them: ``python -m gatecrush.experiments.studies...``."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from .cli import FAILED, Commands, Seed, check_places, load, unusable
from .study import QUICK, Order, Study, carry_out_studies

OPTIONS: tuple[Callable[[Any], Any], ...] = (
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


def study_command(study: Study) -> None:
    """Run the command line of one study."""

    @_with_options
    def command(**words: Any) -> None:
        _carry_out([study], **words)

    _run(command, help=study.question)


def studies_command(studies: Sequence[Study]) -> None:
    """Run the command line of all studies, or of those named."""
    known = {study.name: study for study in studies}

    @click.argument("names", nargs=-1, metavar="[STUDY]...")
    @_with_options
    def command(names: tuple[str, ...], **words: Any) -> None:
        strange = [name for name in names if name not in known]
        if strange:
            unusable(f"{strange[0]}: there is no such study; there are {', '.join(known)}")
        _carry_out([known[name] for name in names or known], **words)

    _run(command, help="Carry out the studies: all of them, or those named.")


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def _run(command: Callable[..., None], *, help: str) -> None:
    """Run one command as the command line would, with its messages and exit status."""
    name = "studies"
    group = Commands(context_settings={"help_option_names": ["-h", "--help"]})
    group.add_command(click.command(name=name, help=help)(command))
    import sys

    group.main([name, *sys.argv[1:]])


def _carry_out(
    studies: Sequence[Study],
    *,
    out: str,
    replications: int | None,
    quick: bool,
    jobs: int,
    seed: int,
    settings: tuple[str, ...],
    quiet: bool,
) -> None:
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
    if carry_out_studies(studies, order):
        click.get_current_context().exit(FAILED)
