"""Which settings of the parameters give the day of the account? A search that can be run again.

Settings are spread over the ranges searched by a scrambled Sobol sequence (Sobol 1967, Owen 1997);
the same days (seed, replication) are run under each: common random numbers. The near ones go on to
more replications (successive halving, Jamieson & Talwalkar 2016):

    1 replication of all, 2 of the nearest KEEP of them, 4 of the nearest KEEP of those, ...

What fits is a region, not a point: one account does not identify so many parameters.

    python -m gatecrush.experiments.calibration --settings 256 --replications 4 --seed 0
"""

from __future__ import annotations

import shlex
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from gatecrush.agents.compiled import is_cached

from .calibration_ranges import settings_of
from .calibration_report import report
from .calibration_search import SHIPPED, Search, replications_of_stages
from .cli import FAILED, check_places, load, say
from .counts_in_words import counted
from .design import code
from .module_command import JOBS, QUIET, SEED, run_as_module
from .provenance import commit
from .run_store import RunStore
from .runner import run

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.scenario import Scenario

DAYS = "days"
"""Folder of the finished days, a file each."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--settings",
    "count",
    type=click.IntRange(2),
    default=256,
    show_default=True,
    metavar="N",
    help="Settings tried; a power of two fills the ranges best.",
)
@click.option(
    "--replications",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    metavar="R",
    help="Days of each setting that stays near.",
)
@SEED
@JOBS
@click.option(
    "--out",
    default="out/calibration",
    show_default=True,
    metavar="DIR",
    help="Where days, table, report and figure are kept.",
)
@click.option("--scenario", default="account", show_default=True, metavar="SCENARIO")
@click.option(
    "--set",
    "fixed",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a parameter that is not searched; may be repeated.",
)
@QUIET
def calibration(
    count: int,
    replications: int,
    seed: int,
    jobs: int,
    out: str,
    scenario: str,
    fixed: tuple[str, ...],
    quiet: bool,
) -> int:
    """Search for settings that give the day of the account; again: finish what is left."""
    wanted = load(scenario, fixed)
    check_places(out)
    folder = Path(out)
    settings = settings_of(count, seed)
    search = Search(wanted, settings, seed=seed, store=RunStore(folder / DAYS))
    if not quiet:
        stages = ", ".join(str(each) for each in replications_of_stages(replications))
        tried = counted(count, "setting")
        say(f"{tried} and the defaults that ship; replications by stage: {stages}")
    _compile(wanted, quiet=quiet)
    search.run(replications, jobs=jobs, quiet=quiet)
    table = search.table()
    if search.failed:
        say(f"{counted(search.failed, 'day')} failed: {search.store.failures} says why")
    if SHIPPED not in set(table.get("setting", ())) or len(table) < 2:
        return FAILED
    sets = [word for each in fixed for word in ("--set", each)]
    words = shlex.join(
        ["python", "-m", "gatecrush.experiments.calibration", "--settings", str(count),
         "--replications", str(replications), "--seed", str(seed), "--scenario", scenario, *sets]
    )  # fmt: skip
    again = shlex.join(["gatecrush", "run", scenario, "--seed", str(seed), *sets])
    text = report(table, facts=_facts(table, words), again=again)
    write_results(folder, table, text)
    click.echo(text)
    say(f"table, report and figure: {folder}")
    return FAILED if search.failed else 0


def _compile(scenario: Scenario, *, quiet: bool) -> None:
    """Compile the kernels in this process, so that the others find them on disk."""
    if is_cached():
        return
    if not quiet:
        say("compiling for this machine, which takes about a minute the first time")
    run(scenario, settings={"run.end": scenario.run.start + 0.05})


def _facts(table: pd.DataFrame, words: str) -> dict[str, str]:
    """Return in words what a calibration was made with."""
    return {
        "command": f"`{words}`",
        "version": f"{version('gatecrush')}, commit {commit() or 'unknown'}, rules {code()}",
        "days": f"{int(table['replications'].sum())} ({int(table['abandoned'].sum())} of them cut "
        f"short), {table['cpu_seconds'].sum() / 3600:.2f} h of CPU time in the kernels",
        "random numbers": "replication r of every setting has the same ones",
    }


def write_results(folder: Path, table: pd.DataFrame, text: str) -> None:
    """Write table, report and figure, each beside its place and then moved there."""
    from .calibration_figure import calibration_figure

    with tempfile.TemporaryDirectory(prefix=".calibration-", dir=folder) as beside:
        stage = Path(beside)
        table.to_parquet(stage / "settings.parquet", index=False)
        (stage / "calibration.md").write_text(text, encoding="utf-8")
        calibration_figure(table, stage / "calibration.png")
        for path in sorted(stage.iterdir()):
            path.replace(folder / path.name)


def main() -> NoReturn:
    """Run the command and exit with its status."""
    run_as_module(calibration, "gatecrush calibration")


if __name__ == "__main__":
    main()
