"""A release: drafted, signed on a phone handed over or on paper, a copy given, taken back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from alongside.materials.release import WHY
from alongside.materials.signed_release import excluded, rights_of
from alongside.outreach.printer import own_profile
from alongside.releases import actions
from alongside.releases.actions.consents import LARGEST_SCAN_BYTES
from alongside.releases.models import Release
from alongside.releases.scope import Item
from alongside.releases.signing import (
    ends_said,
    items_said,
    recipients_said,
    sign,
    ways_of,
)
from alongside.team.models import Membership
from alongside.web.client_forms import (
    PaperForm,
    ReleaseForm,
    RevocationForm,
    SignatureForm,
)
from alongside.web.clients import TAB, client_of, contacts_of, treating
from alongside.web.form_page import form_page, refusals_on
from alongside.web.handing_over import hand_over, is_handed_over
from alongside.web.pdf_answers import pdf_answer

KINDS = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}


def release_of(member: Membership, pk: UUID) -> Release:
    """Return a release that the member sees; any other does not exist."""
    return get_object_or_404(
        Release.objects.seen_by(member).whole().select_related("client__therapist"), pk=pk
    )


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draft a release; the next page has it signed."""
    member = treating(request)
    whose = client_of(member, pk)
    contacts = contacts_of(whose)
    first = {"purpose": WHY, "contacts": list(contacts[:1]), "items": [Item.COORDINATION]}
    form = ReleaseForm(request.POST or None, contacts=contacts, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.draft_release(
                member=member,
                client=whose,
                wished=form.wished(whose),
                key=form.key_of_form(),
                at=timezone.now(),
            )
            way = "release-paper" if form.cleaned_data["is_brought"] else "release-signing"
            return redirect(way, pk=made.pk)
    return form_page(request, form, f"A release for {whose}", "Go on to sign it", tab=TAB)


def signing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand the phone over: from then on it shows that one page, until it is handed back."""
    member = treating(request)
    release = release_of(member, pk)
    if release.is_signed:
        return redirect("client", pk=release.client_id)
    if request.method == "POST":
        own_profile(release.client.therapist)  # without it no document can be made of it
        hand_over(request, release, at=timezone.now())
        return redirect("release-signature", pk=pk)
    return render(request, "web/signing.html", {"tab": TAB, "release": release})


def signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the release to the client, and take the signature: on a phone handed over alone."""
    member = treating(request)
    release = release_of(member, pk)
    if not is_handed_over(request, release):
        return redirect("release-signing", pk=pk)
    if release.is_signed:
        return render(request, "web/signed.html", {"release": release})
    form = SignatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            sign(member=member, release=release, signed=form.signed(), at=timezone.now())
            return redirect("release-signature", pk=pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "web/signature.html", _shown(release, form), status=status)


def _shown(release: Release, form: SignatureForm) -> dict[str, object]:
    profile = own_profile(release.client.therapist)
    told, heard = ways_of(release, profile)
    return {
        "release": release,
        "form": form,
        "profile": profile,
        "items": items_said(release),
        "recipients": recipients_said(release),
        "told": told,
        "heard": heard,
        "ends": ends_said(release, profile),
        "excluded": excluded(is_part_2=release.is_part_2),
        "rights": rights_of(profile, release.state, is_part_2=release.is_part_2),
    }


class ScanInMemory(MemoryFileUploadHandler):
    """A scan is sealed before it is on any disk, so it waits in memory, and a large one nowhere."""

    def handle_raw_input(self, *raw: Any, **_: Any) -> None:
        _input, _meta, content_length, *_more = raw
        self.activated = content_length <= LARGEST_SCAN_BYTES + 100_000


def takes_a_scan(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page take a scan; the way in must be set before the CSRF check reads the form."""

    @csrf_exempt
    @wraps(view)
    def with_scan(request: HttpRequest, **found: Any) -> HttpResponse:
        request.upload_handlers = [ScanInMemory(request)]
        return csrf_protect(view)(request, **found)

    return with_scan


@takes_a_scan
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the scan of a release that was signed on paper."""
    member, at = treating(request), timezone.now()
    release = release_of(member, pk)
    first = {"on": member.group.day_of(at)}
    form = PaperForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusals_on(form):
            actions.keep_paper(
                member=member,
                release=release,
                scan=said["scan"].read(),
                name=said["name"],
                signed_on=said["on"],
                representative=said["representative"],
                authority=said["authority"],
                at=at,
            )
            return redirect("client", pk=release.client_id)
    context = {"tab": TAB, "form": form, "title": "A release signed on paper", "button": "Keep it"}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/paper_release.html", context, status=status)


@require_POST
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out the client's copy of what they signed, and note it."""
    member = treating(request)
    release = release_of(member, pk)
    actions.note_copy(member=member, release=release, at=timezone.now())
    signed = release.signature
    return pdf_answer(
        signed.document, f"release-{release.client.code}", KINDS[signed.document_type]
    )


def revocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a release back."""
    member, at = treating(request), timezone.now()
    release = release_of(member, pk)
    form = RevocationForm(request.POST or None, initial={"on": member.group.day_of(at)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.revoke(member=member, release=release, at=at, **form.cleaned_data)
            return redirect("client", pk=release.client_id)
    title = f"{release.client} takes the release back"
    return form_page(request, form, title, "Stop all sharing", tab=TAB)
