"""The Spanish of a card's forms: shown once the group has named who read it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.referrals import actions
from alongside.referrals.models import SpanishReview
from alongside.web.asking import member_of
from alongside.web.card_words import ENGLISH, SPANISH, words_hash
from alongside.web.form_page import refusals_on
from alongside.web.referral_forms import SpanishForm


def has_spanish(group_id: UUID) -> bool:
    """Whether the group named somebody who read these very words."""
    review = SpanishReview.objects.of(group_id)
    return bool(review and review.reviewed_by and review.words == words_hash())


def spanish(request: HttpRequest) -> HttpResponse:
    """Show an owner every sentence in both languages, and ask who read them."""
    member = member_of(request)
    if not member.is_owner:
        raise Http404
    review = SpanishReview.objects.of(member.group_id)
    named = review.reviewed_by if review else ""
    sent = request.POST if request.method == "POST" else None
    form = SpanishForm(sent, initial={"reviewed_by": named})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.settle_spanish(
                member=member,
                reviewed_by=form.cleaned_data["reviewed_by"],
                words=words_hash(),
                at=timezone.now(),
            )
            return redirect("settings-spanish")
    context = {
        "tab": "settings",
        "form": form,
        "pairs": [(ENGLISH[name], SPANISH[name]) for name in ENGLISH],
        "is_shown": has_spanish(member.group_id),
        "is_old": bool(named) and not has_spanish(member.group_id),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/spanish.html", context, status=status)
