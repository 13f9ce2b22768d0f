"""Care Compare: where else a clinician works, in which group, at which of Medicare's addresses."""

from typing import Any

import narwhals as nw

from alongside.territory.clinicians import COLUMNS
from alongside.territory.national.columns import Layout
from alongside.territory.zips import BAD_ZIP, tidy_zip

TEXTS = (
    *("line_1", "line_2", "city", "state"),
    *("facility", "phone", "org_pac_id", "adrs_id"),
)
CLINICIANS = Layout(
    called="Medicare's Doctors and Clinicians National Downloadable File, comma-separated",
    columns={name: COLUMNS[name] for name in ("npi", "line_2_suppressed", "zip", "zip9", *TEXTS)},
    needed=("npi", "line_1", "city", "state"),
)


def settle_places(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the places of clinicians as text; zip5 is null where blank, `is_bad` where it is none.

    Args:
        rows: of Care Compare's file or an excerpt of it, our columns.
    """
    texts = {name: nw.col(name).str.strip_chars() for name in TEXTS}
    written = nw.when(nw.col("zip").str.strip_chars() != "").then(nw.col("zip"))
    zips = nw.coalesce(written, nw.col("zip9")).str.strip_chars()
    npi = nw.col("npi").str.strip_chars()
    tidy = rows.with_columns(npi=npi, zip5=tidy_zip(zips), zip=zips, **texts)
    is_good_npi = nw.col("npi").str.contains("^[12][0-9]{9}$")
    return tidy.select(
        *("row", "npi", *TEXTS, "zip"),
        nw.when(nw.col("zip5") != "").then(nw.col("zip5")).alias("zip5"),
        (nw.col("line_2_suppressed").str.to_uppercase() == "Y").alias("is_suppressed"),
        (~is_good_npi | (nw.col("zip5") == BAD_ZIP)).alias("is_bad"),
    )
