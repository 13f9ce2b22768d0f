"""`alongside territory demo`: the invented county, ranked, and what comes next with each office."""

import re

import pytest

from tests.cli.command import alongside


@pytest.fixture(scope="module")
def shown() -> str:
    done = alongside("territory", "demo", "--on", "2026-11-23")
    assert done.returncode == 0
    return done.stdout


def test_it_says_that_nobody_in_it_is_real(shown: str) -> None:
    assert "Nobody in it is real" in shown.splitlines()[0]


def test_every_office_has_a_rank_its_reasons_and_what_comes_next(shown: str) -> None:
    entries = shown.split("\n\n")[1:]
    assert [entry.split(".")[0].strip() for entry in entries] == [
        str(rank) for rank in range(1, len(entries) + 1)
    ]
    assert len(entries) > 20
    for entry in entries:
        assert re.search(r"Closed\.|At rest\.|: (Step [1-5]|Keep warm)", entry)


def test_the_story_has_a_practice_at_every_stage(shown: str) -> None:
    for words in ("Step 2,", "Step 3,", "Step 4,", "Keep warm", "Closed."):
        assert words in shown


def test_an_introduction_opens_with_who_made_it(shown: str) -> None:
    assert "Dr. Thistlewood told me" in shown
