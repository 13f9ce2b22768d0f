"""Settings → Profile: who a member is on paper, their picture, and when they have room."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.outreach import actions
from alongside.outreach.models import Availability, Letterhead, Logo
from alongside.web.asking import member_of
from alongside.web.form_page import refusals_on
from alongside.web.profile_forms import AvailabilityForm, LogoForm, ProfileForm
from alongside.web.uploads import takes_a_picture

MEDIA = {Logo.Kind.PNG: "image/png", Logo.Kind.SVG: "image/svg+xml"}


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Write down who one is on paper."""
    member = member_of(request)
    form = ProfileForm(request.POST or None, initial=ProfileForm.facts_of(member))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            row = actions.settle_letterhead(
                member=member,
                lines=form.lines(),
                trained_in=form.cleaned_data["trained_in"],
                at=timezone.now(),
            )
            messages.success(request, _saved(form.cleaned_data["accent"], row))
            return redirect("settings-profile")
    return _page(request, form=form)


@takes_a_picture
@require_POST
def logo(request: HttpRequest) -> HttpResponse:
    """Take a picture for one's paper."""
    member = member_of(request)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_on(form):
            actions.settle_logo(member=member, content=form.content(), at=timezone.now())
            messages.success(request, "Saved. It stands on your handouts and letters.")
            return redirect("settings-profile")
    return _page(request, logo_form=form)


@require_POST
def logo_removal(request: HttpRequest) -> HttpResponse:
    actions.remove_logo(member=member_of(request), at=timezone.now())
    messages.success(request, "Your paper has no picture now.")
    return redirect("settings-profile")


@require_safe
def logo_picture(request: HttpRequest) -> HttpResponse:
    """Show one's own picture, as it was made anew."""
    row = Logo.objects.of(member_of(request))
    if row is None or not row.kind:
        raise Http404
    return HttpResponse(bytes(row.data), content_type=MEDIA[Logo.Kind(row.kind)])


@require_http_methods(["GET", "HEAD", "POST"])
def availability(request: HttpRequest) -> HttpResponse:
    """Say when there is room, for whom, and until when."""
    member = member_of(request)
    said, today = Availability.objects.of(member), member.group.day_of(timezone.now())
    form = AvailabilityForm(request.POST or None, initial=AvailabilityForm.facts_of(said, today))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.settle_availability(member=member, at=timezone.now(), **form.said())
            messages.success(request, "Saved. Your cards' page says it from now on.")
            return redirect("settings-availability")
    status = 422 if form.is_bound else 200
    is_over = said is not None and not said.is_true(today)
    context = {"tab": "settings", "form": form, "said": said, "is_over": is_over}
    return render(request, "web/availability.html", context, status=status)


def _page(
    request: HttpRequest, *, form: ProfileForm | None = None, logo_form: LogoForm | None = None
) -> HttpResponse:
    member = member_of(request)
    row = Logo.objects.of(member)
    context = {
        "tab": "settings",
        "form": form or ProfileForm(initial=ProfileForm.facts_of(member)),
        "logo_form": logo_form or LogoForm(),
        "has_logo": row is not None and bool(row.kind),
        "letterhead": Letterhead.objects.of(member),
    }
    is_refused = logo_form is not None or (form is not None and form.is_bound)
    return render(request, "web/profile.html", context, status=422 if is_refused else 200)


def _saved(wished: str, row: Letterhead) -> str:
    if wished.lower() == row.accent:
        return "Saved."
    return f"Saved. The colour was darkened to {row.accent}, so that it can be read on white."
