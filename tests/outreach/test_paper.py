"""Who a member is on paper, what was printed for which counter, and which cards stand."""

from datetime import date, timedelta

import pytest

from alongside.materials.availability import AvailabilityOver
from alongside.materials.cards import AddressBad
from alongside.materials.gate import ForbiddenWords, MayNotPrint
from alongside.materials.logo import LogoBad
from alongside.materials.profile import ProfileBad
from alongside.outreach import actions as outreach
from alongside.outreach.models import (
    Availability,
    CardBatch,
    Letterhead,
    Logo,
    Practice,
    Printing,
    ScanKey,
    ScanMark,
)
from alongside.outreach.printer import ProfileMissing, Wish, print_wish
from alongside.team.models import Event, Membership
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import LOGO, room_of, written_by

Kind = Printing.Kind
TUESDAY = MONDAY + timedelta(days=1)
PHONE = "203.0.113.9\nA phone"


def address_of(token: str) -> str:
    return f"https://casco.example.org/c/{token}/"


def printed(member: Membership, wish: Wish, on: date = MONDAY) -> Printing:
    print_wish(member=member, wish=wish, at=at(on), card_address=address_of)
    return Printing.objects.newest_first()[0]


def test_the_latest_letterhead_counts_and_the_earlier_stays(maya: Membership) -> None:
    written_by(maya, "Elm Street", at=at(MONDAY))
    newer = written_by(maya, "Oak Street", at=at(TUESDAY))
    assert Letterhead.objects.of(maya) == newer
    assert list(Letterhead.objects.seen_by(maya).newest()) == [newer]
    assert Letterhead.objects.count() == 2
    assert Event.objects.seen_by(maya).filter(verb="profile written").count() == 2


@pytest.mark.parametrize(
    ("line", "written", "said"),
    [
        ("name", " ", "Name: blank"),
        ("licence_state", "XX", "State of the license"),
        ("zip5", "4101", "ZIP"),
        ("phone", "555", "Phone"),
        ("url", "casco", "Page address"),
        ("accent", "green", "Accent colour"),
        ("city", "x" * 301, "City: 301 characters"),
    ],
)
def test_a_line_that_cannot_be_is_named(
    maya: Membership, line: str, written: str, said: str
) -> None:
    with pytest.raises(ProfileBad, match=said):
        written_by(maya, "Elm Street", at=at(MONDAY), **{line: written})
    assert not Letterhead.objects.exists()


@pytest.mark.parametrize("line", ["name", "practice_name", "street"])
def test_a_line_that_meets_a_forbidden_pattern_is_refused(maya: Membership, line: str) -> None:
    with pytest.raises((MayNotPrint, ProfileBad), match=r"(?i)warm"):
        written_by(maya, "Elm", at=at(MONDAY), **{line: "The Warm Hand-off House"})
    assert not Letterhead.objects.exists()


def test_so_is_a_line_of_openings(maya: Membership) -> None:
    with pytest.raises(ForbiddenWords):
        room_of(maya, on=MONDAY, at=at(MONDAY), helps_with=["Warm hand-offs"])


def test_a_light_colour_is_darkened_and_never_refused(maya: Membership) -> None:
    assert written_by(maya, "Elm", at=at(MONDAY), accent="#7a4").accent == "#587e33"


def test_a_picture_is_made_anew_and_can_be_taken_away(maya: Membership) -> None:
    row = outreach.settle_logo(member=maya, content=LOGO, at=at(MONDAY))
    assert (row.kind, b"<rect" in bytes(row.data)) == ("svg", True)
    with pytest.raises(LogoBad, match="The picture: no PNG"):
        outreach.settle_logo(member=maya, content=b"GIF89a", at=at(TUESDAY))
    newest = outreach.remove_logo(member=maya, at=at(TUESDAY))
    assert Logo.objects.of(maya) == newest
    assert newest.drawn is None


