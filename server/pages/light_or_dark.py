"""Light or dark: as the visitor's system has it, until they press the button.

What they chose is kept by their browser, under the name that Solara's page reads when it begins.
"""

from __future__ import annotations

import solara


@solara.component_vue("light_or_dark.vue")
def LightOrDark() -> None:
    """A button that changes it; all of it happens in the browser."""
