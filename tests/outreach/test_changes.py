"""After a new load: what changed at practices on the list is offered, and done when accepted."""

from pathlib import Path

import pytest

from alongside.outreach.actions import archive
from alongside.outreach.actions.changes import answer_change, offer_changes
from alongside.outreach.actions.reckoning import NotYours
from alongside.outreach.actions.territory import adopt
from alongside.outreach.models import (
    Candidate,
    ChangeAnswer,
    Contact,
    Departure,
    Practice,
    RankingInUse,
    TerritoryChange,
)
from alongside.team.models import Event, Membership
from tests.conftest import MONDAY, at
from tests.outreach.territories import load_rows
from tests.territory.cms_file import Row, npi
from tests.territory.cms_file import at as row_at


def of(serial: int, street: str, name: str = "FENNIMARSH") -> Row:
    return row_at(street) | {"NPI": npi(serial), "Provider Last Name": name}


HERE = [of(1, "12 ELM ST", "ABARA"), of(2, "12 ELM ST", "BOONE"), of(3, "3 QUAY ST", "CHO")]


@pytest.fixture
def elm_street(maya: Membership, tmp_path: Path) -> Practice:
    """Two people at 12 Elm St, adopted."""
    load_rows(maya, tmp_path, HERE)
    [office] = Candidate.objects.seen_by(maya).filter(street="12 Elm St")
    return adopt(member=maya, candidate=office, at=at(MONDAY))


def offered(member: Membership) -> list[tuple[str, str, str]]:
    found = TerritoryChange.objects.seen_by(member).open().for_page()
    return [(one.kind, one.name, one.where) for one in found]


def answer(member: Membership, *, is_accepted: bool, kind: str = "") -> None:
    for change in TerritoryChange.objects.seen_by(member).open().filter(kind__contains=kind):
        answer_change(member=member, change=change, is_accepted=is_accepted, at=at(MONDAY))


def people(practice: Practice) -> set[str]:
    return set(practice.contacts.filter(departure=None).values_list("name", flat=True))


def test_the_same_again_offers_nothing(
    maya: Membership, elm_street: Practice, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path, HERE)
    assert offered(maya) == []


def test_who_left_and_who_came_is_offered_and_nothing_is_done(
    maya: Membership, elm_street: Practice, tmp_path: Path
) -> None:
    before = people(elm_street)
    load_rows(maya, tmp_path, [HERE[0], of(2, "3 QUAY ST", "BOONE"), of(4, "12 ELM ST", "DIAZ")])
    assert offered(maya) == [
        ("left", "Corisande Boone", "3 Quay St, Portland"),
        ("new", "Corisande Diaz", ""),
    ]
    assert people(elm_street) == before == {"Corisande Abara", "Corisande Boone"}
    answer(maya, is_accepted=True)
    assert people(elm_street) == {"Corisande Abara", "Corisande Diaz"}
    assert Contact.objects.get(npi=npi(4)).part == "prescriber"
    # Who left stays written down, with what was noted of them.
    assert Departure.objects.get().contact.name == "Corisande Boone"
    assert Event.objects.filter(verb="change accepted").count() == 2
    load_rows(maya, tmp_path, [HERE[0], of(4, "12 ELM ST", "DIAZ")])
    assert offered(maya) == []


def test_not_now_is_not_asked_again_and_another_fact_is(
    maya: Membership, elm_street: Practice, tmp_path: Path
) -> None:
    came = [*HERE, of(4, "12 ELM ST", "DIAZ")]
    load_rows(maya, tmp_path, came)
    answer(maya, is_accepted=False)
    load_rows(maya, tmp_path, came)
    assert offered(maya) == []
    load_rows(maya, tmp_path, [*came, of(5, "12 ELM ST", "ELIAS")])
    assert offered(maya) == [("new", "Corisande Elias", "")]


def test_what_a_later_load_tells_no_more_lapses(
    maya: Membership, elm_street: Practice, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path, HERE[:1])
    load_rows(maya, tmp_path, HERE[:1])
    assert offered(maya) == [("left", "Corisande Boone", "")]
    load_rows(maya, tmp_path, HERE)
    assert offered(maya) == []
    assert ChangeAnswer.objects.get().how == "lapsed"


def test_an_office_that_moved_is_offered_as_a_whole(
    maya: Membership, elm_street: Practice, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path, [of(1, "90 NEW RD", "ABARA"), of(2, "90 NEW RD", "BOONE")])
    assert offered(maya) == [("moved", "90 New Rd", "90 New Rd, Portland")]
    answer(maya, is_accepted=True)
    elm_street.refresh_from_db()
    assert (elm_street.street, elm_street.name) == ("90 New Rd", "12 Elm St")
    [office] = Candidate.objects.seen_by(maya)
    assert elm_street.candidate == office.key
    load_rows(maya, tmp_path, [of(1, "90 NEW RD", "ABARA"), of(2, "90 NEW RD", "BOONE")])
    assert offered(maya) == []


def test_an_office_that_is_not_in_the_list_any_more_is_no_change_by_itself(
    maya: Membership, elm_street: Practice, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path, HERE[2:])
    assert offered(maya) == []


def test_a_practice_that_was_put_away_is_left_alone(
    maya: Membership, elm_street: Practice, tmp_path: Path
) -> None:
    archive(member=maya, practice=elm_street, at=at(MONDAY))
    load_rows(maya, tmp_path, HERE[:1])
    assert offered(maya) == []


def test_offered_and_answered_twice_it_counts_once(
    maya: Membership, elm_street: Practice, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path, [*HERE, of(4, "12 ELM ST", "DIAZ")])
    in_use = RankingInUse.of(maya)
    assert in_use is not None
    assert offer_changes(member=maya, load=in_use.load, at=at(MONDAY)) == 0
    [change] = TerritoryChange.objects.all()
    for is_accepted in (True, True, False):
        answer_change(member=maya, change=change, is_accepted=is_accepted, at=at(MONDAY))
    assert ChangeAnswer.objects.get().how == "accepted"
    assert Contact.objects.filter(npi=npi(4)).count() == 1


def test_a_stranger_has_no_say(
    maya: Membership, ines: Membership, elm_street: Practice, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path, HERE[:1])
    assert offered(ines) == []
    with pytest.raises(NotYours):
        answer_change(
            member=ines, change=TerritoryChange.objects.get(), is_accepted=True, at=at(MONDAY)
        )
    assert not ChangeAnswer.objects.exists()
