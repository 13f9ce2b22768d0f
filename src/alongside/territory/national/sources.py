"""Where the rows of public files are: CSV files, in folders, in zip files."""

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from alongside.errors import Refused

DEFLATED = zipfile.ZIP_DEFLATED
ENCRYPTED = 0x1

# A dissemination of NPPES holds a header file beside each data file; the dates are in the names.
HEADER_ALONE = re.compile(r"(?i)file_?header\.csv$")
PEOPLE_FILE = re.compile(r"(?i)^npidata_pfile.*\.csv$")
SECOND_PLACES_FILE = re.compile(r"(?i)^pl_pfile.*\.csv$")
ANY_CSV = re.compile(r"(?i)\.(?:csv|txt)$")
DATES = re.compile(r"(\d{8})-(\d{8})")


class SourceUnreadable(Refused):
    """A file to build from is not there, not whole, or not what it was given as."""


@dataclass(frozen=True, slots=True)
class Source:
    """One CSV: a file, or a member of a zip file, with its sizes in bytes."""

    path: Path
    member: str  # "" for a file of its own
    size: int  # of the CSV
    packed_size: int  # of what is read from disk for it
    offset: int = 0  # of the member's header in the zip
    is_deflated: bool = False
    crc: int = 0

    def __str__(self) -> str:
        return f"{self.path} ({self.member})" if self.member else str(self.path)

    @property
    def name(self) -> str:
        """Return the name of the CSV itself."""
        return Path(self.member).name if self.member else self.path.name


def find_people(paths: Sequence[Path]) -> tuple[list[Source], list[Source]]:
    """Return NPPES's files of people, the oldest first, and those of second places.

    Args:
        paths: zip files as they are published, CSV files, or folders of either; a CSV file that
            is named is one of people, whatever its name, unless it is called pl_pfile.
    Raises:
        SourceUnreadable: nothing there, no whole zip, or no file of people.
    """
    found = [source for path in paths for source in _csvs(path, _is_of_nppes)]
    second = [source for source in found if SECOND_PLACES_FILE.match(source.name)]
    people = [source for source in found if source not in second]
    if not people:
        said = ", ".join(map(str, paths))
        raise SourceUnreadable(
            f"{said}: no file of people (npidata_pfile_….csv) is in it. Expected: NPPES's full "
            "monthly file (V.2), as zip, CSV or folder."
        )
    return _oldest_first(people), _oldest_first(second)


def find_one(path: Path, *, called: str) -> Source:
    """Return the one CSV at a path: the file, or the largest in a zip file or folder.

    Args:
        path: a CSV file, a zip file or a folder.
        called: how a refusal calls what was expected.
    Raises:
        SourceUnreadable: nothing there, no whole zip, no CSV in it.
    """
    found = _csvs(path, lambda name: bool(ANY_CSV.search(name)))
    if not found:
        raise SourceUnreadable(f"{path}: no CSV file is in it; expected: {called}.")
    return max(found, key=lambda source: (source.size, source.name))


def _is_of_nppes(name: str) -> bool:
    if HEADER_ALONE.search(name):
        return False
    return bool(PEOPLE_FILE.match(name) or SECOND_PLACES_FILE.match(name))


def _oldest_first(sources: Sequence[Source]) -> list[Source]:
    """Order by the dates in the names: a weekly file ends with its monthly one, or after it."""
    dated = [DATES.search(source.name) for source in sources]
    if not all(dated):
        return list(sources)
    ends = {s: (d[2], d[1]) for s, d in zip(sources, dated, strict=True) if d}
    return sorted(sources, key=lambda source: ends[source])


def _csvs(path: Path, is_wanted: Callable[[str], bool]) -> list[Source]:
    try:
        if path.is_dir():
            inside = sorted(child for child in path.iterdir() if not child.name.startswith("."))
            return [source for child in inside for source in _in_folder(child, is_wanted)]
        if not path.exists():
            raise SourceUnreadable(f"{path}: there is no such file. Check the name and the folder.")
        return _in_zip(path, is_wanted) if _is_zip(path) else [_plain(path)]
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be read: {error.strerror}.") from error


def _in_folder(path: Path, is_wanted: Callable[[str], bool]) -> Iterable[Source]:
    if not path.is_file():
        return []
    if path.suffix.lower() == ".zip":
        return _in_zip(path, is_wanted)
    return [_plain(path)] if is_wanted(path.name) else []


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return path.suffix.lower() == ".zip" or file.read(4) == b"PK\x03\x04"


def _plain(path: Path) -> Source:
    size = path.stat().st_size
    return Source(path=path, member="", size=size, packed_size=size)


def _in_zip(path: Path, is_wanted: Callable[[str], bool]) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = [one for one in archive.infolist() if is_wanted(Path(one.filename).name)]
    except zipfile.BadZipFile as error:
        raise SourceUnreadable(
            f"{path} is no whole zip file: its table of contents, which stands at the end, is "
            "missing or damaged. The download was probably cut: download it again."
        ) from error
    return [_member(path, one) for one in wanted]


def _member(path: Path, info: zipfile.ZipInfo) -> Source:
    if info.flag_bits & ENCRYPTED:
        raise SourceUnreadable(f"{path} ({info.filename}) is locked by a password.")
    if info.compress_type not in (DEFLATED, zipfile.ZIP_STORED):
        raise SourceUnreadable(
            f"{path} ({info.filename}) is packed in a way that is not read here "
            f"(method {info.compress_type}); unpack it and give the folder."
        )
    return Source(
        path=path,
        member=info.filename,
        size=info.file_size,
        packed_size=info.compress_size,
        offset=info.header_offset,
        is_deflated=info.compress_type == DEFLATED,
        crc=info.CRC,
    )
