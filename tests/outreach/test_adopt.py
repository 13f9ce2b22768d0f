"""An office of the territory becomes a practice, is set aside, or comes back."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from alongside.outreach.actions import AlreadyDone, Described, NotYours, mend_practice
from alongside.outreach.actions.territory import adopt, bring_back, set_aside
from alongside.outreach.models import (
    Candidate,
    Contact,
    FollowUp,
    Practice,
    Return,
    SettingAside,
)
from alongside.playbook.history import Entry
from alongside.team.models import Event, Membership
from tests.conftest import MONDAY, at
from tests.outreach.territories import load_rows
from tests.territory.cms_file import at as row_at


@pytest.fixture
def deering(maya: Membership, tmp_path: Path) -> Candidate:
    """The best office of a small territory."""
    load_rows(maya, tmp_path)
    return Candidate.objects.seen_by(maya).best_first()[0]


def test_an_office_becomes_a_practice_with_its_people(maya: Membership, deering: Candidate) -> None:
    practice = adopt(member=maya, candidate=deering, at=at(MONDAY))
    assert str(practice) == "Deering Family Practice PC"
    assert (practice.street, practice.unit, practice.city) == ("12 Elm St", "Ste 5", "Portland")
    assert (practice.state, practice.zip5, practice.specialty) == ("ME", "04101", "family_medicine")
    assert practice.candidate == deering.key
    assert practice.worth == deering.score > 0.5
    assert practice.entrance.entry == Entry.TERRITORY
    people = practice.contacts.order_by("name")
    assert [one.name for one in people] == [
        "Corisande Fennimarsh",
        "Corisande McTavish",
        "Corisande O'Dowd",
    ]
    assert {one.part for one in people} == {Contact.Part.PRESCRIBER}
    assert all(len(one.npi) == 10 for one in people)
    assert FollowUp.objects.get(standing_for=practice).step == 2
    assert Event.objects.filter(verb="office adopted", row_id=practice.pk).count() == 1


def test_an_office_without_a_name_goes_by_its_street(maya: Membership, tmp_path: Path) -> None:
    load_rows(maya, tmp_path, [row_at("112 STATE ST", specialty="INTERNAL MEDICINE")])
    practice = adopt(member=maya, candidate=Candidate.objects.get(), at=at(MONDAY))
    assert (str(practice), practice.specialty) == ("112 State St", "internal_medicine")


@pytest.mark.django_db(transaction=True)
def test_adopted_in_eight_tabs_at_once_it_is_one_practice(
    maya: Membership, deering: Candidate
) -> None:
    def tab(_: int) -> Practice:
        try:
            return adopt(member=maya, candidate=deering, at=at(MONDAY))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        practices = list(threads.map(tab, range(8)))
    assert len(set(practices)) == Practice.objects.count() == 1
    assert Contact.objects.count() == 3
    assert Event.objects.filter(verb="office adopted").count() == 1


def test_a_later_file_finds_the_adopted_office_again(
    maya: Membership, deering: Candidate, tmp_path: Path
) -> None:
    practice = adopt(member=maya, candidate=deering, at=at(MONDAY))
    spelt = [row_at("12 ELM STREET", "SUITE 05"), row_at("9 OAK ST")]
    load_rows(maya, tmp_path, spelt)
    again = Candidate.objects.seen_by(maya).get(key=practice.candidate)
    assert again.office == deering.office
    assert adopt(member=maya, candidate=again, at=at(MONDAY)) == practice


def test_mending_an_adopted_practice_does_not_forget_where_it_came_from(
    maya: Membership, deering: Candidate
) -> None:
    practice = adopt(member=maya, candidate=deering, at=at(MONDAY))
    described = Described("Deering", "family_medicine")
    mend_practice(member=maya, practice=practice, described=described, at=at(MONDAY))
    practice.refresh_from_db()
    assert (practice.name, practice.candidate) == ("Deering", deering.key)
    assert practice.worth == deering.score


def test_not_for_me_and_back_again_and_once_more(maya: Membership, deering: Candidate) -> None:
    offered = Candidate.objects.seen_by(maya)
    for times in (1, 2):
        for _ in range(2):
            set_aside(member=maya, candidate=deering, at=at(MONDAY))
        assert not offered.offered(maya).filter(pk=deering.pk).exists()
        assert list(offered.set_aside(maya)) == [deering]
        with pytest.raises(AlreadyDone):
            adopt(member=maya, candidate=deering, at=at(MONDAY))
        for _ in range(2):
            bring_back(member=maya, candidate=deering, at=at(MONDAY))
        assert offered.offered(maya).filter(pk=deering.pk).exists()
        assert SettingAside.objects.count() == Return.objects.count() == times
    assert Event.objects.filter(verb="office set aside").count() == 2


@pytest.mark.django_db(transaction=True)
def test_set_aside_and_brought_back_at_once_counts_once(
    maya: Membership, deering: Candidate
) -> None:
    def tab(act: int) -> None:
        try:
            [set_aside, bring_back][act % 2](member=maya, candidate=deering, at=at(MONDAY))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(tab, range(16)))
    standing = SettingAside.objects.exclude(standing_key=None).count()
    assert standing in (0, 1)
    assert SettingAside.objects.count() == Return.objects.count() + standing


def test_what_was_set_aside_stays_so_in_a_later_file(
    maya: Membership, deering: Candidate, tmp_path: Path
) -> None:
    set_aside(member=maya, candidate=deering, at=at(MONDAY))
    load_rows(maya, tmp_path)
    assert [one.key for one in Candidate.objects.seen_by(maya).set_aside(maya)] == [deering.key]


def test_a_stranger_adopts_and_sets_aside_nothing(
    maya: Membership, ines: Membership, deering: Candidate
) -> None:
    before = Event.objects.count()
    for act in (adopt, set_aside, bring_back):
        with pytest.raises(NotYours):
            act(member=ines, candidate=deering, at=at(MONDAY))
    assert Event.objects.count() == before
    assert not Practice.objects.exists()


def test_what_one_group_sets_aside_another_still_sees(
    maya: Membership, ines: Membership, deering: Candidate, tmp_path: Path
) -> None:
    load_rows(ines, tmp_path)
    set_aside(member=maya, candidate=deering, at=at(MONDAY))
    assert Candidate.objects.seen_by(ines).offered(ines).count() == 3
    assert Candidate.objects.seen_by(maya).offered(maya).count() == 2
