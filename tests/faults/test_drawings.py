"""Every bad drawing of another program is answered in exact lines, with status 2, at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.main import main
from gatecrush.experiments.words import counted

from .bad_drawings import BAD_DRAWINGS

MESSAGES = tomllib.loads((Path(__file__).parent / "drawings.toml").read_text(encoding="utf-8"))


def test_every_drawing_has_a_message() -> None:
    assert sorted(MESSAGES) == sorted(BAD_DRAWINGS)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", sorted(BAD_DRAWINGS))
def test_message(name: str, tmp_path: Path) -> None:
    path, saved = tmp_path / name, tmp_path / "saved.geojson"
    path.write_bytes(BAD_DRAWINGS[name])
    done = CliRunner().invoke(main, ["plan", str(path), "--save", str(saved)])
    errors = [each for each in done.stdout.splitlines() if each.startswith("error: ")]
    assert errors == [f"error: {each}" for each in MESSAGES[name]]
    said = f"gatecrush: {path}: cannot be used: {counted(len(errors), 'error')}\n"
    assert (done.exit_code, done.stderr) == (2, said)
    assert not saved.exists()
