"""The page's front end: npm packages, fetched once by the npm client, so that nobody needs a CDN.

Solara's page names its scripts, styles and fonts as ``<package>@<version>/<file>``. The packages
lie in that layout in the user's cache folder, or in the folder that ``GATECRUSH_ASSETS`` names.
``python -m gatecrush.server.door.assets`` fetches what is missing.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_cache_path

SECONDS_FOR_NPM = 300
PATIENCE = ("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")
UNNEEDED = ("*.map", "*-app[78].js")
"""Files for debuggers: maps of sources, and scripts of which there is a smaller copy."""


class Package(NamedTuple):
    """An npm package at the version that Solara's page names."""

    name: str
    version: str
    integrity: str
    """SHA-512 of its tarball, in base64, as npm publishes it."""
    parts: tuple[str, ...]
    """Files and folders that the page reads."""

    @property
    def folder(self) -> str:
        """Its folder, as addresses in the page name it."""
        return f"{self.name}@{self.version}"

    @property
    def tarball(self) -> str:
        """The file that ``npm pack`` writes."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"

    def needs(self, file: str) -> bool:
        """Tell whether the page reads a file of the package."""
        needed = any(file == part or file.startswith(f"{part}/") for part in self.parts)
        return needed and not any(fnmatch(file, pattern) for pattern in UNNEEDED)


PACKAGES = (
    Package(
        "@widgetti/solara-vuetify-app",
        "10.1.1",
        "Cdu6G7KIBeohT2jyeQUEDr61dhEozY23St+iDwfA3+ZyPZyoIza/nS4W2g8+dbs0Xhb+WQnXlaRI92TLgeY/Jw==",
        ("dist",),
    ),
    Package(
        "requirejs",
        "2.3.6",
        "ipEzlWQe6RK3jkzikgCupiTbTvm4S0/CAU5GlgptkN5SO6F3u0UD0K18wy6ErDqiCyP4J4YYe1HuAShvsxePLg==",
        ("require.js",),
    ),
    Package(
        "font-awesome",
        "4.5.0",
        "XGGY8CN/NT8e5fKOC/K7CESNQ3+2oYOfZqwZcKgEMtcmTiHtFIH+XZWRoU0HtcdwhtSkpWXLfTIUlTdJ4PhX8A==",
        ("css", "fonts"),
    ),
    Package(
        "@widgetti/vue-grid-layout",
        "2.3.13-alpha.2",
        "zCPKe2r09eLUDl1NcdL66oPELDsbC07Z2xejPiQpPbE8hLITcr0DHvPEdL5UITQQilordKJwcxJXDE/QWo/KUA==",
        ("dist",),
    ),
    # Both are asked for by every solara.Markdown, be there diagrams and formulas in it or not.
    Package(
        "mermaid",
        "10.8.0",
        "9CzfSreRjdDJxX796+jW4zjEq0DVw5xVF0nWsqff8OTbrt+ml0TZ5PyYUjjUZJa2NYxYJZZXewEquxGiM8qZEA==",
        ("dist/mermaid.min.js",),
    ),
    Package(
        "katex",
        "0.16.9",
        "fsSYjWS0EEOwvy81j3vRA8TEAhQhKiqO+FQaKWp0m39qwOzHVBgAUBIXWj1pB+O2W3fIpNa6Y9KSKCVbfPhyAQ==",
        ("dist/katex.min.css", "dist/katex.min.js", "dist/contrib", "dist/fonts"),
    ),
)


class NotFetchedError(Exception):
    """Packages could not be fetched; the message says why, in a few words."""


def assets_folder() -> Path:
    """Return the folder of the packages, which need not exist."""
    chosen = os.environ.get("GATECRUSH_ASSETS")
    return Path(chosen).absolute() if chosen else user_cache_path("gatecrush") / "assets"


def missing(folder: Path) -> list[Package]:
    """Return the packages that are not in the folder."""
    return [package for package in PACKAGES if not (folder / package.folder).is_dir()]


def fetch(folder: Path) -> None:
    """Fetch the packages that are missing in the folder.

    Raises:
        NotFetchedError: There is no npm, it found no package, or a package is not what it should
            be. What was there before is left as it was.
    """
    wanted = missing(folder)
    if not wanted:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".fetched-") as beside:
            _pack(wanted, Path(beside))
            for package in wanted:
                _check(package, Path(beside))
                _unpack(package, Path(beside), folder)
    except (OSError, tarfile.TarError) as error:
        raise NotFetchedError(f"{getattr(error, 'strerror', None) or error}") from error


def _pack(packages: list[Package], beside: Path) -> None:
    """Have npm write the tarballs of the packages."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetchedError("npm is not installed")
    words = [npm, "pack", "--silent", *PATIENCE, *(package.folder for package in packages)]
    try:
        done = subprocess.run(
            words,
            cwd=beside,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS_FOR_NPM,
        )
    except subprocess.TimeoutExpired:
        raise NotFetchedError("npm takes too long") from None
    if done.returncode:
        raise NotFetchedError("npm does not reach the packages")


def _check(package: Package, beside: Path) -> None:
    digest = hashlib.sha512((beside / package.tarball).read_bytes()).digest()
    if base64.b64encode(digest).decode() != package.integrity:
        raise NotFetchedError(f"{package.folder} is not what it should be")


def _unpack(package: Package, beside: Path, folder: Path) -> None:
    """Write the package's folder beside its place and rename it, so that it is whole or absent."""
    unpacked = beside / "unpacked" / package.folder
    with tarfile.open(beside / package.tarball) as tarball:
        for member in tarball:
            member.name = member.name.partition("/")[2]
            if member.isfile() and package.needs(member.name):
                tarball.extract(member, unpacked, filter="data")
    place = folder / package.folder
    place.parent.mkdir(exist_ok=True)
    try:
        unpacked.rename(place)
    except OSError:
        if not place.is_dir():  # another process was quicker
            raise


def main() -> int:
    """Fetch what is missing; say in one line if that fails."""
    try:
        fetch(assets_folder())
    except NotFetchedError as error:
        print(f"gatecrush: {error}: the page will need the internet", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
