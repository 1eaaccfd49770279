"""The box that holds the page, which Solara leaves out when the page is to look as the visitor's
system does, light or dark (``SOLARA_THEME_VARIANT=auto``; Solara 1.64): its scripts then stop.
"""

from __future__ import annotations

import re
from typing import Final

BODY: Final = re.compile(rb"<body\b[^>]*>")
CONTAINER: Final = b'<div id="app" class="v-application v-application--is-ltr" data-app="true">'


def with_container(page: bytes) -> bytes:
    """Return a page of Solara's with its container; any other page as it is."""
    if b'id="pre-rendered-html-present"' not in page or b'<div id="app"' in page:
        return page
    return BODY.sub(lambda body: body[0] + CONTAINER, page, count=1)
