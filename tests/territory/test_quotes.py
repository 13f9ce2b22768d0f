"""Quotes in odd places: a bad row is named and can be skipped, and no other row is lost."""

from pathlib import Path

import pytest

from alongside.errors import Refused
from alongside.territory.clinicians import read_clinicians
from tests.territory.test_bad_files import HEADER, ROW, file_of, refusal_of

OPEN = ROW.replace(b",FAMILY", b'",FAMILY', 1)
INSIDE = ROW.replace(b"FAMILY PRACTICE", b'FAMILY "X,Y" PRACTICE')
AFTER = ROW.replace(b"FAMILY PRACTICE", b'"FAMILY"X')
TWO_LINES = ROW.replace(b"FAMILY PRACTICE", b'"FAMILY\nPRACTICE"')


@pytest.mark.parametrize(
    ("lines", "row", "skipped", "kept"),
    [
        ((ROW + b",x", ROW), 2, 1, [3]),
        ((ROW, ROW + b",x"), 3, 1, [2]),
        ((INSIDE, ROW), 2, 1, [3]),
        ((ROW, AFTER, ROW), 3, 1, [2, 4]),
        ((OPEN, ROW, ROW), 2, 1, [3, 4]),
        ((OPEN, OPEN, ROW), 2, 2, [4]),
        ((ROW, OPEN, OPEN, OPEN, ROW), 3, 3, [2, 6]),
        ((OPEN, TWO_LINES, ROW), 2, 1, [3, 4]),
        ((TWO_LINES, OPEN, ROW), 3, 1, [2, 4]),
    ],
)
def test_the_row_is_named_and_the_others_are_kept(
    tmp_path: Path, lines: tuple[bytes, ...], row: int, skipped: int, kept: list[int]
) -> None:
    path = file_of(tmp_path, HEADER, *lines)
    assert f"row {row}: " in refusal_of(path)
    file = read_clinicians(path, skip_bad_rows=True)
    assert file.skipped == skipped
    assert file.rows.select("row").sort("row").collect()["row"].to_list() == kept


def test_a_field_may_hold_line_ends_and_quotes(tmp_path: Path) -> None:
    line = ROW.replace(b"FAMILY PRACTICE", b'"FAMILY ""OLD""\n\nPRACTICE"')
    file = read_clinicians(file_of(tmp_path, HEADER, line, ROW))
    assert file.rows.select("row").sort("row").collect()["row"].to_list() == [2, 3]


@pytest.mark.parametrize("line", [b"", b'"', b"ab", b'x"y\nz'])
def test_a_file_of_broken_lines_is_refused_at_once(tmp_path: Path, line: bytes) -> None:
    path = file_of(tmp_path, HEADER, ROW, *[line] * 200_000)
    with pytest.raises(Refused, match="more than 100,000 lines"):
        read_clinicians(path, skip_bad_rows=True)


def test_a_header_over_two_lines_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, HEADER.replace(b"city", b'"ci\nty"'), ROW)
    assert "row 1" in refusal_of(path)


def test_line_ends_of_cr_alone_are_named(tmp_path: Path) -> None:
    path = tmp_path / "clinicians.csv"
    path.write_bytes(HEADER + b"\r" + ROW + b"\r")
    assert "CR alone" in refusal_of(path)


def test_two_names_of_one_column_are_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, HEADER + b",City/Town", ROW + b",ELSEWHERE")
    assert "twice" in refusal_of(path)


def test_a_long_last_line_without_an_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clinicians.csv"
    path.write_bytes(HEADER + b"\n" + (ROW + b"\n") * 20_000 + b"x" * 1_000_001)
    assert "row 20002: this line is longer" in refusal_of(path)
