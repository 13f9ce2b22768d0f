"""What changes in the territory: where a group looks, what it loaded, adopts and sets aside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.errors import Refused
from alongside.outreach.actions.facts import Described
from alongside.outreach.actions.practices import add_practice
from alongside.outreach.actions.reckoning import NotYours, hold_turns
from alongside.outreach.actions.visits import AlreadyDone
from alongside.outreach.models import (
    Candidate,
    Contact,
    Practice,
    Ranking,
    RankingInUse,
    Return,
    SettingAside,
    TerritoryLoad,
    TerritoryPlace,
)
from alongside.outreach.uploads import folder_of
from alongside.playbook.history import Entry
from alongside.team.actions import ask_for_work, note_event
from alongside.team.models import Job, Membership
from alongside.territory.names import tidy_person
from alongside.territory.weights import Weights, weights_of

FARTHEST_MILES = 100
USUAL_MILES = 10
# The registry is asked a ZIP at a time: a circle of a country town, or of a quarter of a city.
USUAL_LOOK_UP_MILES, FARTHEST_LOOK_UP_MILES = 5, 25
# The kinds of job that stand in `territory_jobs`.
LOADING, RANKING, LOOKING_UP = "territory load", "territory rank", "territory look-up"
LOADING_FOLDER = "territory folder"


class PlaceBad(Refused):
    """A place to look around that makes no sense."""


@transaction.atomic
def settle_place(
    *,
    member: Membership,
    near: str,
    within_miles: int,
    at: datetime,
    weights: Mapping[str, Mapping[str, float]] | None = None,
    is_ranked: bool = True,
) -> TerritoryPlace:
    """Say where the group looks and what counts how much; a weight left out keeps its default.

    is_ranked: have the worker rank what is loaded by it; a job that ranks by itself does not.
    """
    chosen = weights_of(weights or {}, said_in="Weights")
    _check_miles(within_miles)
    zip5 = _known_zip(near)
    # A place that changes and a ranking by the old one wait for one another.
    hold_turns(member.group)
    latest = TerritoryPlace.of(member)
    if latest is not None and _says(latest, zip5, within_miles, chosen):
        return latest
    place = TerritoryPlace.objects.create(
        group=member.group,
        near=zip5,
        within_miles=within_miles,
        parts=chosen.parts,
        specialties=chosen.specialties,
        by=member,
        at=at,
    )
    note_event(verb="territory settled", at=at, member=member, row=place)
    if is_ranked and RankingInUse.of(member) is not None:
        title = f"Rank the offices around {zip5}"
        ask_for_work(member=member, kind=RANKING, key=place.pk, title=title, arguments={}, at=at)
    return place


@transaction.atomic
def ask_to_load(
    *,
    member: Membership,
    key: UUID,
    upload: UUID,
    file_name: str,
    skip_bad_rows: bool,
    at: datetime,
    near: str = "",
) -> Job:
    """Have the worker load an uploaded file, around a ZIP that nobody has said before."""
    if TerritoryPlace.of(member) is None:
        settle_place(member=member, near=near, within_miles=USUAL_MILES, at=at)
    arguments = {
        "upload": str(upload),
        "file_name": file_name[:180],
        "skip_bad_rows": skip_bad_rows,
    }
    title = f"Load {file_name}"
    return ask_for_work(
        member=member, kind=LOADING, key=key, title=title, arguments=arguments, at=at
    )


@transaction.atomic
def ask_to_look_up(
    *, member: Membership, key: UUID, near: str, within_miles: int, at: datetime
) -> Job:
    """Have the worker ask the NPI Registry who practises around a ZIP, and look there from now."""
    if not 1 <= within_miles <= FARTHEST_LOOK_UP_MILES:
        raise PlaceBad(
            f"{within_miles} miles: the registry is asked about 1 to {FARTHEST_LOOK_UP_MILES}. "
            "For a wider circle, load Medicare's file."
        )
    zip5 = _known_zip(near)
    return ask_for_work(
        member=member,
        kind=LOOKING_UP,
        key=key,
        title=f"Look near {zip5}, {within_miles} mi",
        arguments={"near": zip5, "within_miles": within_miles},
        at=at,
    )


@transaction.atomic
def ask_to_load_folder(
    *, member: Membership, key: UUID, folder: str, at: datetime, near: str = ""
) -> Job:
    """Have the worker load a built territory, around a ZIP that nobody has said before."""
    folder_of(folder)
    if TerritoryPlace.of(member) is None:
        settle_place(member=member, near=near, within_miles=USUAL_MILES, at=at)
    return ask_for_work(
        member=member,
        kind=LOADING_FOLDER,
        key=key,
        title=f"Load {folder}",
        arguments={"folder": folder},
        at=at,
    )


@transaction.atomic
def move_place(*, member: Membership, near: str, within_miles: int, at: datetime) -> TerritoryPlace:
    """Look around another ZIP, by the group's own weights; who calls this ranks by itself."""
    latest = TerritoryPlace.of(member)
    weights = {"weights": latest.parts, "specialties": latest.specialties} if latest else None
    return settle_place(
        member=member,
        near=near,
        within_miles=within_miles,
        at=at,
        weights=weights,
        is_ranked=False,
    )


def _check_miles(within_miles: int) -> None:
    if not 1 <= within_miles <= FARTHEST_MILES:
        raise PlaceBad(f"{within_miles} miles: a number from 1 to {FARTHEST_MILES} was expected.")


def _known_zip(near: str) -> str:
    # Polars takes a second to import, and only this action of the web's needs it.
    from alongside.territory.zips import find_place

    return find_place(near).zip5


