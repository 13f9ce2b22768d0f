"""Every address × verb × whoever asks, found by walking the URLconf.

A new page is tried by itself: open to members, a stranger finds nothing there, the signed-out are
sent to the log-in, and no call that was denied changes a row. What is otherwise is written here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from alongside.team import actions as team
from alongside.team.models import Membership, Role
from tests.conftest import MONDAY, at
from tests.web.addresses import (
    READING_IS_NOTED,
    Address,
    NoRow,
    addresses,
    every_route,
)
from tests.web.belongings import Belongings
from tests.web.conftest import As
from tests.web.database import changed, taken_back, tried, whole_database
from tests.web.filling import Said, filled, form_for

pytestmark = pytest.mark.one_database

VERBS = ("get", "head", "post", "put", "patch", "delete", "options")
SAFE = ("get", "head", "options")
LOG_IN = "/accounts/login/"

# Pages for whoever comes: a monitor, the first visitor, and whoever holds an invitation's link, a
# card or an email.
PUBLIC = {
    "healthz",
    "beginning",
    "invitation",
    "card",
    "card-appointment",
    "card-sending",
    "card-thanks",
    "no-more-mail",
}
# No cookie is read there, so their token is in the form (test_card_requests.py).
WITHOUT_COOKIE = {"card-appointment", "card-sending"}
# A mail program presses the button of one for whoever reads it, without having seen the page.
WITHOUT_A_TOKEN = {"no-more-mail"}
OWNERS_ONLY = {
    "invitations",
    "invitation-withdrawal",
    "member-role",
    "member-departure",
    "settings-group",
    "events",
    "questions",
    "settings-spanish",
    "settings-gifts",
    "networks",
    "network-codes",
    "network-leaving",
    "network-requests",
    "network-request-admission",
    "network-request-refusal",
    "settings-treatment-policy",
}
# Pages of people who were sent: a liaison sees practices and counts alone.
OF_PEOPLE = {
    "referral",
    "referral-new",
    "referral-answer",
    "referral-offer",
    "referral-closing",
    "referral-owner",
    "referral-credit",
    "referral-admission",
    "referral-telling",
    "referral-passing",
    "offer-session",
    "offer-absence",
}
# Sent as they are shown, they leave all as it was: done in test_referral_pages.py.
AS_IT_WAS = {"referral-owner", "referral-credit"}
# Pages about clients: neither a coordinator nor a liaison finds any.
OF_THERAPISTS = {
    "clients",
    "client",
    "client-new",
    "client-mending",
    "client-prescriber",
    "client-treatment-end",
    "client-deletion",
    "client-disclosures",
    "release-new",
    "client-letter-new",
    "consult-new",
    "prescriber-no",
    "release-signing",
    "release-signature",
    "release-paper",
    "release-copy",
    "release-revocation",
    "outbox",
    "client-letter-delivery",
    "client-letter-fax-cover",
    "client-letter-withdrawal",
    "consult-settling",
}
# Rows that members read, and that only the one who made them changes.
OF_ITS_MAKER = {
    "visit-withdrawal",
    "work-stop-wish",
    "work-retrial",
    "finding-removal",
    "sending-withdrawal",
    "gift-withdrawal",
}
# What wants a file, a job that has ended, a number to call, a public address, six years, a network
# with a code, gifts that are on, a mail server or a permission: done in the tests of its own page.
NOT_AS_IT_STANDS = {
    "territory-loads",
    "work-retrial",
    "settings-logo",
    "cards",
    "visit-kits",
    "referral-new",
    "referral-telling",
    "referral-passing",
    "release-paper",
    "client-deletion",
    "gift-new",
    "mailing-new",
    "fax-new",
    "network-codes",
    "network-leaving",
    "network-requests",
    "network-request-admission",
}
# Rows of a person, and not of a group: nobody else's exist.
OWN = {"current-group", "practice-step-five", "visit-correction", "settings-logo-picture"}

EVERY = pytest.mark.parametrize("address", addresses(), ids=lambda address: address.route or "/")


@pytest.fixture(autouse=True)
def _passwords_are_not_the_point(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def lena(maya: Membership) -> Membership:
    """Her liaison."""
    return joined(maya, "Lena Fisk", Role.LIAISON)


@pytest.fixture
def omar(maya: Membership) -> Membership:
    """One who has left."""
    gone = joined(maya, "Omar Aziz", Role.THERAPIST)
    team.part(member=maya, whose=gone, at=at(MONDAY))
    return gone


def joined(owner: Membership, name: str, role: Role) -> Membership:
    email = f"{name.split()[0].lower()}@example.com"
    _, token = team.invite(member=owner, email=email, role=role, at=at(MONDAY))
    return team.accept(token=token, name=name, password="a phrase of theirs", at=at(MONDAY))


@dataclass(frozen=True, slots=True)
class Answered:
    verb: str
    status: int
    leads_to: str
    has_changed: bool


class Asking:
    """One address, filled with a member's own rows, and what asking there does."""

    def __init__(self, address: Address, owner: Membership, owners: Client) -> None:
        self.address, own = address, Belongings(owner)
        self.path = address.of(own)
        self.form = form_for(owners, own, self.path)
        self.said: Said = filled(self.form) if self.form is not None else {}

    def each(self, client: Client, verbs: Iterable[str] = VERBS) -> list[Answered]:
        """Ask with one verb after the other; nothing of it stays."""
        return [self._tried(client, verb) for verb in verbs]

    def is_noted(self, verb: str, status: int) -> bool:
        """Whether this page was read, and that is written down."""
        return self.address.name in READING_IS_NOTED and (verb, status) == ("get", 200)

    def _tried(self, client: Client, verb: str) -> Answered:
        said = {"data": self.said} if verb == "post" else {}
        with tried() as trial:
            answer: HttpResponse = getattr(client, verb)(self.path, **said)
        assert answer.status_code < 500, (verb, self.path)
        leads_to = answer.headers.get("Location", "")
        if answer.status_code >= 400 or leads_to.startswith(LOG_IN) or verb in SAFE:
            noted = {"team_event"} if self.is_noted(verb, answer.status_code) else set()
            assert trial.change.keys() == noted, (verb, self.path, answer.status_code)
        return Answered(verb, answer.status_code, leads_to, bool(trial.change))


