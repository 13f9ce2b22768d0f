"""A Medicare clinicians file (Care Compare), in either of its two layouts, as typed rows."""

from dataclasses import dataclass
from pathlib import Path

import narwhals as nw
import polars as pl

from alongside.errors import Refused
from alongside.territory.csv_bytes import FileUnreadable
from alongside.territory.csv_files import BadRow, Shape, check_csv, scan_csv
from alongside.territory.specialties import PRIMARY_CARE, UNCLEAR
from alongside.territory.zips import BAD_ZIP, tidy_zip

# Our name: how the excerpt, CMS's 31 columns and CMS's older files call it.
COLUMNS = {
    "npi": ("npi",),
    "name": ("provider_name",),
    "last_name": ("Provider Last Name", "lst_nm"),
    "first_name": ("Provider First Name", "frst_nm"),
    "middle_name": ("Provider Middle Name", "mid_nm"),
    "suffix": ("suff",),
    "pri_spec": ("pri_spec",),
    "line_1": ("adr_ln_1",),
    "line_2": ("adr_ln_2",),
    "line_2_suppressed": ("ln_2_sprs",),
    "city": ("City/Town", "city", "cty"),
    "state": ("State", "st"),
    "zip": ("zip5", "ZIP Code", "zip"),
    "zip9": ("zip9",),
    "facility": ("Facility Name", "org_nm"),
    "phone": ("Telephone Number", "phn_numbr"),
    "org_pac_id": ("org_pac_id",),
    "adrs_id": ("adrs_id",),
}
NEEDED = ("npi", "pri_spec", "line_1", "city", "state")
NAME_PARTS = ("first_name", "middle_name", "last_name", "suffix")
KEPT = (*NEEDED, "line_2", "line_2_suppressed", "facility", "phone", "org_pac_id", "adrs_id")

