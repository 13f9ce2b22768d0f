"""A clinicians file becomes the group's ranked offices: all of it, or nothing anybody sees."""

import fcntl
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid5

from django.conf import settings

from alongside.errors import Refused
from alongside.outreach.actions import territory as actions
from alongside.outreach.actions.changes import offer_changes
from alongside.outreach.candidates import MOST_OFFICES
from alongside.outreach.models import (
    Candidate,
    Ranking,
    RankingInUse,
    TerritoryLoad,
    TerritoryPlace,
)
from alongside.outreach.uploads import folder_of
from alongside.playbook.history import Specialty
from alongside.team.models import Membership
from alongside.territory import built
from alongside.territory.clinicians import ClinicianFile, read_clinicians
from alongside.territory.kept import keep_clinicians, kept_clinicians
from alongside.territory.merging import with_file
from alongside.territory.names import tidy_place, tidy_unit
from alongside.territory.offices import count_left_out
from alongside.territory.ranking import Office, rank_offices
from alongside.territory.ranking import Ranking as Ranked
from alongside.territory.specialties import NOUNS, OF_PHYSICIANS
from alongside.territory.weights import SPECIALTIES, Weights
from alongside.territory.zips import Place, find_place, places_of

A_BATCH = 250
# SQLite hands the file to whoever asks next, not to whoever waited longest: leave them a moment.
BREATH_SECONDS = 0.02

KEY_LENGTH = 200
Source = TerritoryLoad.Source
Ranker = Callable[[TerritoryPlace], Ranked]


class PlaceMissing(Refused):
    """Nobody has said where the group looks."""


class NothingLoaded(Refused):
    """There is no clinicians file to rank."""


@dataclass(frozen=True, slots=True)
class Work:
    """Who asks, when, the id by which it counts once, and whom to tell how far it has come."""

    member: Membership
    id: UUID
    at: datetime
    tell: Callable[[int, str], None]  # per cent, and what is being done


def load_territory(
    work: Work, *, path: Path, file_name: str, skip_bad_rows: bool = False
) -> TerritoryLoad:
    """Read a clinicians file and put its offices in use; taken up again, it is done once."""
    return once(work, lambda: _load(work, path, file_name, skip_bad_rows=skip_bad_rows))


def once(work: Work, load: Callable[[], TerritoryLoad]) -> TerritoryLoad:
    """Load, unless that was done; one after the other, and what is not in use goes."""
    with _one_at_a_time(work.member):
        done = TerritoryLoad.objects.seen_by(work.member).filter(pk=work.id).first() or load()
        offer_changes(member=work.member, load=done, at=work.at)
        clear_away(work.member)
    return done


def rank_territory(work: Work) -> TerritoryLoad:
    """Rank the newest file anew, as the place and the weights now say."""
    with _one_at_a_time(work.member):
        in_use = RankingInUse.of(work.member)
        if in_use is None:
            raise NothingLoaded("No clinicians file is loaded yet; load one first.")
        if in_use.ranking.place != _place_of(work.member):
            rank_and_use(work, _ranker_of(in_use.load), in_use.load)
        clear_away(work.member)
    return in_use.load


def kept_path(member: Membership, load_id: UUID) -> Path:
    """Return where the typed rows of a load are kept."""
    return _folder(member) / f"{load_id}.parquet"


def _load(work: Work, path: Path, file_name: str, *, skip_bad_rows: bool) -> TerritoryLoad:
    _place_of(work.member)
    work.tell(0, "Reading the file")
    file = read_clinicians(path, skip_bad_rows=skip_bad_rows)
    work.tell(30, "Keeping its rows")
    keep(work, with_file(rows_in_use(work.member), file))
    loaded = TerritoryLoad(
        source=Source.FILE,
        file_name=file_name[:180],
        sha256=sha256_of(path),
        rows_read=file.row_count,
        rows_skipped=file.skipped,
        left_out=told_left_out(file),
        warnings=[warning.replace(str(path), file_name) for warning in file.warnings],
    )
    return rank_kept(work, loaded)


def keep(work: Work, rows: ClinicianFile) -> None:
    """Keep the rows of a load, its own and those that stay beside them."""
    kept = kept_path(work.member, work.id)
    keep_clinicians(rows, out=kept)
    kept.chmod(0o600)


def rank_kept(work: Work, loaded: TerritoryLoad) -> TerritoryLoad:
    """Rank the rows that were kept, and put them in use as what was loaded."""
    return rank_and_use(work, by_rows(kept_path(work.member, work.id)), of_work(work, loaded))


def of_work(work: Work, loaded: TerritoryLoad) -> TerritoryLoad:
    """Return what was loaded as the row of a work: whose, when, and what its rows come from."""
    loaded.id, loaded.at = work.id, work.at
    loaded.group, loaded.by = work.member.group, work.member
    loaded.made_of = _made_of(loaded)
    return loaded


def by_rows(path: Path) -> Ranker:
    """Return who ranks the rows that were kept there."""

    def rank(place: TerritoryPlace) -> Ranked:
        return rank_offices(
            kept_clinicians(path),
            near=place.near,
            within_miles=place.within_miles,
            limit=MOST_OFFICES,
            weights=weights_of(place),
        )

    return rank


def by_folder(name: str) -> Ranker:
    """Return who ranks the built territory of that name."""

    def rank(place: TerritoryPlace) -> Ranked:
        return built.rank_territory(
            built.open_territory(folder_of(name)),
            near=place.near,
            within_miles=place.within_miles,
            limit=MOST_OFFICES,
            weights=weights_of(place),
        )

    return rank


def weights_of(place: TerritoryPlace) -> Weights:
    """Return a place's weights; a specialty that it was settled before keeps its default."""
    return Weights(place.parts, SPECIALTIES | place.specialties)


