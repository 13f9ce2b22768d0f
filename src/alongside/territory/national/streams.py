"""The bytes of a source, block by block: inflated on the way, bounded, and checked at the end."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from isal import isal_zlib
from isal.igzip_lib import IsalError

from alongside.territory.csv_bytes import LONGEST_LINE_BYTES
from alongside.territory.national.sources import Source, SourceUnreadable

READ_BYTES = 1 << 20
BLOCK_BYTES = 16 << 20
# A local header: 30 bytes, of which the last four are the lengths of the name and the extra field.
LOCAL_HEADER = 30

# NPPES inflates to eleven times its size. Whole files of blank rows come near a hundred.
MOST_TIMES_ITS_SIZE = 200
FREE_BYTES = 64 << 20  # below this, however dense, nothing is worth a refusal

Tell = Callable[[int], None]
# isal's type hints have it as an exception, not as a class of them.
DAMAGED: type[Exception] = IsalError  # type: ignore[assignment]


class Inflater(Protocol):
    """What isal's object does, as far as it is used here."""

    def decompress(self, data: bytes) -> bytes: ...
    def flush(self) -> bytes: ...


def blocks(source: Source, tell: Tell = lambda _: None) -> Iterator[bytes]:
    """Yield the rows under the header, in blocks that end with a line.

    Args:
        source: a CSV file or a member of a zip file.
        tell: is called with the bytes read from disk so far.
    Raises:
        SourceUnreadable: not whole, damaged, no text, one line over 1 MB, or a zip bomb.
    """
    rest = b""
    is_first = True
    with ahead(pieces(source, tell)) as incoming:
        for piece in incoming:
            rest += piece
            end = _end_of_rows(rest)
            if not end:
                _refuse_long_line(source, rest)
                continue
            begin = rest.find(b"\n") + 1 if is_first else 0
            yield rest[begin:end]
            rest, is_first = rest[end:], False
    if rest and not is_first:
        yield rest


def pieces(source: Source, tell: Tell) -> Iterator[bytes]:
    """Yield all bytes of a source in large pieces."""
    with source.path.open("rb") as file:
        read = _inflated(file, source, tell) if source.member else _plain(file, tell)
        waiting: list[bytes] = []
        size = 0
        for part in read:
            waiting.append(part)
            size += len(part)
            if size >= BLOCK_BYTES:
                yield b"".join(waiting)
                waiting, size = [], 0
        if waiting:
            yield b"".join(waiting)


def _end_of_rows(rows: bytes) -> int:
    """Return where the last whole row ends; a line end between quotes is none.

    Args:
        rows: from the beginning of a row on.
    """
    end = rows.rfind(b"\n") + 1
    start = rows.rfind(b"\n", 0, max(end - 1, 0)) + 1
    # Only a line with half a pair of quotes is worth counting all the others.
    is_half = rows.count(b'"', start, end) % 2
    return start if is_half and rows.count(b'"', 0, end) % 2 else end


def read_head(source: Source) -> bytes:
    """Return the header of a source and what comes next, at most a few MB."""
    head = b""
    for piece in pieces(source, lambda _: None):
        head += piece
        if head.partition(b"\n")[2] or len(head) > LONGEST_LINE_BYTES:
            break
    return head


@contextmanager
def ahead(read: Iterator[bytes]) -> Iterator[Iterator[bytes]]:
    """Hand on what an iterator gives while a thread already has it make the next."""
    with ThreadPoolExecutor(max_workers=1) as thread:

        def handed_on() -> Iterator[bytes]:
            coming = thread.submit(next, read, b"")
            while piece := coming.result():
                coming = thread.submit(next, read, b"")
                yield piece

        yield handed_on()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(file: BinaryIO, tell: Tell) -> Iterator[bytes]:
    done = 0
    while part := file.read(BLOCK_BYTES):
        done += len(part)
        tell(done)
        yield part


def _inflated(file: BinaryIO, source: Source, tell: Tell) -> Iterator[bytes]:
    """Yield what a member holds, and refuse one that is larger or other than the zip file says."""
    made, crc = 0, 0
    for part in _packed(file, source, tell):
        made += len(part)
        crc = isal_zlib.crc32(part, crc)
        _refuse_bomb(source, made)
        yield part
    if made != source.size or crc != source.crc:
        raise SourceUnreadable(
            f"{source} is damaged: it should hold {source.size:,} bytes and holds {made:,}, or "
            "others than were packed (CRC). Download the file again."
        )


def _packed(file: BinaryIO, source: Source, tell: Tell) -> Iterator[bytes]:
    _find_member(file, source)
    inflater: Inflater | None = isal_zlib.decompressobj(-15) if source.is_deflated else None
    left = source.packed_size
    try:
        while left and (packed := file.read(min(READ_BYTES, left))):
            left -= len(packed)
            yield from _inflate(inflater, packed) if inflater else (packed,)
            tell(source.packed_size - left)
    except DAMAGED as error:
        raise SourceUnreadable(f"{source} is damaged: {error}. Download the file again.") from error


def _inflate(inflater: Inflater, packed: bytes) -> Iterator[bytes]:
    # A block of 16 kB can inflate to 16 MB at most, so that a bomb is seen before it goes off.
    for at in range(0, len(packed), 1 << 14):
        if part := inflater.decompress(packed[at : at + (1 << 14)]):
            yield part


def _find_member(file: BinaryIO, source: Source) -> None:
    file.seek(source.offset)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise SourceUnreadable(f"{source} is damaged: it does not begin where the zip file says.")
    name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    file.seek(source.offset + LOCAL_HEADER + name + extra)


def _refuse_bomb(source: Source, made: int) -> None:
    if made > source.size:
        raise SourceUnreadable(
            f"{source} holds more than the {source.size:,} bytes that it says it holds; it is "
            "damaged, or made to fill a disk. Nothing of it was kept."
        )
    if made > FREE_BYTES and made > source.packed_size * MOST_TIMES_ITS_SIZE:
        raise SourceUnreadable(
            f"{source} inflates to more than {MOST_TIMES_ITS_SIZE} times its size, as no file of "
            "this kind does; it may be made to fill a disk. Nothing of it was kept."
        )


def _refuse_long_line(source: Source, line: bytes) -> None:
    if len(line) > LONGEST_LINE_BYTES:
        raise SourceUnreadable(
            f"{source}: a line is longer than 1 MB, so this is no file with a row per line."
        )