def _says(place: TerritoryPlace, near: str, within_miles: int, weights: Weights) -> bool:
    said = (place.near, place.within_miles, place.parts, place.specialties)
    return said == (near, within_miles, weights.parts, weights.specialties)


@transaction.atomic
def begin_ranking(
    *,
    member: Membership,
    place: TerritoryPlace,
    found: int,
    found_wider: int | None,
    middle: tuple[float, float],
    at: datetime,
) -> Ranking:
    """Begin the draft of a ranking, which nobody sees until it is put in use."""
    return Ranking.objects.create(
        group=member.group,
        place=place,
        found=found,
        found_wider=found_wider,
        latitude=middle[0],
        longitude=middle[1],
        began_at=at,
    )


@transaction.atomic
def write_candidates(*, candidates: Sequence[Candidate]) -> None:
    """Write some offices of a draft: few at a time, so that nobody waits for the others."""
    Candidate.objects.bulk_create(candidates)


@transaction.atomic
def put_in_use(*, member: Membership, ranking: Ranking, load: TerritoryLoad, at: datetime) -> bool:
    """Show a whole ranking from now on; not when the place it was made for has changed."""
    # A place that changes and a ranking by the old one wait for one another.
    hold_turns(member.group)
    if TerritoryPlace.of(member) != ranking.place:
        return False
    is_new = not TerritoryLoad.objects.filter(pk=load.pk).exists()
    if is_new:
        load.save(force_insert=True)
    shown = {"ranking": ranking, "load": load, "at": at}
    RankingInUse.objects.update_or_create(group=member.group, defaults=shown)
    verb = "territory loaded" if is_new else "territory ranked"
    note_event(verb=verb, at=at, member=member, row=load)
    return True


@transaction.atomic
def clear_candidates(*, ranking: Ranking, at_most: int) -> int:
    """Clear some offices of a ranking that nobody sees any more; return how many went."""
    some = ranking.candidates.order_by("pk").values("pk")[:at_most]
    count, _ = Candidate.objects.filter(pk__in=list(some.values_list("pk", flat=True))).delete()
    return count


@transaction.atomic
def clear_ranking(*, ranking: Ranking) -> None:
    """Clear a ranking whose offices are gone."""
    Ranking.objects.filter(pk=ranking.pk).delete()


@transaction.atomic
def set_aside(*, member: Membership, candidate: Candidate, at: datetime) -> SettingAside:
    """ "Not for me": show an office no more; in two tabs at once, it counts once."""
    _check_seen(candidate, member)
    _one_after_the_other(member)
    aside, is_new = SettingAside.objects.get_or_create(
        group=member.group,
        standing_key=candidate.key,
        defaults={"key": candidate.key, "by": member, "at": at},
    )
    if is_new:
        note_event(verb="office set aside", at=at, member=member, row=aside)
    return aside


@transaction.atomic
def bring_back(*, member: Membership, candidate: Candidate, at: datetime) -> None:
    """Show an office again that was set aside."""
    _check_seen(candidate, member)
    _one_after_the_other(member)
    aside = SettingAside.objects.seen_by(member).filter(standing_key=candidate.key).first()
    if aside is None:
        return
    if (
        SettingAside.objects.filter(pk=aside.pk)
        .exclude(standing_key=None)
        .update(standing_key=None)
    ):
        Return.objects.create(setting_aside=aside, by=member, at=at)
        note_event(verb="office brought back", at=at, member=member, row=aside)


@transaction.atomic
def adopt(*, member: Membership, candidate: Candidate, at: datetime) -> Practice:
    """Put an office of the territory on the list; in two tabs at once, it is one practice."""
    _check_seen(candidate, member)
    adopted = Practice.objects.seen_by(member).filter(candidate=candidate.key)
    already = adopted.first()
    if already is not None:
        return already
    if SettingAside.objects.seen_by(member).filter(standing_key=candidate.key).exists():
        raise AlreadyDone("This office was set aside; bring it back first.")
    try:
        with transaction.atomic():
            return _put_on_list(member, candidate, at)
    except IntegrityError:
        # The other tab was first, by a moment.
        return adopted.get()


def _put_on_list(member: Membership, candidate: Candidate, at: datetime) -> Practice:
    practice = add_practice(
        member=member,
        described=_described(candidate),
        entry=Entry.TERRITORY,
        on=member.group.day_of(at),
        at=at,
        candidate=candidate.key,
        worth=candidate.score,
    )
    Contact.objects.bulk_create(
        Contact(
            practice=practice,
            name=tidy_person(one["name"])[:120],
            npi=one["npi"],
            part=Contact.Part.PRESCRIBER,
            made_by=member,
            made_at=at,
        )
        for one in candidate.clinicians
    )
    note_event(verb="office adopted", at=at, member=member, row=practice)
    return practice


def _described(candidate: Candidate) -> Described:
    return Described(
        name=str(candidate),
        specialty=candidate.specialty,
        street=candidate.street,
        unit=candidate.unit,
        city=candidate.city,
        state=candidate.state,
        zip5=candidate.zip5,
    )


def _one_after_the_other(member: Membership) -> None:
    """Let a group's choices wait for each other: one set aside may be brought back meanwhile."""
    RankingInUse.objects.select_for_update().filter(group=member.group_id).first()


def _check_seen(candidate: Candidate, member: Membership) -> None:
    if candidate.ranking.group_id != member.group_id:
        raise NotYours("There is no such office in your territory.")
