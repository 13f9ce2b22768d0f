"""Which of the offices a page shows: an address says it, and only in words that are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count

from alongside.outreach.candidates import CandidateQuerySet
from alongside.outreach.models import Candidate, TerritoryPlace
from alongside.playbook.history import Specialty
from alongside.team.models import Membership

MILES = (1, 2, 5, 10, 25, 50)
OFFICES, ASIDE = "office", "aside"
SHOWN = {
    OFFICES: ("Primary care", "primary-care office"),
    "unclear": ("Unclear", "office with NPs or PAs only, whose field is unclear"),
    "hospital": ("Hospitals", "hospital"),
    ASIDE: ("Set aside", "office that you set aside"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose in a list."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What was chosen: how far, which specialty, which kind of place."""

    radius: int
    miles: int
    specialty: str
    show: str

    @classmethod
    def of(cls, said: Mapping[str, str], place: TerritoryPlace) -> "Look":
        """Return what an address says; what it cannot mean counts as not said."""
        miles, specialty, show = (said.get(name, "") for name in ("miles", "specialty", "show"))
        nearer = {str(number): number for number in MILES if number < place.within_miles}
        return cls(
            radius=place.within_miles,
            miles=nearer.get(miles, place.within_miles),
            specialty=specialty if specialty in set(Specialty) else "",
            show=show if show in SHOWN else OFFICES,
        )

    @property
    def is_aside(self) -> bool:
        return self.show == ASIDE

    @property
    def noun(self) -> str:
        return SHOWN[self.show][1]

    @property
    def query(self) -> str:
        """The same look as an address says it; what is usual is left out."""
        said = {
            "miles": "" if self.miles == self.radius else self.miles,
            "specialty": self.specialty,
            "show": "" if self.show == OFFICES else self.show,
        }
        return urlencode({name: value for name, value in said.items() if value})

    def candidates(self, member: Membership) -> CandidateQuerySet:
        """Return the offices that this shows to a member, best first."""
        seen = Candidate.objects.seen_by(member)
        seen = seen.set_aside(member) if self.is_aside else seen.offered(member)
        if not self.is_aside:
            seen = seen.filter(tier=self.show)
        if self.miles < self.radius:
            seen = seen.filter(miles__lte=self.miles)
        if self.specialty:
            seen = seen.filter(specialty=self.specialty)
        return seen.best_first()


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from."""

    miles: tuple[Choice, ...]
    specialties: tuple[Choice, ...]
    shown: tuple[Choice, ...]


def choices_of(member: Membership, look: Look) -> Choices:
    """Return the distances within the radius, the specialties and the kinds that there are."""
    seen = Candidate.objects.seen_by(member)
    counts = list(seen.offered(member).values("tier", "specialty").annotate(count=Count("pk")))
    kinds = {kind: sum(row["count"] for row in counts if row["tier"] == kind) for kind in SHOWN}
    kinds[ASIDE] = seen.set_aside(member).count()
    there = {row["specialty"] for row in counts}
    nearer = [number for number in MILES if number < look.radius]
    return Choices(
        miles=tuple(
            Choice(str(number), _miles(number), number == look.miles)
            for number in (*nearer, look.radius)
        ),
        specialties=tuple(
            Choice(one, _words(one), one == look.specialty) for one in Specialty if one in there
        ),
        shown=tuple(
            Choice(kind, f"{SHOWN[kind][0]} ({count})", kind == look.show)
            for kind, count in kinds.items()
            if count or kind in (OFFICES, look.show)
        ),
    )


def _miles(number: int) -> str:
    return "1 mile" if number == 1 else f"{number} miles"


def _words(specialty: str) -> str:
    is_obgyn = specialty == Specialty.OBSTETRICS_GYNECOLOGY
    return "OB/GYN" if is_obgyn else specialty.replace("_", " ").capitalize()
