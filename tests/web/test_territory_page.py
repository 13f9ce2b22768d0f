"""Territory, as the browser asks for it."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.outreach.models import (
    Candidate,
    Practice,
    RankingInUse,
    SettingAside,
    TerritoryPlace,
)
from alongside.team.models import Event, Job, Membership
from alongside.team.work import work
from tests.outreach.territories import ROWS, load_rows, look_around
from tests.territory.cms_file import Row, write_cms
from tests.territory.cms_file import at as row_at
from tests.web.conftest import As

PART = {"HX-Request": "true"}


def csv_of(folder: Path, rows: list[Row] = ROWS) -> bytes:
    return write_cms(folder / "sent.csv", rows).read_bytes()


def sent(client: Client, content: bytes, **fields: object) -> HttpResponse:
    file = SimpleUploadedFile("DAC_National.csv", content, "text/csv")
    told = {"key": str(uuid4()), "near": "04101", "file": file} | fields
    return client.post("/territory/loads/", told)  # type: ignore[return-value]


def uploads() -> list[Path]:
    folder = settings.HOME / "uploads"
    return list(folder.iterdir()) if folder.exists() else []


def page_of(client: Client, place: str = "/territory/") -> str:
    answer = client.get(place)
    assert answer.status_code == 200, (place, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def deering(maya: Membership, tmp_path: Path) -> Candidate:
    """The best office of a small territory of Maya's."""
    load_rows(maya, tmp_path)
    return Candidate.objects.seen_by(maya).best_first()[0]


def test_an_empty_territory_teaches_where_the_file_comes_from(
    maya: Membership, signed_in: As
) -> None:
    page = page_of(signed_in(maya))
    assert "data.cms.gov" in page
    assert "Doctors and Clinicians National Downloadable File" in page
    assert 'name="near"' in page
    assert 'type="file"' in page


