"""Territory, drawn: the offices around one's ZIP as dots, and the same ones as a list below."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.outreach.models import Candidate, RankingInUse
from alongside.web.asking import member_of
from alongside.web.territory_looks import A_PAGE, MILES, Look

# More dots are no picture any more, and each has its line below.
MOST_DOTS = 150
MILES_OF_A_DEGREE = 69.0
# Dots of one ZIP stand in a sunflower's spiral around its middle: none hides another.
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
STEP_SHARE = 0.04  # of the circle that is looked at: so they stand apart at any zoom


@dataclass(frozen=True, slots=True)
class Dot:
    """An office, its page of the list, and where its dot stands: degrees, as a page writes them."""

    office: Candidate
    page: int
    latitude: str
    longitude: str


@require_safe
def territory_map(request: HttpRequest) -> HttpResponse:
    """Show the chosen offices around the group's ZIP; without scripts, their list."""
    member = member_of(request)
    in_use = RankingInUse.of(member)
    if in_use is None:
        return redirect("territory")
    look = Look.of(request.GET, in_use.ranking.place)
    shown = look.candidates(member).for_list()[:MOST_DOTS]
    middle = in_use.ranking
    context = {
        "tab": "territory",
        "is_map": True,
        "in_use": in_use,
        "look": look,
        "found": look.found(member),
        "dots": spread(shown, look.miles),
        "most": MOST_DOTS,
        "middle": _degrees(middle.latitude, middle.longitude),
        "rings": [miles for miles in MILES if miles < look.miles] + [look.miles],
        "tiles": settings.MAP_TILES,
        "credit": settings.MAP_CREDIT,
    }
    response = render(request, "web/territory_map.html", context)
    response.pictures_of = _origin(settings.MAP_TILES)  # type: ignore[attr-defined]
    return response


def _origin(tiles: str) -> str:
    """Return where the tiles come from, as the page's policy names it."""
    parts = urlsplit(tiles)
    return f" {parts.scheme}://{parts.netloc}" if parts.scheme in ("https", "http") else ""


def spread(offices: Iterable[Candidate], miles: float) -> list[Dot]:
    """Return where each office's dot stands: the best of a ZIP in its middle, others around it."""
    places: dict[tuple[float, float], int] = defaultdict(int)
    dots = []
    for place, office in enumerate(offices):
        if office.latitude is None or office.longitude is None:
            continue
        middle = (office.latitude, office.longitude)
        north, east = _off_middle(places[middle], STEP_SHARE * miles, office.latitude)
        places[middle] += 1
        at = _degrees(office.latitude + north, office.longitude + east)
        dots.append(Dot(office, place // A_PAGE + 1, *at))
    return dots


def _off_middle(place: int, step: float, latitude: float) -> tuple[float, float]:
    """Return how far, in degrees, the dot of a place in its ZIP stands from the ZIP's middle."""
    miles, angle = step * math.sqrt(place), place * GOLDEN_ANGLE
    north, east = miles * math.cos(angle), miles * math.sin(angle)
    return north / MILES_OF_A_DEGREE, east / (MILES_OF_A_DEGREE * math.cos(math.radians(latitude)))


def _degrees(latitude: float | None, longitude: float | None) -> tuple[str, str]:
    return (
        "" if latitude is None else f"{latitude:.5f}",
        "" if longitude is None else f"{longitude:.5f}",
    )
