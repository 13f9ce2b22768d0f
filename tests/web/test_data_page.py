"""Settings → Data, and looking near a ZIP, as the browser asks for it."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from alongside.outreach.models import Candidate, Departure, Practice, TerritoryPlace
from alongside.team.models import Job, Membership
from alongside.team.work import work
from tests.outreach.territories import load_rows
from tests.territory.cms_file import at as row_at
from tests.territory.replay import Replay, person, replaying
from tests.web.conftest import As


@pytest.fixture
def replay(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with replaying(person(1, zip5="04105", line_1="9 SHORE RD")) as server:
        settings.NPI_REGISTRY = server.url
        yield server


def looked(client: Client, **fields: object) -> HttpResponse:
    told = {"key": str(uuid4()), "near": "04105", "within_miles": "1"} | fields
    return client.post("/territory/look-ups/", told)  # type: ignore[return-value]


def page_of(client: Client, place: str) -> str:
    answer = client.get(place)
    assert answer.status_code == 200
    return answer.content.decode()


def the_worker_comes_round() -> None:
    for job in Job.objects.filter(ending=None):
        work.call(job_id=str(job.pk))


def test_a_zip_gives_a_ranked_list_and_the_page_says_what_it_is_made_of(
    maya: Membership, signed_in: As, replay: Replay
) -> None:
    client = signed_in(maya)
    assert 'name="within_miles"' in page_of(client, "/territory/")
    answer = looked(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/territory/")
    assert "It waits for its turn" in page_of(client, "/territory/")
    the_worker_comes_round()
    page = page_of(client, "/territory/")
    assert "Near 04105" in page
    assert "9 Shore Rd" in page
    data = page_of(client, "/settings/data/")
    assert "NPI Registry, 1 mile around 04105" in data
    assert "1 row, " in data
    assert 'value="04105"' in data


def test_a_form_sent_twice_is_one_look(maya: Membership, signed_in: As) -> None:
    client, key = signed_in(maya), str(uuid4())
    for _ in range(2):
        looked(client, key=key)
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"near": "Portland"}, "Five digits or ZIP+4"),
        ({"near": "00001"}, "known neither to Census"),
        ({"within_miles": "26"}, "less than or equal to 25"),
        ({"key": "x"}, "Enter a valid UUID"),
    ],
)
def test_what_is_wrong_is_said_on_the_form(
    maya: Membership, signed_in: As, fields: dict[str, object], words: str
) -> None:
    answer = looked(signed_in(maya), **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("looks_up", [True, False])
def test_the_zip_of_the_first_questions_is_looked_up_if_one_likes(
    maya: Membership, signed_in: As, replay: Replay, looks_up: bool
) -> None:
    client = signed_in(maya)
    questions = page_of(client, "/beginning/questions/")
    assert 'name="looks_up"' in questions
    told = {"near": "04105", "is_comfortable": "yes", "new_practices_weekly": "3"}
    ticked = {"looks_up": "on", "key": str(uuid4())} if looks_up else {}
    answer = client.post("/beginning/questions/", told | ticked)
    assert answer.status_code == 302
    assert TerritoryPlace.objects.get().near == "04105"
    the_worker_comes_round()
    assert ("9 Shore Rd" in page_of(client, "/territory/")) is looks_up
    assert not Practice.objects.exists()


def test_a_folder_of_the_setting_is_chosen_and_no_other(
    maya: Membership, signed_in: As, settings: Settings
) -> None:
    client = signed_in(maya)
    chosen, settings.TERRITORIES = settings.TERRITORIES, None
    assert "Or load a built territory" not in page_of(client, "/settings/data/")
    settings.TERRITORIES = chosen
    page = page_of(client, "/settings/data/")
    assert '<option value="maine">' in page
    told = {"key": str(uuid4()), "near": "04105"}
    for folder in ("../maine", "", "elsewhere"):
        answer = client.post("/territory/folder-loads/", told | {"folder": folder})
        assert answer.status_code == 422
    assert not Job.objects.exists()
    assert client.post("/territory/folder-loads/", told | {"folder": "maine"}).status_code == 302
    the_worker_comes_round()
    # It is no whole build, which is said, and nothing has changed.
    assert "is no built territory" in page_of(client, "/territory/")


def test_what_changed_is_accepted_or_left_on_a_page(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    client = signed_in(maya)
    load_rows(maya, tmp_path, [row_at("12 ELM ST")])
    client.post(f"/candidates/{Candidate.objects.get().office}/adoption/")
    assert "Nothing: what was loaded" in page_of(client, "/territory/changes/")
    load_rows(maya, tmp_path, [row_at("12 ELM ST"), row_at("12 ELM ST")])
    assert "1 thing changed" in page_of(client, "/territory/")
    page = page_of(client, "/territory/changes/")
    assert "Corisande Fennimarsh is listed there, too" in page
    [place] = re.findall(r'action="(/changes/[^"]+)"', page)
    answer = client.post(place, {"how": "accepted"}, follow=True)
    assert "Written down: Corisande Fennimarsh, 12 Elm St." in answer.content.decode()
    practice = Practice.objects.get()
    assert practice.contacts.count() == 2
    Departure.objects.create(contact=practice.contacts.all()[0], by=maya, at=practice.made_at)
    assert "no longer there" in page_of(client, f"/practices/{practice.pk}/")
