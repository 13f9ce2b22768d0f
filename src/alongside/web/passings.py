"""A person is passed to a sister group that has room."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.referrals import actions
from alongside.referrals.passing import Room, sisters_with_room
from alongside.web.asking import member_of
from alongside.web.form_page import refusals_on
from alongside.web.referrals import TAB, referral_of


class PassingForm(forms.Form):
    """To which sister group, and that the person agreed."""

    to = forms.TypedChoiceField(coerce=UUID, widget=forms.RadioSelect, label="To whom")
    has_consented = forms.BooleanField(
        label="They agreed that this group gets their name and how to reach them"
    )

    def __init__(self, rooms: Sequence[Room], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        to = self.fields["to"]
        assert isinstance(to, forms.TypedChoiceField)
        to.choices = [
            (room.group.pk, f"{room.group}, room until {room.until:%B} {room.until.day}")
            for room in rooms
        ]


def passing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pass a person to a sister group with an opening, as they agreed."""
    member, at = member_of(request), timezone.now()
    passed = referral_of(member, pk)
    rooms = sisters_with_room(member, at)
    form = PassingForm(rooms, request.POST if request.method == "POST" else None)
    if form.is_valid():
        to = next(room.group for room in rooms if room.group.pk == form.cleaned_data["to"])
        with refusals_on(form):
            actions.pass_on(
                member=member,
                referral=passed,
                to=to,
                has_consented=form.cleaned_data["has_consented"],
                at=at,
            )
            messages.success(request, f"Passed to {to}: they hear from there.")
            return redirect("referral", pk=pk)
    context = {"tab": TAB, "form": form, "rooms": rooms, "referral": passed}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/passing.html", context, status=status)
