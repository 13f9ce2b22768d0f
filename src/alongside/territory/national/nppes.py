"""NPPES, the register of everybody who has an NPI: who is there, who is primary care, and where."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from alongside.territory.clinicians import npi_is_good
from alongside.territory.national.columns import Layout
from alongside.territory.taxonomy import taxonomy_table
from alongside.territory.zips import BAD_ZIP, tidy_zip

SLOTS = range(1, 16)
PRACTICE = "Provider Business Practice Location Address"

PEOPLE = Layout(
    called="NPPES's full monthly file (V.2), npidata_pfile, comma-separated, with its header",
    columns={
        "npi": ("NPI",),
        "entity": ("Entity Type Code",),
        "last_name": ("Provider Last Name (Legal Name)",),
        "first_name": ("Provider First Name",),
        "middle_name": ("Provider Middle Name",),
        "suffix": ("Provider Name Suffix Text",),
        "line_1": ("Provider First Line Business Practice Location Address",),
        "line_2": ("Provider Second Line Business Practice Location Address",),
        "city": (f"{PRACTICE} City Name",),
        "state": (f"{PRACTICE} State Name",),
        "zip": (f"{PRACTICE} Postal Code",),
        "country": (f"{PRACTICE} Country Code (If outside U.S.)",),
        "phone": (f"{PRACTICE} Telephone Number",),
        "updated": ("Last Update Date",),
        "deactivated": ("NPI Deactivation Date",),
        "reactivated": ("NPI Reactivation Date",),
        "witness": ("Is Sole Proprietor",),
        **{f"code_{slot}": (f"Healthcare Provider Taxonomy Code_{slot}",) for slot in SLOTS},
        **{
            f"switch_{slot}": (f"Healthcare Provider Primary Taxonomy Switch_{slot}",)
            for slot in SLOTS
        },
    },
    needed=(
        *("npi", "entity", "last_name", "first_name", "line_1", "city", "state", "zip"),
        *("deactivated", "reactivated", "code_1", "switch_1"),
    ),
)
SECOND = "Provider Secondary Practice Location Address"
SECOND_PLACES = Layout(
    called="NPPES's file of second practice locations, pl_pfile",
    columns={
        "npi": ("NPI",),
        "line_1": (f"{SECOND}- Address Line 1",),
        "line_2": (f"{SECOND}-  Address Line 2",),
        "city": (f"{SECOND} - City Name",),
        "state": (f"{SECOND} - State Name",),
        "zip": (f"{SECOND} - Postal Code",),
        "country": (f"{SECOND} - Country Code (If outside U.S.)",),
        "phone": (f"{SECOND} - Telephone Number",),
    },
    needed=("npi", "line_1", "city", "state", "zip"),
)

# What NPPES writes where something is not to be seen.
MASKS = r"^(?:<UNAVAIL>|[$]+|[*]+)$"
AT_HOME = ("", "US", "USA")
# A spreadsheet writes 9.68E+08 where 968120000 stood; nobody can tell which digits those were.
SPREADSHEETS = r"(?i)^[0-9]+[.,][0-9]*(?:E[+-]?[0-9]+)?$|^[0-9]+E[+-]?[0-9]+$"

KEPT = "kept"
BESIDE = "beside"  # no primary care, but who works beside it tells what kind of place it is
BAD = ("bad_npi", "bad_zip", "cut_short")
BESIDE_ROLES = ("physician", "inpatient", "other", "therapist_peer", "psychiatric_prescriber")
TEXTS = ("line_1", "line_2", "city", "state", "phone")


@dataclass(frozen=True, slots=True)
class Area:
    """Which part of the country is built: states by two letters, and ZIPs; None for all."""

    states: tuple[str, ...] | None = None
    zips: tuple[str, ...] | None = None


def judge_people(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the rows with `code`, the primary taxonomy, and `reason`.

    reason is the first that holds of bad_npi, deactivated (tested before all that looks at the
    row: it is blank but for NPI and date), organization, not_primary_care, beside, candidate.

    Args:
        rows: of an npidata file, our columns, as text.
    """
    npi, code = nw.col("npi"), nw.col("code")
    # A row that was reactivated keeps the date of its old deactivation.
    is_gone = (nw.col("deactivated") != "") & (nw.col("reactivated") == "")
    reason = (
        nw.when(~npi.str.contains(r"^[12][0-9]{9}$"))
        .then(nw.lit("bad_npi"))
        .when(is_gone)
        .then(nw.lit("deactivated"))
        .when(nw.col("entity") == "2")
        .then(nw.lit("organization"))
        .when(code.is_in(_codes("primary_care")))
        .then(nw.lit("candidate"))
        .when(_is_beside(code))
        .then(nw.lit(BESIDE))
        .otherwise(nw.lit("not_primary_care"))
    )
    # Whoever has an NPI has a taxonomy: where a person has none, the row's fields may be shifted.
    is_doubtful = (nw.col("entity") != "2") & (code == "") & (nw.col("deactivated") == "")
    return rows.with_columns(code=_primary_code()).with_columns(
        reason=reason, is_doubtful=is_doubtful
    )


