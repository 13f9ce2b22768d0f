"""The handouts: one page for a prescriber's counter, one for the people who wait there."""

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.materials.pages import HandoutPage, PrintedBullet, Source
from alongside.materials.profile import Profile
from alongside.materials.sheets import (
    Part,
    Words,
    curled,
    full_name,
    licence_line,
    parted,
    place,
    sizes_down,
    written,
)

PRESCRIBER_SIZES = sizes_down(13, 10)
PATIENT_SIZES = sizes_down(16, 12)

AUDIENCES = {
    "general": "For primary care",
    "obgyn": "For OB/GYN",
    "internal_medicine": "For internal medicine",
    "insomnia_anxiety": "For primary care: sleep and anxiety",
}
LABELS = {
    "en": {
        "fairness": "In fairness:",
        "sources": "Sources",
        "prepared": "Prepared by {name}, who offers these services.",
        "own": "Written by {name}.",
        "patient_sources": "Where this comes from",
        "patient_prepared": "{name} made this page and offers talk therapy.",
        "review": "Review by {day}",
        "fax": "Fax {number}",
    },
    "es": {
        "fairness": "Para ser justos:",
        "sources": "Fuentes",
        "prepared": "Preparado por {name}, que ofrece estos servicios.",
        "own": "Escrito por {name}.",
        "patient_sources": "De dónde viene esto",
        "patient_prepared": "{name} hizo esta página y ofrece terapia.",
        "review": "Revisar antes del {day}",
        "fax": "Fax {number}",
    },
}


@dataclass(frozen=True, slots=True)
class Handout:
    """A page that the gate made, and the person who leaves it."""

    page: HandoutPage
    profile: Profile

    @property
    def title(self) -> str:
        """Return what the document is called."""
        return self.page.title

    @property
    def language(self) -> str:
        """Return the language of the page."""
        return self.page.language


def handout_part(handout: Handout) -> Part:
    """Return the page as its template takes it."""
    if handout.page.audience == "patient":
        return Part("patient", _patient_words(handout), PATIENT_SIZES)
    return Part("handout", _prescriber_words(handout), PRESCRIBER_SIZES)


def _prescriber_words(handout: Handout) -> Words:
    page, labels = handout.page, LABELS[handout.page.language]
    return _shared_words(handout) | {
        "honest": parted(page.honest_line) | {"marks": ""},
        "closing": curled(" ".join(page.notices)),
        "labels": {
            "audience": AUDIENCES[page.audience],
            "fairness": labels["fairness"],
            "sources": labels["sources"],
            "review": _review(page),
        },
        "sources": _in_two_columns([(s, s.full) for s in page.sources]),
        "person": _person(handout, labels["prepared"]),
    }


def _patient_words(handout: Handout) -> Words:
    page, labels = handout.page, LABELS[handout.page.language]
    crisis = next((notice for notice in page.notices if "988" in notice), "")
    said = [notice for notice in page.notices if notice != crisis]
    ask, question, rest = crisis.partition("?")
    return _shared_words(handout) | {
        "honest": parted(page.honest_line),
        "crisis": {"ask": ask + question if rest else "", "rest": (rest or crisis).strip()},
        "strong": curled("".join(said[:1])),
        "closing": curled(" ".join(said[1:])),
        "labels": {"sources": labels["patient_sources"], "review": _review(page)},
        "sources": _in_two_columns([(s, s.short) for s in page.sources]),
        "person": _person(handout, labels["patient_prepared"]),
    }


def _shared_words(handout: Handout) -> dict[str, object]:
    page = handout.page
    return {
        "language": page.language,
        "title": curled(page.title),
        "subtitle": curled(page.subtitle),
        "bullets": [_bullet(bullet, handout) for bullet in page.bullets],
    }


def _bullet(bullet: PrintedBullet, handout: Handout) -> Words:
    own = LABELS[handout.page.language]["own"].format(name=handout.profile.name)
    return parted(bullet.text.removeprefix(bullet.lead).strip()) | {
        "lead": curled(bullet.lead),
        "figure": bullet.figure,
        "against": bullet.against,
        "marks": ",".join(map(str, bullet.marks)),
        "own": own if bullet.is_own else "",
    }


def _person(handout: Handout, prepared: str) -> Words:
    profile, language = handout.profile, handout.page.language
    fax = LABELS[language]["fax"].format(number=profile.fax) if profile.fax else ""
    lines = (fax, profile.street, place(profile))
    return {
        "name": full_name(profile),
        "practice": profile.practice_name,
        "under": licence_line(profile, language),
        "prepared": prepared.format(name=full_name(profile)),
        "phone": profile.phone,
        "reach": [line for line in lines if line],
    }


def _review(page: HandoutPage) -> str:
    day = written(page.review_by, page.language)
    return LABELS[page.language]["review"].format(day=day)


def _in_two_columns(cited: Sequence[tuple[Source, str]]) -> Words:
    """Return the sources in two columns of about the same height."""
    entries = [{"mark": s.mark, "cited": text, "doi": _doi(s)} for s, text in cited]
    lengths = [len(f"{entry['cited']} {entry['doi']}") + 30 for entry in entries]
    cuts = range(len(entries) + 1)
    left = min(cuts, key=lambda cut: max(sum(lengths[:cut]), sum(lengths[cut:])), default=0)
    return {"left": entries[:left], "right": entries[left:]}


def _doi(source: Source) -> str:
    return f"doi:{source.doi}" if source.doi else ""
