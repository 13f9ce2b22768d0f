"""Public files of a country become a territory: all of it, or the one before stays in use."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import narwhals as nw
import polars as pl

from alongside.errors import Refused
from alongside.territory.national import assembling, gathering, part_d
from alongside.territory.national.assembling import Gathered
from alongside.territory.national.engines import Engine, Rows
from alongside.territory.national.gathering import How
from alongside.territory.national.nppes import KEPT, Area
from alongside.territory.national.publishing import (
    STAGES,
    clear_old_builds,
    new_folder,
    only_build_in,
    put_in_use,
)
from alongside.territory.national.reading import tables_in
from alongside.territory.national.sources import Source, find_one, find_people
from alongside.territory.national.stages import (
    SCHEMA_VERSION,
    Facts,
    Stage,
    Stages,
    identity,
    while_hashing,
    write_durably,
)
from alongside.territory.taxonomy import meanings
from alongside.territory.zips import find_place, miles_from

# Rows are in the order of their ZIP, so that a search reads only the groups around it.
GROUP_ROWS = 16_384
ORDER = {"clinicians": ["npi"], "sites": ["zip5", "office", "npi"], "offices": ["zip5", "office"]}
T = TypeVar("T")
ENGINES = ("narwhals", "polars", "isal")


class AreaBad(Refused):
    """A part of the country that is none."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built, of which files, into which folder.

    near is a ZIP, "" for everywhere; within_miles is measured from its middle.
    """

    nppes: tuple[Path, ...]
    out: Path
    prescribers: Path | None = None
    by_provider: Path | None = None
    clinicians: Path | None = None
    states: tuple[str, ...] = ()
    near: str = ""
    within_miles: float = 10
    skip_bad_rows: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: rows read, bytes read of all that lie on the disk."""

    stage: str
    rows: int
    bytes_done: int
    bytes_all: int


@dataclass(frozen=True, slots=True)
class Door:
    """What only a door has: the time in seconds, the peak of memory in MB, an id, and an ear."""

    seconds: Callable[[], float]
    peak_mb: Callable[[], float]
    build_id: str
    tell: Callable[[Progress], None]
    is_quiet: bool = False  # whether nobody listens while a file is read


def build_territory(order: Order, *, engine: Engine, door: Door) -> Facts:
    """Build a territory and put it in use; return what its build.json says.

    Raises:
        Refused: of any kind, with nothing changed: a file that is not whole or not what it should
            be, a bad row, a folder that is somebody else's.
    """
    area = area_of(order)
    with only_build_in(order.out):
        stages = Stages(order.out / STAGES)
        stages.folder.mkdir(exist_ok=True, mode=0o700)
        work = _Work(order, area, engine, door, stages, {}, {})
        facts = work.assemble(work.gather())
        stages.clear_unused()
        clear_old_builds(order.out)
    return facts


def area_of(order: Order) -> Area:
    """Return which states and ZIPs an order is about.

    Raises:
        AreaBad: a state that is none.
        ZipUnknown: `near` is no ZIP or has no place.
    """
    states = tuple(sorted({state.strip().upper() for state in order.states}))
    if bad := [state for state in states if len(state) != 2 or not state.isalpha()]:
        raise AreaBad(f"“{bad[0]:.40}” is no state; two letters were expected, such as ME,NH.")
    zips = None
    if order.near:
        place = find_place(order.near)
        zips = tuple(sorted(miles_from(place, within_miles=order.within_miles)))
    return Area(states or None, zips)


