"""What members write about themselves: parsed here, judged in the rooms."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from alongside.materials.availability import VALID_DAYS
from alongside.materials.logo import LARGEST_FILE_BYTES
from alongside.materials.profile import LINES, STATES
from alongside.outreach.models import Availability, Letterhead
from alongside.outreach.uploads import upload_path
from alongside.team.models import Membership
from alongside.web.forms import a_day

TRAININGS = (
    ("cbt", "CBT"),
    ("cbt_i", "CBT-I, for insomnia"),
    ("erp", "ERP, for OCD"),
    ("trauma", "Trauma-focused therapy"),
    ("perinatal", "Perinatal mental health"),
    ("bipolar", "Bipolar disorder"),
)
US_STATES = [("", "Choose"), *((state, state) for state in sorted(STATES))]
HOUSE_GREEN = "#1d5c55"
OF_PRACTICE = ("practice_name", "street", "city", "state", "zip5", "fax")


def a_line(label: str = "", most: int = 300, **more: Any) -> forms.CharField:
    return forms.CharField(max_length=most, label=label or None, **more)


class ProfileForm(forms.Form):
    """Who a member is on paper."""

    name = a_line()
    credentials = a_line(help_text="As you sign: LCSW, PhD, LMFT.")
    licence = a_line("License number")
    licence_state = forms.ChoiceField(choices=US_STATES, label="State of the license")
    trained_in = forms.MultipleChoiceField(
        choices=TRAININGS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="What you are trained in",
        help_text="A claim is printed only where you can offer what it is about.",
    )
    practice_name = a_line("Practice")
    street = a_line()
    city = a_line()
    state = forms.ChoiceField(choices=US_STATES)
    zip5 = a_line("ZIP", 20, widget=forms.TextInput({"inputmode": "numeric"}))
    phone = a_line(widget=forms.TextInput({"type": "tel"}))
    fax = a_line(required=False, widget=forms.TextInput({"type": "tel"}))
    url = a_line("Page address", required=False, help_text="Such as https://example.org.")
    accent = forms.CharField(
        widget=forms.TextInput({"type": "color"}),
        label="Accent colour",
        help_text="A light one is darkened until it can be read on white.",
    )

    def lines(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in LINES}

    @staticmethod
    def facts_of(member: Membership) -> dict[str, Any]:
        """Return what was last written; else the group's address, where a colleague wrote it."""
        own = Letterhead.objects.of(member)
        if own is not None:
            return {**own.lines, "trained_in": own.trained_in}
        facts = {"name": member.person.name, "practice_name": member.group.name}
        of_group = Letterhead.objects.seen_by(member).newest().order_by("at", "pk").last()
        address = {name: getattr(of_group, name) for name in OF_PRACTICE} if of_group else {}
        return {**facts, **address, "accent": of_group.accent if of_group else HOUSE_GREEN}


class LogoForm(forms.Form):
    """A picture for one's paper."""

    file = forms.FileField(
        label="Logo or photo (PNG, JPEG or SVG, up to 5 MB)",
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/svg+xml"}),
    )

    def content(self) -> bytes:
        """Return what was sent, which waits in the home and is let go of afterwards."""
        with upload_path(self.cleaned_data["file"].upload).open("rb") as file:
            return file.read(LARGEST_FILE_BYTES + 1)


def some_lines(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        max_length=2_000,
        required=False,
        label=label,
        help_text=help_text,
        widget=forms.Textarea({"rows": 3}),
    )


class AvailabilityForm(forms.Form):
    """When there is room, for whom, and until when that is true."""

    openings = some_lines("Openings", "A line each, such as: two evening openings.")
    insurers = some_lines("Insurance you take", "A line each.")
    ages = forms.CharField(max_length=120, required=False, help_text="Such as: 16 and up.")
    helps_with = some_lines("I help with", "A line each.")
    portal = forms.CharField(
        max_length=120, required=False, label="Portal", help_text="Where a referral may be sent."
    )
    as_of = a_day(label="As of")
    valid_until = a_day(label="Valid until", help_text="After that, your page says to call.")

    def said(self) -> dict[str, Any]:
        """Return what was written, as the action takes it."""
        written = self.cleaned_data
        lists = {name: _lines(written[name]) for name in ("openings", "insurers", "helps_with")}
        return {**written, **lists}

    @staticmethod
    def facts_of(said: Availability | None, today: date) -> dict[str, Any]:
        days = {"as_of": today, "valid_until": today + timedelta(days=VALID_DAYS)}
        if said is None:
            return days
        lists = ("openings", "insurers", "helps_with")
        texts = {name: "\n".join(getattr(said, name)) for name in lists}
        return {**days, **texts, "ages": said.ages, "portal": said.portal}


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
