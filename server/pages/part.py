"""A part of a page that may fail alone: the words stand where it was, and everything else goes on.

Whatever fails in it, while it is drawn, in an effect or when something of it is pressed, is caught
here; what fails outside of every part takes the page with it (``mishap``).
"""

from __future__ import annotations

from typing import Any

import reacton
import solara

from ..door.mishap import FAULT, note


@solara.component
def Part(children: Any = ()) -> None:
    """What may fail, and can be tried again then."""
    error, clear = reacton.use_exception()
    solara.use_effect(lambda: note(error) if error is not None else None, [error])
    # Two keys: reacton keeps what failed with the element of a key, and would find it again.
    if error is None:
        solara.Div(children=list(children), classes=["gc-part"]).key("part")
        return
    with solara.Div(classes=["gc-part"], attributes={"role": "alert"}).key("fault"):
        solara.Text(FAULT)
        solara.Button("Try again", on_click=clear, outlined=True)
