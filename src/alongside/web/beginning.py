"""The first run: whoever reads the terminal's code makes the owner's account, once."""

import hmac

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alongside.errors import Refused
from alongside.team import actions
from alongside.team.first_code import first_code
from alongside.team.models import Installation, Person
from alongside.web.account_forms import Beginning
from alongside.web.accounts import enter
from alongside.web.form_page import refusals_on


class WrongCode(Refused):
    """A code that this installation did not print."""


class TooManyTries(Refused):
    """Codes tried faster than a person types."""


@login_not_required
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def beginning(request: HttpRequest) -> HttpResponse:
    """Ask for the code and what an owner's account needs; afterwards there is only log-in."""
    installation = actions.install()
    if installation.owner_id is not None:
        return redirect("account_login")
    form = Beginning(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            return enter(request, _owner(request, installation, form), to="questions")
    status = 422 if form.errors else 200
    return render(request, "web/beginning.html", {"form": form}, status=status)


def _owner(request: HttpRequest, installation: Installation, form: Beginning) -> Person:
    told = dict(form.cleaned_data)
    _check(request, installation, told.pop("code"))
    return actions.found(**told, at=timezone.now()).person


def _check(request: HttpRequest, installation: Installation, said: str) -> None:
    if not ratelimit.consume(request, action="first_code", key=str(installation.pk)):
        raise TooManyTries("Too many tries. Wait a minute, then type the code again.")
    if not hmac.compare_digest(_bare(said), _bare(first_code(installation))):
        raise WrongCode("That is not the code in the terminal where Alongside was started.")


def _bare(code: str) -> bytes:
    return "".join(code.split()).replace("-", "").upper().encode()