NPI_WEIGHTS = (2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
# How a refusal names what to do about bad rows; a door without options says it its own way.
HOW_TO_SKIP = "with --skip-bad-rows"

# What the digits of 80840, the prefix of United States health cards, add to the sum.
PREFIX_SUM = 24


class ColumnMissing(Refused):
    """The header lacks a column that the work needs, or has it twice."""


class NoRows(Refused):
    """The file has a header and nothing under it."""


class RowsBad(Refused):
    """At least one row cannot be used, and nobody asked to skip it."""


# What `read_clinicians` refuses a file for: reading the same file again would end the same.
UNREADABLE = (FileUnreadable, ColumnMissing, NoRows, RowsBad)


@dataclass(frozen=True, slots=True)
class ClinicianFile:
    """The rows of a file, and what has to be said about reading it.

    row_count is of all rows under the header, blank ones left out; skipped of the bad ones in it.
    """

    rows: nw.LazyFrame[pl.LazyFrame]
    row_count: int
    skipped: int
    warnings: tuple[str, ...]


def read_clinicians(path: Path, *, skip_bad_rows: bool = False) -> ClinicianFile:
    """Return the rows of a clinicians file, one row per line of the file.

    Columns: `row` (a spreadsheet's number), npi, name, pri_spec, specialty (ours, null where not
    primary care), is_unclear, line_1, line_2, is_suppressed, city, state, zip5 (null where blank),
    facility, phone, org_pac_id, adrs_id (text, "" where unknown).

    Args:
        path: CSV, UTF-8, with or without a BOM, LF or CRLF.
        skip_bad_rows: drop and count bad rows instead of refusing the file.
    Raises:
        FileUnreadable: not a CSV file in UTF-8.
        ColumnMissing: a needed column is missing or there twice.
        NoRows: only a header.
        RowsBad: a wrong number of fields, a bad NPI, a bad ZIP.
    Source: CMS Doctors and Clinicians National Downloadable File.
    """
    shape = check_csv(path)
    places = _find_columns(path, shape.header)
    if shape.row_count < 1:
        raise NoRows(f"{path} has a header but no rows; rows of clinicians were expected.")
    fields = nw.from_native(scan_csv(path, shape)).select("row", *_fields(places))
    judged = fields.with_columns(npi_is_good=npi_is_good(), zip5=tidy_zip(nw.col("zip")))
    count, first = _find_bad_rows(path, judged, shape, places)
    if first and not skip_bad_rows:
        raise RowsBad(_tell_bad_rows(path, count, first, shape))
    good = judged.filter(nw.col("npi_is_good"), nw.col("zip5") != BAD_ZIP)
    return ClinicianFile(_type_rows(good), shape.row_count, count, _warnings(path, shape))


def _find_columns(path: Path, header: tuple[str, ...]) -> dict[str, str]:
    """Return the place of each of our columns that is there, as `scan_csv` names it."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        found.setdefault(_squeeze(name), []).append(place)
    places = {}
    for ours, theirs in COLUMNS.items():
        named = [place for name in theirs for place in found.get(_squeeze(name), ())]
        if len(named) > 1:
            columns = " and ".join(str(place + 1) for place in named)
            raise ColumnMissing(
                f"{path}: “{header[named[0]]}” stands twice, in columns {columns}; keep one."
            )
        if named:
            places[ours] = str(named[0])
    _refuse_missing(path, header, places)
    return places


def _refuse_missing(path: Path, header: tuple[str, ...], places: dict[str, str]) -> None:
    missing = [" or ".join(COLUMNS[ours]) for ours in NEEDED if ours not in places]
    if "name" not in places and not {"first_name", "last_name"} <= places.keys():
        missing.append("provider_name (or Provider First Name and Provider Last Name)")
    if "zip" not in places and "zip9" not in places:
        missing.append("zip5 (or ZIP Code)")
    if missing:
        found = ", ".join(header)
        shown = found if len(found) <= 600 else f"{found[:600]}…"
        raise ColumnMissing(
            f"{path}, row 1: missing column: {'; '.join(missing)}. Found: {shown}. "
            "Expected: CMS's Doctors and Clinicians file, comma-separated, with its header."
        )


def _squeeze(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _fields(places: dict[str, str]) -> list[nw.Expr]:
    """Return our columns as text, "" where the file has none."""
    fields = {
        ours: nw.col(places[ours]).str.strip_chars() if ours in places else nw.lit("")
        for ours in COLUMNS
    }
    parts = ("name",) if "name" in places else NAME_PARTS
    # The ZIP+4 serves where there is no ZIP; a message names the column it was read from.
    has_zip = nw.lit("zip9" not in places) | (fields["zip"] != "")
    return [
        *(fields[ours].alias(ours) for ours in KEPT),
        _join_words(*(fields[part] for part in parts)).alias("name"),
        nw.when(has_zip).then(fields["zip"]).otherwise(fields["zip9"]).alias("zip"),
        nw.when(has_zip).then(nw.lit("zip")).otherwise(nw.lit("zip9")).alias("zip_column"),
    ]


def _join_words(*parts: nw.Expr) -> nw.Expr:
    return nw.concat_str(*parts, separator=" ").str.replace_all(r"\s+", " ").str.strip_chars()


def npi_is_good() -> nw.Expr:
    """Return whether an NPI is ten digits, starts with 1 or 2 and passes its check digit.

    Source: CMS, NPI check digit: Luhn over 80840 followed by the NPI.
    """
    has_form = nw.col("npi").str.contains(r"^[12][0-9]{9}$")
    number = nw.when(has_form).then(nw.col("npi")).otherwise(nw.lit("0")).cast(nw.Int64)
    total = nw.lit(PREFIX_SUM)
    for place, weight in enumerate(NPI_WEIGHTS):
        product = (number // 10 ** (9 - place)) % 10 * weight
        total = total + product // 10 + product % 10
    return has_form & (total % 10 == 0)


def _find_bad_rows(
    path: Path, judged: nw.LazyFrame[pl.LazyFrame], shape: Shape, places: dict[str, str]
) -> tuple[int, BadRow | None]:
    """Return the number of bad rows, and the first of them."""
    bad_values = judged.filter(~nw.col("npi_is_good") | (nw.col("zip5") == BAD_ZIP))
    try:
        values = (
            bad_values.select("row", "npi", "zip", "zip_column", "npi_is_good")
            .to_native()
            .collect()
        )
    except pl.exceptions.PolarsError as error:
        raise RowsBad(
            f"{path} is not well-formed CSV: {str(error).splitlines()[0].rstrip('.')}."
        ) from error
    told = [
        BadRow(row["row"], _tell_value(row, shape, places))
        for row in values.sort("row").head(1).iter_rows(named=True)
    ]
    first = min((*shape.bad_rows, *told), key=lambda bad: bad.row, default=None)
    return len(shape.bad_rows) + values.height, first


def _tell_value(row: dict[str, object], shape: Shape, places: dict[str, str]) -> str:
    if not row["npi_is_good"]:
        column = shape.header[int(places["npi"])]
        return (
            f"column {column}: “{row['npi']!s:.40}” is no NPI "
            "(ten digits, the first 1 or 2, the last a check digit)"
        )
    column = shape.header[int(places[str(row["zip_column"])])]
    return f"column {column}: “{row['zip']!s:.40}” is no ZIP (5 digits, or 9 with the +4)"


def _tell_bad_rows(path: Path, count: int, first: BadRow, shape: Shape) -> str:
    others = f" {count - 1} more of its rows are bad." if count > 1 else ""
    is_cut = not shape.ends_with_newline and shape.last_row in {bad.row for bad in shape.bad_rows}
    cut = " The last line is cut: download the file again." if is_cut else ""
    return (
        f"{path}, row {first.row}: {first.problem}.{others}{cut} "
        f"Correct the file, or leave bad rows out {HOW_TO_SKIP}."
    )


def _warnings(path: Path, shape: Shape) -> tuple[str, ...]:
    if shape.ends_with_newline:
        return ()
    return (f"{path}: the last line has no line end; if the file was cut, rows are missing.",)


def _type_rows(rows: nw.LazyFrame[pl.LazyFrame]) -> nw.LazyFrame[pl.LazyFrame]:
    words = _join_words(nw.col("pri_spec").str.to_uppercase())
    zip5 = nw.when(nw.col("zip5") != "").then(nw.col("zip5"))
    typed = rows.with_columns(
        pri_spec=words,
        zip5=zip5,
        is_suppressed=nw.col("line_2_suppressed").str.to_uppercase() == "Y",
    )
    return typed.with_columns(
        specialty=nw.col("pri_spec").replace_strict(
            PRIMARY_CARE, default=nw.lit(None, nw.String), return_dtype=nw.String
        ),
        is_unclear=nw.col("pri_spec").is_in(list(UNCLEAR)),
    ).drop("npi_is_good", "line_2_suppressed", "zip", "zip_column")
