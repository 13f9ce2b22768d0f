"""Settings, Network: made, joined by a code and a second yes, and left; what the pages then say."""

import re
from datetime import timedelta

from django.utils import timezone

from alongside.outreach import actions as outreach
from alongside.outreach.models import Candidate
from alongside.team.models import Group, Membership
from tests.conftest import MONDAY
from tests.outreach.sisters import do_jobs, joined, listed, went
from tests.web.belongings import Belongings
from tests.web.conftest import As


def test_two_owners_agree_by_a_code_that_is_shown_once(
    maya: Membership, ines: Membership, sam: Membership, signed_in: As
) -> None:
    hers, theirs = signed_in(maya), signed_in(ines)
    assert hers.post("/networks/", {"name": "Casco Bay"}).status_code == 302
    page = hers.post("/networks/codes/", follow=True).content.decode()
    code = re.search(r"(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}", page)
    assert code is not None
    assert code[0] not in hers.get("/settings/network/").content.decode()
    wrong = theirs.post("/network-requests/", {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert (wrong.status_code, b"ask for a new one" in wrong.content) == (422, True)
    assert theirs.post("/network-requests/", {"code": code[0]}).status_code == 302
    shown = hers.get("/settings/network/").content.decode()
    assert "Back Cove Therapy asks to join" in shown
    admission = re.search(r"/network-requests/[^/]+/admission/", shown)
    assert admission is not None
    refused = [client.post(admission[0]).status_code for client in (theirs, signed_in(sam))]
    assert (refused, Group.objects.get(pk=ines.group_id).network) == ([422, 422], None)
    assert hers.post(admission[0]).status_code == 302
    assert Group.objects.get(pk=ines.group_id).network is not None


def test_an_office_that_asked_a_sister_is_left_alone_and_says_so(
    maya: Membership, ines: Membership, signed_in: As
) -> None:
    joined(maya, ines)
    hers, theirs, now = signed_in(maya), signed_in(ines), timezone.now()
    today = maya.group.day_of(now)
    office, same = listed(maya), listed(ines)
    page = f"/practices/{same.pk}/"
    went(maya, office, today - timedelta(days=3), note="canary")
    assert "Visited by a sister group on" in theirs.get(page).content.decode()
    outreach.ask_not_to_visit(member=maya, practice=office, on=today, reason="canary", at=now)
    shown = theirs.get(page).content.decode()
    assert "asked a sister group of your network not to be visited" in shown
    assert "Lift the no" not in shown
    assert "Lift the no" in hers.get(f"/practices/{office.pk}/").content.decode()
    answer = theirs.post(f"{page}lifting/", {"reason": "x"})
    assert (answer.status_code, b"it alone can lift" in answer.content) == (422, True)
    shown += theirs.get("/settings/network/").content.decode()
    assert "asked a sister group not to be visited on" in shown
    assert not {"canary", "Maya"} & set(re.findall(r"\w+", shown))
    assert theirs.post("/networks/leaving/").status_code == 302
    do_jobs()
    assert "asked a sister group" not in theirs.get(page).content.decode()


def test_the_territory_says_which_office_asked_a_sister_to_be_left_alone(
    maya: Membership, ines: Membership, signed_in: As
) -> None:
    joined(maya, ines)
    own, client = Belongings(ines), signed_in(ines)
    assert own.candidate.key.startswith("Elm Street|")
    said = "Asked a sister group of your network not to be visited on 5 January 2026"
    Candidate.objects.filter(pk=own.candidate.pk).update(key="04101|12|ELM ST|3")
    assert said not in client.get("/territory/").content.decode()
    went(maya, listed(maya), MONDAY, "declined")
    assert said in client.get("/territory/").content.decode()
    Candidate.objects.filter(pk=own.candidate.pk).update(key="04101|12|ELM ST|4")
    assert said not in client.get("/territory/").content.decode()
