"""The tables of all files, put together: who works where, and how offices compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from alongside.territory.national.nppes import KEPT, Area
from alongside.territory.national.part_d import CLASSES
from alongside.territory.offices import assign_offices
from alongside.territory.ranking import show_offices
from alongside.territory.tiers import count_kinds
from alongside.territory.weights import SPECIALTIES

Rows = nw.LazyFrame[Any]

PLACE = ("line_1", "line_2", "city", "state", "zip5", "phone")
OF_GROUP = ("facility", "org_pac_id", "adrs_id")
PERSON = ("name", "code", "role", "pri_spec", "specialty", "peers", "is_kept")

# With whom an office is compared: the commonest of its clinicians' peers, physicians first.
PHYSICIAN_PEERS = (
    *("family_medicine", "internal_medicine", "obstetrics_gynecology"),
    *("general_practice", "geriatrics", "pediatrics"),
)
PEERS = (*PHYSICIAN_PEERS, "nurse_practitioner", "physician_assistant")

# All six classes together, and all of them as a share of whatever was prescribed.
ANY, SHARE = "psychotropic", "share_of_claims"
COMPARED = (*CLASSES, ANY, SHARE)
FIFTHS = ("top_fifth", "second_fifth", "middle_fifth", "fourth_fifth", "bottom_fifth")
NO_SIGNAL = "none"
# Parts of the country, of about as many rows.
PARTS = (("", "4"), ("4", ":"))
# Volumes are split in thousandths of half a claim, shares told in millionths: whole numbers, whose
# sums are the same in every order.
THOUSAND, MILLION = 1_000, 1_000_000

SHOWN = {
    "facility": "name",
    "written_street": "street",
    "city": "city",
    "state": "state",
    "phone": "phone",
    "org_pac_id": "org_pac_id",
}
COUNTS = (
    *("primary_care", "unclear", "settled", "mental_health", "other_physicians"),
    *("inpatient", "clinicians"),
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The tables that the stages made; `people` has a row per NPI, its newest."""

    people: Rows
    meanings: Rows  # of each taxonomy code there is
    second: Rows | None
    places: Rows | None
    claims: Rows | None  # a row per NPI: all_claims, and halves of claims by class
    totals: Rows | None


def newest_of(people: Rows, npis: Rows) -> Rows:
    """Return the people whose row is the newest of their NPI: of the last file, and last in it.

    Args:
        people: with `file`, the place of its file in order, and `row`.
        npis: the same of all rows, also of those that were dropped.
    """
    newest = npis.group_by("npi").agg(_age().max().alias("newest"))
    return people.join(newest, on="npi", how="inner").filter(_age() == nw.col("newest"))


def place_rows(gathered: Gathered, area: Area, zips_between: tuple[str, str]) -> Rows:
    """Return a row per place at which somebody works, with its office; see `assign_offices`.

    Args:
        gathered: the tables that the stages made.
        area: what the build is about.
        zips_between: the first ZIP, and the first that is not looked at: no office is in two ZIPs,
            so that a country can be put together in parts that fit in memory.
    """
    people = gathered.people.join(gathered.meanings, on="code", how="left").with_columns(
        is_kept=nw.col("reason") == KEPT,
        specialty=nw.when(nw.col("specialty") != "").then(nw.col("specialty")),
    )
    rows = nw.concat([_own_places(people), *_other_places(people, gathered, area)])
    first, end = zips_between
    located = rows.filter(nw.col("zip5") >= first, nw.col("zip5") < end)
    # Who works where nobody of primary care does tells nothing.
    zips = located.filter("is_kept").select("zip5").unique()
    return assign_offices(located.join(zips, on="zip5", how="semi"))


def tables_of(placed: Rows, gathered: Gathered) -> Mapping[str, Rows]:
    """Return the tables of a territory: clinicians, sites (who works where) and offices.

    Args:
        placed: of `place_rows`.
        gathered: what it was made of.
    """
    at = placed.filter(~nw.col("office").is_null())
    pairs = at.select("office", "npi", "zip5", *PERSON).unique()
    offices = pairs.filter("is_kept").select("office").unique()
    sites = pairs.join(offices, on="office", how="semi")
    volumes = _volumes(gathered)
    shared = sites.filter("is_kept").group_by("npi").agg(nw.len().alias("offices"))
    return {
        "clinicians": _clinicians(gathered, shared, volumes),
        "sites": sites.drop("code"),
        "offices": _offices(at.join(offices, on="office", how="semi"), sites, shared, volumes),
    }


def fifth_among(order: nw.Expr, count: nw.Expr) -> nw.Expr:
    """Return the name of a fifth: how many of those compared stand before it, in fifths of all.

    Args:
        order: 1 for the most, equals sharing the better one; null where there is no signal.
        count: of those compared.
    """
    place = (order - 1) * len(FIFTHS) // count
    name = nw.when(order.is_null()).then(nw.lit(NO_SIGNAL))
    for fifth, said in enumerate(FIFTHS[:-1]):
        name = name.when(place == fifth).then(nw.lit(said))
    return name.otherwise(nw.lit(FIFTHS[-1]))


def _age() -> nw.Expr:
    return nw.col("file").cast(nw.Int64) * 10**12 + nw.col("row").cast(nw.Int64)


def _own_places(people: Rows) -> Rows:
    blank = {name: nw.lit("") for name in OF_GROUP}
    return people.select("npi", *PERSON, *PLACE, is_suppressed=nw.lit(False), **blank)


