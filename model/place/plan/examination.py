"""A plan examined: from what a file holds to a plan with its numbers, and all that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import shapely

from .check import relations
from .features import shapes_of
from .file import collection_of
from .gaps import parts_of
from .geojson import REMARKS, Collection
from .ground import ground_of, overlaps
from .reach import apart, too_narrow
from .shapes import ERROR, SEVERITIES, Plan, PlanError, Problem, Shape
from .survey import Survey, Terms, survey_of
from .units import unit_problems


class Examination(NamedTuple):
    """What was found out about a plan."""

    problems: tuple[Problem, ...]
    """Errors first, in the order of the file."""
    shapes: tuple[Shape, ...] = ()
    plan: Plan | None = None
    """None: its ground cannot be told."""
    survey: Survey | None = None

    @property
    def is_usable(self) -> bool:
        """Whether the plan can be used as it is."""
        return self.plan is not None and not any(each.severity == ERROR for each in self.problems)


def examined_file(path: Path, terms: Terms, scale: float = 1.0) -> Examination:
    """Examine the plan of a file; never raises: what is wrong with the file is a problem, too.

    Args:
        path: the file.
        terms: what the model says about any plan.
        scale: what its coordinates are multiplied with to be meters.
    """
    try:
        return examined(collection_of(path, scale), terms)
    except PlanError as error:
        return Examination((Problem(ERROR, "", None, str(error)),))


def examined(found: Collection, terms: Terms) -> Examination:
    """Examine a plan.

    Args:
        found: what its file holds.
        terms: what the model says about any plan.

    Raises:
        PlanError: nothing can be told about it.
    """
    if found.get(REMARKS) and not found["features"]:
        words = "has no shape that can be used"
        return _sorted([Problem(ERROR, "", None, words), *found[REMARKS]], [])
    shapes, problems = shapes_of(found)
    problems = [*found.get(REMARKS, ()), *problems]
    if shapes:
        problems += unit_problems(found, shapes, terms.cell)
    if any(each.severity == ERROR and not each.shape for each in problems):
        return _sorted(problems, shapes)
    if not any(each.kind == "walkable" for each in shapes):
        words = "has no walkable ground; draw an area of kind walkable"
        return _sorted([*problems, Problem(ERROR, "", None, words)], shapes)
    try:
        ground = ground_of(shapes)
    except shapely.errors.GEOSException as error:
        raise PlanError(f"its outlines cannot be united ({str(error)[:100]})") from None
    if ground.is_empty:
        words = "has no ground left: its barriers cover all that is walkable"
        return _sorted([*problems, Problem(ERROR, "", None, words)], shapes)
    plan = Plan(tuple(shapes), ground)
    problems += [*overlaps(shapes), *relations(plan)]
    if any(each.severity == ERROR for each in problems):
        # Nothing can be told about ways from or to a gate that may lie anywhere.
        known = plan._replace(shapes=tuple(each for each in shapes if each.kind != "gate"))
    else:
        known = plan
        problems += apart(plan)
    problems += too_narrow(known, parts_of(ground))
    survey, more = survey_of(known, terms)
    return _sorted([*problems, *more], shapes, plan, survey)


def _sorted(
    problems: list[Problem],
    shapes: list[Shape],
    plan: Plan | None = None,
    survey: Survey | None = None,
) -> Examination:
    in_order = sorted(problems, key=lambda each: SEVERITIES.index(each.severity))
    return Examination(tuple(in_order), tuple(shapes), plan, survey)
