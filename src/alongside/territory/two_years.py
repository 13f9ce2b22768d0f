"""How well last year's order finds this year's top fifth: what the signal is worth."""

from dataclasses import dataclass

import narwhals as nw

from alongside.errors import Refused
from alongside.territory.built import Territory
from alongside.territory.national.assembling import ANY, FIFTHS
from alongside.territory.national.part_d import CLASSES

# By chance, a fifth of what stands in a top fifth is found by looking at any fifth.
BY_CHANCE = 1 / len(FIFTHS)


class YearsApart(Refused):
    """Two territories that have nothing to compare."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """Of the offices in this year's top fifth that had a signal last year, how many were in last
    year's; of_all counts those that had none last year among the missed."""

    signal: str
    top_now: int
    found: int
    known: int

    @property
    def of_known(self) -> float:
        """Return the share found of those with a signal in both years."""
        return self.found / self.known if self.known else 0.0

    @property
    def of_all(self) -> float:
        """Return the share found of this year's top fifth."""
        return self.found / self.top_now if self.top_now else 0.0


def look_back(last: Territory, this: Territory) -> tuple[Foresight, ...]:
    """Return for each class, and for all together, how much of this year's top fifth was foreseen.

    Args:
        last: built with last year's prescribers.
        this: with this year's.
    Raises:
        YearsApart: one of them was built without prescribers, or they share no office.
    """
    for territory in (last, this):
        if not territory.facts["has_prescribers"]:
            raise YearsApart(f"{territory.folder} was built without --prescribers.")
    told = tuple(_foresight(last, this, name) for name in (ANY, *CLASSES))
    if not any(one.known for one in told):
        raise YearsApart("The two territories share no office that has a signal in both.")
    return told


def _foresight(last: Territory, this: Territory, name: str) -> Foresight:
    fifth = f"fifth_{name}"
    before = nw.from_native(last.scan("offices")).select("office", before=nw.col(fifth))
    top = nw.from_native(this.scan("offices")).filter(nw.col(fifth) == FIFTHS[0])
    joined = top.select("office").join(before, on="office", how="left")
    counts = joined.select(
        nw.len().alias("top_now"),
        (nw.col("before") == FIFTHS[0]).cast(nw.Int64).sum().alias("found"),
        nw.col("before").is_in(list(FIFTHS)).cast(nw.Int64).sum().alias("known"),
    )
    [(top_now, found, known)] = counts.collect().rows()
    return Foresight(name, int(top_now), int(found or 0), int(known or 0))
