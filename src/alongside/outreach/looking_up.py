"""A look near a ZIP becomes the group's ranked offices: all of it, or nothing anybody sees."""

import time
from collections.abc import Callable
from contextlib import closing

from django.conf import settings

from alongside.errors import Refused
from alongside.outreach.actions.territory import move_place
from alongside.outreach.loading import (
    Work,
    keep,
    kept_path,
    once,
    rank_kept,
    rows_in_use,
    sha256_of,
    told_left_out,
)
from alongside.outreach.models import RankingInUse, TerritoryLoad
from alongside.territory.look_up import LookUp, clear_old_answers, look_up
from alongside.territory.merging import with_look_up
from alongside.territory.registry import Registry, Wait

# Of the whole way, so much is asking; the rest is keeping and ranking.
ASKED_PER_CENT = 50
A_MOMENT_SECONDS = 1.0


class AllBuilt(Refused):
    """A look-up beside a built territory, whose offices have more to go by than its own would."""


def look_up_territory(work: Work, *, near: str, within_miles: int) -> TerritoryLoad:
    """Ask the NPI Registry around a ZIP and put the offices in use; done again, it is done once."""
    return once(work, lambda: _look_up(work, near, within_miles))


def _look_up(work: Work, near: str, within_miles: int) -> TerritoryLoad:
    in_use = RankingInUse.of(work.member)
    if in_use and in_use.load.source == TerritoryLoad.Source.BUILT:
        raise AllBuilt(
            "Your offices come from a built territory, which knows more than the registry tells. "
            "Settings, Territory, looks around another ZIP in it; one that holds that ZIP must be "
            "built first."
        )
    told = _ask(work, near, within_miles)
    work.tell(ASKED_PER_CENT, "Keeping what was told")
    keep(work, with_look_up(rows_in_use(work.member), told))
    # Whoever looks near a ZIP wants to see it; the list itself turns over when all is ranked.
    move_place(member=work.member, near=near, within_miles=within_miles, at=work.at)
    return rank_kept(work, _as_row(work, told, f"{_miles(within_miles)} around {near[:5]}"))


def _ask(work: Work, near: str, within_miles: int) -> LookUp:
    """Ask, telling how far it is: between two questions, and while the registry is waited for."""
    said = [(0, "Asking the NPI Registry")]

    def tell(done: int, total: int, words: str) -> None:
        said.append((ASKED_PER_CENT * done // total, words))
        work.tell(*said[-1])

    cache = settings.HOME / "registry"
    wait = _patiently(lambda: work.tell(*said[-1]))
    with closing(Registry(settings.NPI_REGISTRY, wait)) as registry:
        told = look_up(
            near=near,
            within_miles=within_miles,
            registry=registry,
            cache=cache,
            at=work.at,
            tell=tell,
        )
    clear_old_answers(cache, work.at)
    return told


def _patiently(look_round: Callable[[], None]) -> Wait:
    """Wait a moment at a time, so that whoever wishes the job to stop is heard."""

    def wait(seconds: float) -> None:
        left = seconds
        while left > 0:
            look_round()
            time.sleep(min(left, A_MOMENT_SECONDS))
            left -= A_MOMENT_SECONDS

    return wait


def _miles(number: int) -> str:
    return "1 mile" if number == 1 else f"{number} miles"


def _as_row(work: Work, told: LookUp, name: str) -> TerritoryLoad:
    passed_over = [(why, count, 0) for why, count in sorted(told.passed_over.items())]
    return TerritoryLoad(
        source=TerritoryLoad.Source.REGISTRY,
        file_name=f"NPI Registry, {name}",
        sha256=sha256_of(kept_path(work.member, work.id)),
        rows_read=told.file.row_count + sum(count for _, count, _ in passed_over),
        rows_skipped=0,
        left_out=[*told_left_out(told.file), *passed_over],
        warnings=[f"Missing: {gap}." for gap in told.gaps],
    )