def _ranker_of(load: TerritoryLoad) -> Ranker:
    if load.source == Source.BUILT:
        return by_folder(load.file_name)
    return by_rows(kept_path(load.by, load.pk))


def told_left_out(file: ClinicianFile) -> list[tuple[str, int, int]]:
    """Return what can never be ranked: why, how many rows, and how many of primary care."""
    return [(one.why, one.rows, one.primary_care) for one in count_left_out(file.rows)]


def rows_in_use(member: Membership) -> ClinicianFile | None:
    """Return the rows that the group's list is made of; None where there are none, or are gone."""
    in_use = RankingInUse.of(member)
    path = kept_path(member, in_use.load_id) if in_use else None
    return kept_clinicians(path) if path and path.is_file() else None


def _made_of(loaded: TerritoryLoad) -> list[dict[str, object]]:
    """Return what the rows come from: another file takes the place of the last, a look-up adds."""
    in_use = RankingInUse.of(loaded.by)
    before = in_use.load.made_of if in_use else []
    told = {
        "source": str(loaded.source),
        "name": loaded.file_name,
        "on": loaded.by.group.day_of(loaded.at).isoformat(),
        "rows": loaded.rows_kept,
    }
    if loaded.source == Source.BUILT:
        stays = []
    elif loaded.source == Source.REGISTRY:
        stays = [one for one in before if one["name"] != told["name"]]
    else:
        stays = [one for one in before if one["source"] == Source.REGISTRY]
    return [*stays, told]


def rank_and_use(work: Work, rank: Ranker, load: TerritoryLoad) -> TerritoryLoad:
    """Rank until the place did not change meanwhile; return the load, then in the database."""
    work.tell(60, "Ranking the offices")
    while True:
        place = _place_of(work.member)
        draft = _write(work, place, rank(place))
        if actions.put_in_use(member=work.member, ranking=draft, load=load, at=work.at):
            return load


def _write(work: Work, place: TerritoryPlace, ranked: Ranked) -> Ranking:
    """Write the offices as a draft, which nobody sees."""
    middle = find_place(place.near)
    draft = actions.begin_ranking(
        member=work.member,
        place=place,
        found=ranked.found,
        found_wider=ranked.found_wider,
        middle=(middle.latitude, middle.longitude),
        at=work.at,
    )
    places = places_of({office.zip for office in ranked.offices})
    candidates = (_candidate(draft, office, places[office.zip]) for office in ranked.offices)
    for done, batch in enumerate(_batches(candidates)):
        work.tell(
            70 + 30 * done * A_BATCH // max(len(ranked.offices), 1), "Writing down the offices"
        )
        actions.write_candidates(candidates=batch)
        time.sleep(BREATH_SECONDS)
    return draft


def _batches(candidates: Iterator[Candidate]) -> Iterator[list[Candidate]]:
    while batch := list(islice(candidates, A_BATCH)):
        yield batch


def _candidate(draft: Ranking, office: Office, place: Place) -> Candidate:
    """Return an office as a row; a file from outside writes longer words than a column holds."""
    key = _key(office)
    return Candidate(
        ranking=draft,
        office=uuid5(draft.group_id, key),
        key=key,
        rank=office.rank,
        tier=office.tier,
        name=tidy_place(office.name or "")[:180],
        street=tidy_place(office.street)[:180],
        unit=tidy_unit(office.unit)[:40] if office.unit else "",
        city=tidy_place(office.city)[:80],
        state=office.state.upper() if len(office.state) == 2 else "",
        zip5=office.zip,
        specialty=_specialty(office),
        miles=office.miles,
        latitude=place.latitude,
        longitude=place.longitude,
        score=office.score,
        parts=office.parts,
        reasons=list(office.reasons),
        clinicians=[
            {"npi": one.npi, "name": one.name, "specialty": one.specialty}
            for one in office.clinicians
        ],
    )


def _key(office: Office) -> str:
    if len(office.key) <= KEY_LENGTH:
        return office.key
    return hashlib.sha256(office.key.encode()).hexdigest()


def _specialty(office: Office) -> str:
    """Return the commonest specialty of an office, a physician's before any other."""
    counts = Counter(one.specialty for one in office.clinicians)
    of_physicians = [name for name in OF_PHYSICIANS if counts[name]]
    told = of_physicians or [name for name in NOUNS if counts[name]]
    # max takes the first of equals, and these stand in the order of the rules.
    return max(told, key=lambda name: counts[name], default=Specialty.OTHER.value)


def clear_away(member: Membership) -> None:
    """Clear what nobody sees any more: other rankings, and the rows of other files."""
    in_use = RankingInUse.of(member)
    for ranking in Ranking.objects.seen_by(member).filter(in_use=None).order_by("pk"):
        _clear(ranking)
    for path in _folder(member).glob("*.parquet"):
        if in_use is None or path.stem != str(in_use.load_id):
            path.unlink(missing_ok=True)


def _clear(ranking: Ranking) -> None:
    while actions.clear_candidates(ranking=ranking, at_most=A_BATCH):
        time.sleep(BREATH_SECONDS)
    actions.clear_ranking(ranking=ranking)


def _place_of(member: Membership) -> TerritoryPlace:
    place = TerritoryPlace.of(member)
    if place is None:
        raise PlaceMissing(
            "Nobody has said yet around which ZIP your group looks: say it in Settings, Territory, "
            "or with --near."
        )
    return place


@contextmanager
def _one_at_a_time(member: Membership) -> Iterator[None]:
    """Wait for another load of the group's: the system lets the lock go even of a killed one."""
    with (_folder(member) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder(member: Membership) -> Path:
    folder: Path = settings.HOME / "territory" / str(member.group_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
