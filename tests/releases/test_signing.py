"""What a signature must have, what is kept of it, and for how long."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, transaction

from alongside.releases import actions, signing
from alongside.releases.actions import ReleaseIncomplete
from alongside.releases.models import Client, Letter, Release, Revocation, Signature
from alongside.releases.retention import Retained, kept_until, years_after
from alongside.releases.scope import Item
from tests.conftest import MONDAY
from tests.materials.printed import text_of
from tests.releases.story import CANARY, NOON, SIGNED, Story

LACKING: dict[str, tuple[dict[str, Any], str]] = {
    "the name": ({"name": " "}, "name of the one who signs"),
    "initials to tell": ({"tell_initials": ""}, "initials where this office may tell"),
    "initials to hear": ({"hear_initials": ""}, "initials where this office is told"),
    "intent": ({"has_intent": False}, "meant as a signature"),
    "consent to the screen": ({"consents_to_electronic": False}, "consent to sign on a screen"),
    "the drawing": ({"strokes": ""}, "draw it in the field"),
    "authority": ({"representative": "Ada Q."}, "their right to sign"),
    "representative": ({"authority": "mother"}, "their right to sign"),
}
UNWISHED: dict[str, tuple[dict[str, Any], str]] = {
    "items": ({"items": frozenset()}, "what may be shared"),
    "recipients": ({"contacts": ()}, "who may get it"),
    "direction": ({"tells": False, "hears": False}, "choose a direction"),
    "purpose": ({"purpose": " "}, "what it is for"),
    "an end in time": ({"ends_on": MONDAY - timedelta(days=1)}, "an end"),
    "an end within reach": ({"ends_on": date(2050, 1, 1)}, "an end"),
}


@pytest.mark.parametrize("what", UNWISHED)
def test_no_release_is_drafted_without_its_elements(story: Story, what: str) -> None:
    wished, words = UNWISHED[what]
    with pytest.raises(ReleaseIncomplete, match=words):
        story.release(**wished)


def test_nothing_is_signed_while_something_is_missing(story: Story) -> None:
    made = story.release(is_signed=False)
    for change, words in LACKING.values():
        with pytest.raises(ReleaseIncomplete, match=words):
            signing.sign(member=story.maya, release=made, signed=replace(SIGNED, **change), at=NOON)
    for strokes in ("1,2 3;4", "601,5", "<svg>", "1,1 " * 5001):
        with pytest.raises(signing.StrokesUnreadable):
            signing.sign(
                member=story.maya, release=made, signed=replace(SIGNED, strokes=strokes), at=NOON
            )
    assert not Signature.objects.exists()


def test_what_was_signed_is_kept_with_its_hash_and_says_all_of_it(story: Story) -> None:
    kept = Signature.objects.get(release=story.release())
    assert kept.sha256 == hashlib.sha256(kept.document).hexdigest()
    assert (kept.how, kept.name, kept.signed_on) == ("drawn", CANARY, MONDAY)
    words = text_of(kept.document)
    for said in (CANARY, "March 3, 1980", "My diagnosis", "Dr. Ana Ortiz", "January 5, 2026"):
        assert said in words
    assert "I can take this back at any time" in words
    assert "psychotherapy notes" in words
    assert CANARY.encode() not in kept.document.split(b"/Title")[1][:300]


def test_a_release_is_signed_once(story: Story) -> None:
    made = story.release()
    with pytest.raises(actions.SignedAlready):
        signing.sign(member=story.maya, release=made, signed=SIGNED, at=NOON)
    with pytest.raises(actions.SignedAlready):
        actions.keep_paper(
            member=story.maya, release=made, scan=b"%PDF-", name="W", signed_on=MONDAY, at=NOON
        )


def test_a_paper_original_is_a_scan_of_a_day_that_has_come(story: Story) -> None:
    made = story.release(is_signed=False)
    kept = {"member": story.maya, "release": made, "name": "W", "at": NOON}
    with pytest.raises(actions.ScanUnreadable):
        actions.keep_paper(scan=b"<html>", signed_on=MONDAY, **kept)  # type: ignore[arg-type]
    with pytest.raises(actions.DayToCome):
        actions.keep_paper(scan=b"%PDF-", signed_on=MONDAY + timedelta(1), **kept)  # type: ignore[arg-type]
    actions.keep_paper(scan=b"%PDF-1", signed_on=MONDAY, **kept)  # type: ignore[arg-type]
    assert Signature.objects.get().document == b"%PDF-1"


def test_nothing_is_deleted_within_six_years_whoever_asks(story: Story) -> None:
    made = story.release(ends_on=MONDAY + timedelta(days=9))
    actions.revoke(member=story.maya, release=made, on=MONDAY, at=NOON)
    with pytest.raises(Retained, match="until January 5, 2032"):
        actions.delete_client(member=story.maya, client=story.client, at=NOON)
    for rows in (
        Signature.objects.filter(release=made),
        Revocation.objects.filter(release=made),
        Letter.objects.filter(pk=_fresh_letter(story).pk),
    ):
        with pytest.raises(Error), transaction.atomic():
            rows._raw_delete(rows.db)
    assert Client.objects.filter(pk=story.client.pk).exists()


def _fresh_letter(story: Story) -> Letter:
    story.release()
    return story.write()


def test_what_was_told_is_not_changed(story: Story) -> None:
    story.release()
    letter = story.write()
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(sha256="0" * 64)
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Signature.objects.update(signed_on=date(2020, 1, 1))


def test_a_client_of_whom_nothing_must_be_kept_is_deleted(story: Story) -> None:
    actions.delete_client(member=story.maya, client=story.client, at=NOON)
    assert not Client.objects.exists()


def test_six_years_are_counted_from_the_day_it_was_last_in_effect(story: Story) -> None:
    story.release(ends_on=date(2027, 3, 1))
    assert kept_until(story.client) == date(2033, 3, 1)
    assert years_after(date(2028, 2, 29)) == date(2034, 3, 1)
    release = Release.objects.get()
    assert release.scope == frozenset(Item)
