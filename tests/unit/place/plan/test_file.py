"""The file of a plan: read in bounds; what cannot be read is answered in a line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gatecrush.model.place.plan.file import LARGEST, collection_of
from gatecrush.model.place.plan.geojson import collection
from gatecrush.model.place.plan.shapes import PlanError

from .places_by_hand import WHOLE


def refusal(path: Path) -> str:
    """Return in what words a file is refused."""
    with pytest.raises(PlanError) as caught:
        collection_of(path)
    return str(caught.value)


@pytest.mark.parametrize("ending", [".geojson", ".json", ".GeoJSON"])
def test_geojson_is_read_with_or_without_a_mark_of_its_bytes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"place{ending}"
    path.write_text(json.dumps(collection(WHOLE)), encoding="utf-8-sig")
    assert collection_of(path) == collection(WHOLE)


def test_well_known_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "place.wkt").write_text("POLYGON ((0 0, 1 0, 1 1, 0 0))")
    assert len(collection_of(tmp_path / "place.wkt")["features"]) == 1


def test_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "place.wkt") == "there is no such file"


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "place.json").mkdir()
    assert refusal(tmp_path / "place.json") == "is a folder, not a plan"


def test_name_that_no_file_has() -> None:
    assert refusal(Path("a\0.json")).startswith("cannot be read (")
    assert refusal(Path("a" * 5000 + ".json")) == "cannot be read (File name too long)"


def test_other_ending(tmp_path: Path) -> None:
    assert refusal(tmp_path / "place.shp") == (
        "its name must end in .geojson, .json, .wkt, .zip, .dxf, .svg, .png"
    )


def test_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "place.json").open("wb") as file:
        file.truncate(100 * LARGEST)
    assert refusal(tmp_path / "place.json") == (
        "is larger than 5 MB, so not a plan; keep only the shapes that are needed"
    )


def test_other_bytes(tmp_path: Path) -> None:
    (tmp_path / "place.json").write_bytes(b"{\n\xff\xfe")
    assert refusal(tmp_path / "place.json") == "line 2 is not UTF-8 text"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "place.json")
    assert refusal(tmp_path / "place.json") == "is no file that can be read"
