"""What kind of place an office is, told by the specialties of those who work there."""

import narwhals as nw

from alongside.territory.specialties import (
    INPATIENT,
    MENTAL_HEALTH,
    OTHER_PROFESSIONS,
    PHYSICIANS,
    UNCLEAR,
)

FEWEST_INPATIENT = 3
INPATIENT_SHARE_IS_ONE_IN = 5

TIERS = ("office", "unclear", "hospital")


def is_inpatient() -> nw.Expr:
    """Return 1 where a clinician's specialty is one of hospitals' wards, else 0."""
    return nw.col("pri_spec").is_in(list(INPATIENT)).cast(nw.Int64)


def looks_like_hospital() -> nw.Expr:
    """Return whether at least 3, and at least a fifth, of the `clinicians` are `inpatient`."""
    share_is_met = nw.col("inpatient") * INPATIENT_SHARE_IS_ONE_IN >= nw.col("clinicians")
    return (nw.col("inpatient") >= FEWEST_INPATIENT) & share_is_met


def count_kinds() -> list[nw.Expr]:
    """Return the counts that tier and score are made of, over one row per clinician and office."""
    of_kind = {
        "primary_care": ~nw.col("specialty").is_null() & ~nw.col("is_unclear"),
        "unclear": nw.col("is_unclear"),
        "settled": nw.col("specialty").is_in(list(UNCLEAR.values())) & ~nw.col("is_unclear"),
        "mental_health": nw.col("pri_spec").is_in(list(MENTAL_HEALTH)),
        "other_physicians": is_other_physician(),
    }
    counts = [is_in.cast(nw.Int64).sum().alias(kind) for kind, is_in in of_kind.items()]
    return [*counts, is_inpatient().sum().alias("inpatient"), nw.len().alias("clinicians")]


def is_other_physician() -> nw.Expr:
    """Return whether a clinician is a physician of a specialty other than primary care."""
    is_none = nw.col("pri_spec").is_in([*PHYSICIANS, *UNCLEAR, *OTHER_PROFESSIONS, ""])
    return ~is_none & nw.col("specialty").is_null()


def tier() -> nw.Expr:
    """Return the place of an office's tier in `TIERS`, from the counts of `count_kinds`."""
    return (
        nw.when(looks_like_hospital())
        .then(nw.lit(2))
        .when(nw.col("primary_care") > 0)
        .then(nw.lit(0))
        .otherwise(nw.lit(1))
    )


def group_in_tier() -> nw.Expr:
    """Return 0, or where nobody's field is certain: 1 beside specialists, 2 among therapists."""
    return (
        nw.when(tier() != 1)
        .then(nw.lit(0))
        .when(nw.col("mental_health") > nw.col("unclear"))
        .then(nw.lit(2))
        .when(nw.col("other_physicians") > 0)
        .then(nw.lit(1))
        .otherwise(nw.lit(0))
    )
