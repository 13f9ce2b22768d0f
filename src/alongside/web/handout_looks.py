"""What is chosen of a handout on the Materials page, read from its query, and what it makes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from alongside.errors import Refused
from alongside.materials.citations import (
    citation_may_print,
    record_may_print,
    source_entered,
    source_of,
)
from alongside.materials.evidence import (
    AUDIENCES,
    Evidence,
    shipped_evidence,
    twelve_months_after,
)
from alongside.materials.handouts import Handout
from alongside.materials.pages import Citation
from alongside.materials.profile import Profile
from alongside.materials.sets import offered_bullets
from alongside.materials.sheets import Paper
from alongside.outreach.models import OwnFinding, Printing
from alongside.outreach.printer import Wish, chosen_of, handout_of
from alongside.team.models import Membership


@dataclass(frozen=True, slots=True)
class Cited:
    """A source beside a bullet, until when it may be printed, and why not."""

    short: str
    doi: str
    review_by: date
    why_not: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A finding that may be chosen, with what it stands on; `own` is the person's own row of it."""

    id: str
    text: str
    is_chosen: bool
    sources: Sequence[Cited]
    own: OwnFinding | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """The choices of a query; what makes no sense is as if it were not there."""

    wish: Wish
    refusal: str = ""
    handout: Handout | None = None
    offered: Sequence[Offered] = field(default=())

    @staticmethod
    def of(query: QueryDict, whose: Membership, profile: Profile, on: date) -> "Look":
        """Read a query, and try whether the gate makes a page of it."""
        wish = _wish(query, whose)
        try:
            handout = handout_of(wish, profile, on)
            chosen = chosen_of(wish, handout)
            refusal = ""
        except Refused as refused:
            handout, chosen, refusal = None, wish.chosen, str(refused)
        offered = (*_offered(wish.audience, profile, chosen, on), *_own_offered(wish, chosen, on))
        return Look(wish, refusal, handout, offered)

    @property
    def chosen(self) -> list[str]:
        return [one.id for one in self.offered if one.is_chosen]

    @property
    def is_choosing(self) -> bool:
        """Return whether somebody is at the findings, which are folded else."""
        first = [one.id for one in self.offered[: len(self.chosen)]]
        return bool(self.refusal) or self.chosen != first

    @property
    def is_for_patients(self) -> bool:
        return self.wish.audience == "patient"

    @property
    def fields(self) -> dict[str, str]:
        """Return the choices as the form that prints sends them along."""
        return {
            "whose": str(self.wish.whose.pk),
            "audience": self.wish.audience,
            "paper": self.wish.paper.value,
            "language": self.wish.language,
            "reviewed_by": self.wish.reviewed_by,
            "bullets": " ".join(self.chosen),
        }

    @property
    def query(self) -> str:
        """Return the choices as the preview's address has them."""
        known = {name: value for name, value in self.fields.items() if name != "bullets"}
        chosen = {"bullet": self.chosen, "of": self.wish.audience}
        return urlencode({**known, **chosen}, doseq=True)


def _wish(query: QueryDict, whose: Membership) -> Wish:
    audience = _one_of(query.get("audience", ""), AUDIENCES)
    # Another audience has bullets of its own: what was ticked for the last one is let go of.
    is_same = query.get("of") == audience
    is_patients = audience == "patient"
    return Wish(
        kind=Printing.Kind.HANDOUT,
        whose=whose,
        paper=Paper(_one_of(query.get("paper", ""), tuple(Paper))),
        audience=audience,
        language=_one_of(query.get("language", ""), ("en", "es")) if is_patients else "en",
        chosen=tuple(query.getlist("bullet")[:20]) if is_same else (),
        reviewed_by=query.get("reviewed_by", "")[:120] if is_patients else "",
    )


def _one_of(said: str, known: Sequence[str]) -> str:
    return said if said in known else known[0]


def _offered(
    audience: str, profile: Profile, chosen: Sequence[str], on: date
) -> tuple[Offered, ...]:
    evidence = shipped_evidence()
    return tuple(
        Offered(bullet.id, bullet.text, bullet.id in chosen, _cited(bullet.cites, evidence, on))
        for bullet in offered_bullets(audience, profile.trained_in, evidence)
    )


def _own_offered(wish: Wish, chosen: Sequence[str], on: date) -> tuple[Offered, ...]:
    evidence = shipped_evidence()
    return tuple(
        Offered(
            str(one.pk),
            one.text,
            str(one.pk) in chosen,
            (*_cited(one.cites, evidence, on), *_entered(one.entered, on)),
            one,
        )
        for one in OwnFinding.objects.offered(wish.whose, wish.audience)
    )


def _cited(cites: Iterable[str], evidence: Evidence, on: date) -> tuple[Cited, ...]:
    records = [evidence.records[one] for one in cites if one in evidence.records]
    sources = [(record, source_of(record, 0)) for record in records]
    return tuple(
        Cited(source.short, source.doi, record.review_by, record_may_print(record, on) or "")
        for record, source in sources
    )


def _entered(citation: Citation | None, on: date) -> tuple[Cited, ...]:
    if citation is None:
        return ()
    source, review_by = source_entered(citation, 0), twelve_months_after(citation.collected)
    return (Cited(source.short, source.doi, review_by, citation_may_print(citation, on) or ""),)
