"""Every address × verb × whoever asks, found by walking the URLconf.

A new page is tried by itself: open to members, a stranger finds nothing there, the signed-out are
sent to the log-in, and no call that was denied changes a row. What is otherwise is written here.
"""

from collections.abc import Iterable, Iterator
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
    Belongings,
    NoRow,
    addresses,
    every_route,
)
from tests.web.conftest import As
from tests.web.database import changed, taken_back, whole_database
from tests.web.filling import Said, filled, form_for

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
    "release-paper",
    "client-deletion",
    "gift-new",
    "network-codes",
    "network-leaving",
    "network-requests",
    "network-request-admission",
}
# Rows of a person, and not of a group: nobody else's exist.
OWN = {"current-group", "practice-step-five", "visit-correction", "settings-logo-picture"}

EVERY = pytest.mark.parametrize("address", addresses(), ids=lambda address: address.route or "/")
WITH_ROWS = pytest.mark.parametrize(
    "address",
    [found for found in addresses() if found.nouns and found.name not in PUBLIC],
    ids=lambda address: address.route,
)


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

    def each(self, client: Client, verbs: Iterable[str] = VERBS) -> Iterator[Answered]:
        """Ask with one verb after the other; nothing of it stays."""
        before = whole_database()
        for verb in verbs:
            with taken_back():
                answer = self._ask(client, verb)
                change = changed(before, whole_database())
            assert answer.status_code < 500, (verb, self.path)
            leads_to = answer.headers.get("Location", "")
            if answer.status_code >= 400 or leads_to.startswith(LOG_IN) or verb in SAFE:
                noted = {"team_event"} if self.is_noted(verb, answer) else set()
                assert change.keys() == noted, (verb, self.path, answer.status_code)
            yield Answered(verb, answer.status_code, leads_to, bool(change))

    def is_noted(self, verb: str, answer: HttpResponse) -> bool:
        """Whether this page was read, and that is written down."""
        return (self.address.name, verb, answer.status_code) in {
            (name, "get", 200) for name in READING_IS_NOTED
        }

    def _ask(self, client: Client, verb: str) -> HttpResponse:
        said = {"data": self.said} if verb == "post" else {}
        answer: HttpResponse = getattr(client, verb)(self.path, **said)
        return answer


@EVERY
def test_whoever_is_signed_out_is_sent_to_the_log_in(
    maya: Membership, signed_in: As, address: Address
) -> None:
    asking = Asking(address, maya, signed_in(maya))
    for answered in asking.each(Client()):
        if address.name not in PUBLIC:
            assert answered.status == 302, answered
            assert answered.leads_to.startswith(f"{LOG_IN}?next="), answered


@WITH_ROWS
def test_a_stranger_finds_no_row_of_another_group(
    maya: Membership, ines: Membership, signed_in: As, address: Address
) -> None:
    asking = Asking(address, maya, signed_in(maya))
    offered = asking.each(signed_in(maya))
    for mine, theirs in zip(offered, asking.each(signed_in(ines)), strict=True):
        # A verb that the page does not take is refused before any row is looked for.
        assert theirs.status == (405 if mine.status == 405 else 404), theirs


@EVERY
def test_one_who_left_finds_no_page(
    maya: Membership, omar: Membership, signed_in: As, address: Address
) -> None:
    asking = Asking(address, maya, signed_in(maya))
    for answered in asking.each(signed_in(omar)):
        if address.name not in PUBLIC:
            assert answered.status in (404, 405), answered


@EVERY
@pytest.mark.parametrize("who", ["sam", "lena"])
def test_a_colleague_and_a_liaison_do_what_is_not_written_down_as_an_owner_s(
    maya: Membership, signed_in: As, address: Address, who: str, request: pytest.FixtureRequest
) -> None:
    colleague, asking = request.getfixturevalue(who), Asking(address, maya, signed_in(maya))
    offered = asking.each(signed_in(maya))
    for mine, theirs in zip(offered, asking.each(signed_in(colleague)), strict=True):
        if is_refused(address, mine.verb) or (who == "lena" and address.name in OF_PEOPLE):
            assert theirs.status >= 400, theirs
        elif address.name not in PUBLIC:
            assert theirs.status == mine.status, theirs


def is_refused(address: Address, verb: str) -> bool:
    """Whether this page is written down as not for every member."""
    of_maker = address.name in OF_ITS_MAKER and verb == "post"
    return of_maker or address.name in OWNERS_ONLY | OWN | OF_THERAPISTS


@EVERY
def test_what_the_owner_sends_is_done(maya: Membership, signed_in: As, address: Address) -> None:
    """Else a refusal of the same to others would prove nothing."""
    asking = Asking(address, maya, signed_in(maya))
    (answered,) = asking.each(signed_in(maya), ["post"])
    if address.name in NOT_AS_IT_STANDS:
        assert (answered.status, answered.has_changed) == (422, False)
    elif address.name not in PUBLIC:
        assert answered.status in (200, 302, 405), asking.said
        does = asking.form is not None and address.name not in AS_IT_WAS
        assert answered.has_changed == does, asking.said


@EVERY
def test_no_form_counts_without_its_token(
    maya: Membership, signed_in: As, address: Address
) -> None:
    asking, strict = Asking(address, maya, signed_in(maya)), Client(enforce_csrf_checks=True)
    strict.force_login(maya.person)
    if address.name in WITHOUT_COOKIE:
        return
    for answered in asking.each(strict, ["post", "put", "patch", "delete"]):
        if address.name in WITHOUT_A_TOKEN:
            continue
        assert (answered.status, answered.has_changed) == (403, False), answered


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
