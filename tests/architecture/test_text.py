"""Nothing that belongs to the project names a machine's folders, or a host nobody else reaches."""

from __future__ import annotations

import re
from pathlib import Path

# Home and work folders of some machine; the temporary folder belongs to tempfile and tmp_path.
MACHINE_PATH = re.compile(r"(?<![\w.~*$}>)-])/(?:root|work|home|Users|opt|mnt|srv|tmp)/\w")
ADDRESS = re.compile(r"https?://([^\s/'\"<>)\]}:,`]+)")
KNOWN_HOSTS = {
    "127.0.0.1", "localhost", "citation-file-format.github.io", "creativecommons.org", "doi.org",
    "docs.python.org", "github.com", "json-schema.org", "keepachangelog.com", "mesa.readthedocs.io",
    "pedpy.readthedocs.io", "semver.org", "www.apache.org", "www.w3.org",
}  # fmt: skip
CITED = {
    "heute.at", "inews.co.uk", "legit.ng", "news.un.org", "occula.blogspot.com",
    "philipbassett.blogspot.com", "reliefweb.int", "timneufeld.blogs.com", "u2tours.com",
    "uk.news.yahoo.com", "www.careemergencytoolkit.org", "www.cavalierdaily.com",
    "www.dailymail.co.uk", "www.deutschlandfunknova.de", "www.smh.com.au", "www.theguardian.com",
}  # fmt: skip
"""Hosts of the reports that docs/other_accounts.md tells of."""
ADDRESS_ALLOWED = {"{host}", "[::1]"}


def test_no_machine_path(text_files: list[Path], repository: Path) -> None:
    found = []
    for path in text_files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if path != Path(__file__) and MACHINE_PATH.search(line):
                found.append(f"{path.relative_to(repository)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_only_public_hosts(text_files: list[Path], repository: Path) -> None:
    found = {
        f"{path.relative_to(repository)}: {host}"
        for path in text_files
        for host in ADDRESS.findall(path.read_text(encoding="utf-8"))
        if host not in KNOWN_HOSTS | CITED | ADDRESS_ALLOWED and "{" not in host
    }
    assert found == set()


def test_constraints_hold_versions_only(repository: Path) -> None:
    pinned = re.compile(r"^[a-z0-9._-]+==[\w.!+]+( ; [\w\s'.=<>!()]+)?$")
    lines = (repository / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#") and not pinned.match(line)] == []
