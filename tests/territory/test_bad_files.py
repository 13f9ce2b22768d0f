"""A bad file is refused in words: which file, which row, which column, what was expected."""

import subprocess
import sys
from pathlib import Path

import pytest

from alongside.errors import Refused
from alongside.territory.clinicians import read_clinicians
from tests.territory.cms_file import npi
from tests.territory.test_read_clinicians import EXCERPT_HEADER, GOOD_ROW

HEADER = EXCERPT_HEADER.encode()
ROW = GOOD_ROW.encode()


def file_of(folder: Path, *lines: bytes) -> Path:
    path = folder / "clinicians.csv"
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def refusal_of(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read_clinicians(path)
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal_of(tmp_path / "nowhere.csv")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "folder" in refusal_of(tmp_path)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "empty" in refusal_of(file_of(tmp_path))


@pytest.mark.parametrize("blank_lines", [0, 1, 3])
def test_only_a_header_is_refused(tmp_path: Path, blank_lines: int) -> None:
    assert "no rows" in refusal_of(file_of(tmp_path, HEADER, *[b""] * blank_lines))


@pytest.mark.parametrize(
    ("first_bytes", "word"),
    [
        (b"\x89BIN\0\1\2", "binary"),
        (f"{EXCERPT_HEADER}\n".encode("utf-16"), "UTF-16"),
        (f"{EXCERPT_HEADER}\n".encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04rest", "Excel"),
        (b"\x1f\x8brest", "gzip"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, first_bytes: bytes, word: str) -> None:
    assert word in refusal_of(file_of(tmp_path, first_bytes))


def test_a_nul_byte_far_down_is_refused(tmp_path: Path) -> None:
    assert "NUL" in refusal_of(file_of(tmp_path, HEADER, *[ROW] * 20_000, ROW + b"\0"))


@pytest.mark.parametrize("good_rows", [0, 20_000])
def test_bytes_that_are_not_utf_8_are_refused_with_their_row(
    tmp_path: Path, good_rows: int
) -> None:
    file = file_of(tmp_path, HEADER, *[ROW] * good_rows, ROW.replace(b"ILSE", b"H\xe9l\xe8ne"), ROW)
    assert f"row {good_rows + 2}: these bytes are not UTF-8" in refusal_of(file)


def test_a_letter_cut_at_the_files_end_is_refused(tmp_path: Path) -> None:
    file = file_of(tmp_path, HEADER)
    file.write_bytes(HEADER + b"\n" + ROW.replace(b"ILSE", b"\xc3")[:13])
    assert "row 2: these bytes are not UTF-8" in refusal_of(file)


def test_letters_across_a_blocks_edge_are_read(tmp_path: Path) -> None:
    row = ROW.replace(b"ILSE", "Zoë Ångström".encode())
    file = file_of(tmp_path, HEADER, *[row] * 20_000)
    assert len(read_clinicians(file).rows.collect()) == 20_000


@pytest.mark.parametrize("name", ["npi", "pri_spec", "adr_ln_1", "city", "state", "provider_name"])
def test_a_missing_column_is_named_with_what_was_found(tmp_path: Path, name: str) -> None:
    header = EXCERPT_HEADER.replace(name, "shoe_size").encode()
    refusal = refusal_of(file_of(tmp_path, header, ROW))
    assert name in refusal.lower().replace("/town", "")
    assert "shoe_size" in refusal


def test_a_missing_zip_is_named(tmp_path: Path) -> None:
    header = EXCERPT_HEADER.replace("zip5", "a").replace("zip9", "b").encode()
    assert "ZIP Code" in refusal_of(file_of(tmp_path, header, ROW))


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    header = EXCERPT_HEADER.replace("city", "NPI").encode()
    assert "stands twice, in columns 1 and 5" in refusal_of(file_of(tmp_path, header, ROW))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW.rsplit(b",", 1)[0], "row 3: 8 fields expected, 7 found"),
        (ROW + b",more", "row 3: 8 fields expected, 9 found"),
        (ROW + b"," * 30, "row 3: 8 fields expected, 38 found"),
        (ROW.replace(b"ILSE", b'"ILSE'), "row 3: a quote"),
        (ROW.replace(npi(1).encode(), b"1234567890"), "row 3: column npi: “1234567890”"),
        (ROW.replace(npi(1).encode(), b"3000000006"), "row 3: column npi"),
        (ROW.replace(npi(1).encode(), b"200000000"), "row 3: column npi"),
        (ROW.replace(npi(1).encode(), b""), "row 3: column npi"),
        (ROW.replace(b"04101,", b"00000,"), "row 3: column zip5: “00000”"),
        (ROW.replace(b"04101,", b"041012,"), "row 3: column zip5: “041012”"),
        (ROW.replace(b"04101,", b"ME 04,"), "row 3: column zip5: “ME 04”"),
        (ROW.replace(b"04101,", b"41,"), "row 3: column zip5: “41”"),
        (ROW.replace(b"04101,", b"0410112345,"), "row 3: column zip5"),
    ],
)
def test_a_bad_row_is_refused_or_skipped_and_counted(
    tmp_path: Path, row: bytes, words: str
) -> None:
    file = file_of(tmp_path, HEADER, ROW, row, ROW)
    refusal = refusal_of(file)
    assert words in refusal
    assert "--skip-bad-rows" in refusal
    read = read_clinicians(file, skip_bad_rows=True)
    assert read.skipped == 1
    assert sorted(row for (row,) in read.rows.select("row").collect().rows()) == [2, 4]


def test_the_first_bad_row_is_named_and_the_others_are_counted(tmp_path: Path) -> None:
    short, no_zip = ROW.rsplit(b",", 1)[0], ROW.replace(b"04101,", b"X,")
    refusal = refusal_of(file_of(tmp_path, HEADER, ROW, no_zip, short, no_zip))
    assert "row 3: column zip5" in refusal
    assert "2 more" in refusal


def test_a_cut_last_line_is_called_so(tmp_path: Path) -> None:
    file = file_of(tmp_path, HEADER, ROW)
    file.write_bytes(HEADER + b"\n" + ROW + b"\n" + ROW[:40])
    assert "The last line is cut" in refusal_of(file)
    assert read_clinicians(file, skip_bad_rows=True).skipped == 1


def test_an_unclosed_quote_swallows_no_other_row(tmp_path: Path) -> None:
    unclosed = ROW.replace(b"ILSE", b'"ILSE')
    file = file_of(tmp_path, HEADER, unclosed, ROW, unclosed, ROW, ROW)
    read = read_clinicians(file, skip_bad_rows=True)
    assert read.skipped == 2
    assert sorted(row for (row,) in read.rows.select("row").collect().rows()) == [3, 5, 6]


def test_a_quoted_line_end_does_not_shift_the_row_that_is_named(tmp_path: Path) -> None:
    two_lines = ROW.replace(b"12 MAIN ST", b'"12 MAIN ST\nSTE 5"')
    file = file_of(tmp_path, HEADER, two_lines, ROW.replace(b"04101,", b"X,"))
    assert "row 3: column zip5" in refusal_of(file)


@pytest.mark.parametrize("length", [999_000, 1_100_000, 3_000_000])
def test_no_line_may_pass_one_megabyte(tmp_path: Path, length: int) -> None:
    row = ROW.replace(b"ILSE", b"I" * length)
    file = file_of(tmp_path, HEADER, ROW, row, ROW)
    if length < 1_000_000:
        assert len(read_clinicians(file).rows.collect()) == 3
    else:
        assert "longer than 1 MB" in refusal_of(file)


def test_a_line_of_200_megabytes_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "clinicians.csv"
    with path.open("wb") as file:
        file.write(HEADER + b"\n")
        file.seek(200_000_000)
        file.write(b"\n")
    with path.open("r+b") as file:  # no NUL bytes at the start, where it would be told by them
        file.seek(len(HEADER) + 1)
        file.write(b"x" * 3_000_000)
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from alongside.territory import clinicians as c\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: c.read_clinicians(Path(sys.argv[1]))\n"
        "except c.Refused as refused: print(refused)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    message, kilobytes = run.stdout.splitlines()
    assert "longer than 1 MB" in message
    assert int(kilobytes) < 50_000
