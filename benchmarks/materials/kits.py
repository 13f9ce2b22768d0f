"""Print the kits of a large round: five hundred offices, each with its own cards and page.

Run: `python -m benchmarks.materials.kits [OFFICES]`. One therapist, another office each time:
another name, another batch of cards, the four kinds of page in turn.
"""

import hashlib
import sys

from alongside.materials.cards import CardSheet
from alongside.materials.evidence import shipped_evidence
from alongside.materials.kit import VisitKit
from alongside.materials.printing import print_document
from alongside.materials.renderer import Renderer
from alongside.materials.talk_tracks import talk_track
from benchmarks.materials.invented import DAY, MAYA, PRESCRIBERS, handout
from benchmarks.materials.speed import Measured, measure_pages

OFFICES = 500


def main(offices: int) -> None:
    """Print the kits and say what they took."""
    took = measure_kits(offices)
    print(
        f"{offices} kits of four pages: {took.processor_seconds:.1f} s on the processor, "
        f"{took.wall_seconds:.1f} s on the wall, {1000 / took.pages_a_second:.1f} ms a kit, "
        f"peak {took.peak_megabytes:.0f} MB, {took.page_bytes} bytes a kit."
    )


def measure_kits(offices: int) -> Measured:
    """Return what so many kits take."""
    renderer, evidence = Renderer(), shipped_evidence()

    def draw(n: int) -> bytes:
        kit = _kit(n)
        return print_document(kit, on=DAY, evidence=evidence, renderer=renderer).pdf

    return measure_pages(draw, renderer.close, offices)


def _kit(n: int) -> VisitKit:
    audience = PRESCRIBERS[n % len(PRESCRIBERS)]
    token = hashlib.sha256(str(n).encode()).hexdigest()[:10]
    cards = CardSheet(MAYA, f"https://alongside.example.org/c/{token}")
    talk = talk_track(2, audience, MAYA.trained_in)
    return VisitKit(handout(n, MAYA), cards, talk, f"Office {n} of Family Medicine")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else OFFICES)
