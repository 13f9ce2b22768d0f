"""Step 5 from a client to done, as outreach hears it; and shut from wherever the client says no."""

from datetime import timedelta
from uuid import uuid4

import pytest

from alongside.outreach.models import FollowUp, Practice, StepFiveFact, Visit
from alongside.outreach.owed import owed
from alongside.playbook.steps import Step
from alongside.releases import actions
from alongside.releases.actions import Talked
from alongside.releases.covering import ReleaseMissing
from alongside.releases.due import due_to
from alongside.releases.models import Consult, Delivery, Letter
from alongside.releases.scope import Item
from alongside.team.models import Membership, Role
from tests.conftest import MONDAY
from tests.releases.story import NOON, Story, joined

LATER = NOON + timedelta(hours=1)


def facts(practice: Practice) -> set[str]:
    return set(StepFiveFact.objects.filter(practice=practice).values_list("what", flat=True))


def said(story: Story) -> list[str]:
    return [due.what for due in due_to(story.maya, MONDAY)]


def introduce(story: Story) -> Delivery:
    letter = story.write()
    return actions.deliver(
        member=story.maya,
        letter=letter,
        how=Delivery.How.PRINTED,
        address="1 Elm St",
        key=uuid4(),
        at=NOON,
    )


def consult(story: Story, **otherwise: object) -> Consult:
    talked = Talked(
        on=MONDAY,
        how=Consult.How.PHONE,
        items=frozenset({Item.PROGRESS}),
        question="has_nobody",
        **otherwise,  # type: ignore[arg-type]
    )
    return actions.note_consult(
        member=story.maya,
        client=story.client,
        contact=story.ortiz,
        talked=talked,
        key=uuid4(),
        at=LATER,
    )


def test_release_introduction_consult_and_question_do_step_five(story: Story) -> None:
    there = story.ortiz.practice
    assert said(story) == []
    story.release()
    assert facts(there) == {"released"}
    assert said(story) == ["introduce yourself to Dr. Ana Ortiz"]
    introduce(story)
    assert said(story) == []
    consult(story, owed="a word about sleep", owed_on=MONDAY)
    assert said(story) == ["what you owe Dr. Ana Ortiz after the consult"]
    fresh = Practice.objects.select_related("entrance", "group").get(pk=there.pk)
    assert Step.SOMEONE_NEW in owed(fresh, LATER).found.done
    introduced, consulted = Visit.objects.filter(practice=there).told()
    assert (introduced.introduced, introduced.consulted) == (True, False)
    assert (consulted.consulted, consulted.question) == (True, "has_nobody")
    assert (introduced.note, consulted.note) == ("", "")


def test_told_twice_it_counts_once(story: Story) -> None:
    story.release()
    letter, key = story.write(), uuid4()
    for _ in range(2):
        actions.deliver(
            member=story.maya,
            letter=letter,
            how=Delivery.How.PRINTED,
            address="1",
            key=key,
            at=NOON,
        )
    actions.deliver(
        member=story.maya, letter=letter, how=Delivery.How.FAXED, address="2", key=uuid4(), at=NOON
    )
    assert Visit.objects.count() == 1
    assert Delivery.objects.count() == 2


def test_where_the_practice_was_entered_otherwise_nothing_is_heard(
    story: Story, maya: Membership
) -> None:
    noor = joined(maya, "Noor", Role.THERAPIST)
    client = actions.add_client(member=noor, code="N-1", state="ME", at=NOON)
    wished = actions.Wished(contacts=(story.ortiz,), items=frozenset({Item.PROGRESS}))
    made = actions.draft_release(member=noor, client=client, wished=wished, at=NOON)
    actions.keep_paper(
        member=noor, release=made, scan=b"%PDF-", name="N", signed_on=MONDAY, at=NOON
    )
    assert facts(story.ortiz.practice) == set()


# How far step 5 had come when the client took it back.
POINTS = ("signed", "written", "introduced", "consulted")


@pytest.mark.parametrize("point", POINTS)
def test_revoked_at_each_point_everything_after_it_is_shut(story: Story, point: str) -> None:
    made = story.release()
    come = POINTS.index(point)
    letter = story.write() if come >= 1 else None
    if letter is not None and come >= 2:
        actions.deliver(
            member=story.maya,
            letter=letter,
            how=Delivery.How.PRINTED,
            address="1 Elm St",
            key=uuid4(),
            at=NOON,
        )
    if come >= 3:
        consult(story)
    visits = Visit.objects.count()
    actions.revoke(member=story.maya, release=made, on=MONDAY, at=LATER)
    with pytest.raises(ReleaseMissing):
        story.write(moment=LATER)
    with pytest.raises(ReleaseMissing):
        consult(story)
    assert not Letter.objects.queued().exists()
    assert Visit.objects.count() == visits == max(0, come - 1)
    assert facts(story.ortiz.practice) == {"released", "said_no"}
    assert said(story) == []
    # The path goes on at the same office, with no word of any client.
    follow_up = FollowUp.objects.get(standing_for=story.ortiz.practice)
    assert follow_up.step != Step.SOMEONE_NEW


def test_a_no_is_noted_once_and_nobody_is_asked_again(story: Story) -> None:
    (prescriber,) = story.client.prescribers.all()
    for _ in range(2):
        actions.note_no(member=story.maya, prescriber=prescriber, on=MONDAY, at=NOON)
    assert facts(story.ortiz.practice) == {"said_no"}
    with pytest.raises(actions.NotAskedAgain, match="not asked again"):
        story.release()
    brought = story.release(is_brought=True, is_signed=False)
    actions.keep_paper(
        member=story.maya, release=brought, scan=b"%PDF-", name="W", signed_on=MONDAY, at=NOON
    )
    assert story.write().release == brought


def test_a_release_that_ends_within_thirty_days_is_due(story: Story) -> None:
    story.release(ends_on=MONDAY + timedelta(days=31))
    assert "the release ends" not in said(story)
    story.release(ends_on=MONDAY + timedelta(days=30))
    assert "the release ends" in said(story)


def test_a_letter_that_waits_is_due_and_whose_client_it_is_not_owes_nothing(story: Story) -> None:
    story.release()
    story.write()
    assert said(story) == [
        "introduce yourself to Dr. Ana Ortiz",
        "send the letter to Dr. Ana Ortiz",
    ]
    assert {due.code for due in due_to(story.maya, MONDAY)} == {story.client.code}
    for role in (Role.OWNER, Role.THERAPIST, Role.COORDINATOR):
        assert due_to(joined(story.maya, f"{role} Noor", role), MONDAY) == []