@EVERY
def test_each_may_there_what_is_written_here(
    maya: Membership,
    sam: Membership,
    lena: Membership,
    omar: Membership,
    ines: Membership,
    signed_in: As,
    address: Address,
) -> None:
    asking = Asking(address, maya, signed_in(maya))
    the_owner_s_form_is_done(asking, signed_in(maya))
    no_form_counts_without_its_token(asking, maya)
    if address.name in PUBLIC:
        return
    offered = asking.each(signed_in(maya))
    whoever_is_signed_out_is_sent_to_the_log_in(asking)
    one_who_left_finds_no_page(asking, signed_in(omar))
    if address.nouns:
        a_stranger_finds_no_row(asking, offered, signed_in(ines))
    for colleague in (sam, lena):
        a_colleague_does_what_is_not_an_owner_s(asking, offered, colleague, signed_in(colleague))


def the_owner_s_form_is_done(asking: Asking, client: Client) -> None:
    """Else a refusal of the same to others would prove nothing."""
    address, (answered,) = asking.address, asking.each(client, ["post"])
    if address.name in NOT_AS_IT_STANDS:
        assert (answered.status, answered.has_changed) == (422, False)
    elif address.name not in PUBLIC:
        assert answered.status in (200, 302, 405), asking.said
        does = asking.form is not None and address.name not in AS_IT_WAS
        assert answered.has_changed == does, asking.said


def no_form_counts_without_its_token(asking: Asking, owner: Membership) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner.person)
    if asking.address.name in WITHOUT_COOKIE | WITHOUT_A_TOKEN:
        return
    for answered in asking.each(strict, ["post", "put", "patch", "delete"]):
        assert (answered.status, answered.has_changed) == (403, False), answered


def whoever_is_signed_out_is_sent_to_the_log_in(asking: Asking) -> None:
    for answered in asking.each(Client()):
        assert answered.status == 302, answered
        assert answered.leads_to.startswith(f"{LOG_IN}?next="), answered


def one_who_left_finds_no_page(asking: Asking, client: Client) -> None:
    for answered in asking.each(client):
        assert answered.status in (404, 405), answered


def a_stranger_finds_no_row(asking: Asking, offered: list[Answered], client: Client) -> None:
    for mine, theirs in zip(offered, asking.each(client), strict=True):
        # A verb that the page does not take is refused before any row is looked for.
        assert theirs.status == (405 if mine.status == 405 else 404), theirs


def a_colleague_does_what_is_not_an_owner_s(
    asking: Asking, offered: list[Answered], who: Membership, client: Client
) -> None:
    for mine, theirs in zip(offered, asking.each(client), strict=True):
        if is_refused(asking.address, mine.verb, who):
            assert theirs.status >= 400, (who.role, theirs)
        else:
            assert theirs.status == mine.status, (who.role, theirs)


def is_refused(address: Address, verb: str, who: Membership) -> bool:
    """Whether this page is written down as not for this member."""
    of_maker = address.name in OF_ITS_MAKER and verb == "post"
    of_people = address.name in OF_PEOPLE and who.role == Role.LIAISON
    return of_maker or of_people or address.name in OWNERS_ONLY | OWN | OF_THERAPISTS


@pytest.mark.parametrize(
    "table",
    [
        OF_PEOPLE,
        READING_IS_NOTED,
        WITHOUT_COOKIE,
        WITHOUT_A_TOKEN,
        PUBLIC,
        OWNERS_ONLY,
        OF_THERAPISTS,
        OF_ITS_MAKER,
        OWN,
        NOT_AS_IT_STANDS,
        AS_IT_WAS,
    ],
)
def test_what_is_written_here_exists(table: set[str]) -> None:
    assert table <= {name for _, name in every_route()}


def test_a_page_whose_rows_nobody_knows_fails(maya: Membership) -> None:
    with pytest.raises(NoRow, match=r"say in ROWS .* “zebras/<uuid:pk>”"):
        Address("zebras/<uuid:pk>/stripes/", "stripes").of(Belongings(maya))


def test_a_row_that_changes_is_seen(maya: Membership) -> None:
    before = whole_database()
    with taken_back():
        team.change_role(
            member=maya, whose=joined(maya, "Noor", Role.LIAISON), at=at(MONDAY), role=Role.OWNER
        )
        assert {"team_membership", "team_event"} <= set(changed(before, whole_database()))
    assert changed(before, whole_database()) == {}
