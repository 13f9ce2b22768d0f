"""Which five bullets stand on whose page: the audience's set, and what may fill it up."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from alongside.materials.evidence import TRAININGS, Bullet, Evidence
from alongside.materials.refusals import MayNotPrint

BULLETS_ON_A_PAGE = 5
LEAST_OF_ITS_OWN = 3
# An audience's own set, and the one that fills it up.
SETS_OF = {
    "general": ("general_primary_care", "general_primary_care_alt"),
    "obgyn": ("ob_gyn", "general_primary_care_alt"),
    "internal_medicine": ("internal_medicine_older_adults", "general_primary_care_alt"),
    "insomnia_anxiety": ("insomnia_anxiety", "general_primary_care_alt"),
    "patient": ("patient_plain", "patient_plain_alt"),
}


class TrainingMissing(MayNotPrint):
    """A page for which the therapist lacks training."""


class ChoiceBad(MayNotPrint):
    """A choice of bullets that makes no page."""


def offered_bullets(
    audience: str, trained_in: frozenset[str], evidence: Evidence
) -> tuple[Bullet, ...]:
    """Return the bullets that may be chosen from, the set's own first."""
    own, fill = SETS_OF[audience]
    return (*_allowed(own, trained_in, evidence), *_allowed(fill, trained_in, evidence))


def bullets_of(
    audience: str, trained_in: frozenset[str], evidence: Evidence, *, places: int
) -> tuple[Bullet, ...]:
    """Return the bullets of a page, in the set's own order.

    Args: places: five, less those that the therapist's own bullets take.
    Raises: TrainingMissing, naming what would make it a page.
    """
    found = _fill(audience, trained_in, evidence, places)
    if found is None:
        raise TrainingMissing(_missing(audience, trained_in, evidence, places))
    return found


def chosen_bullets(
    audience: str,
    trained_in: frozenset[str],
    evidence: Evidence,
    *,
    chosen: Sequence[str],
    places: int,
) -> tuple[Bullet, ...]:
    """Return the bullets that a person chose by id, in the order of the choice.

    Raises:
        ChoiceBad: an unknown id, one twice, too few or too many, the set's first bullet left out.
        TrainingMissing: a bullet for which the therapist lacks training.
    """
    by_id = {bullet.id: bullet for bullet in evidence.bullets if bullet.set in SETS_OF[audience]}
    if unknown := [id_ for id_ in chosen if id_ not in by_id]:
        raise ChoiceBad(f"{unknown[0]:.60} is no bullet of the {audience} page.")
    if len(chosen) != places or len(set(chosen)) != places:
        raise ChoiceBad(f"{len(set(chosen))} bullets were chosen; {places} are needed, each once.")
    bullets = tuple(by_id[id_] for id_ in chosen)
    _check_training(bullets, trained_in)
    _check_own(audience, bullets, evidence)
    return bullets


def _allowed(name: str, trained_in: frozenset[str], evidence: Evidence) -> tuple[Bullet, ...]:
    return tuple(bullet for bullet in _set(name, evidence) if bullet.requires <= trained_in)


def _set(name: str, evidence: Evidence) -> list[Bullet]:
    return sorted((b for b in evidence.bullets if b.set == name), key=lambda bullet: bullet.n)


def _fill(
    audience: str, trained_in: frozenset[str], evidence: Evidence, places: int
) -> tuple[Bullet, ...] | None:
    name, fill = SETS_OF[audience]
    first = _set(name, evidence)[:1]
    own = _allowed(name, trained_in, evidence)[:places]
    if len(own) < LEAST_OF_ITS_OWN or own[0] not in first:
        return None
    more = _not_said_yet(own, _allowed(fill, trained_in, evidence))
    found = (*own, *more)[:places]
    return found if len(found) == places else None


def _not_said_yet(own: Sequence[Bullet], more: Iterable[Bullet]) -> Iterator[Bullet]:
    """Yield what may fill a page up: never what it says already, from the same sources."""
    said = {bullet.cites for bullet in own}
    return (bullet for bullet in more if bullet.cites not in said)


def _missing(audience: str, trained_in: frozenset[str], evidence: Evidence, places: int) -> str:
    """Return the least training that would make it a page, in words."""
    lacking = [training for training in TRAININGS if training not in trained_in]
    for size in range(1, len(lacking) + 1):
        enough = [
            " and ".join(more)
            for more in combinations(lacking, size)
            if _fill(audience, trained_in | set(more), evidence, places)
        ]
        if enough:
            wanted = ", or ".join(enough)
            return (
                f"The {audience} page needs training in {wanted}: its bullets stand on that, and "
                "trained_in in the profile does not name it. Add it if it is yours."
            )
    return f"The {audience} page lacks bullets whatever the training: its set needs five."


def _check_training(bullets: Iterable[Bullet], trained_in: frozenset[str]) -> None:
    for bullet in bullets:
        if missing := sorted(bullet.requires - trained_in):
            raise TrainingMissing(
                f"{bullet.id} needs training in {' and '.join(missing)}, which trained_in in the "
                "profile does not name; choose another bullet, or add it if it is yours."
            )


def _check_own(audience: str, bullets: Sequence[Bullet], evidence: Evidence) -> None:
    name, _ = SETS_OF[audience]
    first = _set(name, evidence)[0]
    if first not in bullets:
        raise ChoiceBad(f"{first.id} stands on every {audience} page; choose it too.")
    own = sum(bullet.set == name for bullet in bullets)
    if own < LEAST_OF_ITS_OWN:
        raise ChoiceBad(
            f"{own} of the bullets are of {name}; at least {LEAST_OF_ITS_OWN} must be. Choose more."
        )
