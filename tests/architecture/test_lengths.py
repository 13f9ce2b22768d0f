"""How long a function of this house may be."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

SRC = Path(__file__).parents[2] / "src" / "alongside"


def functions() -> Iterator[tuple[str, int]]:
    for file in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{file.relative_to(SRC)}:{node.name}", _length(node)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Signature to last line, the docstring left out."""
    assert node.end_lineno is not None
    lines = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None and first.end_lineno is not None:
        lines -= first.end_lineno - first.lineno + 1
    return lines


def test_no_function_passes_40_lines() -> None:
    assert [name for name, lines in functions() if lines > 40] == []


def test_the_median_function_has_8_lines_at_most() -> None:
    assert median(lines for _, lines in functions()) <= 8
