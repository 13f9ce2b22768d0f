"""Draw the pictures of the README: Maya's handout and her sheet of cards. Nobody in them is real.

Run: `make pictures`. The same day, profile and evidence give the same pictures.
"""

import io
import subprocess
from datetime import date
from pathlib import Path

from PIL import Image, ImageOps

from alongside.materials.cards import CardSheet
from alongside.materials.evidence import TRAININGS, shipped_evidence
from alongside.materials.gate import compose_handout
from alongside.materials.handouts import Handout
from alongside.materials.printing import Document, print_document
from alongside.materials.profile import Profile

FOLDER = Path(__file__).parent / "pictures"
DAY = date(2026, 11, 24)
DOTS_PER_INCH = 100
MAYA = Profile(
    name="Maya Okonkwo",
    credentials="LCSW",
    licence="LC14822",
    licence_state="ME",
    trained_in=frozenset(TRAININGS),
    practice_name="Casco Counseling",
    street="48 Exchange Street, Suite 3",
    city="Portland",
    state="ME",
    zip5="04101",
    phone="207-555-0142",
    fax="207-555-0143",
    url="https://casco.example.org",
    accent="#1d5c55",
)


def main() -> None:
    page = compose_handout("general", MAYA, DAY, shipped_evidence())
    _draw(Handout(page, MAYA), "handout.png")
    _draw(CardSheet(MAYA, "https://alongside.example.org/c/7Q4Kx9mZ2p"), "cards.png")


def _draw(document: Document, name: str) -> None:
    pdf = print_document(document, on=DAY, evidence=shipped_evidence()).pdf
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    with Image.open(io.BytesIO(done.stdout)) as page:
        # A white sheet on a white page has no edge.
        framed = ImageOps.expand(page.convert("RGB"), border=1, fill="#d8d2c7")
    framed.quantize(128).save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    main()
