"""Links to parameters: each is declared on one page, and a link to one that is not is an error."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole

KIND = "parameter"


class Declared(SphinxRole):
    """The place at which a parameter is described."""

    def run(self) -> tuple[list[nodes.Node], list[Any]]:
        """Return the name as the target of links to it."""
        target = f"{KIND}-{self.text.replace('.', '-')}"
        standard = self.env.get_domain("std")
        assert isinstance(standard, StandardDomain)
        standard.note_object(KIND, self.text, target, location=self.get_location())
        return [nodes.literal(self.text, self.text, ids=[target])], []


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the roles ``declared`` and ``parameter`` known to Sphinx."""
    app.add_object_type(KIND, KIND)
    app.add_role_to_domain("std", KIND, XRefRole(warn_dangling=True), override=True)
    app.add_role("declared", Declared())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
