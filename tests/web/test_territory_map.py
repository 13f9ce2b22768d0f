"""The territory's map, as the browser asks for it: where dots stand, and which are there."""

import math
from itertools import combinations
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from alongside.outreach.actions.territory import adopt
from alongside.outreach.models import Candidate, Ranking
from alongside.team.models import Membership
from alongside.web.territory_map import MOST_DOTS, spread
from tests.conftest import MONDAY, at
from tests.outreach.territories import load_rows
from tests.territory.cms_file import at as row_at
from tests.web.conftest import As


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/territory/map/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_dots_of_one_zip_stand_apart_and_close_by() -> None:
    offices = [Candidate(latitude=43.66, longitude=-70.25) for _ in range(MOST_DOTS)]
    dots = [(float(dot.latitude), float(dot.longitude)) for dot in spread(offices, 10)]
    east = math.cos(math.radians(43.66))
    apart = min(
        69 * math.hypot(a[0] - b[0], (a[1] - b[1]) * east) for a, b in combinations(dots, 2)
    )
    farthest = max(69 * math.hypot(a[0] - 43.66, (a[1] + 70.25) * east) for a in dots)
    assert apart > 0.3
    assert farthest < 5
    assert spread([Candidate(latitude=None)], 10) == []


def test_the_map_shows_what_the_list_shows(maya: Membership, signed_in: As, tmp_path: Path) -> None:
    load_rows(maya, tmp_path)
    client = signed_in(maya)
    page = page_of(client)
    assert page.count("data-rank=") == 2
    assert 'data-rings="1 2 5 10"' in page
    assert "7 Pine St" in page_of(client, "?show=unclear")
    best = Candidate.objects.seen_by(maya).best_first()[0]
    adopt(member=maya, candidate=best, at=at(MONDAY))
    for place in ("/territory/", "/territory/map/"):
        shown = client.get(f"{place}?list=not").content.decode()
        assert "Deering" not in shown
        assert "1 primary-care office within 10 miles" in shown


def test_a_full_map_is_light(maya: Membership, signed_in: As, tmp_path: Path) -> None:
    rows = [row_at(f"{number} ELM ST") for number in range(1, 300)]
    load_rows(maya, tmp_path, rows)
    client = signed_in(maya)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = page_of(client)
    assert len(asked) <= 12
    assert len(page) < 60_000
    assert page.count("data-rank=") == MOST_DOTS
    assert "the best 150 are drawn" in page


def test_a_ranking_from_before_the_map_says_how_to_draw_it(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path)
    Ranking.objects.update(latitude=None)
    Candidate.objects.update(latitude=None)
    assert "Save ZIP, miles and what counts once more" in page_of(signed_in(maya))


def test_tiles_are_allowed_where_a_setting_names_them(
    maya: Membership, signed_in: As, tmp_path: Path, settings: Settings
) -> None:
    load_rows(maya, tmp_path)
    client = signed_in(maya)
    plain = client.get("/territory/map/")
    assert "data-tiles" not in plain.content.decode()
    assert "img-src 'self' data:;" in plain.headers["Content-Security-Policy"]
    settings.MAP_TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
    page = client.get("/territory/map/")
    assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in page.content.decode()
    policy = page.headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://tiles.example.org;" in policy
    assert "example.org" not in client.get("/territory/").headers["Content-Security-Policy"]
