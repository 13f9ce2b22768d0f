"""Settings: who one is on paper, one's picture, and when there is room."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from alongside.outreach.models import Availability, Letterhead, Logo
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import LOGO, TRAINED_IN, lines_of, room_of, written_by
from tests.web.conftest import As

PROFILE, AVAILABILITY = "/settings/profile/", "/settings/availability/"
LOGO_PAGE = "/settings/logo/"
ROOM = {
    "openings": "Two evening openings\r\n\r\n One Thursday ",
    "insurers": "Anthem",
    "helps_with": "Sleep",
    "ages": "16 and up",
    "portal": "",
    "as_of": "2026-01-05",
    "valid_until": "2099-01-01",
}


def said(**otherwise: object) -> dict[str, object]:
    return {**lines_of("Elm Street"), "trained_in": list(TRAINED_IN), **otherwise}


def send(client: Client, content: bytes, name: str = "logo.png") -> int:
    file = SimpleUploadedFile(name, content)
    return client.post(LOGO_PAGE, {"file": file}).status_code


def a_png(side: int = 40) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(made, format="PNG")
    return made.getvalue()


def test_a_profile_is_written_and_shown(maya: Membership, signed_in: As) -> None:
    mine = signed_in(maya)
    assert mine.post(PROFILE, said()).headers["Location"] == PROFILE
    row = Letterhead.objects.of(maya)
    assert row is not None
    assert (row.name, row.trained_in) == ("Elm Street Therapist", sorted(TRAINED_IN))
    page = mine.get(PROFILE).content.decode()
    assert "Elm Street Therapist, LCSW" in page
    assert 'fill="#1d5c55"' in page


def test_a_colour_that_was_darkened_is_said(maya: Membership, signed_in: As) -> None:
    page = signed_in(maya).post(PROFILE, said(accent="#77aa44"), follow=True).content.decode()
    assert "darkened to #587e33" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"phone": "555"}, "Found &#x27;555&#x27;"),
        ({"zip5": "4101"}, "Found &#x27;4101&#x27;"),
        ({"name": ""}, "This field is required"),
        ({"licence_state": "XX"}, "XX is not one of the available choices"),
        ({"trained_in": ["hypnosis"]}, "hypnosis is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(
    maya: Membership, signed_in: As, wrong: dict[str, object], words: str
) -> None:
    answer = signed_in(maya).post(PROFILE, said(**wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Letterhead.objects.exists()


def test_a_colleague_begins_with_the_group_s_address_and_a_license_of_their_own(
    maya: Membership, sam: Membership, ines: Membership, signed_in: As
) -> None:
    written_by(maya, "Elm Street", at=at(MONDAY))
    theirs = signed_in(sam).get(PROFILE).content.decode()
    assert 'value="48 Exchange Street, Suite 3"' in theirs
    assert "LC14822" not in theirs
    assert "48 Exchange" not in signed_in(ines).get(PROFILE).content.decode()


def test_a_picture_is_taken_shown_and_taken_away(
    maya: Membership, signed_in: As, settings: Settings
) -> None:
    mine = signed_in(maya)
    assert mine.get("/settings/logo/picture/").status_code == 404
    assert send(mine, LOGO, "logo.svg") == 302
    picture = mine.get("/settings/logo/picture/")
    assert (picture.headers["Content-Type"], b"<rect" in picture.content) == ("image/svg+xml", True)
    assert send(mine, a_png()) == 302
    assert mine.get("/settings/logo/picture/").content.startswith(b"\x89PNG")
    mine.post("/settings/logo/removal/")
    assert mine.get("/settings/logo/picture/").status_code == 404
    assert list((settings.HOME / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "no PNG, JPEG or SVG"),
        (a_png()[:60], "broken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "The picture:"),
        (b"", "empty"),
    ],
)
def test_what_is_no_picture_is_refused_and_let_go_of(
    maya: Membership, signed_in: As, settings: Settings, content: bytes, words: str
) -> None:
    file = SimpleUploadedFile("logo.png", content)
    answer = signed_in(maya).post(LOGO_PAGE, {"file": file})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Logo.objects.exists()
    assert list((settings.HOME / "uploads").iterdir()) == []


def test_a_picture_past_the_limit_is_not_even_kept(
    maya: Membership, signed_in: As, settings: Settings
) -> None:
    answer = signed_in(maya).post(
        LOGO_PAGE, {"file": SimpleUploadedFile("logo.png", b"\x89PNG" + bytes(5_200_000))}
    )
    assert answer.status_code == 422
    assert "larger than 5 MB" in answer.content.decode()
    assert not (settings.HOME / "uploads").exists() or not list(
        (settings.HOME / "uploads").iterdir()
    )


def test_when_there_is_room_is_written_a_line_each(maya: Membership, signed_in: As) -> None:
    mine = signed_in(maya)
    until = {"valid_until": "2026-02-04"}
    assert mine.post(AVAILABILITY, {**ROOM, **until}).status_code == 422
    assert "A year is the most" in mine.post(AVAILABILITY, ROOM).content.decode()
    assert not Availability.objects.exists()
    today = mine.get(AVAILABILITY).context["form"].initial
    days = {name: today[name].isoformat() for name in ("as_of", "valid_until")}
    assert mine.post(AVAILABILITY, {**ROOM, **days}).status_code == 302
    row = Availability.objects.of(maya)
    assert row is not None
    assert row.openings == ["Two evening openings", "One Thursday"]


def test_an_availability_that_is_over_is_said(maya: Membership, signed_in: As) -> None:
    room_of(maya, on=MONDAY, at=at(MONDAY))
    assert "now says to call" in signed_in(maya).get(AVAILABILITY).content.decode()
