"""Three questions for whoever begins: where, whether at one's own doctor's, and how fast."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from alongside.outreach.actions import NotYours
from alongside.outreach.actions.questions import answer_questions
from alongside.playbook.history import Entry
from alongside.web.account_forms import QuestionsForm
from alongside.web.asking import member_of
from alongside.web.form_page import refusals_on


def questions(request: HttpRequest) -> HttpResponse:
    """Ask them once the account is made; each can be answered anew in Settings."""
    member = member_of(request)
    if not member.is_owner:
        raise NotYours
    form = QuestionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            answer_questions(member=member, at=timezone.now(), **form.answers())
            entry = Entry.OWN_DOCTOR if form.answers()["is_comfortable"] else Entry.CLIENT
            return redirect(f"{reverse('practice-new')}?entry={entry}")
    status = 422 if request.method == "POST" else 200
    return render(request, "web/questions.html", {"form": form}, status=status)
