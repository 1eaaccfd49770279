"""The page's front end is fetched once, checked, and then comes from this machine."""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import os
import re
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gatecrush.server.door import assets
from gatecrush.server.door.assets import NotFetchedError, Package, fetch, missing

FILES = (
    "package/dist/made.js",
    "package/dist/made.js.map",
    "package/dist/big-app8.js",
    "package/a",
)


def tarball(*names: str) -> bytes:
    """Return a package with some files as npm packs it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 2
            tar.addfile(member, io.BytesIO(b"ab"))
    return packed.getvalue()


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put something in the place of npm."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.defpath}")

    def install(script: str) -> None:
        (programs / "npm").write_text(f"#!/bin/sh\n{script}\n")
        (programs / "npm").chmod(0o755)

    return install


@pytest.fixture
def made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Path:
    """The tarball of the only package that is wanted."""
    packed = tmp_path / "made-up-1.0.0.tgz"
    packed.write_bytes(tarball(*getattr(request, "param", FILES)))
    integrity = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    package = Package("@made/up", "1.0.0", integrity, ("dist",))
    monkeypatch.setattr(assets, "PACKAGES", (package,))
    return packed


def test_package_is_unpacked_as_the_page_names_it(
    npm: Callable[[str], None], made_up: Path, tmp_path: Path
) -> None:
    npm(f"cp '{made_up}' .")
    folder = tmp_path / "assets"
    fetch(folder)
    assert missing(folder) == []
    found = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    assert found == ["@made/up@1.0.0/dist/made.js"], "no maps, nothing unneeded or left over"
    npm("exit 1")
    fetch(folder)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo spoiled > made-up-1.0.0.tgz", "not what it should be"),
        ("exit 1", "does not reach"),
        ("exit 0", "No such file"),
    ],
)
def test_failure_leaves_nothing(
    npm: Callable[[str], None], made_up: Path, tmp_path: Path, script: str, reason: str
) -> None:
    npm(script)
    folder = tmp_path / "assets"
    with pytest.raises(NotFetchedError, match=reason):
        fetch(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("made_up", [("package/dist/../../../escaped.js",)], indirect=True)
def test_file_that_leads_outside_is_refused(
    npm: Callable[[str], None], made_up: Path, tmp_path: Path
) -> None:
    npm(f"cp '{made_up}' .")
    with pytest.raises(NotFetchedError, match="outside"):
        fetch(tmp_path / "assets")
    assert list((tmp_path / "assets").iterdir()) == []


def test_without_npm_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotFetchedError, match="npm is not installed"):
        fetch(tmp_path / "assets")


def test_server_starts_without_npm(start_server: Callable[..., Any], tmp_path: Path) -> None:
    server = start_server(GATECRUSH_ASSETS=str(tmp_path / "assets"), PATH=str(tmp_path))
    warnings = [line for line in server.said().splitlines() if "warning" in line]
    assert len(warnings) == 1
    assert "needs the internet" in warnings[0]
    for path in ("left-pad@1.3.0/index.js", "requirejs@2.3.6", "requirejs@2.3.6/../x.js"):
        assert get(server, f"/_solara/cdn/{path}")[0] in (400, 404)


def get(server: Any, path: str) -> tuple[int, str]:
    """Return status and text of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")


def test_everything_the_page_names_is_here(served: Any) -> None:
    if missing(assets.assets_folder()):
        pytest.skip("the front end could not be fetched here")
    page = get(served, "/")[1]
    named = re.findall(r'(?:<link|<script)[^>]*?\s(?:href|src)="([^"]+)"', page)
    assert len(named) > 5
    assert [path for path in named if not path.startswith("/")] == []
    assert {path: get(served, path)[0] for path in named} == dict.fromkeys(named, 200)
