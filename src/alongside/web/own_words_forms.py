"""Findings and lines in a person's own words: parsed here, judged by the gate."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from alongside.materials.citations import record_may_print, source_of
from alongside.materials.evidence import shipped_evidence
from alongside.materials.pages import Citation, TalkLine
from alongside.materials.talk_tracks import KINDS, as_written, line_written
from alongside.outreach.actions.own_words import SAID_WHEN
from alongside.web.paper_forms import AUDIENCE_CHOICES, PRESCRIBER_CHOICES
from alongside.web.profile_forms import a_line

STEP_CHOICES = (
    ("1", "1. Your own doctor"),
    ("2", "2. The handout, the cards, the manager"),
    ("3", "3. A month later: the ten-second question"),
    ("4", "4. The next door"),
    ("5", "5. A client's prescriber, under a release"),
)
OF_A_SOURCE = ("authors", "title", "journal", "year", "volume", "pages", "doi")
WHOLE = ("authors", "title", "journal", "year")


class FindingForm(forms.Form):
    """A finding of one's own, and the source it stands on: the library's, or one entered whole."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    audience = forms.ChoiceField(choices=AUDIENCE_CHOICES, label="For the page")
    text = forms.CharField(
        max_length=250,
        label="The finding",
        help_text="28 words at most, and no more than its source says.",
        widget=forms.Textarea({"rows": 3}),
    )
    cites = forms.MultipleChoiceField(
        required=False,
        label="It stands on these sources of the library",
        widget=forms.CheckboxSelectMultiple,
    )
    authors = a_line("Authors", 200, required=False)
    title = a_line("Title", 300, required=False)
    journal = a_line("Journal", 200, required=False)
    year = forms.IntegerField(required=False, label="Year", min_value=1800, max_value=2200)
    volume = a_line("Volume", 20, required=False)
    pages = a_line("Pages", 30, required=False)
    doi = a_line("DOI", 120, required=False)

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.on = on
        self.fields["cites"].choices = _printable(on)  # type: ignore[attr-defined]

    @property
    def of_finding(self) -> list[forms.BoundField]:
        return [self[name] for name in ("audience", "text")]

    @property
    def of_source(self) -> list[forms.BoundField]:
        return [self[name] for name in OF_A_SOURCE]

    @property
    def has_entered(self) -> bool:
        """Return whether a source was begun, so that its fields stand open."""
        return self.is_bound and any(self[name].value() for name in OF_A_SOURCE)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if any(said.get(name) for name in OF_A_SOURCE):
            for name in WHOLE:
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, "A source is entered whole, or not at all.")
        return said

    def said(self) -> dict[str, Any]:
        """Return what was written, as the action takes it."""
        written = self.cleaned_data
        kept = {name: written[name] for name in ("key", "audience", "text", "cites")}
        source = {name: written[name] for name in OF_A_SOURCE}
        entered = Citation(**source, collected=self.on) if any(source.values()) else None
        return {**kept, "citation": entered}


class TalkPlaceForm(forms.Form):
    """Which step, and with whom."""

    step = forms.ChoiceField(choices=STEP_CHOICES)
    audience = forms.ChoiceField(choices=PRESCRIBER_CHOICES, label="With")

    def chosen(self) -> tuple[int, str]:
        """Return the step and the audience; what makes no sense is as if it were not there."""
        said = self.cleaned_data if self.is_valid() else {}
        said = {**said, **{k: v for k, v in self.cleaned_data.items() if k not in self.errors}}
        first_audience = PRESCRIBER_CHOICES[0][0]
        return int(said.get("step", 1)), said.get("audience", first_audience)


class TalkForm(forms.Form):
    """The lines of a step, one a line; a source stands in brackets at its line's end."""

    say = forms.CharField(required=False, max_length=4_000, label=SAID_WHEN["say"])
    follow_up = forms.CharField(required=False, max_length=4_000, label=SAID_WHEN["follow_up"])
    if_asked = forms.CharField(required=False, max_length=4_000, label=SAID_WHEN["if_asked"])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in KINDS:
            self.fields[name].widget = forms.Textarea({"rows": 7 if name == "say" else 4})

    def lines(self) -> tuple[TalkLine, ...]:
        return tuple(
            line_written(line, kind)
            for kind in KINDS
            for line in self.cleaned_data[kind].splitlines()
            if line.strip()
        )

    @staticmethod
    def facts_of(lines: Sequence[TalkLine]) -> dict[str, str]:
        return {
            kind: "\n".join(as_written(line) for line in lines if line.kind == kind)
            for kind in KINDS
        }


def _printable(on: date) -> list[tuple[str, str]]:
    """Return the records that may be printed, by what a person knows them by."""
    records = shipped_evidence().records.values()
    found = [
        (record.id, f"{source_of(record, 0).short} {record.title}")
        for record in records
        if record_may_print(record, on) is None
    ]
    return sorted(found, key=lambda choice: choice[1].casefold())
