"""The address holds what a page shows, so that reload, Back and another tab lose nothing.

A page writes each change as an entry of the browser's history, so Back takes it back; the moment
is replaced in place by the crowd view (``CrowdView.page``). An address that a page did not write
was reached with Back, Forward or a link, and the page follows it.
"""

from __future__ import annotations

from collections.abc import Callable

import solara


def use_address(page: str, follow: Callable[[str | None], object]) -> Callable[[str], None]:
    """Return what writes the page's address: all from the ``?`` on.

    Args:
        page: path of the page.
        follow: told what follows the ``?`` of an address that the visitor went to.
    """
    router = solara.use_router()
    search = router.search
    written = solara.use_ref(search)
    is_here = solara.use_ref(True)

    def write(link: str) -> None:
        """Add an entry to the history; not once the visitor is at another page."""
        if is_here.current and link.lstrip("?") != written.current:
            written.current = link.lstrip("?")
            router.push(page + link)

    def went() -> None:
        if search != written.current:
            written.current = search
            follow(search)

    def leave() -> None:
        is_here.current = False

    solara.use_effect(went, [search])
    solara.use_effect(lambda: leave, [])
    return write


@solara.component_vue("kept_address.vue")
def KeptAddress(page: str, search: str) -> None:
    """What a page keeps in its address without another entry in the history."""
