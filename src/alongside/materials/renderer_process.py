"""The renderer's child process: reads files from a pipe, draws them, and answers with bytes.

It ends when its parent does, and by itself when a page takes too long; the parent minds the rest.
"""

import json
import math
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import typst

from alongside.materials.fonts import font_files

LOOK_FOR_PARENT_SECONDS = 5.0


def main(descriptor: int, seconds: float, memory_bytes: int) -> None:
    """Answer one request after another, until the parent's end is closed."""
    # The kernel ends us when the alarm rings: Python itself cannot interrupt a compile.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection, parent = Connection(descriptor), os.getppid()
    with tempfile.TemporaryDirectory() as folder:
        compiler = _compiler(Path(folder))
    while _is_asked(connection, parent):
        head = json.loads(connection.recv_bytes())
        files = {name: connection.recv_bytes() for name in head["names"]}
        signal.alarm(math.ceil(seconds) + 1)
        answer = _answer(compiler, files, head)
        signal.alarm(0)
        connection.send_bytes(str(len(answer)).encode())
        for part in answer:
            connection.send_bytes(part)


def _compiler(folder: Path) -> typst.Compiler:
    """Return a compiler with our fonts alone, and a root that is gone: no file can be read."""
    for file in font_files():
        (folder / file.name).symlink_to(file)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    # The stub of 0.15 knows no dictionary of files, which this is.
    return typst.Compiler({"main.typ": b""}, root=str(folder), font_paths=fonts)  # type: ignore[type-var]


def _is_asked(connection: Connection, parent: int) -> bool:
    """Wait for a request; say no when the parent is gone, by whatever way it went."""
    while os.getppid() == parent:
        if connection.poll(LOOK_FOR_PARENT_SECONDS):
            return True
    return False


def _answer(
    compiler: typst.Compiler, files: Mapping[str, bytes], head: Mapping[str, Any]
) -> list[bytes]:
    try:
        drawn, warnings = compiler.compile_with_warnings(
            input=dict(files),  # type: ignore[type-var]
            format=head["format"],
            ppi=head["ppi"],
            pdf_standards=["ua-1"] if head["format"] == "pdf" else [],
            timestamp=head["timestamp"],
        )
    except typst.TypstError as refusal:
        return [json.dumps({"error": str(refusal), "warnings": []}).encode()]
    told = {"error": None, "warnings": [str(warning) for warning in warnings]}
    return [json.dumps(told).encode(), *(drawn if isinstance(drawn, list) else [drawn])]


if __name__ == "__main__":
    with suppress(EOFError):  # the parent closed its end
        main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
