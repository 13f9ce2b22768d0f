"""Data out: files for a spreadsheet, with nothing in them that is private, and nothing live."""

import csv
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.models import Contact, Practice, StepFiveFact, Visit
from alongside.playbook.history import Entry
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.web.conftest import As

FILES = ("practices", "people", "visits")
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\u00a0=1+1",
    "＝1+1",  # noqa: RUF001 full width
    "＋1",  # noqa: RUF001
    "－1",  # noqa: RUF001
    "＠SUM(A1)",  # noqa: RUF001
    "x;=1+1",
    "x;=1+1;y",
    'x;"=1+1;y',
    "x; ＝1+1;y",  # noqa: RUF001
    "x\n=1+1;y",
    "x\t=1+1",
    'x";=1+1',
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://evil.test")',
)
LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001


def rows_of(client: Client, name: str) -> list[dict[str, str]]:
    answer = client.get(f"/{name}.csv")
    assert answer.status_code == 200
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def written(member: Membership, words: str) -> Practice:
    """A practice, its people and a visit, all of them in those words."""
    practice = outreach.add_practice(
        member=member,
        described=Described(words, "other", street=words, city=words, referral_way=words),
        entry=Entry.BY_HAND,
        on=MONDAY,
        at=at(MONDAY),
    )
    outreach.add_contact(
        member=member, practice=practice, name=words, part=Contact.Part.MANAGER, at=at(MONDAY)
    )
    told = Told(on=MONDAY, outcome="met_prescriber", question_words=words, note=words)
    outreach.log_visit(member=member, practice=practice, key=uuid4(), told=told, at=at(MONDAY))
    return practice


@pytest.mark.parametrize("name", FILES)
def test_no_file_carries_a_live_formula(maya: Membership, signed_in: As, name: str) -> None:
    for words in FORMULAS:
        written(maya, words)
    maya.person.name = FORMULAS[0]
    maya.person.save()
    client = signed_in(maya)
    for words, row in zip(FORMULAS, rows_of(client, name), strict=True):
        assert words.replace("'", "") in {cell.replace("'", "") for cell in row.values()}
    for delimiter in (",", ";", "\t"):
        for cell in cells_of(client, name, delimiter):
            assert not cell.startswith(LIVE), (delimiter, cell)


def cells_of(client: Client, name: str, delimiter: str) -> Iterator[str]:
    """Each cell as a spreadsheet looks at it, without what does not show."""
    text = b"".join(client.get(f"/{name}.csv")).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        for cell in row:
            yield "".join(letter for letter in cell if letter.isprintable() and letter != " ")


def test_words_arrive_as_they_were_written(maya: Membership, signed_in: As) -> None:
    words = 'José “Pepe” Núñez, “Elm; Oak”\n"second line" 診療所'
    written(maya, words)
    (row,) = rows_of(signed_in(maya), "visits")
    assert row["note"] == words
    assert row["day"] == "2026-01-05"


def test_each_file_holds_these_columns_and_no_more(maya: Membership, signed_in: As) -> None:
    """A column that is added here is looked at: does it tell how a practice was entered?"""
    written(maya, "Elm Street")
    found = {name: list(rows_of(signed_in(maya), name)[0]) for name in FILES}
    assert found == {
        "practices": [
            "practice", "kind", "street", "unit", "city", "state", "zip", "phone", "fax",
            "receives visitors", "open on", "how they like referrals", "put away",
        ],
        "people": ["practice", "name", "part", "phone", "email", "npi"],
        "visits": [
            "practice", "day", "who went", "outcome", "handouts left", "cards left",
            "manager met", "way of referring noted", "come back on", "what they usually do",
            "in their words", "favourite", "note",
        ],
    }  # fmt: skip


def test_a_colleague_is_told_what_the_one_who_entered_it_is_and_nothing_private(
    maya: Membership, sam: Membership, own_doctor: Practice, first_visit: Visit, signed_in: As
) -> None:
    client_s = outreach.add_practice(
        member=maya,
        described=Described("Munjoy Hill", "internal_medicine"),
        entry=Entry.CLIENT,
        on=MONDAY,
        at=at(MONDAY),
    )
    released = StepFiveFact.What.RELEASED
    outreach.note_step_five(member=maya, practice=client_s, what=released, on=MONDAY, at=at(MONDAY))
    told = Told(on=MONDAY, outcome="met_prescriber", introduced=True, consulted=True)
    outreach.log_visit(member=maya, practice=client_s, key=uuid4(), told=told, at=at(MONDAY))
    for name in FILES:
        mine, theirs = rows_of(signed_in(maya), name), rows_of(signed_in(sam), name)
        assert mine == theirs
        said = str(mine).lower()
        for word in ("own doctor", "own_doctor", "client", "given", "release", "consult"):
            assert word not in said, (name, word)


def test_a_stranger_is_told_of_their_own_group_alone(
    maya: Membership, ines: Membership, signed_in: As
) -> None:
    written(maya, "Elm Street")
    written(ines, "Zanzibar")
    for name in FILES:
        (row,) = rows_of(signed_in(ines), name)
        assert "Zanzibar" in row.values()
        assert "Elm Street" not in row.values()


def test_a_visit_taken_back_is_not_told_and_a_practice_put_away_is(
    maya: Membership, own_doctor: Practice, first_visit: Visit, signed_in: As
) -> None:
    outreach.withdraw_visit(member=maya, visit=first_visit, at=at(MONDAY))
    outreach.archive(member=maya, practice=own_doctor, at=at(MONDAY))
    assert rows_of(signed_in(maya), "visits") == []
    assert [row["put away"] for row in rows_of(signed_in(maya), "practices")] == ["yes"]


def test_a_long_file_is_whole(
    maya: Membership, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.web.exports.A_PIECE", 3)
    for number in range(7):
        written(maya, f"Office {number}")
    for name in FILES:
        told = [row["practice"] for row in rows_of(signed_in(maya), name)]
        assert told == [f"Office {number}" for number in range(7)]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_saved_under_a_plain_name_and_kept_nowhere(
    maya: Membership, signed_in: As, name: str
) -> None:
    maya.group.name = '../"evil\r\nSet-Cookie: x=1'
    maya.group.save()
    answer = signed_in(maya).get(f"/{name}.csv")
    attached = answer.headers["Content-Disposition"]
    assert re.fullmatch(rf'attachment; filename="{name}-\d{{4}}-\d\d-\d\d\.csv"', attached)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.streaming


def test_settings_lead_to_the_files(maya: Membership, sam: Membership, signed_in: As) -> None:
    page = signed_in(sam).get("/settings/").content.decode()
    for name in FILES:
        assert f'href="/{name}.csv"' in page


@pytest.mark.django_db(transaction=True)
def test_whoever_takes_a_file_slowly_keeps_nobody_from_writing(
    maya: Membership, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.web.exports.A_PIECE", 2)
    elm = written(maya, "Elm Street")
    for number in range(5):
        written(maya, f"Office {number}")
    lines = iter(signed_in(maya).get("/visits.csv"))
    taken = [next(lines) for _ in range(3)]

    def write() -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA busy_timeout = 2000")
        told = Told(on=MONDAY, outcome="shut")
        outreach.log_visit(member=maya, practice=elm, key=uuid4(), told=told, at=at(MONDAY))
        connection.close()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(write).result()
    assert b"Office 4" in b"".join([*taken, *lines])