def _other_places(people: Rows, gathered: Gathered, area: Area) -> list[Rows]:
    person = people.select("npi", *PERSON)
    others = []
    if gathered.second is not None:
        blank = {name: nw.lit("") for name in OF_GROUP}
        others.append(gathered.second.with_columns(is_suppressed=nw.lit(False), **blank))
    if gathered.places is not None:
        others.append(gathered.places)
    named = ("npi", *PERSON, *PLACE, "is_suppressed", *OF_GROUP)
    return [
        _within(rows, area).join(person, on="npi", how="inner").select(*named) for rows in others
    ]


def _within(rows: Rows, area: Area) -> Rows:
    if area.states is not None:
        rows = rows.filter(nw.col("state").str.to_uppercase().is_in(list(area.states)))
    if area.zips is not None:
        rows = rows.filter(nw.col("zip5").is_in(list(area.zips)))
    return rows


def _volumes(gathered: Gathered) -> Rows | None:
    """Return a row per NPI that Part D has rows of: halves of claims by class, and the share."""
    if gathered.claims is None:
        return None
    claims = gathered.claims
    if gathered.totals is not None:
        totals = gathered.totals.select("npi", total=nw.col("all_claims"))
        claims = claims.join(totals, on="npi", how="left")
    else:
        claims = claims.with_columns(total=nw.col("all_claims"))
    # Rows under 11 claims are missing, so the total is at least the sum of the others.
    total = nw.max_horizontal(nw.col("total"), nw.col("all_claims"))
    summed = claims.with_columns(nw.sum_horizontal(*CLASSES).alias(ANY), total=total)
    share = nw.when(nw.col("total") > 0).then(nw.col(ANY) * (MILLION // 2) // nw.col("total"))
    return summed.with_columns(share.alias(SHARE)).select("npi", *COMPARED)


def _clinicians(gathered: Gathered, shared: Rows, volumes: Rows | None) -> Rows:
    kept = gathered.people.filter(nw.col("reason") == KEPT)
    known = kept.join(gathered.meanings, on="code", how="left").join(shared, on="npi", how="left")
    compared = _compare(_with_volumes(known, volumes, per=nw.lit(1)))
    fifths = [
        fifth_among(nw.col(f"order_{name}"), nw.col(f"count_{name}")).alias(name)
        for name in COMPARED
    ]
    offices = nw.col("offices").fill_null(0).cast(nw.Int64).alias("offices")
    return compared.select("npi", "name", "specialty", "peers", "code", offices, *fifths)


def _offices(at: Rows, sites: Rows, shared: Rows, volumes: Rows | None) -> Rows:
    split = _with_volumes(sites.join(shared, on="npi", how="left"), volumes, per=nw.col("offices"))
    counted = (
        split.with_columns(is_unclear=nw.lit(False))
        .group_by("office")
        .agg(
            nw.col("zip5").min(),
            *count_kinds(),
            *(_count_of("specialty", name) for name in SPECIALTIES),
            *(_count_of("peers", name) for name in PEERS),
            *(nw.col(name).sum() for name in COMPARED),
        )
    )
    compared = _compare(counted.with_columns(peers=_commonest_peers()))
    orders = [nw.col(f"order_{name}").cast(nw.Int64) for name in COMPARED]
    fifths = [
        fifth_among(nw.col(f"order_{name}"), nw.col(f"count_{name}")).alias(f"fifth_{name}")
        for name in COMPARED
    ]
    shown = show_offices(at, compared, SHOWN)
    return shown.select(
        *("office", "zip5", "unit", *SHOWN.values(), "peers"),
        *COUNTS,
        *(f"specialty_{name}" for name in SPECIALTIES),
        *orders,
        *fifths,
    )


def _count_of(column: str, name: str) -> nw.Expr:
    return (nw.col(column) == name).cast(nw.Int64).sum().alias(f"{column}_{name}")


def _with_volumes(rows: Rows, volumes: Rows | None, *, per: nw.Expr) -> Rows:
    """Add what each has of what is compared, split evenly; 0 where Part D has no row."""
    if volumes is None:
        return rows.with_columns(**{name: nw.lit(0).cast(nw.Int64) for name in COMPARED})
    joined = rows.join(volumes, on="npi", how="left")
    return joined.with_columns(
        *(
            (nw.col(name).fill_null(0) * THOUSAND // per).fill_null(0).alias(name)
            for name in COMPARED
        )
    )


def _commonest_peers() -> nw.Expr:
    counts = {name: nw.col(f"peers_{name}") for name in PEERS}
    most = nw.max_horizontal(*(counts[name] for name in PHYSICIAN_PEERS))
    others = nw.max_horizontal(*(counts[name] for name in PEERS))
    chosen = nw.when((most > 0) & (counts[PEERS[0]] == most)).then(nw.lit(PEERS[0]))
    for name in PEERS[1:]:
        if name in PHYSICIAN_PEERS:
            is_it = (most > 0) & (counts[name] == most)
        else:
            is_it = (others > 0) & (counts[name] == others)
        chosen = chosen.when(is_it).then(nw.lit(name))
    return chosen.otherwise(nw.lit(""))


def _compare(rows: Rows) -> Rows:
    """Add order_ and count_ for each of what is compared, among peers that have a signal."""
    has = {f"has_{name}": nw.col(name) > 0 for name in COMPARED}
    marked = rows.with_columns(**has)
    added: dict[str, nw.Expr] = {}
    for name in COMPARED:
        group = ("peers", f"has_{name}")
        order = nw.col(name).rank("min", descending=True).over(*group).cast(nw.Int64)
        added[f"order_{name}"] = nw.when(nw.col(f"has_{name}")).then(order)
        added[f"count_{name}"] = nw.col(name).count().over(*group).cast(nw.Int64)
    return marked.with_columns(**added)
