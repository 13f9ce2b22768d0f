"""Medicare's Part D: what each clinician prescribed, by class, as a lower bound."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import narwhals as nw

from alongside.territory.national.columns import Layout

DRUGS_FILE = Path(__file__).parents[1] / "data" / "psychotropic_generics.csv"
CLASSES = (
    *("antidepressant", "anxiolytic", "hypnotic"),
    *("stimulant", "mood_stabiliser", "antipsychotic"),
)
# A claim counts in halves, so that sums are whole numbers: the same in every order and engine.
HALVES = {"core": 2, "dual": 1}
# CMS cuts names near here.
NAME_LENGTH = 30

CALLED = "Medicare's Part D Prescribers by Provider and Drug (2017 or later), comma-separated"
BY_DRUG = Layout(
    called=CALLED,
    columns={
        "npi": ("Prscrbr_NPI",),
        "generic": ("Gnrc_Name",),
        "claims": ("Tot_Clms",),
        "witness": ("Tot_Drug_Cst",),
    },
    needed=("npi", "generic", "claims"),
)
BY_PROVIDER = Layout(
    called="Medicare's Part D Prescribers by Provider, comma-separated",
    columns={
        "npi": ("Prscrbr_NPI",),
        "claims": ("Tot_Clms",),
        "witness": ("Tot_Drug_Cst",),
    },
    needed=("npi", "claims"),
)


@cache
def drug_halves() -> dict[str, tuple[str, int]]:
    """Return by generic name, upper-cased and cut as CMS cuts: its class, and halves of a claim.

    Source: docs/data.md. Core counts 1, dual-use (pain, sleep, epilepsy too) a half; what is
    excluded or kept apart is not in it.
    """
    with DRUGS_FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["gnrc_name"].upper()[:NAME_LENGTH]: (
                row["class"].replace(" ", "_"),
                HALVES[row["use_in_score"]],
            )
            for row in csv.DictReader(file)
            if row["use_in_score"] in HALVES and row["class"].replace(" ", "_") in CLASSES
        }


def judge_claims(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the rows with `count`, `is_bad`, and `is_doubtful`, where a row may be cut short.

    A blank number of claims is a suppressed one: the least it can be, none.
    """
    claims = nw.col("claims").str.strip_chars()
    is_number = claims.str.contains("^[0-9]{1,9}$")
    count = nw.when(is_number).then(claims).otherwise(nw.lit("0")).cast(nw.Int64)
    is_bad = ~nw.col("npi").str.contains("^[12][0-9]{9}$") | ~(is_number | (claims == ""))
    is_whole = nw.col("witness").str.contains("^ *[0-9]")
    return rows.with_columns(count=count, is_bad=is_bad, is_doubtful=~is_whole)


def sum_by_class(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a row per NPI: all_claims, and halves of claims per class.

    Rows under 11 claims are absent from the file, so that each sum is a lower bound.

    Args:
        rows: of `judge_claims`, by drug.
    """
    drug = nw.col("generic").str.strip_chars().str.replace_all(r"\s+", " ").str.to_uppercase()
    named = rows.with_columns(drug=drug.str.slice(0, NAME_LENGTH))
    counted = named.with_columns(kind=_kind())
    sums = [_halves_of(place).sum().alias(name) for place, name in enumerate(CLASSES, start=1)]
    return counted.group_by("npi").agg(nw.col("count").sum().alias("all_claims"), *sums)


def add_up(parts: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return a row per NPI of sums that were made block by block."""
    names = ("all_claims", *CLASSES)
    return parts.group_by("npi").agg(*(nw.col(name).sum().alias(name) for name in names))


def _kind() -> nw.Expr:
    """Return a number per drug: the place of its class, and how many halves a claim counts.

    Whole names only: PRAZOLE is in omeprazole and in aripiprazole. Polars would hold every name of
    the file at once for `replace_strict`; lists it looks through row by row.
    """
    names = defaultdict[int, list[str]](list)
    for name, (of, halves) in drug_halves().items():
        names[(CLASSES.index(of) + 1) * 10 + halves].append(name)
    kind = nw.lit(0)
    for number, some in names.items():
        kind = nw.when(nw.col("drug").is_in(some)).then(nw.lit(number)).otherwise(kind)
    return kind


def _halves_of(place: int) -> nw.Expr:
    is_of_class = nw.col("kind") // 10 == place
    return nw.when(is_of_class).then(nw.col("count") * (nw.col("kind") % 10)).otherwise(nw.lit(0))
