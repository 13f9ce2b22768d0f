"""What a named clinician prescribes orders a private list, and no figure of it is told anywhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from alongside.outreach.actions.territory import adopt
from alongside.outreach.models import Candidate, Practice
from alongside.team.models import Membership
from tests.cli.command import alongside
from tests.conftest import MONDAY, at
from tests.materials.printed import text_of
from tests.outreach.letterheads import written_by
from tests.outreach.test_built_folder import CLAIMS, asked, done
from tests.outreach.test_built_folder import maine as maine
from tests.web.addresses import addresses
from tests.web.belongings import Belongings
from tests.web.conftest import As
from tests.web.database import taken_back
from tests.web.filling import filled, form_for

pytestmark = pytest.mark.one_database

# As it stands in the file, as it would be written for a reader, and as a share of all 20 more.
FIGURE = re.compile(rf"\b{CLAIMS}\b|\b{CLAIMS:,}\b|\.9997")


@pytest.fixture
def own(maya: Membership, maine: Path) -> Belongings:
    """A group whose territory comes from a built folder: one office of it is on the list."""
    written_by(maya, "Elm Street", at=at(MONDAY))
    done(asked(maya))
    own = Belongings(maya)
    own.candidate = Candidate.objects.get(name="", street="12 Elm St")
    own.practice = adopt(member=maya, candidate=own.candidate, at=at(MONDAY))
    Practice.objects.update(fax="207-555-0143")
    own.practice.refresh_from_db()
    return own


def words_of(answer: Any) -> str:
    """Return what an answer says: a page, a file for a spreadsheet, or printed paper."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if b"%%EOF" in content:
        return text_of(content)
    return str(content.decode("utf-8", "replace"))


def answers(client: Client, own: Belongings) -> Iterator[tuple[str, Any]]:
    """Yield what each address answers, asked for and written to."""
    own.all()
    for address in addresses():
        path = address.of(own)
        yield path, client.get(path)
        form = form_for(client, own, path)
        if form is not None:
            with taken_back():
                yield path, client.post(path, filled(form))


def test_no_page_no_export_and_no_paper_tells_a_figure(own: Belongings, signed_in: As) -> None:
    papers = 0
    for path, answer in answers(signed_in(own.member), own):
        papers += answer.headers.get("Content-Type") == "application/pdf"
        assert FIGURE.findall(words_of(answer)) == [], path
    assert papers > 3


def test_what_is_told_of_the_office_is_a_word(own: Belongings, signed_in: As) -> None:
    assert "12 Elm St" in signed_in(own.member).get("/territory/?miles=10").content.decode()
    assert FIGURE.search(f"They wrote {CLAIMS:,} prescriptions.")


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_no_list_of_the_command_tells_a_figure(maine: Path, form: str) -> None:
    run = alongside(
        *("territory", "rank", "--territory", str(maine / "maine"), "--near", "04101"),
        *("--format", form),
    )
    assert run.returncode == 0, run.stderr
    assert "12 ELM ST" in run.stdout.upper()
    assert FIGURE.findall(run.stdout + run.stderr) == []
