"""What people write about their territory: parsed here, judged in the rooms."""

from typing import Any
from uuid import uuid4

from django import forms

from alongside.outreach.actions.territory import (
    FARTHEST_LOOK_UP_MILES,
    FARTHEST_MILES,
    USUAL_LOOK_UP_MILES,
    USUAL_MILES,
)
from alongside.outreach.models import TerritoryPlace
from alongside.outreach.uploads import folders
from alongside.territory.weights import PARTS, SPECIALTIES
from alongside.web.uploads import Upload

PART_WORDS = {
    "distance": "How near it is",
    "prescribers": "How many prescribers work there",
    "primary_care_share": "How much of the address is primary care",
}
A_ZIP = r"\A\s*[0-9]{5}(-?[0-9]{4})?\s*\Z"


def a_zip(label: str = "Your ZIP", **more: Any) -> forms.RegexField:
    return forms.RegexField(
        A_ZIP,
        label=label,
        max_length=20,
        error_messages={"invalid": "Five digits or ZIP+4 were expected, such as 04101."},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "postal-code"}),
        **more,
    )


class LookUpForm(forms.Form):
    """A ZIP to look near, by the NPI Registry."""

    IDS = "look-up-%s"  # its fields stand on one page with those of another form

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    near = a_zip("Near which ZIP?")
    within_miles = forms.IntegerField(
        min_value=1,
        max_value=FARTHEST_LOOK_UP_MILES,
        initial=USUAL_LOOK_UP_MILES,
        label="How many miles around it",
        help_text="From the middle of one ZIP to that of another. In a city, five are many.",
    )


class FolderForm(forms.Form):
    """A built territory on this computer, and where to look when nobody has said."""

    IDS = "folder-%s"

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    folder = forms.ChoiceField(label="Which territory")
    near = a_zip("Around which ZIP?")

    def __init__(self, *args: Any, place: TerritoryPlace | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.auto_id = self.IDS
        self.fields["folder"] = forms.ChoiceField(
            label="Which territory", choices=[(name, name) for name in folders()]
        )
        if place is not None:
            del self.fields["near"]


class UploadForm(forms.Form):
    """A clinicians file, and where to look when nobody has said."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label="The clinicians file (CSV)", widget=forms.FileInput({"accept": ".csv,text/csv"})
    )
    near = a_zip(help_text="The offices around it are ranked; you can change it later.")
    skip_bad_rows = forms.BooleanField(
        required=False,
        label="Leave bad rows out",
        help_text="Else one bad row refuses the whole file, and is named.",
    )

    def __init__(self, *args: Any, place: TerritoryPlace | None, **more: Any) -> None:
        super().__init__(*args, **more)
        if place is not None:
            del self.fields["near"]

    def asked(self) -> dict[str, Any]:
        """Return what was sent, as the action takes it."""
        told = {name: self.cleaned_data[name] for name in ("key", "skip_bad_rows")}
        file: Upload = self.cleaned_data["file"]
        near = self.cleaned_data.get("near", "")
        return told | {"upload": file.upload, "file_name": file.name or "the file", "near": near}

    def take_file(self) -> None:
        """Keep the file: somebody is going to read it."""
        self.cleaned_data["file"].is_taken = True


class PlaceForm(forms.Form):
    """Where the group looks, and what counts how much."""

    near = a_zip()
    within_miles = forms.IntegerField(
        min_value=1, max_value=FARTHEST_MILES, initial=USUAL_MILES, label="How many miles around it"
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for part, words in PART_WORDS.items():
            self.fields[part] = a_weight(words)
        for specialty in SPECIALTIES:
            self.fields[specialty] = a_weight(specialty.replace("_", " ").capitalize())

    @property
    def of_place(self) -> list[forms.BoundField]:
        return [self["near"], self["within_miles"]]

    @property
    def of_parts(self) -> list[forms.BoundField]:
        return [self[part] for part in PARTS]

    @property
    def of_specialties(self) -> list[forms.BoundField]:
        return [self[specialty] for specialty in SPECIALTIES]

    def said(self) -> dict[str, Any]:
        """Return what was written, as the action takes it."""
        written = self.cleaned_data
        return {
            "near": written["near"],
            "within_miles": written["within_miles"],
            "weights": {
                "weights": {part: written[part] for part in PARTS},
                "specialties": {specialty: written[specialty] for specialty in SPECIALTIES},
            },
        }

    @staticmethod
    def facts_of(place: TerritoryPlace | None) -> dict[str, Any]:
        if place is None:
            return PARTS | SPECIALTIES
        facts: dict[str, Any] = {"near": place.near, "within_miles": place.within_miles}
        return {**facts, **PARTS, **place.parts, **SPECIALTIES, **place.specialties}


def a_weight(label: str) -> forms.FloatField:
    return forms.FloatField(
        min_value=0, max_value=1_000_000, label=label, widget=forms.NumberInput({"step": "any"})
    )
