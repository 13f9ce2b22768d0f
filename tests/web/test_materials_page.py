"""Materials: what is shown before it is printed, what is printed, and where it lies."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from alongside.outreach import actions as outreach
from alongside.outreach.models import CardBatch, Practice, Printing
from alongside.outreach.printer import Wish, print_wish
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import lines_of, written_by
from tests.web.conftest import As
from tests.web.filling import filled, forms_on

PAGE = "/materials/"
FILES = ("/handouts/", "/cards/", "/visit-kits/", "/letters/", "/availability-cards/")
ALL = (*FILES, "/release-forms/")


@pytest.fixture
def mine(maya: Membership, signed_in: As, settings: Settings) -> Client:
    """Maya's browser; she has said who she is, and her address is a public one."""
    settings.PUBLIC_URL = "https://casco.example.org"
    written_by(maya, "Elm Street", at=at(MONDAY))
    return signed_in(maya)


def form_of(client: Client, place: str, page: str = PAGE) -> dict[str, list[str]]:
    return filled(dict(forms_on(client, page))[place])


def text_of(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def ids_chosen(client: Client, path: str = PAGE) -> list[str]:
    document = lxml.html.document_fromstring(client.get(path).content.decode())
    return [str(box.get("value")) for box in document.xpath("//input[@name='bullet'][@checked]")]


def test_without_a_profile_the_page_says_what_comes_first(maya: Membership, signed_in: As) -> None:
    page = text_of(signed_in(maya), PAGE)
    assert "Write my profile" in page
    assert "/handouts/" not in page


def test_each_finding_has_its_source_and_its_review_beside_it(mine: Client) -> None:
    page = text_of(mine, PAGE)
    assert "Wiles N. Lancet, 2013." in page
    assert "https://doi.org/10.1016/S0140-6736(12)61552-9" in page
    assert len(re.findall(r"review by \d+ \w+ \d{4}", page)) > 5
    assert len(ids_chosen(mine)) == 5


@pytest.mark.parametrize("audience", ["general", "obgyn", "internal_medicine", "patient"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_preview_is_the_press_s_own_page(mine: Client, audience: str, paper: str) -> None:
    document = lxml.html.document_fromstring(
        mine.get(PAGE, {"audience": audience, "paper": paper}).content.decode()
    )
    (place,) = document.xpath("//img[contains(@class, 'sheet')]/@src")
    picture = mine.get(place)
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    width = {"letter": b'viewBox="0 0 612 792"', "a4": b'viewBox="0 0 595'}[paper]
    assert width in picture.content[:400]
    assert parse_qs(urlsplit(place).query)["audience"] == [audience]


def test_another_choice_of_findings_is_the_one_that_is_printed(mine: Client) -> None:
    chosen = ids_chosen(mine)
    other = [*chosen[:4], "general_primary_care_alt:1"]
    query = "&".join(["of=general", *(f"bullet={one}" for one in other)])
    form = form_of(mine, "/handouts/", f"{PAGE}?{query}")
    assert form["bullets"] == [" ".join(other)]
    assert mine.post("/handouts/", form).status_code == 200
    assert Printing.objects.get().bullets == other


def test_four_findings_make_no_page_and_the_page_says_so(mine: Client) -> None:
    chosen = ids_chosen(mine)[:4]
    answer = mine.get(PAGE, {"of": "general", "bullet": chosen}, headers={"HX-Target": "making"})
    part = answer.content.decode()
    assert "4 bullets were chosen; 5 are needed" in part
    assert "Print the page" not in part
    assert "<html" not in part


def test_another_audience_lets_go_of_what_was_ticked(mine: Client) -> None:
    query = {"audience": "obgyn", "of": "general", "bullet": ids_chosen(mine)}
    page = mine.get(PAGE, query).content.decode()
    assert 'role="alert"' not in page
    assert 'value="ob_gyn:1" checked' in page


def test_spanish_waits_for_who_reviewed_it(mine: Client) -> None:
    asked = {"audience": "patient", "of": "patient", "language": "es"}
    assert "names who reviewed it" in mine.get(PAGE, asked).content.decode()
    named = mine.get(PAGE, {**asked, "reviewed_by": "Dr. Rosa Díaz"}).content.decode()
    assert "names who reviewed it" not in named
    form = form_of(mine, "/handouts/", f"{PAGE}?audience=patient&language=es&reviewed_by=Dr.+Díaz")
    assert mine.post("/handouts/", form).status_code == 200
    assert (Printing.objects.get().language, Printing.objects.get().reviewed_by) == (
        "es",
        "Dr. Díaz",
    )


def test_what_lacks_training_is_refused_by_name(maya: Membership, mine: Client) -> None:
    outreach.settle_letterhead(
        member=maya, lines=lines_of("Elm Street"), trained_in=(), at=timezone.now()
    )
    assert "needs training in" in mine.get(PAGE, {"audience": "obgyn"}).content.decode()


@pytest.mark.parametrize("place", ALL)
def test_each_document_is_a_file_with_a_safe_name_and_is_noted(
    mine: Client, own_doctor: Practice, place: str
) -> None:
    answer = mine.post(place, form_of(mine, place))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert "no-store" in answer.headers["Cache-Control"]
    disposition = answer.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.pdf"', disposition)
    row = Printing.objects.get()
    assert CardBatch.objects.count() == (place in ("/cards/", "/visit-kits/"))
    assert row.practice in (own_doctor, None)


@pytest.mark.parametrize("host", ["http://localhost:8000", "https://192.168.1.4", "https://bare"])
@pytest.mark.parametrize("place", ["/cards/", "/visit-kits/"])
def test_cards_for_an_address_that_leads_nowhere_are_refused_in_words(
    mine: Client, own_doctor: Practice, settings: Settings, host: str, place: str
) -> None:
    settings.PUBLIC_URL = host
    answer = mine.post(place, form_of(mine, place))
    assert answer.status_code == 422
    assert "A phone elsewhere cannot open this address" in answer.content.decode()
    assert not CardBatch.objects.exists()
    assert not Printing.objects.exists()


def test_what_was_tampered_with_is_refused_on_the_page(mine: Client) -> None:
    form = form_of(mine, "/handouts/")
    for name, value in (
        ("bullets", "general_primary_care:1 made:up"),
        ("audience", "dentist"),
        ("paper", "napkin"),
        ("language", "fr"),
    ):
        answer = mine.post("/handouts/", {**form, name: value})
        assert answer.status_code == 422, name
        assert 'role="alert"' in answer.content.decode()
    assert not Printing.objects.exists()


def test_the_page_says_which_version_lies_where_and_which_is_past_review(
    maya: Membership, mine: Client, own_doctor: Practice
) -> None:
    wish = Wish(Printing.Kind.HANDOUT, maya, practice=own_doctor)
    print_wish(member=maya, wish=wish, at=timezone.now(), card_address=str)
    page = text_of(mine, PAGE)
    assert "Elm Street Family Medicine" in page
    assert "Past review" not in page


def test_what_is_past_its_review_is_marked_on_both_pages(
    maya: Membership, mine: Client, own_doctor: Practice
) -> None:
    over = timezone.now().date() - timedelta(days=3)
    outreach.note_printing(
        member=maya,
        whose=maya,
        inked=outreach.Inked(Printing.Kind.HANDOUT, "0" * 64, review_by=over, audience="general"),
        at=timezone.now(),
        practice=own_doctor,
    )
    assert "Past review" in text_of(mine, PAGE)
    assert "Past review: bring a newer one." in text_of(mine, f"/practices/{own_doctor.pk}/")


def test_the_practice_s_page_leads_to_its_kit(mine: Client, own_doctor: Practice) -> None:
    page = mine.get(f"/practices/{own_doctor.pk}/").content.decode()
    assert f"/materials/?practice={own_doctor.pk}#kit" in page
    form = form_of(mine, "/visit-kits/", f"{PAGE}?practice={own_doctor.pk}")
    assert form["practice"] == [str(own_doctor.pk)]


def test_cards_are_revoked_from_the_practice_s_page(
    maya: Membership, mine: Client, own_doctor: Practice
) -> None:
    batch, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    assert mine.get(f"/c/{token}/").status_code == 200
    place = f"/card-batches/{batch.pk}/revocation/"
    assert place in mine.get(f"/practices/{own_doctor.pk}/").content.decode()
    mine.post(place)
    assert mine.get(f"/c/{token}/").status_code == 404
    assert place not in mine.get(f"/practices/{own_doctor.pk}/").content.decode()


def test_a_colleague_prints_a_therapist_s_page(
    maya: Membership, sam: Membership, mine: Client, signed_in: As
) -> None:
    theirs = signed_in(sam)
    assert theirs.post("/handouts/", form_of(theirs, "/handouts/")).status_code == 200
    row = Printing.objects.get()
    assert (row.by, row.whose) == (sam, maya)
    assert "By Sam Reyes, for Maya Okonkwo" in text_of(mine, PAGE)


def test_a_stranger_sees_none_of_it(
    maya: Membership, ines: Membership, mine: Client, own_doctor: Practice, signed_in: As
) -> None:
    mine.post("/handouts/", form_of(mine, "/handouts/"))
    hers = signed_in(ines)
    for query in ("", f"?whose={maya.pk}&practice={own_doctor.pk}"):
        page = text_of(hers, PAGE + query)
        assert "Elm Street" not in page
        assert "Printed" not in page