def test_an_availability_has_an_end_that_is_to_come(maya: Membership) -> None:
    for days, kind in ((-1, AvailabilityOver), (400, outreach.AvailabilityBad)):
        end = MONDAY + timedelta(days=days)
        with pytest.raises(kind):
            room_of(maya, on=MONDAY, at=at(MONDAY), valid_until=end)
    with pytest.raises(outreach.AvailabilityBad, match="9 lines; 8 are the most"):
        room_of(maya, on=MONDAY, at=at(MONDAY), openings=["Monday"] * 9)
    assert not Availability.objects.exists()
    row = room_of(maya, on=MONDAY, at=at(MONDAY))
    assert (row.is_true(row.valid_until), row.is_true(date(2026, 3, 1))) == (True, False)


def test_a_page_that_is_printed_says_what_stood_on_it(
    maya: Membership, own_doctor: Practice
) -> None:
    written_by(maya, "Elm", at=at(MONDAY))
    row = printed(maya, Wish(Kind.HANDOUT, maya, practice=own_doctor))
    assert (row.audience, row.on, len(row.bullets)) == ("general", MONDAY, 5)
    assert row.bullets[0] == "general_primary_care:1"
    assert "wiles2013" in row.sources
    assert len(row.sha256) == 64
    assert row.review_by is not None
    assert not row.is_past_review(row.review_by)
    assert row.is_past_review(row.review_by + timedelta(days=1))


def test_on_a_counter_lies_what_was_printed_last_for_it(
    maya: Membership, own_doctor: Practice
) -> None:
    written_by(maya, "Elm", at=at(MONDAY))
    printed(maya, Wish(Kind.HANDOUT, maya, practice=own_doctor))
    newer = printed(
        maya, Wish(Kind.HANDOUT, maya, audience="patient", practice=own_doctor), TUESDAY
    )
    printed(maya, Wish(Kind.HANDOUT, maya), TUESDAY)
    printed(maya, Wish(Kind.LETTER, maya, practice=own_doctor), TUESDAY)
    assert list(Printing.objects.seen_by(maya).on_counters()) == [newer]


def test_what_the_gate_refuses_leaves_no_row(maya: Membership, own_doctor: Practice) -> None:
    with pytest.raises(ProfileMissing):
        printed(maya, Wish(Kind.HANDOUT, maya))
    written_by(maya, "Elm", at=at(MONDAY))
    chosen = ("general_primary_care:1",)
    for wish in (
        Wish(Kind.HANDOUT, maya, chosen=chosen),
        Wish(Kind.HANDOUT, maya, audience="patient", language="es"),
    ):
        with pytest.raises(MayNotPrint):
            printed(maya, wish)
    with pytest.raises(MayNotPrint, match="review"):
        printed(maya, Wish(Kind.HANDOUT, maya), date(2030, 1, 7))
    assert not Printing.objects.exists()


@pytest.mark.parametrize("kind", [Kind.CARDS, Kind.KIT])
@pytest.mark.parametrize("host", ["http://localhost:8000", "https://10.1.2.3", "https://bare"])
def test_no_card_is_printed_for_an_address_that_leads_nowhere(
    maya: Membership, own_doctor: Practice, kind: Kind, host: str
) -> None:
    written_by(maya, "Elm", at=at(MONDAY))
    wish = Wish(kind, maya, practice=own_doctor)
    with pytest.raises(AddressBad, match="phone elsewhere cannot open"):
        print_wish(
            member=maya, wish=wish, at=at(MONDAY), card_address=lambda token: f"{host}/c/{token}/"
        )
    assert not CardBatch.objects.exists()


@pytest.mark.parametrize("kind", list(Kind))
def test_each_document_is_printed_and_noted(
    maya: Membership, own_doctor: Practice, kind: Kind
) -> None:
    written_by(maya, "Elm", at=at(MONDAY))
    row = printed(maya, Wish(kind, maya, practice=own_doctor))
    assert row.kind == kind
    assert (row.batch is not None) == (kind in (Kind.CARDS, Kind.KIT))


