"""No way round the release: each way to tell, with each release that does not cover it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest

from alongside.releases import actions, letters
from alongside.releases.actions import Talked
from alongside.releases.covering import Exemption, ReleaseMissing
from alongside.releases.models import Basis, Consult, Delivery, Disclosure, Letter, Release
from alongside.releases.scope import NEEDS, Item, LetterKind
from alongside.team.models import Event
from tests.conftest import MONDAY
from tests.releases.story import NOON, Story

REFUSED = "refused: no release covers it"
Make = Callable[[Story], Release | None]


def _revoked(story: Story) -> Release:
    made = story.release(days_ago=5)
    actions.revoke(member=story.maya, release=made, on=MONDAY, at=NOON)
    return made


def _treatment_over(story: Story) -> Release:
    made = story.release(days_ago=5)
    actions.end_treatment(member=story.maya, client=story.client, on=MONDAY, at=NOON)
    return made


def _later(story: Story) -> Release:
    return story.release(days_ago=-3)


# What stands where a covering release should, and what the refusal says of it.
WITHOUT: dict[str, tuple[Make, str]] = {
    "none": (lambda story: None, "No release names"),
    "unsigned": (lambda story: story.release(is_signed=False), "not signed yet"),
    "revoked": (_revoked, "was revoked on January 5, 2026"),
    "expired": (
        lambda story: story.release(days_ago=9, ends_on=MONDAY - timedelta(days=1)),
        "ended on January 4, 2026",
    ),
    "over with the treatment": (_treatment_over, "ended with the treatment"),
    "signed later": (_later, "signed later"),
    "for somebody else": (lambda story: story.release(contacts=(story.other,)), "No release names"),
    "to hear alone": (lambda story: story.release(tells=False), "does not let you tell"),
    "of another scope": (
        lambda story: story.release(items=frozenset({Item.RISK})),
        "does not cover: ",
    ),
}
# A letter of each kind, with words that go beyond risk; a kind without a row here fails below.
WORDS: dict[LetterKind, dict[Item, str]] = {
    LetterKind.INTRODUCTION: {Item.PROGRESS: "Better sleep."},
    LetterKind.FIRST_SESSION: {},
    LetterKind.REPORT_BACK: {Item.TREATMENT_PLAN: "Weekly sessions."},
    LetterKind.CONSULT: {Item.DIAGNOSIS: "F41.1"},
}


def test_every_kind_of_letter_says_what_it_needs_and_is_tried_here() -> None:
    assert set(NEEDS) == set(WORDS) == set(LetterKind)
    assert all(NEEDS.values())


def _consult(story: Story) -> Consult:
    items = frozenset({Item.PROGRESS})
    return actions.note_consult(
        member=story.maya,
        client=story.client,
        contact=story.ortiz,
        talked=Talked(MONDAY, Consult.How.PHONE, items),
        key=uuid4(),
        at=NOON,
    )


def _letter(story: Story, kind: LetterKind) -> Letter:
    return story.write(kind, words=WORDS[kind])


TELLINGS: dict[str, Callable[[Story], object]] = {
    **{f"a {kind} letter": partial(_letter, kind=kind) for kind in LetterKind},
    "a consult": _consult,
}


@pytest.mark.parametrize("without", WITHOUT)
def test_nothing_is_told_and_each_refusal_is_noted(story: Story, without: str) -> None:
    make, words = WITHOUT[without]
    make(story)
    for tried, telling in enumerate(TELLINGS, 1):
        with pytest.raises(ReleaseMissing, match=words):
            TELLINGS[telling](story)
        noted = Event.objects.filter(verb=REFUSED, row_id=story.client.pk)
        assert noted.count() == tried, telling
    assert not Letter.objects.exists()
    assert not Consult.objects.exists()
    assert not Disclosure.objects.exists()


def test_with_a_covering_release_each_is_told(story: Story) -> None:
    """Else the refusals would prove nothing."""
    story.release(days_ago=1)
    for telling in TELLINGS.values():
        telling(story)
    assert Letter.objects.queued().count() == len(LetterKind)
    assert not Event.objects.filter(verb=REFUSED).exists()


# What may happen between the writing and the leaving.
MEANWHILE: dict[str, Callable[[Story, Release], object]] = {
    "revoked": lambda story, made: actions.revoke(
        member=story.maya, release=made, on=MONDAY, at=NOON
    ),
    "over": lambda story, made: actions.end_treatment(
        member=story.maya, client=story.client, on=MONDAY, at=NOON
    ),
}


@pytest.mark.parametrize("how", Delivery.How)
@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_a_queued_letter_stops_at_once(story: Story, meanwhile: str, how: Delivery.How) -> None:
    made = story.release(days_ago=1)
    letter = story.write()
    MEANWHILE[meanwhile](story, made)
    assert not Letter.objects.queued().exists()
    for tried in (
        lambda: deliver(story, letter, how),
        lambda: letters.fax_cover(member=story.maya, letter=letter, at=NOON),
    ):
        with pytest.raises(actions.LetterStopped, match="was stopped"):
            tried()
    assert not Delivery.objects.exists()


def test_a_letter_of_yesterday_does_not_leave_under_a_release_that_ended_over_night(
    story: Story,
) -> None:
    story.release(days_ago=3, ends_on=MONDAY)
    letter = story.write()
    tomorrow = NOON + timedelta(days=1)
    with pytest.raises(ReleaseMissing, match="ended on January 5, 2026"):
        deliver(story, letter, Delivery.How.PRINTED, moment=tomorrow)
    with pytest.raises(ReleaseMissing):
        letters.fax_cover(member=story.maya, letter=letter, at=tomorrow)
    assert Event.objects.filter(verb=REFUSED).count() == 2
    assert not Disclosure.objects.exists()


def deliver(story: Story, letter: Letter, how: Delivery.How, moment: datetime = NOON) -> Delivery:
    return actions.deliver(
        member=story.maya, letter=letter, how=how, address="1 Elm St", key=uuid4(), at=moment
    )


def test_what_left_is_logged_with_what_it_stood_on(story: Story) -> None:
    made = story.release(days_ago=1)
    letter = story.write(LetterKind.REPORT_BACK, words={Item.PROGRESS: "Better sleep."})
    deliver(story, letter, Delivery.How.FAXED)
    (logged,) = Disclosure.objects.seen_by(story.maya).told()
    assert logged.recipient == "Dr. Ana Ortiz, Elm Street Family Medicine"
    assert logged.items == ["attendance", "treatment_plan", "progress"]
    assert (logged.basis, logged.is_accountable) == (Basis.RELEASE, False)
    assert (logged.why, logged.way) == (made.purpose, "report back, faxed")


def test_a_part_2_client_needs_a_part_2_consent(story: Story) -> None:
    made = story.release(days_ago=1)
    actions.mend_client(
        member=story.maya,
        client=story.client,
        name="Robin",
        born_on="",
        contact="",
        state="ME",
        is_part_2=True,
        at=NOON,
    )
    with pytest.raises(ReleaseMissing, match="Part 2"):
        story.write()
    with pytest.raises(actions.ReleaseIncomplete, match="42 CFR Part 2"):
        story.release()
    actions.settle_policy(member=story.maya, states=["ME"], at=NOON)
    with pytest.raises(ReleaseMissing, match="Part 2"):
        story.write(exemption=Exemption(Basis.TREATMENT, "dose change"))
    story.release(is_part_2=True)
    assert story.write().release != made


@pytest.mark.parametrize(
    ("states", "state", "words"),
    [([], "ME", "policy"), (["CA"], "ME", "policy"), (["IL"], "IL", "policy")],
)
def test_without_a_policy_that_allows_it_treatment_is_no_exception(
    story: Story, states: list[str], state: str, words: str
) -> None:
    _moved(story, state)
    if states:
        actions.settle_policy(member=story.maya, states=states, at=NOON)
    with pytest.raises(ReleaseMissing, match=words):
        story.write(exemption=Exemption(Basis.TREATMENT, "a dose change"))


def _moved(story: Story, state: str) -> None:
    actions.mend_client(
        member=story.maya,
        client=story.client,
        name="Robin",
        born_on="",
        contact="",
        state=state,
        is_part_2=False,
        at=NOON,
    )


def test_treatment_where_it_is_allowed_is_to_the_prescriber_alone(story: Story) -> None:
    actions.settle_policy(member=story.maya, states=["ME"], at=NOON)
    why = Exemption(Basis.TREATMENT, "a dose change")
    with pytest.raises(ReleaseMissing, match="not noted as this client's prescriber"):
        story.write(contact=story.other, exemption=why)
    deliver(story, story.write(exemption=why), Delivery.How.PRINTED)
    (logged,) = Disclosure.objects.all()
    assert (logged.basis, logged.is_accountable, logged.why) == (
        "treatment",
        False,
        "a dose change",
    )


def test_an_emergency_says_why_and_is_to_be_accounted_for(story: Story) -> None:
    with pytest.raises(ReleaseMissing, match="few words why"):
        story.write(exemption=Exemption(Basis.EMERGENCY, " "))
    with pytest.raises(ReleaseMissing, match="there is treatment"):
        story.write(exemption=Exemption(Basis.RELEASE, "just so"))
    why = Exemption(Basis.EMERGENCY, "spoke of ending their life tonight")
    deliver(story, story.write(exemption=why, contact=story.other), Delivery.How.FAXED)
    (logged,) = Disclosure.objects.all()
    assert (logged.basis, logged.is_accountable) == ("emergency", True)
