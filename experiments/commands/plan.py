"""The command ``plan``: a drawing of a place, checked, measured and drawn before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ..words import counted
from .main import print_json
from .messages import UNUSABLE, Number, say, unusable
from .options import with_options

if TYPE_CHECKING:
    from gatecrush.model.place.plan.examination import Examination
    from gatecrush.model.place.plan.geojson import Collection
    from gatecrush.model.place.plan.survey import GateSurvey, Terms

PICTURES: Final = (".png", ".svg", ".pdf")
LINE: Final = "X,Y X,Y"
OPTIONS = (
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
    click.option("--out", metavar="PICTURE",
                 help=f"Draw the place with what is wrong ({', '.join(PICTURES)})."),
    click.option("--scale", metavar="FACTOR", type=Number(1e-6, 1e6), default=1.0,
                 show_default=True, help="Multiply all coordinates with it to have meters."),
    click.option("--gate", "gates", metavar=LINE, multiple=True,
                 help="Add a gate, post to post; may be repeated for leaves of one gate."),
    click.option("--entry", "entries", metavar=LINE, multiple=True,
                 help="Add a line from which people come; may be repeated."),
    click.option("--queue", "queues", metavar=LINE, multiple=True,
                 help="Add a line of the queue, from the gate outwards; may be repeated."),
    click.option("--save", metavar="GEOJSON",
                 help="Write all of it, in meters, as a plan that a scenario can name."),
)  # fmt: skip


@click.command()
@click.argument("file")
@with_options(*OPTIONS)
def plan(file: str, *, as_json: bool, out: str | None, save: str | None, **added: Any) -> None:
    """Check and draw FILE, a place of your own, before anything runs.

    FILE is GeoJSON in meters, each shape of a kind (docs: Your own place), WKT, the zip of
    JuPedSim's web application, DXF by layer, SVG by id or layer, or PNG by color. Printed are
    area and room, gates in meters and in cells of the model, the queue, the way from entry to gate,
    and every problem with its place. Exit status 2: the plan cannot be used.
    """
    from gatecrush.model.place.plan.examination import Examination, examined
    from gatecrush.model.place.plan.shapes import ERROR, PlanError, Problem

    check_file_to_write("--out", out, PICTURES)
    check_file_to_write("--save", save, (".geojson",))
    terms = default_terms()
    found: Collection | None = None
    try:
        found = collection_with(Path(file), **added)
        result = examined(found, terms)
    except PlanError as error:
        result = Examination((Problem(ERROR, "", None, str(error)),))
    if as_json:
        print_json(as_object(result))
    else:
        for line in [*numbers(result, terms), *map(str, result.problems)]:
            click.echo(line)
    if out is not None:
        draw(result, terms, Path(file).name, Path(out))
    errors = sum(each.severity == ERROR for each in result.problems)
    if not result.is_usable:
        say(f"{file}: cannot be used: {counted(errors, 'error')}")
        click.get_current_context().exit(UNUSABLE)
    if save is not None:
        import json

        from gatecrush.model.place.plan.geojson import without_remarks

        from ..storage.whole_files import write_whole

        kept = without_remarks(found or {})
        write_whole(Path(save), json.dumps(kept, ensure_ascii=False, allow_nan=False) + "\n")
        say(f"{save} written")


def collection_with(
    file: Path, *, scale: float, gates: Sequence[str], entries: Sequence[str], queues: Sequence[str]
) -> Collection:
    """Return what a file holds, in meters, with the lines that the command line adds.

    Raises:
        PlanError: the file cannot be read.
    """
    from gatecrush.model.place.plan.file import collection_of
    from gatecrush.model.place.plan.geojson import collection, feature, scaled

    added = [
        feature(kind, "LineString", positions(option, words))
        for kind, option, lines in (
            ("gate", "--gate", gates), ("entry", "--entry", entries), ("queue", "--queue", queues),
        )
        for words in lines
    ]  # fmt: skip
    found = collection_of(file, scale)
    more = scaled(collection(added), scale)["features"]
    return {**found, "features": [*found["features"], *more]}


def positions(option: str, words: str) -> list[list[float]]:
    """Return the positions of a line written as ``0,0 1.2,0``, or end with status 2."""
    try:
        line = [[float(each) for each in pair.split(",")] for pair in words.split()]
    except ValueError:
        line = []
    if len(line) < 2 or any(len(pair) != 2 for pair in line):
        unusable(f'{option} {words[:60]}: must be two positions or more, such as "0,0 1.2,0"')
    return line


def check_file_to_write(option: str, path: str | None, endings: Sequence[str]) -> None:
    """Make sure that a file can be written and is of a known kind, or end with status 2."""
    from ..storage.run_folder import UnusablePathError, check_file

    if path is None:
        return
    if Path(path).suffix.lower() not in endings:
        unusable(f"{option} {path}: its name must end in {', '.join(endings)}")
    try:
        check_file(Path(path))
    except UnusablePathError as error:
        unusable(f"{option} {error}")


def default_terms() -> Terms:
    """Return what the model says about any plan unless a scenario differs."""
    from gatecrush.model.place.plan.survey import Terms
    from gatecrush.model.scenario.scenario import Scenario

    usual = Scenario()
    return Terms(usual.site.cell, usual.site.column_width, usual.waiters.density)


def as_object(result: Examination) -> dict[str, Any]:
    """Return an examination as an object for programs."""
    survey = result.survey
    return {
        "usable": result.is_usable,
        "problems": [each._asdict() for each in result.problems],
        "gates": [each._asdict() for each in survey.gates] if survey else [],
        "queue_room": survey.queue_room if survey else 0,
        "area": survey.area if survey else 0.0,
    }


def numbers(result: Examination, terms: Terms) -> Iterator[str]:
    """Yield what is known of a plan in numbers, a line each."""
    from gatecrush.model.place.plan.shapes import size

    survey = result.survey
    if survey is None:
        return
    loose, tight = survey.room
    yield f"area: {size(survey.area)} m², room for {loose} people at 2 per m², {tight} at 4"
    for gate in survey.gates:
        yield gate_in_words(gate, terms)
    if survey.queue_room or survey.queue_length:
        along = f"{size(survey.queue_length)} m, " if survey.queue_length else ""
        yield (
            f"queue: {along}room for {survey.queue_room} people at {size(terms.column_density)} "
            "per m²"
        )


def gate_in_words(gate: GateSurvey, terms: Terms) -> str:
    """Return a gate in numbers, as a line."""
    from gatecrush.model.place.plan.shapes import point, quoted, size

    named = f"gate {quoted(gate.name)}" if gate.name else "gate"
    leaves = f" in {gate.leaves} leaves" if gate.leaves > 1 else ""
    way = "" if gate.way is None else f", {size(round(gate.way, 1))} m on foot from the entry"
    return (
        f"{named} at {point(gate.at)}: {size(gate.width)} m wide{leaves}; in the model "
        f"{counted(gate.cells, 'cell')} of {size(terms.cell)} m, {size(gate.width_in_cells)} m{way}"
    )


def draw(result: Examination, terms: Terms, name: str, path: Path) -> None:
    """Write the picture of a plan, if there is anything to draw."""
    from ..drawing.place import place_figure
    from ..drawing.style import save_figure

    if not result.shapes:
        say(f"{path} is not written: there is nothing to draw")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    save_figure(place_figure(result, name, list(numbers(result, terms))), path)
    say(f"{path} written")
