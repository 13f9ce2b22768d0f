"""A printed code, to a letter under a release: the name of whoever came stands nowhere else."""

import logging
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, Request, expect
from pytest_django import Settings

from alongside.outreach import actions as outreach
from alongside.outreach.models import Practice
from alongside.outreach.owed import owed
from alongside.referrals.models import Referral
from alongside.releases.models import Disclosure, Letter
from alongside.team.backups import back_up
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.journeys.test_paper import PUBLIC, codes_of, keep, print_cards
from tests.journeys.test_referral import NAME, ask, be_refused_a_letter, close, see
from tests.journeys.test_referral import theirs as theirs
from tests.journeys.test_step_five import (
    make_the_release,
    sign_it_on_the_phone,
    take_the_phone_back,
)
from tests.journeys.walk import begin_visit, choose, save
from tests.materials.printed import text_of
from tests.outreach.letterheads import written_by

pytestmark = pytest.mark.django_db(transaction=True)

CODE, PLAN = "ZQ-7", "Weekly, for sleep first."
CANARIES = ("zephyrine", "quill", "555-0177")


@dataclass
class Watch:
    """Every address that the phones asked for, and every line that was logged meanwhile."""

    logged: pytest.LogCaptureFixture
    asked: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.asked.append(unquote(request.url))

    def told(self) -> str:
        return "\n".join([*self.asked, self.logged.text])


@pytest.fixture
def watch(maya_s_phone: Page, theirs: Page, caplog: pytest.LogCaptureFixture) -> Watch:
    caplog.set_level(logging.DEBUG)
    watch = Watch(caplog)
    for page in (maya_s_phone, theirs):
        watch.over(page)
    return watch


@pytest.mark.parametrize("theirs", [True], ids=["with scripts"], indirect=True)
def test_from_a_printed_code_to_a_letter_and_the_name_stands_nowhere_else(
    watch: Watch,
    maya_s_phone: Page,
    theirs: Page,
    maya: Membership,
    own_doctor: Practice,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.PUBLIC_URL = PUBLIC
    written_by(maya, "Elm Street", at=at(MONDAY))
    outreach.add_contact(
        member=maya, practice=own_doctor, name="Dr. Ana Ortiz", part="prescriber", at=at(MONDAY)
    )
    page = maya_s_phone
    cards = print_cards(page, own_doctor, tmp_path / "cards.pdf")
    leave_them(page, own_doctor, maya)
    (address,) = codes_of(cards)
    ask(theirs, address.removeprefix(PUBLIC))
    see(page)
    be_refused_a_letter(page)
    become_a_client(page)
    tell(page, tmp_path)
    page.goto("/referrals/")
    page.get_by_role("link", name="Zephyrine").click()
    close(page)
    it_is_known(page, own_doctor)
    kept = dict(everything_kept(tmp_path, watch))
    # What names nobody is found, so the name would be.
    assert any(b"Elm Street Family" in told for told in kept.values())
    assert b"/c/" in kept["addresses and logs"]
    for place, told in kept.items():
        assert [name for name in CANARIES if name.encode() in told.lower()] == [], place


def leave_them(page: Page, practice: Practice, member: Membership) -> None:
    """Leave ten cards at a visit, today."""
    page.goto(f"/practices/{practice.pk}/")
    begin_visit(page, member.group.day_of(timezone.now()), "The prescriber")
    choose(page, "Yes")
    save(page, "Come back")


def become_a_client(page: Page) -> None:
    page.get_by_role("link", name="Note them as a client").click()
    page.get_by_label("Code").fill(CODE)
    page.get_by_label("State").select_option("ME")
    page.get_by_role("button", name="Note them").click()
    page.get_by_role("link", name=CODE).click()
    page.get_by_role("link", name="Note a prescriber").click()
    page.get_by_role("button", name="Note them").click()
    make_the_release(page, CODE, "That I come here, and when", "My treatment plan")
    sign_it_on_the_phone(page, NAME)
    take_the_phone_back(page, CODE)


def tell(page: Page, folder: Path) -> None:
    """Write the report back, and let it leave: it names the person, and says the plan first."""
    page.get_by_role("link", name="Referrals").click()
    page.get_by_role("link", name="Zephyrine").click()
    page.get_by_role("link", name="Tell who sent them").click()
    choose(page, "Report back")
    page.get_by_label("To whom").select_option(label="Dr. Ana Ortiz")
    page.get_by_label("The plan together").fill(PLAN)
    page.get_by_role("button", name="Write the letter").click()
    page.get_by_role("link", name="Outbox").click()
    page.get_by_label("To another address").fill("1 Elm St, Portland, ME 04101")
    letter = keep(page, "Get the PDF, and note that it left", folder / "letter.pdf")
    words = text_of(letter.read_bytes())
    assert all(told in words for told in (NAME, PLAN, "Dr. Ana Ortiz"))
    assert Letter.objects.get().referral_id == Referral.objects.get().pk
    assert Disclosure.objects.count() == 1


def it_is_known(page: Page, practice: Practice) -> None:
    """The practice's page tells that somebody was sent, not whom; the playbook was told so."""
    page.goto(f"/practices/{practice.pk}/")
    expect(page.get_by_text("Somebody was sent")).to_be_visible()
    assert "Zephyrine" not in page.content()
    page.goto("/events/")
    assert "Zephyrine" not in page.content()
    kept = Practice.objects.select_related("entrance", "group").get(pk=practice.pk)
    assert len(owed(kept, timezone.now()).told.history.referrals) == 1


def everything_kept(folder: Path, watch: Watch) -> Iterator[tuple[str, bytes]]:
    """Yield everything that is kept or told, each with its place; of the letter, what is beside."""
    yield "addresses and logs", watch.told().encode()
    yield "mails", "".join(str(sent.message()) for sent in mail.outbox).encode()
    for paper in folder.glob("*.pdf"):
        yield f"beside the words of {paper.name}", metadata(paper)
    yield from database()
    plain = folder / "backup.tar"
    back_up(plain)
    yield "a backup", plain.read_bytes()


def metadata(paper: Path) -> bytes:
    with pikepdf.open(paper) as pdf:
        return str(pdf.docinfo).encode() + bytes(pdf.Root.Metadata.read_bytes())


def database() -> Iterator[tuple[str, bytes]]:
    """Yield the database as it lies on the disk, with its journal; a server's as it is dumped."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        for path in Path(settings["NAME"]).parent.glob(f"{Path(settings['NAME']).name}*"):
            yield path.name, path.read_bytes()
        return
    address = f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}"
    dump = ["pg_dump", f"{address}/{settings['NAME']}"]
    yield "the dump", subprocess.run(dump, capture_output=True, check=True).stdout