def settle_people(rows: nw.LazyFrame[Any], area: Area) -> nw.LazyFrame[Any]:
    """Return candidates and those beside them as they are kept, with what became of each.

    `reason` is now bad_npi, bad_zip, cut_short, abroad, elsewhere, beside or kept. Texts are
    stripped, masks taken for blanks; zip5 is null where blank.

    Args:
        rows: of `judge_people`, those that are candidate, beside or bad_npi.
        area: which part of the country is built.
    """
    tidy = rows.with_columns(
        name=_name(), zip5=tidy_zip(nw.col("zip").str.strip_chars()), **_texts()
    )
    is_abroad = ~nw.col("country").str.strip_chars().str.to_uppercase().is_in(list(AT_HOME))
    is_candidate = nw.col("reason") == "candidate"
    reason = (
        nw.when(~npi_is_good())
        .then(nw.lit("bad_npi"))
        .when(is_abroad)
        .then(nw.lit("abroad"))
        .when(nw.col("zip5") == BAD_ZIP)
        .then(nw.lit("bad_zip"))
        .when(~_is_within(area))
        .then(nw.lit("elsewhere"))
        .when(is_candidate)
        .then(nw.lit(KEPT))
        .otherwise(nw.lit(BESIDE))
    )
    # What is wrong beside primary care, or far from it, is counted as what it is: not primary care.
    counted = (
        nw.when(~is_candidate & (nw.col("reason") != "bad_npi") & (reason != BESIDE))
        .then(nw.lit("not_primary_care"))
        .otherwise(reason)
    )
    # Polars fills a short row with blanks and passes over what is too much: here either is seen.
    is_whole = nw.col("witness").is_in(["X", "Y", "N"])
    settled = tidy.with_columns(settled=counted, is_doubtful=~is_whole)
    return settled.select(
        *("row", "npi", "name", "code", nw.col("settled").alias("reason"), "is_doubtful"),
        *(*TEXTS, nw.when(nw.col("zip5") != "").then(nw.col("zip5")).alias("zip5"), "zip"),
        "updated",
    )


def settle_second_places(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return second practice locations with a ZIP, as text, in the columns of people.

    Args:
        rows: of a pl_pfile, our columns.
    """
    tidy = rows.with_columns(zip5=tidy_zip(nw.col("zip").str.strip_chars()), **_texts())
    found = tidy.filter(~nw.col("zip5").is_in(["", BAD_ZIP]))
    return found.select("npi", *TEXTS, "zip5")


def _primary_code() -> nw.Expr:
    """The slot whose switch is Y, not slot 1; where there is only X, slot 1."""
    chosen = nw.col("code_1")
    for slot in reversed(SLOTS):
        is_primary = nw.col(f"switch_{slot}") == "Y"
        chosen = nw.when(is_primary).then(nw.col(f"code_{slot}")).otherwise(chosen)
    return chosen


def _codes(*roles: str) -> list[str]:
    return [code for code, said in taxonomy_table().items() if said.role in roles]


def _is_beside(code: nw.Expr) -> nw.Expr:
    codes = _codes(*BESIDE_ROLES)
    of_length = {
        length: [c for c in codes if len(c) == length] for length in {len(c) for c in codes}
    }
    found = [code.str.slice(0, length).is_in(some) for length, some in of_length.items()]
    # A whole code that says otherwise wins over what its beginning says; none of those is listed.
    return nw.any_horizontal(*found, ignore_nulls=True)


def _is_within(area: Area) -> nw.Expr:
    within = nw.lit(True)
    if area.states is not None:
        within = within & nw.col("state").str.to_uppercase().is_in(list(area.states))
    if area.zips is not None:
        within = within & nw.col("zip5").is_in(list(area.zips))
    return within


def _texts() -> dict[str, nw.Expr]:
    return {name: _unmasked(nw.col(name).str.strip_chars()) for name in TEXTS}


def _unmasked(text: nw.Expr) -> nw.Expr:
    return text.str.replace_all(MASKS, "")


def _name() -> nw.Expr:
    parts = [
        _unmasked(nw.col(name).str.strip_chars())
        for name in ("first_name", "middle_name", "last_name", "suffix")
    ]
    return nw.concat_str(*parts, separator=" ").str.replace_all(r"\s+", " ").str.strip_chars()