@dataclass(slots=True)
class _Work:
    """One build at work."""

    order: Order
    area: Area
    engine: Engine
    door: Door
    stages: Stages
    sources: dict[str, Facts]  # by path
    seconds: dict[str, float]  # by stage

    def gather(self) -> "_Parts":
        """Read each file into a stage of its own."""
        order = self.order
        people, second = find_people(order.nppes)
        parts = _Parts(
            people=[self._read(f"people-{n}", one, self._people) for n, one in enumerate(people)],
            second=[
                self._read(f"second-{n}", one, gathering.second_places_of)
                for n, one in enumerate(second)
            ],
        )
        if order.prescribers:
            source = find_one(order.prescribers, called=part_d.CALLED)
            parts.claims = self._read("prescribers", source, gathering.prescribing_of)
        if order.by_provider:
            source = find_one(order.by_provider, called=part_d.BY_PROVIDER.called)
            parts.totals = self._read("by-provider", source, gathering.totals_of)
        if order.clinicians:
            source = find_one(order.clinicians, called="Medicare's clinicians file")
            parts.places = self._read("places", source, gathering.places_of)
        return parts

    def assemble(self, parts: "_Parts") -> Facts:
        """Put the tables together, and the territory in use."""
        placed = self._timed("offices", lambda: self._place(parts))
        begun = new_folder(self.order.out, self.door.build_id)
        self._timed("tables", lambda: self._write_tables(parts, placed, begun))
        facts = self._facts(parts, placed, begun)
        write_durably(begun / "build.json", json.dumps(facts, indent=2) + "\n")
        put_in_use(self.order.out, begun)
        return facts

    def _people(self, source: Source, *, how: How) -> gathering.Make:
        return gathering.people_of(source, area=self.area, how=how)

    def _read(self, name: str, source: Source, maker: Callable[..., gathering.Make]) -> Stage:
        def tell(rows: int, done: int) -> None:
            self.door.tell(Progress(name, rows, done, source.packed_size))

        heard = None if self.door.is_quiet else tell
        how = How(self.engine, self.order.skip_bad_rows, heard)
        make = maker(source, how=how)
        key = (identity(source), self.area, self.order.skip_bad_rows, self.engine.name)

        def make_hashed(folder: Path) -> Facts:
            return while_hashing(source, lambda: make(folder))

        stage = self._timed(name, lambda: self.stages.do(name, key, make_hashed))
        told = stage.facts["source"]
        self.sources[told["path"]] = {"bytes": told["bytes"], "sha256": told["sha256"]}
        rows = sum(stage.facts["rows"].values())
        self.door.tell(Progress(name, rows, source.packed_size, source.packed_size))
        return stage

    def _place(self, parts: "_Parts") -> Stage:
        """Find out who is the newest row of an NPI, and at which office each works."""

        def make(folder: Path) -> Facts:
            people = parts.newest_people(self.engine)
            self.engine.write({"newest": people}, into=folder)
            newest = self.engine.scan(tables_in(folder, "newest"))
            kept = self._count(newest.filter(nw.col("reason") == KEPT))
            gathered = self._gathered(parts, newest)
            for number, part in enumerate(assembling.PARTS):
                rows = assembling.place_rows(gathered, self.area, part)
                (folder / f"placed-{number}").mkdir()
                self.engine.write({"placed": rows}, into=folder / f"placed-{number}")
            return {"kept": kept, "no_office": self._count_left_out(folder)}

        return self.stages.do("offices", parts.key(), make)

    def _count_left_out(self, folder: Path) -> dict[str, int]:
        placed = self.engine.scan(tables_in(folder, "placed"))
        counts = (
            placed.filter(~nw.col("no_office").is_null(), nw.col("is_kept"))
            .group_by("no_office")
            .agg(nw.len().alias("rows"))
        )
        return {why: int(rows) for why, rows in sorted(self.engine.rows(counts))}

    def _count(self, rows: Rows) -> int:
        return int(self.engine.rows(rows.select(nw.len().alias("rows")))[0][0])

    def _gathered(self, parts: "_Parts", people: Rows) -> Gathered:
        codes = [code for (code,) in self.engine.rows(people.select("code").unique())]
        claims = parts.scan(self.engine, parts.claims, "claims")
        return Gathered(
            people=people,
            meanings=self.engine.given(meanings(sorted(codes)).to_native()),
            second=parts.scan_all(self.engine, parts.second, "second"),
            places=parts.scan(self.engine, parts.places, "places"),
            claims=None if claims is None else part_d.add_up(claims),
            totals=parts.scan(self.engine, parts.totals, "totals"),
        )

    def _write_tables(self, parts: "_Parts", placed: Stage, begun: Path) -> None:
        rough = begun / "rough"
        rough.mkdir()
        newest = self.engine.scan(tables_in(placed.folder, "newest"))
        at = self.engine.scan(tables_in(placed.folder, "placed"))
        tables = assembling.tables_of(at, self._gathered(parts, newest))
        self.engine.write(tables, into=rough)
        for name, by in ORDER.items():
            rows = pl.scan_parquet(tables_in(rough, name), glob=False).sort(by)
            rows.sink_parquet(
                begun / f"{name}.parquet", row_group_size=GROUP_ROWS, compression="zstd"
            )
        for path in sorted(rough.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        rough.rmdir()

    def _facts(self, parts: "_Parts", placed: Stage, begun: Path) -> Facts:
        rows = parts.count_people(kept=placed.facts["kept"])
        offices = pl.scan_parquet(begun / "offices.parquet").select(pl.len()).collect().item()
        return {
            "schema": SCHEMA_VERSION,
            "versions": {"alongside": version("alongside")}
            | {name: version(name) for name in ENGINES},
            "engine": self.engine.name,
            "area": {
                "states": self.area.states,
                "near": self.order.near or None,
                "within_miles": self.order.within_miles if self.order.near else None,
            },
            "has_prescribers": parts.claims is not None,
            "sources": self.sources,
            "rows": rows,
            "no_office": placed.facts["no_office"],
            "offices": offices,
            "seconds": round(self.door.seconds(), 3),
            "seconds_by_stage": {name: round(told, 3) for name, told in self.seconds.items()},
            "peak_mb": round(self.door.peak_mb(), 1),
        }

    def _timed(self, name: str, work: Callable[[], T]) -> T:
        began = self.door.seconds()
        self.door.tell(Progress(name, 0, 0, 0))
        done = work()
        self.seconds[name] = self.door.seconds() - began
        return done


@dataclass(slots=True)
class _Parts:
    """The stages of the files that were read."""

    people: list[Stage]
    second: list[Stage]
    claims: Stage | None = None
    totals: Stage | None = None
    places: Stage | None = None

    def key(self) -> tuple[str, ...]:
        """Return what offices depend on: who is there, and where."""
        return tuple(
            stage.folder.name for stage in (*self.people, *self.second, self.places) if stage
        )

    def scan(self, engine: Engine, stage: Stage | None, name: str) -> Rows | None:
        return engine.scan(tables_in(stage.folder, name)) if stage else None

    def scan_all(self, engine: Engine, stages: Sequence[Stage], name: str) -> Rows | None:
        found = [path for stage in stages for path in tables_in(stage.folder, name)]
        return engine.scan(found) if found else None

    def newest_people(self, engine: Engine) -> Rows:
        """Return people of all files, the newest row of each NPI alone."""
        people, npis = (
            nw.concat(
                [
                    engine.scan(tables_in(stage.folder, name))
                    .drop("is_doubtful")
                    .with_columns(file=nw.lit(order))
                    for order, stage in enumerate(self.people)
                ]
            )
            for name in ("people", "npis")
        )
        wanted = people.filter(nw.col("reason").is_in([KEPT, "beside"]))
        counts = npis.select(nw.len().alias("rows"), nw.col("npi").n_unique())
        [(rows, different)] = engine.rows(counts)
        return wanted if rows == different else assembling.newest_of(wanted, npis)

    def count_people(self, *, kept: int) -> dict[str, Any]:
        counts: dict[str, int] = {}
        for stage in self.people:
            for reason, rows in stage.facts["rows"].items():
                counts[reason] = counts.get(reason, 0) + rows
        replaced = counts.pop(KEPT, 0) - kept
        dropped = counts | ({"replaced": replaced} if replaced else {})
        return {"read": kept + sum(dropped.values()), "kept": kept, "dropped": dropped}
