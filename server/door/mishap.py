"""What a visitor reads when a page fails, in place of the traceback, which the log gets.

A part of a page fails alone (``part``); this is for what fails outside of all parts.
Where a component, an effect or a handler fails, reacton puts the traceback in place of the whole
page, and Solara does if the page cannot be begun; neither can be told to show anything else. So
they are given, in place of the module ``traceback``, something that words it for visitors.
"""

from __future__ import annotations

import logging
import traceback
from types import SimpleNamespace
from typing import Any, Final

log = logging.getLogger(__name__)
FAULT: Final = "Something went wrong here, and it is not your fault."
WORDS: Final = f"""
{FAULT}

Please load this page again; a day can be watched anew from any hour.
Who runs this server finds the cause in its log.
"""
"""Lines as short as a phone is wide: they are shown as they are."""


def tell_in_words() -> None:
    """Let pages that fail say so in words from now on."""
    import reacton.core
    import solara.server.app

    worded: Any = SimpleNamespace(**{**vars(traceback), "format_exception": in_words})
    reacton.core.traceback = worded
    solara.server.app.traceback = worded


def in_words(_: Any, error: BaseException, *__: Any) -> list[str]:
    """Return what a visitor is told of an error, and log the error."""
    note(error)
    return [WORDS]


def note(error: BaseException) -> None:
    """Log what a visitor is not told."""
    log.error("a page failed: %s", type(error).__name__, exc_info=error)
