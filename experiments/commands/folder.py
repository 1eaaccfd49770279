"""The commands on a sweep's folder: status, gather, verify, reproduce, figure, sensitivity."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..sweeps.terms import LISTED, ROUNDS, TRANSITION
from ..words import counted
from .main import print_json
from .messages import FAILED, clear_errors, say, unusable

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

    from ..days.planned_run import PlannedRun
    from ..sweeps.folder import SweepFolder

FAILURES_SHOWN = 20
SOON = 200
"""So many runs are read before anybody asks how long it takes."""
NO_DIGESTS = "{}: carries no digests, since version 0.1 wrote it; not every damage would be seen"
FOLDER = click.argument("folder", metavar="DIR")


def _opened(place: str) -> SweepFolder:
    from ..sweeps.folder import SweepFolder

    if not Path(place).is_dir():
        unusable(f"{place}: there is no such folder")
    return SweepFolder(Path(place))


@click.command()
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def status(folder: str, as_json: bool) -> None:
    """Say how far a sweep is, and what failed and why."""
    with clear_errors():
        found = status_of(_opened(folder))
    if as_json:
        print_json(found)
        return
    click.echo(_progress(found))
    for failure in found["failures"][:FAILURES_SHOWN]:
        click.echo(f"failed: {failure['reason']}\n  {failure['repeat']}")
    if len(found["failures"]) > FAILURES_SHOWN:
        click.echo(f"and {len(found['failures']) - FAILURES_SHOWN} more, in {folder}/failures")


def _progress(found: dict[str, Any]) -> str:
    """Return how far a sweep is, in words."""
    if found["ended"] and found["enough"] < found["planned"]:
        return (
            f"{counted(found['done'], 'run')} done, {found['failed']} failed; "
            f"it has ended: enough was known after {found['enough']} of at most {found['planned']}"
        )
    busy = "; being worked on" if found["being_worked_on"] else ""
    return (
        f"{found['done']} of {counted(found['planned'], 'run')} done, {found['failed']} failed, "
        f"{found['left']} left{busy}"
    )


def status_of(folder: SweepFolder) -> dict[str, Any]:
    """Return how many runs of a sweep are done, failed and left, and whether it is worked on."""
    from ..storage.lock import is_worked_on

    manifest = folder.manifest()
    planned = int(manifest["plan"]["runs"])
    enough = int(manifest.get("enough") or planned)
    done = sum(1 for _ in folder.store.stored_keys())
    failures = [
        {
            "key": each["key"],
            "reason": str(each["reason"]).strip().rpartition("\n")[2],
            "seed": each.get("seed"),
            "replication": each.get("replication"),
            "repeat": each["repeat"],
        }
        for each in folder.failures()
    ]
    left = max(0, enough - done - len(failures))
    return {
        "planned": planned,
        "enough": enough,
        "done": done,
        "failed": len(failures),
        "left": left,
        "ended": left == 0,
        "being_worked_on": is_worked_on(folder.place),
        "failures": failures,
    }


@click.command()
@FOLDER
def gather(folder: str) -> None:
    """Put the runs of a finished sweep in one file, which is read the same way and faster."""
    from ..storage.lock import WHOLE, working_on
    from ..workers.progress import progress_shown

    with clear_errors():
        opened = _opened(folder)
        opened.manifest()
        with working_on(opened.place, WHOLE):
            found = status_of(opened)
            if not found["ended"]:
                unusable(f"{folder}: is not finished ({counted(found['left'], 'run')} left)")
            if not found["done"]:
                unusable(f"{folder}: no run has finished")
            is_quick = found["done"] < SOON
            with progress_shown(quiet=is_quick, unit="runs", work="gathered") as show:
                opened.store.gather(show)
    click.echo(f"{opened.store.folder}: {counted(found['done'], 'run')} in one file")


@click.command()
@FOLDER
def verify(folder: str) -> None:
    """Read a sweep or a run again and check it: damage, wrong keys, lost people, missing runs."""
    from ..storage.day_folder import holds_run
    from ..sweeps.check import faults

    if holds_run(Path(folder)):
        _verify_run(Path(folder))
        return

    with clear_errors():
        opened = _opened(folder)
        found = status_of(opened)
        wrong = list(faults(opened))
    for line in wrong:
        click.echo(line)
    click.echo(
        f"{found['done']} of {counted(found['planned'], 'run')} read, "
        f"{counted(len(wrong), 'fault')}, {found['failed']} failed, {found['left']} missing"
    )
    if wrong:
        say("remove the damaged files; the same sweep command makes them anew")
        click.get_current_context().exit(FAILED)


def _verify_run(folder: Path) -> None:
    from ..storage.day_folder import faults_of_run
    from ..storage.digests import written_digests

    with clear_errors():
        wrong = list(faults_of_run(folder))
        has_digests = bool(wrong) or written_digests(folder) is not None
    for line in wrong:
        click.echo(line)
    click.echo(f"1 run read, {counted(len(wrong), 'fault')}")
    if not has_digests:
        say(NO_DIGESTS.format(folder))
    if wrong:
        click.get_current_context().exit(FAILED)


@click.command()
@FOLDER
@click.argument("run_key")
def reproduce(folder: str, run_key: str) -> None:
    """Repeat the run RUN_KEY and compare it with what is stored, to the bit."""
    from ..sweeps.check import differences

    with clear_errors():
        opened = _opened(folder)
        opened.manifest()
        run = opened.find(run_key)
        is_stored = opened.store.has(run)
        again = _repeated(opened, run)
        found = differences(opened, run, again) if is_stored else []
    for line in found:
        click.echo(line)
    if found:
        say(f"{counted(len(found), 'outcome')} {'differs' if len(found) == 1 else 'differ'}")
        click.get_current_context().exit(FAILED)
    click.echo("the same to the bit" if is_stored else "this run failed before; now it did not")


def _repeated(folder: SweepFolder, run: PlannedRun) -> dict[str, Any]:
    """Return all that is kept of a run repeated; a day that was cut short is again."""
    from ..workers.pool import simulate_day

    if folder.plan().design != ROUNDS:
        return simulate_day(run)
    from ..calibration.hopeless_day import same_part

    return same_part(run, folder.store.row(run.key) if folder.store.has(run) else {})


@click.command()
@FOLDER
@click.option("--to", "file", metavar="FILE", help="Where to.  [default: DIR/figure.png]")
def figure(folder: str, file: str | None) -> None:
    """Draw what the sweep is so far: a curve with its band, a map with its tipping line."""
    from ..drawing.style import save_figure
    from ..drawing.sweep import sweep_figure

    opened = _opened(folder)
    path = Path(file) if file else opened.place / "figure.png"
    with clear_errors():
        if opened.manifest()["plan"]["design"] == LISTED:
            _draw_studies(opened, file)
            return
        if opened.manifest()["plan"]["design"] == TRANSITION:
            unusable(f"{folder}: holds a transition, whose figure is {folder}/transition.png")
        plan = opened.plan()
        runs = opened.runs_of(plan)
        if not len(runs):
            unusable(f"{folder}: no run has finished")
        save_figure(sweep_figure(plan, runs), path)
        click.echo(str(path))
        if file is None and not plan.factors:
            _draw_risk(opened, plan.scenario, list(runs["key"]))


def _draw_risk(folder: SweepFolder, scenario: Scenario, keys: list[str]) -> None:
    """Draw where it was worst over all days; nothing of days that an earlier version kept."""
    from ..drawing.risk import risk_figure
    from ..drawing.style import save_figure
    from ..sweeps.risk import risk_of

    risk = risk_of(folder, keys, scenario)
    if risk.days:
        path = folder.place / "places.png"
        save_figure(risk_figure(risk, scenario.name), path)
        click.echo(str(path))


def _draw_studies(folder: SweepFolder, file: str | None) -> None:
    """Draw each study that a folder is for."""
    from ..drawing.style import save_figure
    from ..studies.study import stored_figures

    if file is not None:
        unusable(f"--to {file}: {folder.place} holds studies, each with a figure of its own")
    drawn = False
    for study, figure in stored_figures(folder):
        drawn = True
        path = folder.place / f"{study.name}.png"
        save_figure(figure, path)
        click.echo(str(path))
    if not drawn:
        unusable(f"{folder.place}: no run has finished")


@click.command()
@FOLDER
@click.option(
    "--outcome",
    default="press_share_evening",
    show_default=True,
    metavar="NAME",
    help="What depends on the factors.",
)
def sensitivity(folder: str, outcome: str) -> None:  # fmt: skip
    """Say which factors matter, from a sweep of design morris or saltelli; figure included."""
    from ..drawing.sensitivity import sensitivity_figure
    from ..drawing.style import save_figure
    from ..storage.whole_files import appearing
    from ..sweeps.sensitivity import SensitivityError
    from ..sweeps.sensitivity import sensitivity as indices

    opened = _opened(folder)
    with clear_errors():
        plan, runs = opened.plan(), opened.runs()
        try:
            table = indices(plan, runs, outcome)
        except SensitivityError as error:
            unusable(f"{folder}: {error}")
        with appearing(opened.place / f"sensitivity_{outcome}.parquet") as beside:
            table.to_parquet(beside, index=False)
        drawn = sensitivity_figure(table, plan, outcome)
        save_figure(drawn, opened.place / f"sensitivity_{outcome}.png")
    click.echo(table.to_string(index=False))
