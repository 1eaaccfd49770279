"""A link that stands on the page, to be opened in a tab of its own or to be copied."""

from __future__ import annotations

from html import escape

import solara


@solara.component
def ShownLink(words: str, link: str) -> None:
    """Words and a link.

    When the link changes its element stays: a press that began before is not lost.

    Args:
        words: what it leads to; may be empty.
        link: path and query, from the server's root.
    """
    with solara.Div(classes=["gc-link"]):
        if words:
            solara.Text(f"{words} ")
        solara.HTML(
            tag="a", unsafe_innerHTML=escape(link), attributes={"href": link, "target": "_blank"}
        )
