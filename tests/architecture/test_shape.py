"""A file is one concept, a function one thought, and a name a thing of the field."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 400
FUNCTION_LINES = 60
KERNEL_LINES = 100
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "engine"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    """Yield every function of a file, nested ones included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def is_kernel(function: Function) -> bool:
    """Tell whether a function is compiled."""
    return any("compiled" in ast.unparse(decorator) for decorator in function.decorator_list)


def test_no_file_is_long(python_files: list[Path], repository: Path) -> None:
    lengths = {
        str(path.relative_to(repository)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files
    }
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_is_long(python_files: list[Path], repository: Path) -> None:
    long = []
    for path in python_files:
        for function in functions(path):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > (KERNEL_LINES if is_kernel(function) else FUNCTION_LINES):
                long.append(f"{path.relative_to(repository)}: {function.name}, {lines} lines")
    assert long == []


def test_files_are_named_after_things_of_the_field(
    python_files: list[Path], repository: Path
) -> None:
    named = {part for path in python_files for part in path.relative_to(repository).parts}
    words = {word for name in named for word in name.removesuffix(".py").split("_")}
    assert words & FORBIDDEN_NAMES == set()


def test_every_module_begins_with_a_sentence(python_files: list[Path], repository: Path) -> None:
    silent = [
        str(path.relative_to(repository))
        for path in python_files
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
