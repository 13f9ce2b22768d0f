"""Which of the offices a page shows: an address says it, and only in words that are known."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from alongside.outreach.candidates import CandidateQuerySet
from alongside.outreach.models import Candidate, TerritoryPlace
from alongside.playbook.history import Specialty
from alongside.team.models import Membership

A_PAGE = 25
MILES = (1, 2, 5, 10, 25, 50)
OFFICES, ASIDE = "office", "aside"
NOT_LISTED = "not"
# Its name in the list to choose from, and what it is called as one and as many.
SHOWN = {
    OFFICES: ("Primary care", "primary-care office", "primary-care offices"),
    "unclear": ("Unclear", "office of NPs or PAs alone", "offices of NPs or PAs alone"),
    "hospital": ("Hospitals", "hospital", "hospitals"),
    ASIDE: ("Set aside", "office that you set aside", "offices that you set aside"),
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
    is_new: bool  # only those that are not on the list of practices

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
            is_new=said.get("list", "") == NOT_LISTED,
        )

    @property
    def is_aside(self) -> bool:
        return self.show == ASIDE

    @property
    def query(self) -> str:
        """The same look as an address says it; what is usual is left out."""
        said = {
            "miles": "" if self.miles == self.radius else self.miles,
            "specialty": self.specialty,
            "show": "" if self.show == OFFICES else self.show,
            "list": NOT_LISTED if self.is_new else "",
        }
        return urlencode({name: value for name, value in said.items() if value})

    def candidates(self, member: Membership) -> CandidateQuerySet:
        """Return the offices that this shows to a member, best first."""
        near = self._near(member)
        if self.is_aside:
            near = near.set_aside(member)
        else:
            near = near.offered(member).filter(tier=self.show)
        if self.specialty:
            near = near.filter(specialty=self.specialty)
        if self.is_new:
            near = near.not_adopted(member)
        return near.best_first()

    def found(self, member: Membership) -> "Found":
        """Return what there is as far as was chosen, counted in one query."""
        counted = self._near(member).counted(member)
        return Found(
            self,
            tuple(
                (ASIDE if is_aside else tier, specialty, count)
                for tier, specialty, is_aside, is_listed, count in counted
                if not (self.is_new and is_listed)
            ),
        )

    def _near(self, member: Membership) -> CandidateQuerySet:
        seen = Candidate.objects.seen_by(member)
        return seen.filter(miles__lte=self.miles) if self.miles < self.radius else seen


@dataclass(frozen=True, slots=True)
class Found:
    """How many offices there are of each kind and specialty, and so what there is to choose."""

    look: Look
    counts: tuple[tuple[str, str, int], ...]

    @property
    def shown(self) -> int:
        """How many offices the look shows."""
        return sum(
            count
            for kind, specialty, count in self.counts
            if kind == self.look.show and self.look.specialty in ("", specialty)
        )

    @property
    def told(self) -> str:
        """Such as "38 primary-care offices within 10 miles"."""
        noun = SHOWN[self.look.show][1 if self.shown == 1 else 2]
        return f"{self.shown:,} {noun} within {_miles(self.look.miles)}"

    @property
    def lists(self) -> list[Choice]:
        new = self.look.is_new
        return [Choice("", "On your list or not", not new), Choice(NOT_LISTED, "Not yet", new)]

    @property
    def miles(self) -> list[Choice]:
        radius = self.look.radius
        numbers = [*(number for number in MILES if number < radius), radius]
        return [Choice(str(one), _miles(one), one == self.look.miles) for one in numbers]

    @property
    def specialties(self) -> list[Choice]:
        there = {specialty for _, specialty, _ in self.counts} | {self.look.specialty}
        told = [one for one in Specialty if one in there]
        return [Choice(one, _words(one), one == self.look.specialty) for one in told]

    @property
    def kinds(self) -> list[Choice]:
        counts = Counter({OFFICES: 0, self.look.show: 0})
        for kind, _, count in self.counts:
            counts[kind] += count
        return [
            Choice(kind, f"{SHOWN[kind][0]} ({counts[kind]})", kind == self.look.show)
            for kind in SHOWN
            if kind in counts
        ]


def _miles(number: int) -> str:
    return "1 mile" if number == 1 else f"{number} miles"


def _words(specialty: str) -> str:
    is_obgyn = specialty == Specialty.OBSTETRICS_GYNECOLOGY
    return "OB/GYN" if is_obgyn else specialty.replace("_", " ").capitalize()
