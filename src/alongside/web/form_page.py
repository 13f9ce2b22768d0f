"""A page that is one form: shown, sent, and shown again with what was wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.errors import Refused
from alongside.outreach.actions import NotYours


@contextmanager
def refusals_on(form: forms.BaseForm) -> Iterator[None]:
    """Show a refusal on the form, so that nobody writes the same twice."""
    try:
        yield
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(*_placed(form, str(refusal)))


def _placed(form: forms.BaseForm, words: str) -> tuple[str | None, str]:
    """Return the field that a refusal begins with the label of, and what it says of it."""
    label, _, said = words.partition(": ")
    for name in form.fields:
        if said and form[name].label == label:
            return name, said[:1].upper() + said[1:]
    return None, words


def form_page(
    request: HttpRequest, form: forms.BaseForm, title: str, button: str, *, tab: str = "practices"
) -> HttpResponse:
    """Show a form; one that was sent and is shown again was refused."""
    context = {"tab": tab, "form": form, "title": title, "button": button}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)
