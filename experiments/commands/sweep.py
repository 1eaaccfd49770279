"""The command ``sweep``: days under many settings, in a folder that can be gone on with."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..sweeps.terms import LOCAL
from ..words import counted
from .messages import FAILED, check_places, clear_errors, say, unusable
from .options import HOW, ONE_SCENARIO, WHAT, check_how, with_options

if TYPE_CHECKING:
    from ..storage.lock import Share


@click.command()
@ONE_SCENARIO
@with_options(*WHAT, *HOW)
@click.option("--shard", metavar="I/N", help="Carry out share I of N (for batch systems).")
@click.option("--dry-run", is_flag=True, help="Say how many runs, how long, how large; run none.")
@click.option("--out", metavar="DIR", required=True, help="Folder of the sweep.")
def sweep(scenario: str, out: str, shard: str | None, dry_run: bool, **words: Any) -> None:
    """Run SCENARIO under many settings; the same command again finishes what is missing."""
    if not dry_run and words["jobs"] and words["engine"] == LOCAL:
        from ..workers.own_processes import start_imports

        start_imports()
    from ..storage.lock import WHOLE
    from .plan_file import plan_from_words, precision_from_words

    plan, until = plan_from_words(scenario, words), precision_from_words(words)
    how_words = {name: words[name] for name in ("jobs", "engine", "scheduler", "time_limit")}
    share = _share(shard)
    if until and share != WHOLE:
        unusable("--until: looks at all runs of a point and cannot be split with --shard")
    check_how(words)
    if dry_run:
        from ..sweeps.estimate import estimate

        click.echo(estimate(plan, Path(out), jobs=max(1, words["jobs"]), share=share))
        return
    check_places(out)
    from ..days.provenance import made_with
    from ..sweeps.sweep import Carrying, carry_out_sweep

    how = Carrying(**how_words, share=share, quiet=words["quiet"])
    with clear_errors():
        from ..sweeps.folder import SweepFolder

        folder = SweepFolder(Path(out))
        failed = carry_out_sweep(plan, folder, how, made_with=made_with(), until=until)
    done = sum(1 for _ in folder.store.stored_keys())
    click.echo(f"{counted(done, 'run')} in {out}")
    if failed:
        say(f"{counted(failed, 'run')} failed: gatecrush status {shlex.quote(out)} says why")
        click.get_current_context().exit(FAILED)


def _share(text: str | None) -> Share:
    from ..storage.lock import WHOLE, Share

    if text is None:
        return WHOLE
    number, slash, of = text.partition("/")
    if not (slash and number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of) <= 100_000):
        unusable(f"--shard {text}: must be I/N, such as 1/4: share I, from 1, of N")
    return Share(int(number), int(of))
