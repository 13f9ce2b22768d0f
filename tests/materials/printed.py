"""Every document of Maya's, and what is read back from its paper."""

import io
import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import pikepdf
from PIL import Image

from alongside.materials.availability import AvailabilityCard
from alongside.materials.cards import CardSheet
from alongside.materials.client_letters import ClientLetter, FaxCover
from alongside.materials.disclosure_log import DisclosureLog, Told
from alongside.materials.evidence import AUDIENCES, shipped_evidence
from alongside.materials.gate import compose_handout
from alongside.materials.handouts import Handout
from alongside.materials.kit import VisitKit
from alongside.materials.letters import FirstLetter
from alongside.materials.printing import Document, Printed, print_document
from alongside.materials.profile import Profile
from alongside.materials.release import ReleaseForm
from alongside.materials.sheets import Paper
from alongside.materials.signed_release import SignedRelease
from alongside.materials.talk_tracks import talk_track
from tests.materials.paper import DAY, maya

URL = "https://alongside.example.org/c/7Q4Kx9mZ2p"
# Poppler takes Typst's legal `/Suspects false` for a fault: its own, and the only one.
POPPLERS_OWN = "Suspects object is wrong type"


def handout(audience: str, profile: Profile | None = None, language: str = "en") -> Handout:
    who = profile or maya()
    reviewed_by = "" if language == "en" else "Dr. Rosa Díaz"
    page = compose_handout(
        audience, who, DAY, shipped_evidence(), language=language, reviewed_by=reviewed_by
    )
    return Handout(page, who)


def every_document(profile: Profile | None = None) -> dict[str, Document]:
    who = profile or maya()
    cards = CardSheet(who, URL)
    talk = talk_track(2, "general", who.trained_in)
    return {
        **{f"handout {audience}": handout(audience, who) for audience in AUDIENCES},
        "handout in Spanish": handout("patient", who, "es"),
        "cards": cards,
        "letter": FirstLetter(who, "Dr. Ana Ortiz", ("Elm Street Family Medicine",)),
        "availability": AvailabilityCard(
            who, DAY, openings=("Tuesday afternoons",), insurers=("Anthem", "MaineCare")
        ),
        "release": ReleaseForm(who, "ME"),
        "release in California": ReleaseForm(who, "CA"),
        "psychotherapy notes": ReleaseForm(who, "ME", is_for_psychotherapy_notes=True),
        "psychotherapy notes in California": ReleaseForm(who, "CA", True),
        "client letter": ClientLetter(
            who,
            "Report back",
            "Robin Sample, born March 3, 1980",
            "This is where Robin and I stand.",
            (
                ("Our plan together", "Weekly sessions until June."),
                ("How it goes", "Better sleep."),
            ),
            "Please call me.",
            "Dr. Ana Ortiz",
            ("Elm Street Family Medicine",),
            is_part_2=True,
        ),
        "fax cover": FaxCover(who, "Dr. Ana Ortiz", "Elm Street", "207-555-0199", 1),
        "disclosure log": DisclosureLog(
            who,
            "Robin Sample",
            (Told(DAY, "Dr. Ana Ortiz", "1 Elm St", "progress", "My care", "a release", True),),
        ),
        "signed release": signed(who, "ME"),
        "signed release in California": signed(who, "CA"),
        "kit": VisitKit(handout("general", who), cards, talk, "Elm Street Family Medicine"),
    }


def signed(who: Profile, state: str) -> SignedRelease:
    return SignedRelease(
        profile=who,
        state=state,
        client="Robin Sample",
        born_on="March 3, 1980",
        items=("My diagnosis", "How I am doing"),
        ways=(("RS", "Maya Okonkwo, LCSW may tell Dr. Ana Ortiz"),),
        recipients=("Dr. Ana Ortiz, Elm Street Family Medicine",),
        purpose="So that my therapist and my prescriber can work together on my care.",
        ends="When my treatment with Maya Okonkwo ends.",
        signed_by="Robin Sample",
        signed_on=DAY,
        how="drawn on a screen",
        strokes=(((10, 10), (300, 150), (590, 20)),),
        is_part_2=state == "ME",
    )


PAGES = {
    "release in California": 2,
    "psychotherapy notes in California": 2,
    "kit": 4,
}
NAMES = tuple(every_document())


@cache
def paper_of(name: str, paper: Paper = Paper.LETTER) -> Printed:
    return printed(every_document()[name], paper)


def printed(document: Document, paper: Paper = Paper.LETTER, days_later: int = 0) -> Printed:
    day = DAY + timedelta(days_later)
    return print_document(document, on=day, evidence=shipped_evidence(), paper=paper)


def text_of(pdf: bytes) -> str:
    """The text as Poppler reads it, on one line; the breaks inside words taken out."""
    return " ".join("\n".join(lines_of(pdf)).replace("-\n", "-").split())


def lines_of(pdf: bytes) -> list[str]:
    """The lines as Poppler reads them, one under the other."""
    text = _poppler("pdftotext", "-raw", "-", "-", pdf=pdf)
    return text.replace("\u200b", "").splitlines()


def words_of(pdf: bytes, page: int = 1) -> list[tuple[str, float, float]]:
    """Each word with its left edge and its top, in points."""
    found = _poppler("pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-", pdf=pdf)
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>')
    return [(text, float(x), float(y)) for x, y, text in word.findall(found)]


def picture_of(pdf: bytes, dots_per_inch: int, page: int = 1) -> Image.Image:
    number = str(page)
    command = ["pdftoppm", "-r", str(dots_per_inch), "-png", "-f", number, "-l", number, "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=60)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def type_sizes(pdf: bytes) -> set[float]:
    """The sizes, in points, of all type in a PDF, whatever it is scaled by."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {size for page in opened.pages for size in _sizes(page)}


def structure(pdf: bytes) -> Iterator[tuple[str, str]]:
    """The kind and the alternative words of every element of the tree, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield from _elements(opened.Root.StructTreeRoot)


def _poppler(*words: str, pdf: bytes) -> str:
    done = subprocess.run(words, input=pdf, capture_output=True, check=True, timeout=60)
    complaints = done.stderr.decode().splitlines()
    assert [line for line in complaints if POPPLERS_OWN not in line] == []
    return done.stdout.decode()


def _sizes(page: pikepdf.Page) -> Iterator[float]:
    scale, size, kept = 1.0, 0.0, list[float]()
    for step in pikepdf.parse_content_stream(page):
        operands = list(step.operands)
        match str(step.operator):
            case "q":
                kept.append(scale)
            case "Q":
                scale = kept.pop()
            case "cm":
                scale *= abs(_number(operands[3]))
            case "Tf":
                size = _number(operands[1])
            case "Tj" | "TJ":
                yield round(size * scale, 3)


def _number(operand: Any) -> float:
    return float(operand)


def _elements(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _elements(each)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _elements(node.K)
