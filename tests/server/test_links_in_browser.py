"""A link never names a file: every page refuses it in words, and goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PATIENCE = 60_000
PAGES = ("/", "/compare", "/sweep", "/witness")
FIELDS = ("set=name=", "change=9,name=", "scenario=")


def test_every_page_refuses_a_file_in_words(served: Any, tab: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text('token = "top-secret"\n')
    for page in PAGES:
        for field in FIELDS:
            tab.page.goto(f"{served.address}{page}?{field}{secret}")
            words = "a scenario that does not exist" if field == "scenario=" else "cannot be set"
            tab.page.get_by_text(words).first.wait_for(timeout=PATIENCE)
            assert tab.is_there()
            assert "top-secret" not in tab.page.content() + served.said()
    assert tab.errors == []