def test_a_file_is_sent_and_loaded_and_its_offices_are_shown(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    client = signed_in(maya)
    answer = sent(client, csv_of(tmp_path))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/territory/")
    [upload] = uploads()
    assert upload.stat().st_mode & 0o777 == 0o600
    assert upload.read_bytes() == csv_of(tmp_path)
    assert "It waits for its turn" in page_of(client)
    work.call(job_id=str(Job.objects.get().pk))
    page = page_of(client)
    assert "Near 04101" in page
    assert "2 primary-care offices within 10 miles. Best first." in page
    assert "Deering Family Practice PC" in page
    assert "<li>3 family physicians</li><li>in your ZIP</li>" in page
    assert "6 rows read, 5 kept." in page
    assert "1 row dropped: post-office box, 1 of primary care." in page
    assert "7 Pine St" not in page
    unclear = page_of(client, "/territory/?show=unclear&miles=1")
    assert "1 office of NPs or PAs alone within 1 mile." in unclear
    assert "7 Pine St" in unclear


def test_a_form_sent_twice_is_one_load(maya: Membership, signed_in: As, tmp_path: Path) -> None:
    client, key = signed_in(maya), str(uuid4())
    for _ in range(2):
        sent(client, csv_of(tmp_path), key=key)
    assert Job.objects.count() == 1


def test_a_refused_file_says_why_and_the_form_is_there(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    client = signed_in(maya)
    sent(client, csv_of(tmp_path, [row_at("1 ELM ST", zip="X")]))
    work.call(job_id=str(Job.objects.get().pk))
    page = page_of(client)
    assert "DAC_National.csv, row 2: column ZIP Code: “X” is no ZIP" in page
    assert 'type="file"' in page


def test_a_bad_zip_or_no_file_is_said_on_the_form_and_nothing_is_kept(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    client = signed_in(maya)
    for fields, words in (
        ({"near": "Portland"}, "Five digits or ZIP+4"),
        ({"near": "00001"}, "known neither to Census"),
        ({"file": ""}, "This field is required"),
        ({"key": "x"}, "Enter a valid UUID"),
    ):
        answer = sent(client, csv_of(tmp_path), **fields)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert uploads() == []
    assert not Job.objects.exists()
    assert not TerritoryPlace.objects.exists()


def test_a_file_past_the_limit_is_refused_and_not_kept(
    maya: Membership, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "UPLOAD_MB", 1)
    for size_bytes in (1_000_001, 1_200_000):
        answer = sent(signed_in(maya), b"x" * size_bytes)
        assert answer.status_code == 422
        assert "larger than 1 MB" in answer.content.decode()
    assert uploads() == []


def test_a_file_sent_to_any_other_page_is_dropped(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    file = SimpleUploadedFile("x.csv", csv_of(tmp_path), "text/csv")
    answer = signed_in(maya).post("/settings/territory/", {"file": file, "near": "04101"})
    assert answer.status_code == 422
    assert uploads() == []


def test_without_the_token_of_the_form_no_file_is_taken(maya: Membership, tmp_path: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(maya.person)
    assert sent(client, csv_of(tmp_path)).status_code == 403
    assert uploads() == []


def test_with_htmx_the_whole_page_goes_on_after_the_upload(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    file = SimpleUploadedFile("a.csv", csv_of(tmp_path), "text/csv")
    told = {"key": str(uuid4()), "near": "04101", "file": file}
    answer = signed_in(maya).post("/territory/loads/", told, headers=PART)
    assert answer.headers["HX-Redirect"] == "/territory/"


def test_progress_is_a_part_that_asks_again_until_the_work_has_ended(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    client = signed_in(maya)
    sent(client, csv_of(tmp_path))
    part = page_of(client, "/territory/work/")
    assert part.lstrip().startswith("<section")
    assert 'hx-trigger="every 2s"' in part
    work.call(job_id=str(Job.objects.get().pk))
    assert client.get("/territory/work/").headers["HX-Refresh"] == "true"


def test_adopting_swaps_the_card_alone(maya: Membership, signed_in: As, deering: Candidate) -> None:
    client = signed_in(maya)
    place = f"/candidates/{deering.office}/adoption/"
    part = client.post(place, headers=PART).content.decode()
    practice = Practice.objects.get()
    assert part.lstrip().startswith("<li")
    assert "<html" not in part
    assert f"/practices/{practice.pk}/" in part
    assert "Adopt" not in part
    page = page_of(client)
    assert f"/practices/{practice.pk}/" in page
    assert place not in page


def test_without_javascript_adopting_comes_back_to_the_same_list(
    maya: Membership, signed_in: As, deering: Candidate
) -> None:
    client = signed_in(maya)
    place = f"/candidates/{deering.office}/adoption/?miles=5&show=office&junk=1"
    answer = client.post(place)
    assert answer.headers["Location"] == f"/territory/?miles=5#office-{deering.office}"
    assert "Deering Family Practice PC is on your list." in page_of(client)


def test_not_for_me_and_back_again_in_place(
    maya: Membership, signed_in: As, deering: Candidate
) -> None:
    client = signed_in(maya)
    part = client.post(f"/candidates/{deering.office}/setting-aside/", headers=PART)
    assert "Back again" in part.content.decode()
    assert str(deering) not in page_of(client)
    aside = page_of(client, "/territory/?show=aside")
    assert str(deering) in aside
    assert "1 office that you set aside" in aside
    part = client.post(f"/candidates/{deering.office}/return/", headers=PART)
    assert "Adopt" in part.content.decode()
    assert str(deering) in page_of(client)
    assert SettingAside.objects.get().standing_key is None


def test_a_page_of_yesterday_still_adopts_what_it_shows(
    maya: Membership, signed_in: As, deering: Candidate, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path)
    assert not Candidate.objects.filter(pk=deering.pk).exists()
    signed_in(maya).post(f"/candidates/{deering.office}/adoption/")
    assert Practice.objects.get().candidate == deering.key


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Deering Family Practice PC", "112 State St"}),
        ("specialty=internal_medicine", {"112 State St"}),
        ("miles=1", {"Deering Family Practice PC"}),
        ("show=unclear", {"7 Pine St"}),
        ("show=hospital", set()),
        ("miles=1&specialty=internal_medicine", set()),
        ("miles=99&specialty=x&show=%27--&page=-9", {"Deering Family Practice PC", "112 State St"}),
    ],
)
def test_what_is_shown_is_what_was_chosen(
    maya: Membership, signed_in: As, deering: Candidate, query: str, shown: set[str]
) -> None:
    page = page_of(signed_in(maya), f"/territory/?{query}")
    names = {"Deering Family Practice PC", "112 State St", "7 Pine St"}
    assert {name for name in names if f"<h2>{name}</h2>" in page} == shown


def test_settings_rank_anew_by_other_weights(
    maya: Membership, signed_in: As, deering: Candidate
) -> None:
    client = signed_in(maya)
    page = page_of(client, "/settings/territory/")
    assert "How near it is" in page
    written = {"near": "04102", "within_miles": "5", "distance": "1", "prescribers": "0"}
    specialties = TerritoryPlace.objects.get().specialties
    answer = client.post(
        "/settings/territory/", written | {"primary_care_share": "0"} | specialties
    )
    assert answer.headers["Location"] == "/territory/"
    work.call(job_id=str(Job.objects.get().pk))
    assert RankingInUse.objects.get().ranking.place.near == "04102"
    assert "Near 04102" in page_of(client)


def test_settings_that_make_no_sense_are_said_on_the_form(
    maya: Membership, signed_in: As, deering: Candidate
) -> None:
    place = TerritoryPlace.objects.get()
    usual = {"near": "04101", "within_miles": 10} | place.parts | place.specialties
    for spoilt, words in (
        ({"near": "00001"}, "known neither to Census"),
        ({"within_miles": 101}, "less than or equal to 100"),
        (dict.fromkeys(place.parts, 0), "all are zero"),
        ({"distance": "-1"}, "greater than or equal to 0"),
        ({"distance": "nan"}, "Enter a number"),
    ):
        answer = signed_in(maya).post("/settings/territory/", usual | spoilt)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert TerritoryPlace.objects.count() == 1


NOBODY_S = "0198c0de-0000-7000-8000-000000000000"
ACTS = ("adoption", "setting-aside", "return")


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_finds_no_office_and_changes_nothing(
    ines: Membership, signed_in: As, deering: Candidate, act: str
) -> None:
    before = Event.objects.count()
    place = f"/candidates/{deering.office}/{act}/"
    assert signed_in(ines).post(place).status_code == 404
    assert signed_in(ines).get(place).status_code == 405
    assert Event.objects.count() == before
    assert not Practice.objects.exists()


def test_a_stranger_sees_an_empty_territory_and_none_of_our_work(
    maya: Membership, ines: Membership, signed_in: As, deering: Candidate, tmp_path: Path
) -> None:
    sent(signed_in(maya), csv_of(tmp_path))
    for place in ("/territory/", "/territory/loads/", "/settings/territory/"):
        page = page_of(signed_in(ines), place)
        for words in (str(deering), '04101"', "clinicians.csv", "DAC_National", "its turn"):
            assert words not in page
    assert "HX-Refresh" in signed_in(ines).get("/territory/work/").headers


@pytest.mark.parametrize(
    "place",
    [
        "/territory/",
        "/territory/loads/",
        "/territory/work/",
        "/settings/territory/",
        *(f"/candidates/{NOBODY_S}/{act}/" for act in ACTS),
    ],
)
def test_whoever_is_signed_out_is_sent_to_the_log_in(maya: Membership, place: str) -> None:
    for answer in (Client().get(place), Client().post(place)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/?next=")


WORDS = "<script>alert(1)</script>"


def test_what_a_file_says_is_shown_and_never_run(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    look_around(maya)
    rows = [row_at(f"1 {WORDS} ST", **{"Facility Name": WORDS, "City/Town": WORDS})]
    sent(signed_in(maya), csv_of(tmp_path, rows))
    work.call(job_id=str(Job.objects.get().pk))
    page = page_of(signed_in(maya))
    assert "&lt;" in page
    assert "<script>alert" not in page.lower()


def test_a_page_of_25_asks_little_and_is_small(
    maya: Membership, signed_in: As, tmp_path: Path
) -> None:
    client = signed_in(maya)
    asked = []
    for count in (3, 60):
        rows = [
            row_at(f"{number} A LONG ENOUGH STREET NAME BLVD", "STE 100")
            for number in range(1, count)
        ]
        load_rows(maya, tmp_path, rows)
        client.get("/territory/")  # the first request of a session writes down when it was seen
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/territory/")
        asked.append(len(queries))
    assert answer.content.count(b"<h2>") == 25
    assert asked[0] == asked[1] <= 12
    assert len(answer.content) < 60_000
    assert "page=2" in answer.content.decode()
    assert "26</b>" in page_of(client, "/territory/?page=2")