def test_a_colleague_prints_for_a_therapist_and_their_cards_open_the_therapist_s_page(
    maya: Membership, sam: Membership, own_doctor: Practice
) -> None:
    written_by(maya, "Elm", at=at(MONDAY))
    row = printed(sam, Wish(Kind.CARDS, maya, practice=own_doctor))
    assert (row.by, row.whose) == (sam, maya)
    assert row.batch is not None
    assert row.batch.whose == maya


def test_a_stranger_prints_nothing_for_another_group(
    maya: Membership, ines: Membership, own_doctor: Practice
) -> None:
    written_by(maya, "Elm", at=at(MONDAY))
    written_by(ines, "Back Cove", at=at(MONDAY))
    for wish in (Wish(Kind.LETTER, maya), Wish(Kind.LETTER, ines, practice=own_doctor)):
        with pytest.raises(outreach.NotYours):
            printed(ines, wish)
    assert not Printing.objects.exists()
    row = printed(maya, Wish(Kind.CARDS, maya, practice=own_doctor))
    assert row.batch is not None
    with pytest.raises(outreach.NotYours):
        outreach.revoke_cards(member=ines, batch=row.batch, at=at(TUESDAY))
    assert not Printing.objects.seen_by(ines).exists()
    assert not Letterhead.objects.seen_by(ines).filter(member=maya).exists()


def test_a_revoked_batch_counts_no_scan(maya: Membership, own_doctor: Practice) -> None:
    batch, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    outreach.revoke_cards(member=maya, batch=batch, at=at(MONDAY))
    outreach.revoke_cards(member=maya, batch=batch, at=at(TUESDAY))
    assert outreach.note_scan(token=token, at=at(TUESDAY), device=PHONE) is None
    assert Event.objects.seen_by(maya).filter(verb="cards revoked").count() == 1


def test_a_sheet_that_replaces_the_earlier_ones_says_so(
    maya: Membership, own_doctor: Practice
) -> None:
    written_by(maya, "Elm", at=at(MONDAY))
    old = printed(maya, Wish(Kind.CARDS, maya, practice=own_doctor)).batch
    new = printed(maya, Wish(Kind.CARDS, maya, practice=own_doctor, replaces=True), TUESDAY).batch
    assert old is not None
    assert new is not None
    assert list(CardBatch.objects.seen_by(maya).standing()) == [new]
    assert old.revocation.replaced_by == new


def test_a_device_counts_once_a_day_and_is_not_known_afterwards(
    maya: Membership, own_doctor: Practice
) -> None:
    batch, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    for hour in (15, 16, 23):
        outreach.note_scan(token=token, at=at(MONDAY, hour), device=PHONE)
    outreach.note_scan(token=token, at=at(MONDAY), device="203.0.113.9\nAnother phone")
    assert batch.scans.count() == 2
    mark = bytes(ScanMark.objects.order_by("pk")[0].mark)
    outreach.note_scan(token=token, at=at(TUESDAY), device=PHONE)
    assert batch.scans.count() == 3
    assert mark not in {bytes(row.mark) for row in ScanMark.objects.all()}
    assert ScanKey.objects.get().on == TUESDAY


def test_what_a_day_knew_of_devices_goes_when_it_is_over_in_the_group_s_own_zone(
    maya: Membership, own_doctor: Practice
) -> None:
    _, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    outreach.note_scan(token=token, at=at(MONDAY), device=PHONE)
    outreach.forget_devices(at=at(TUESDAY, 4))  # 23:00 on Monday in Portland
    assert ScanMark.objects.exists()
    outreach.forget_devices(at=at(TUESDAY, 6))
    assert not ScanMark.objects.exists()
    assert not ScanKey.objects.exists()


def test_nothing_of_a_device_is_kept_in_words(maya: Membership, own_doctor: Practice) -> None:
    _, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    scan = outreach.note_scan(token=token, at=at(MONDAY), device=PHONE)
    assert scan is not None
    assert {field.name for field in scan._meta.concrete_fields} == {"id", "batch", "on"}
    assert len(bytes(ScanMark.objects.get().mark)) == 32
