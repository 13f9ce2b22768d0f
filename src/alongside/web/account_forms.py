"""What the pages of accounts, team and settings parse."""

from typing import Any
from uuid import uuid4
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password

from alongside.team.models import Role
from alongside.web.territory_forms import a_zip

US_ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
)


def zones() -> list[tuple[str, object]]:
    """Return every time zone, those of the United States first and in their own words."""
    known = {zone for zone, _ in US_ZONES}
    others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in known)
    return [
        ("United States", US_ZONES),
        ("Elsewhere", tuple((zone, zone.replace("_", " ")) for zone in others)),
    ]


def new_password() -> forms.CharField:
    return forms.CharField(
        label="Password",
        max_length=256,
        strip=False,
        validators=[validate_password],
        help_text="Twelve characters or more. A few words in a row are easy to keep.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def own_name() -> forms.CharField:
    return forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class Beginning(forms.Form):
    code = forms.CharField(
        label="The code in your terminal",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    name = own_name()
    email = forms.EmailField(
        label="Your email", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = new_password()
    group_name = forms.CharField(label="Your practice's name", max_length=120)
    time_zone = forms.ChoiceField(label="Time zone", choices=zones)


class QuestionsForm(forms.Form):
    """What whoever begins is asked."""

    near = a_zip(
        required=False, help_text="Offices are ranked around it. You may leave it for later."
    )
    looks_up = forms.BooleanField(
        required=False,
        initial=True,
        label="Look the offices up now",
        help_text="At the government's public NPI Registry, which is told the ZIP and no more.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    is_comfortable = forms.ChoiceField(
        choices=(("yes", "Yes, gladly"), ("no", "I would rather not")),
        widget=forms.RadioSelect,
        initial="yes",
    )
    new_practices_weekly = forms.IntegerField(
        label="New practices a week",
        min_value=1,
        max_value=100,
        initial=3,
        help_text="The best ones first; the others wait their turn.",
    )

    def answers(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        looks_up, key = told.pop("looks_up"), told["key"] or uuid4()
        is_comfortable = told["is_comfortable"] == "yes"
        return told | {"is_comfortable": is_comfortable, "key": key if looks_up else None}


class NewAccount(forms.Form):
    name = own_name()
    password = new_password()


class InvitationForm(forms.Form):
    email = forms.EmailField(label="Email", max_length=254)
    role = forms.ChoiceField(label="Role", choices=Role.choices, initial=Role.THERAPIST)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Role", choices=Role.choices)


class GroupForm(forms.Form):
    name = forms.CharField(label="Your practice's name", max_length=120)
    time_zone = forms.ChoiceField(label="Time zone", choices=zones)
    new_practices_weekly = forms.IntegerField(
        label="New practices a week", min_value=1, max_value=100
    )
    requires_second_factor = forms.BooleanField(
        label="Everybody needs a second factor to sign in", required=False
    )


class PauseForm(forms.Form):
    until = forms.DateField(
        label="I am full until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
