"""The bytes of a file from outside: text in lines of a sane length, before anybody reads it."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from alongside.errors import Refused

LONGEST_LINE_BYTES = 1_000_000
BLOCK_BYTES = 1 << 19

FIRST_BYTES = {
    b"PK\x03\x04": "a zip file or an Excel workbook",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
    b"\xff\xfe\x00\x00": "UTF-32 text",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


class FileUnreadable(Refused):
    """Nothing at this path can be read as a CSV file."""


def check_bytes(path: Path) -> bool:
    """Return whether the last line is ended.

    Args:
        path: UTF-8 text, with or without a BOM.
    Raises:
        FileUnreadable: no such file, empty, not UTF-8 text, or a line longer than 1 MB.
    """
    last = b""
    try:
        if not path.exists():
            raise FileUnreadable(f"{path}: there is no such file. Check the name and the folder.")
        if not path.is_file():
            raise FileUnreadable(f"{path} is a folder or a device; a CSV file was expected.")
        for block in _checked_blocks(path):
            last = block
    except OSError as error:
        raise FileUnreadable(f"{path} cannot be read: {error.strerror}.") from error
    if not last:
        raise FileUnreadable(f"{path} is empty; a header line and rows were expected.")
    return last.endswith(b"\n")


def _checked_blocks(path: Path) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    seen_bytes = line_start = 0
    for block in _blocks(path):
        _refuse_binary(path, block, is_first=seen_bytes == 0)
        line_start = _refuse_long_line(path, block, seen_bytes, line_start)
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            # A character cut by the block's edge is counted from the block before it.
            _refuse_encoding(path, seen_bytes + error.end - len(error.object) + len(block))
        seen_bytes += len(block)
        yield block
    if decoder.getstate()[0]:
        _refuse_encoding(path, seen_bytes)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def _refuse_binary(path: Path, block: bytes, *, is_first: bool) -> None:
    expected = "a CSV file in UTF-8 was expected. Save it again as “CSV UTF-8”."
    for first_bytes, kind in FIRST_BYTES.items():
        if is_first and block.startswith(first_bytes):
            raise FileUnreadable(f"{path} is {kind}; {expected}")
    if b"\0" in block:
        raise FileUnreadable(f"{path} holds NUL bytes: it is binary or UTF-16; {expected}")


def _refuse_long_line(path: Path, block: bytes, seen_bytes: int, line_start: int) -> int:
    """Return where the line begins that is open at the block's end."""
    first, last = block.find(b"\n"), block.rfind(b"\n")
    # A block is shorter than the limit, so only the line that it goes on with can be too long.
    end = seen_bytes + (first if first >= 0 else len(block))
    if end - line_start > LONGEST_LINE_BYTES:
        raise FileUnreadable(
            f"{path}, row {_row_at(path, line_start)}: this line is longer than 1 MB, so this is "
            "not a clinicians file with a row per line. Download it again."
        )
    return line_start if first < 0 else seen_bytes + last + 1


def _refuse_encoding(path: Path, offset: int) -> None:
    raise FileUnreadable(
        f"{path}, row {_row_at(path, offset)}: these bytes are not UTF-8 text. "
        "Save the file again as “CSV UTF-8”."
    )


def _row_at(path: Path, offset: int) -> int:
    """Return the row of a byte; a line end between quotes does not begin a row."""
    row, is_quoted = 1, False
    for block in _blocks(path):
        for part in block[:offset].split(b'"'):
            row += 0 if is_quoted else part.count(b"\n")
            is_quoted = not is_quoted
        is_quoted = not is_quoted  # a block has one part more than it has quotes
        offset -= len(block)
        if offset <= 0:
            break
    return row
