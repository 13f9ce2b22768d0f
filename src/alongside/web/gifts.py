"""Gifts and meals: off until an owner says otherwise, and blind to what any office sent.

What a page of this file may import, and which tables it may ask, is tried in
tests/outreach/test_gifts.py.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach.actions import gifts as actions
from alongside.outreach.gifts import CAPS, Gift, GiftPolicy
from alongside.outreach.models import Contact, Practice
from alongside.team.actions import NotAllowed
from alongside.team.models import Membership
from alongside.web.asking import member_of
from alongside.web.form_page import form_page, refusals_on
from alongside.web.forms import KeyedForm, a_day

A_PAGE = 25
# They are on the list so that whoever means one is told why not.
REFUSED = (
    (actions.CASH, "cash"),
    (actions.CARD, "a gift card or voucher"),
    (actions.RAFFLE, "a raffle or a prize"),
    (actions.PER_REFERRAL, "something for referrals"),
)


class GiftPolicyForm(forms.Form):
    """Whether the group writes gifts down, and what it is."""

    is_on = forms.BooleanField(
        required=False,
        label="We give modest food or teaching items, and write each down",
        help_text="Off is the safer choice. No law names an amount that is always harmless.",
    )
    treats_substance_use = forms.BooleanField(
        required=False,
        label="We are a licensed setting that treats substance use",
        help_text="Then nothing is given at all, and the page is gone (18 USC 220, EKRA).",
    )
    is_hospital_affiliated = forms.BooleanField(
        required=False,
        label="We belong to a hospital, or bill its services",
        help_text="Then the yearly cap for each person is a hard stop (42 CFR 411.357(k)).",
    )


class OfficeForm(forms.Form):
    """At which office."""

    practice = forms.ModelChoiceField(Practice.objects.none(), label="Office")

    def __init__(self, member: Membership, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.fields["practice"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Practice.objects.seen_by(member).active().by_name()


class GiftForm(KeyedForm):
    """What was given, for whom, why, what it cost and who paid."""

    on = a_day(label="On")
    what = forms.ChoiceField(choices=(*Gift.What.choices, *REFUSED), label="What it was")
    words = forms.CharField(max_length=200, label="In words", help_text="Such as: lunch for six.")
    people = forms.ModelMultipleChoiceField(
        Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="For whom",
    )
    others = forms.IntegerField(
        min_value=0, max_value=500, initial=0, label="How many others were there"
    )
    purpose = forms.ChoiceField(choices=Gift.Purpose.choices, label="What for")
    taught = forms.CharField(
        max_length=200,
        required=False,
        label="What was taught",
        help_text="Food needs this. No patient details.",
    )
    cost = forms.DecimalField(
        min_value=Decimal("0.01"),
        max_value=Decimal(100_000),
        max_digits=8,
        decimal_places=2,
        label="What it cost, in dollars",
    )
    paid_by = forms.CharField(max_length=120, label="Who paid")

    def __init__(self, practice: Practice, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = self.fields["people"]
        assert isinstance(people, forms.ModelMultipleChoiceField)
        people.queryset = practice.contacts.order_by("name", "pk")

    def given(self) -> actions.Given:
        facts = {name: self.cleaned_data[name] for name in GiftForm.base_fields if name != "key"}
        return actions.Given(**facts | {"people": tuple(facts["people"])})


@require_safe
def gifts(request: HttpRequest) -> HttpResponse:
    """List what was given, the latest first; nothing else of any office is on the page."""
    member = member_of(request)
    policy = _policy(member)
    found = Gift.objects.seen_by(member).standing().for_list()
    context = {
        "tab": "settings",
        "policy": policy,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "query": "",
        "form": OfficeForm(member),
        "cap": CAPS.get(member.group.day_of(timezone.now()).year),
        "me": member,
    }
    return render(request, "web/gifts.html", context)


@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Choose at which office something was given."""
    member = member_of(request)
    _policy(member)
    form = OfficeForm(member, request.GET if "practice" in request.GET else None)
    if form.is_valid():
        return redirect("gift-new", pk=form.cleaned_data["practice"].pk)
    return render(request, "web/gift_office.html", {"tab": "settings", "form": form})


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what was given at an office."""
    member, at = member_of(request), timezone.now()
    practice = get_object_or_404(Practice.objects.seen_by(member), pk=pk)
    if not _policy(member).is_on:
        raise actions.NoGifts("Your group gives no gifts and no meals.")
    form = GiftForm(practice, request.POST or None, initial={"on": member.group.day_of(at)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.note_gift(
                member=member,
                practice=practice,
                given=form.given(),
                at=at,
                key=form.key_of_form(),
            )
            return redirect("gifts")
    return form_page(request, form, f"Given at {practice}", "Write it down", tab="settings")


@require_POST
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    gift = get_object_or_404(Gift.objects.seen_by(member), pk=pk)
    actions.withdraw_gift(member=member, gift=gift, at=timezone.now())
    messages.success(request, "Taken back.")
    return redirect("gifts")


def policy(request: HttpRequest) -> HttpResponse:
    """Settle whether the group gives anything."""
    member = member_of(request)
    if not member.is_owner:
        raise NotAllowed("Only an owner may settle that.")
    said = GiftPolicy.objects.of(member)
    initial = {name: getattr(said, name) for name in GiftPolicyForm.base_fields}
    form = GiftPolicyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            actions.settle_gifts(member=member, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("settings")
    return form_page(request, form, "Gifts and meals", "Save", tab="settings")


def _policy(member: Membership) -> GiftPolicy:
    """Return what was settled; where substance use is treated, there is no such page."""
    said = GiftPolicy.objects.of(member)
    if said.treats_substance_use:
        raise Http404
    return said
