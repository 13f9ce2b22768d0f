"""The pages of emails and faxes: what is shown before, what is refused, and what was sent."""

from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from alongside.outreach import actions as outreach
from alongside.outreach.models import FaxPermission, PromotionalFax
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import written_by
from tests.outreach.sisters import do_jobs, listed
from tests.web.conftest import As


def test_an_email_is_shown_before_it_is_sent(
    maya: Membership, signed_in: As, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://alongside.example.org"
    client, practice = signed_in(maya), listed(maya)
    contact = outreach.add_contact(
        member=maya,
        practice=practice,
        name="Ann",
        part="manager",
        email="a@b.example",
        at=at(MONDAY),
    )
    place = f"/contacts/{contact.pk}/mailings/new/"
    assert place in client.get(f"/practices/{practice.pk}/").content.decode()
    refused = client.post(place, {"kind": "introduction"})
    assert (refused.status_code, b"postal address" in refused.content) == (422, True)
    written_by(maya, "Maya", at=at(MONDAY))
    assert b"This is an advertisement from Maya Therapist" in client.get(place).content
    assert client.post(place, {"kind": "introduction"}).status_code == 302
    do_jobs()
    assert [letter.to for letter in mail.outbox] == [["a@b.example"]]
    assert "introduction · Maya Okonkwo · sent" in client.get("/mailings/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert b"No mail server" in client.post(place, {"kind": "introduction"}).content


def test_a_fax_goes_with_a_written_permission_alone(maya: Membership, signed_in: As) -> None:
    client, practice = signed_in(maya), listed(maya, {"fax": "207-555-0111"})
    place, page = f"/practices/{practice.pk}/faxes/new/", f"/practices/{practice.pk}/"
    assert b"47 USC 227" in client.post(place, {"key": ""}).content
    said = {"given_by": "Ann", "given_on": "2026-01-05", "kept": "the blue folder"}
    assert client.post(f"{page}fax-permissions/new/", said).status_code == 302
    assert b"Allowed in writing by Ann on 5 January 2026" in client.get(page).content
    assert client.post(place, {"key": ""}).status_code == 302
    ended = f"/fax-permissions/{FaxPermission.objects.get().pk}/end/"
    assert client.post(ended).status_code == 302
    assert client.post(place, {"key": ""}).status_code == 422
    assert PromotionalFax.objects.count() == 1
    assert timezone.now() > PromotionalFax.objects.get().at
